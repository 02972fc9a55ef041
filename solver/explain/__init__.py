"""Why the plan is as it is, read off the solution without solving again."""

from solver.explain.bottleneck import Bottleneck, bottleneck
from solver.explain.empty import Waterfall, why_empty
from solver.explain.help import By, Group, Single, what_would_help
from solver.explain.here import Alternative, Reason, why_here
from solver.explain.places import Place, other_places
from solver.explain.relaxations import Relaxation
from solver.explain.stand_ins import StandIn, stand_ins

__all__ = [
    "Alternative",
    "Bottleneck",
    "By",
    "Group",
    "Place",
    "Reason",
    "Relaxation",
    "Single",
    "StandIn",
    "Waterfall",
    "bottleneck",
    "other_places",
    "stand_ins",
    "what_would_help",
    "why_empty",
    "why_here",
]
