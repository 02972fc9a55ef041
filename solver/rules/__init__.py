"""The hard rules: each a small unit with its name, its sentence for people, and its meaning in the check.

Where the text leaves room, the file of the rule says what was decided.
"""

from solver.rules.ban import BAN
from solver.rules.caps import DAY_CAP, MINUTES_CAP, WEEK_CAP
from solver.rules.free import FREE
from solver.rules.headcount import MAX
from solver.rules.minor import MINOR
from solver.rules.no_overlap import NO_OVERLAP
from solver.rules.pin import PIN
from solver.rules.rest import GAP, REST
from solver.rules.rule import Rule, Violation
from solver.rules.tags import TAGS
from solver.rules.teams import TEAMS
from solver.rules.together import TOGETHER
from solver.rules.walk_limit import WALK_LIMIT

__all__ = ["RULES", "Rule", "Violation"]

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
