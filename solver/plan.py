"""What is found: who serves where, what it costs, and what no plan can beat."""

from dataclasses import dataclass
from enum import StrEnum

from solver.problem import Pair


class Status(StrEnum):
    """OPTIMAL: the cost equals the bound, proved. FEASIBLE: a plan with a bound."""

    OPTIMAL = "OPTIMAL"
    FEASIBLE = "FEASIBLE"


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """What a plan is worth, compared from the left: a better earlier part is worth any later part."""

    below_minimum: int = 0
    needs_unmet: int = 0
    below_desired: int = 0
    inconvenience: int = 0

    def parts(self) -> tuple[int, int, int, int]:
        """The four numbers in the order in which they count."""
        return self.below_minimum, self.needs_unmet, self.below_desired, self.inconvenience


@dataclass(frozen=True, slots=True, kw_only=True)
class PinLeftOut:
    """A pin that cannot stand; `reason` is the name of the hard rule that it would break."""

    volunteer: str
    shift: str
    reason: str


class Kind(StrEnum):
    """What a shortfall lacks: people up to the minimum, people from there to the desired number, a tag, a team."""

    MINIMUM = "minimum"
    DESIRED = "desired"
    NEED = "need"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Why:
    """So many people could not fill the seat because of this rule (or other named cause)."""

    reason: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What a shift or team shift lacks; `tag` is given for a NEED and for nothing else."""

    shift: str
    kind: Kind
    missing: int
    tag: str | None = None
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One week's plan: pairs (volunteer, shift) and (team, team shift), its cost, and a bound that no plan can beat."""

    week: str
    status: Status
    assignments: tuple[Pair, ...]
    teams: tuple[Pair, ...]
    cost: Cost
    bound: Cost
    pins_left_out: tuple[PinLeftOut, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
