"""`walk_limit`: nobody walks further than the limit; pins may, and those who go with a team."""

from collections.abc import Iterator

from solver.rules.rule import Rule, Violation
from solver.rules.week import Week


def _violations(week: Week) -> Iterator[Violation]:
    limit = week.problem.walk.limit_metres
    for volunteer, shift in week.pairs():
        metres = week.metres(volunteer, shift)
        if metres > limit and (volunteer.id, shift.id) not in week.pinned:
            yield WALK_LIMIT.broken(volunteer.id, shift.id, metres=metres, limit=limit)


WALK_LIMIT = Rule(
    name="walk_limit",
    title="步行超过上限",
    sentence="{volunteer} 到班次 {shift} 步行 {metres} 米，上限 {limit} 米",
    violations=_violations,
)
