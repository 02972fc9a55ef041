"""The hard rules: each a small unit with its name, its sentence for people, its meaning in the check, and its mask.

Where the text leaves room, the file of the rule says what was decided.
"""

from collections.abc import Hashable, Mapping

from solver.crowd import Crowd
from solver.problem import Shift
from solver.rules.ban import BAN
from solver.rules.caps import DAY_CAP, MINUTES_CAP, WEEK_CAP
from solver.rules.free import FREE
from solver.rules.headcount import MAX
from solver.rules.minor import MINOR
from solver.rules.no_overlap import NO_OVERLAP
from solver.rules.pin import PIN
from solver.rules.rest import GAP, REST
from solver.rules.rule import Mask, Rule, Violation
from solver.rules.tags import TAGS
from solver.rules.teams import TEAMS
from solver.rules.together import TOGETHER
from solver.rules.walk_limit import WALK_LIMIT

__all__ = ["PAIR_RULES", "RULES", "Kind", "Mask", "Rule", "Violation", "kind_of"]

RULES: tuple[Rule, ...] = (
    FREE,
    NO_OVERLAP,
    REST,
    GAP,
    WEEK_CAP,
    DAY_CAP,
    MINUTES_CAP,
    TAGS,
    MINOR,
    WALK_LIMIT,
    MAX,
    TOGETHER,
    TEAMS,
    PIN,
    BAN,
)

PAIR_RULES: Mapping[str, Mask] = {rule.name: rule.mask for rule in RULES if rule.mask is not None}
"""The masks of the rules on one person at one shift, in the order in which a reader is told."""

Kind = tuple[Hashable, ...]


def kind_of(crowd: Crowd, shift: Shift) -> Kind:
    """What these rules look at in the shift: from shifts of one kind they keep the same people away."""
    return tuple(mask.kind(crowd, shift) for mask in PAIR_RULES.values())
