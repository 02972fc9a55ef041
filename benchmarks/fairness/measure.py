"""What a half-year did to people and lines: spread of shifts, of walking, and who is asked again and again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from benchmarks.fairness.season import REMEMBERED, Served
from solver.problem import Problem

LONG_ENOUGH = 8  # weeks here from which a person is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person's half-year: weeks here, shifts served, metres of each walk to a shift of one's own."""

    lines: tuple[str, ...]
    weeks: int
    asked: int
    shifts: int
    metres: tuple[int, ...]

    @property
    def rate(self) -> float:
        """Shifts in four weeks of being here."""
        return REMEMBERED * self.shifts / self.weeks


def people_of(roster: Problem, served: Sequence[Served]) -> dict[str, Person]:
    """Everyone who was here for some weeks."""
    here, asked = Counter[str](), Counter[str]()
    shifts = Counter[str]()
    metres: dict[str, list[int]] = defaultdict(list)
    for week in served:
        here.update(week.here)
        asked.update(week.asked)
        shifts.update(service.person for service in week.services)
        for service in week.services:
            if not service.team:
                metres[service.person].append(service.metres)
    return {
        v.id: Person(
            lines=tuple(tag.removeprefix("line:") for tag in v.tags if tag.startswith("line:")),
            weeks=here[v.id],
            asked=asked[v.id],
            shifts=shifts[v.id],
            metres=tuple(metres[v.id]),
        )
        for v in roster.volunteers
        if here[v.id] >= min(LONG_ENOUGH, len(served))
    }


def gini(values: Iterable[float]) -> float:
    """0 when all have the same, towards 1 when one has everything (Gini 1912)."""
    ordered = sorted(values)
    total, count = sum(ordered), len(ordered)
    return sum((2 * rank - count + 1) * value for rank, value in enumerate(ordered)) / (count * total) if total else 0.0


def quantile(values: Iterable[float], part: float) -> float:
    """The value below which that part of the values lies, the nearest one."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def recent_gini(served: Sequence[Served]) -> list[float]:
    """For each week from the fourth on, the Gini of shifts in the last four weeks over those here in all of them."""
    found = []
    for end in range(REMEMBERED, len(served) + 1):
        window = served[end - REMEMBERED : end]
        here = frozenset.intersection(*(week.here for week in window))
        count = Counter(service.person for week in window for service in week.services)
        found.append(gini(count[person] for person in here))
    return found


def heaviest(served: Sequence[Served]) -> int:
    """The most shifts that anyone served in four weeks running."""
    windows = (served[end - REMEMBERED : end] for end in range(REMEMBERED, len(served) + 1))
    counts = (Counter(s.person for week in window for s in week.services) for window in windows)
    return max((max(count.values(), default=0) for count in counts), default=0)


def again(served: Sequence[Served]) -> float:
    """Of those who were asked in a week and are here in the next, the part that is asked again."""
    before = after = 0
    for week, following in pairwise(served):
        could = week.asked & following.here
        before, after = before + len(could), after + len(could & following.asked)
    return after / max(1, before)


def always(people: Mapping[str, Person]) -> float:
    """The part of the people asked in nine of ten weeks in which they were here."""
    return fmean(person.asked >= 0.9 * person.weeks for person in people.values())


def line_parts(roster: Problem, served: Sequence[Served]) -> dict[str, float]:
    """Share's tag → per mille of all assignments, teams left out as in the shares' definition."""
    tags = {v.id: v.tags for v in roster.volunteers}
    own = [service.person for week in served for service in week.services if not service.team]
    return {s.tag: 1000 * sum(s.tag in tags[name] for name in own) / max(1, len(own)) for s in roster.shares}
