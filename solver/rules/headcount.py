"""`max`: nobody above `max`."""

from collections.abc import Iterator

from solver.rules.rule import Rule, Violation
from solver.rules.week import Week


def _violations(week: Week) -> Iterator[Violation]:
    for shift in week.problem.shifts:
        count = len(week.people[shift.id])
        if count > shift.max:
            yield MAX.broken(shift=shift.id, count=count, most=shift.max)


MAX = Rule(
    name="max",
    title="超过班次人数上限",
    sentence="班次 {shift} 安排了 {count} 人，上限 {most} 人",
    violations=_violations,
)
