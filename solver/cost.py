"""What a plan costs, part by part, straight from the definition; the first parts outrank any later one.

Where the text leaves room: an assignment is a pair (volunteer, shift). The people of a team add their walking and their
load, and nothing else; `prefers`, claims, stability and shares look at assignments only. Weights are added as they
stand, so rewards are negative. A preference without any key matches every shift. `previous` is a set of pairs.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from solver.plan import Cost
from solver.problem import DAY, Preference, Problem, Shift, Volunteer
from solver.rules.week import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The summands of `inconvenience`, in metres."""

    walking: int = 0
    prefers: int = 0
    claims: int = 0
    load: int = 0
    stability: int = 0
    over_desired: int = 0
    shares: int = 0

    @property
    def total(self) -> int:
        """The inconvenience."""
        return sum(getattr(self, item.name) for item in fields(self))


def cost_of(week: Week, parts: Breakdown | None = None) -> Cost:
    """The plan's cost vector; the parts of the inconvenience may be given when they are known."""
    return Cost(below_minimum(week), needs_unmet(week), below_desired(week), (parts or breakdown(week)).total)


def breakdown(week: Week) -> Breakdown:
    """The parts of the inconvenience."""
    return Breakdown(
        walking=walking(week),
        prefers=sum(p.cost for v, s in week.pairs() for p in v.prefers if matches(p, s)),
        claims=sum(claims(week, v, s) for v, s in week.pairs()),
        load=sum(load(week.volunteers[name], len(duties)) for name, duties in week.duties.items()),
        stability=stability(week),
        over_desired=over_desired(week),
        shares=shares(week),
    )


def below_minimum(week: Week) -> int:
    """Σ priority × people missing to the minimum."""
    return sum(s.priority * max(0, s.min - len(week.people[s.id])) for s in week.problem.shifts)


def below_desired(week: Week) -> int:
    """Σ priority × people missing from the minimum to the desired number."""
    return sum(s.priority * max(0, s.desired - max(len(week.people[s.id]), s.min)) for s in week.problem.shifts)


def tagged(week: Week, shift: Shift, tag: str) -> int:
    """How many people in the shift have the tag."""
    return sum(tag in week.volunteers[name].tags for name in week.people[shift.id])


def needs_unmet(week: Week) -> int:
    """Σ priority × people with a tag that are missing, and Σ priority of the team shifts without a team."""
    served = {shift for _, shift in week.team_pairs}
    needs = sum(
        s.priority * max(0, need.count - tagged(week, s, need.tag)) for s in week.problem.shifts for need in s.some_have
    )
    return needs + sum(t.priority for t in week.problem.team_shifts if t.id not in served)


def walking(week: Week) -> int:
    """Metres walked by all, one way."""
    return sum(week.metres(week.volunteers[name], d.shift) for name, duties in week.duties.items() for d in duties)


def matches(wish: Preference, shift: Shift) -> bool:
    """Whether every key that the preference gives is that of the shift."""
    return (
        wish.place in (None, shift.place)
        and wish.category in (None, shift.category)
        and wish.weekday in (None, shift.start // DAY)
    )


def claims(week: Week, volunteer: Volunteer, shift: Shift) -> int:
    """What it is worth that the person or else the organization claims the place, and that the person served there."""
    weights, total = week.problem.weights, 0
    if shift.place in volunteer.claims:
        total = weights.claim
    elif shift.place in volunteer.organization_claims:
        total = weights.organization_claim
    return total + (weights.served if shift.place in volunteer.served else 0)


def load(volunteer: Volunteer, count: int) -> int:
    """Σ of L(⌊load/4⌋ + j) over the person's shifts of the week, with L(k) = 100 k + 25 k (k + 1)."""
    first = volunteer.load // 4
    return sum(100 * k + 25 * k * (k + 1) for k in range(first, first + count))


def stability(week: Week) -> int:
    """What the plan takes off people, and puts on them, against what they already know."""
    if week.problem.previous is None:
        return 0
    before, now = frozenset(week.problem.previous), frozenset(week.assignments)
    return week.problem.weights.taken_off * len(before - now) + week.problem.weights.put_on * len(now - before)


def over_desired(week: Week) -> int:
    """For each person above the desired number of a shift."""
    return week.problem.weights.over_desired * sum(
        max(0, len(week.people[s.id]) - s.desired) for s in week.problem.shifts
    )


def shares(week: Week) -> int:
    """What it costs that lines carry more or less than their parts."""
    served = Counter(name for name, _ in week.assignments)
    mine = (
        sum(times for name, times in served.items() if share.tag in week.volunteers[name].tags)
        for share in week.problem.shares
    )
    return shares_of(week.problem, len(week.assignments), mine)


def shares_of(problem: Problem, count: int, mine: Iterable[int]) -> int:
    """For each share, ⌈weight × z / 1000⌉, z the per mille of the `count` assignments by which it is missed; `mine` are
    those of people with the tag of each share."""
    total = 0
    for share, own in zip(problem.shares, mine, strict=True):
        low, high = (share.part - share.tolerance) * count, (share.part + share.tolerance) * count
        missed = max(0, low - 1000 * own, 1000 * own - high)
        total += -(-problem.weights.share * missed // 1000)
    return total
