"""`ban`: a banned pair is not in the plan."""

from collections.abc import Iterator

from solver.rules.rule import Rule, Violation
from solver.rules.week import Week


def _violations(week: Week) -> Iterator[Violation]:
    banned = frozenset(week.problem.bans)
    for name, shift in week.assignments:
        if (name, shift) in banned:
            yield BAN.broken(name, shift)


BAN = Rule(
    name="ban",
    title="已禁止的安排",
    sentence="{volunteer} 不应安排到班次 {shift}",
    violations=_violations,
)
