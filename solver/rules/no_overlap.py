"""`no_overlap`: no two shifts of a person share a minute; a shift may begin when another ends."""

from collections.abc import Iterator
from itertools import combinations

from solver.problem import Shift, TeamShift
from solver.rules.rule import Rule, Violation
from solver.rules.week import Week


def overlap(a: Shift | TeamShift, b: Shift | TeamShift) -> bool:
    """Whether the two share a minute."""
    return a.start < b.end and b.start < a.end


def _violations(week: Week) -> Iterator[Violation]:
    for name, duties in week.duties.items():
        for first, second in combinations(duties, 2):
            if overlap(first.shift, second.shift):
                yield NO_OVERLAP.broken(name, second.shift.id, other=first.shift.id)


NO_OVERLAP = Rule(
    name="no_overlap",
    title="班次时间重叠",
    sentence="{volunteer} 的班次 {other} 与 {shift} 时间重叠",
    violations=_violations,
)
