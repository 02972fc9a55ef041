"""Why the plan is as it is, read off the solution without solving again."""

from solver.explain.empty import Waterfall, why_empty
from solver.explain.here import Alternative, Reason, why_here
from solver.explain.stand_ins import StandIn, stand_ins

__all__ = ["Alternative", "Reason", "StandIn", "Waterfall", "stand_ins", "why_empty", "why_here"]
