"""What is given: one week, one area. Times are minutes since Monday 00:00 of the ISO week, lengths are metres."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field

from solver.faults import Fault, ProblemError, faults_of, faults_of_pairs

__all__ = [
    "DAY",
    "WEEK",
    "Fault",
    "Interval",
    "MinorRules",
    "Need",
    "Network",
    "Pair",
    "Preference",
    "Presence",
    "Problem",
    "ProblemError",
    "Rules",
    "Share",
    "Shift",
    "Team",
    "TeamShift",
    "Volunteer",
    "Walk",
    "Weights",
]

DAY = 1440
WEEK = 7 * DAY

Interval = tuple[int, int]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Network:
    """The streets on which people walk: (longitude, latitude) in WGS-84; undirected edges (node, node, metres)."""

    nodes: tuple[tuple[float, float], ...] = ()
    edges: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """How fast people walk, and how far they are asked to walk at most."""

    metres_per_minute: int = 75
    limit_metres: int = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class MinorRules:
    """When and what minors do not serve; `quiet` is [from, to) in minutes of a day and may wrap midnight."""

    quiet: Interval = (1260, 420)
    no_categories: tuple[str, ...] = ("traffic",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Minutes between two shifts of a person: `gap` when they start on one day, `rest` otherwise."""

    rest: int = 600
    gap: int = 30
    minors: MinorRules = field(default_factory=MinorRules)


@dataclass(frozen=True, slots=True)
class Presence:
    """The person is at `node` from `start` up to, not including, `end`."""

    start: int
    end: int
    node: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """Extra metres, negative for a wish, on each shift that matches every key that is given; weekday 0 is Monday."""

    cost: int
    place: str | None = None
    category: str | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """A person who can serve; without `max_minutes` the minutes of a week are not limited."""

    id: str
    home: int
    tags: tuple[str, ...] = ()
    at: tuple[Presence, ...] = ()
    free: tuple[Interval, ...] = ()
    max_week: int = 7
    max_day: int = 1
    max_minutes: int | None = None
    load: int = 0
    prefers: tuple[Preference, ...] = ()
    claims: tuple[str, ...] = ()
    organization_claims: tuple[str, ...] = ()
    served: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """At least `count` of the people in a shift have the tag."""

    tag: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A place and a time that wants `min` ≤ `desired` ≤ `max` people."""

    id: str
    place: str
    node: int
    category: str
    start: int
    end: int
    min: int
    desired: int
    max: int
    priority: int = 1
    all_have: tuple[str, ...] = ()
    none_have: tuple[str, ...] = ()
    some_have: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """People who serve team shifts together."""

    id: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamShift:
    """A place and a time that wants one of the listed teams."""

    id: str
    place: str
    node: int
    start: int
    end: int
    priority: int = 1
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The part of all assignments that people with the tag should carry; both numbers in per mille."""

    tag: str
    part: int
    tolerance: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the last part of the cost adds, in metres; the first three are rewards, so never above zero."""

    claim: int = -800
    organization_claim: int = -400
    served: int = -200
    taken_off: int = 1500
    put_on: int = 300
    over_desired: int = 150
    share: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One week's planning problem, free of faults: raises one ProblemError that lists them all."""

    week: str
    network: Network
    volunteers: tuple[Volunteer, ...] = ()
    shifts: tuple[Shift, ...] = ()
    walk: Walk = field(default_factory=Walk)
    rules: Rules = field(default_factory=Rules)
    together: tuple[Pair, ...] = ()
    escorts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    teams: tuple[Team, ...] = ()
    team_shifts: tuple[TeamShift, ...] = ()
    pins: tuple[Pair, ...] = ()
    bans: tuple[Pair, ...] = ()
    previous: tuple[Pair, ...] | None = None
    shares: tuple[Share, ...] = ()
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        faults = tuple(faults_of(self))
        if faults:
            raise ProblemError(faults)

    def tied(self, people: Iterable[str]) -> set[str]:
        """These people and everyone who is tied to them, directly or by others."""
        found, grown = set(people), True
        while grown:
            more = {name for pair in self.together if not found.isdisjoint(pair) for name in pair}
            grown = not more <= found
            found |= more
        return found

    def fixed(self, pins: Iterable[Pair], bans: Iterable[Pair]) -> "Problem":
        """The same with these pins and bans instead of its own, which alone are looked at for faults."""
        other = copy(self)
        object.__setattr__(other, "pins", tuple(pins))
        object.__setattr__(other, "bans", tuple(bans))
        faults = tuple(faults_of_pairs(other))
        if faults:
            raise ProblemError(faults)
        return other
