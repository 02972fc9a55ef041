"""`together`: in each shift both of a pair or neither.

When a pin puts one of them into a shift, the other comes, too, if the rules let him (`Settled.brought`); if they do
not, the pin stands alone. Team shifts are served by teams: a pair may be parted there.
"""

from collections.abc import Iterator

from solver.rules.rule import Rule, Violation
from solver.rules.settle import settle
from solver.rules.week import Week


def _violations(week: Week) -> Iterator[Violation]:
    served: dict[str, set[str]] = {}
    for name, shift in week.assignments:
        served.setdefault(name, set()).add(shift)
    parted = [
        (here, away, shift)
        for a, b in week.problem.together
        for here, away in ((a, b), (b, a))
        for shift in sorted(served.get(here, set()) - served.get(away, set()))
    ]
    by_pin = any((here, shift) in week.pinned for here, _, shift in parted)
    brought = settle(week.problem, week.walking).brought if by_pin else frozenset()
    for here, away, shift in parted:
        if (here, shift) not in week.pinned or (away, shift) in brought:
            yield TOGETHER.broken(here, shift, other=away)


TOGETHER = Rule(
    name="together",
    title="结伴的人被拆开",
    sentence="{volunteer} 在班次 {shift}，而结伴的 {other} 不在",
    violations=_violations,
)
