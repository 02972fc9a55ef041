"""`tags`: everyone in a shift has all of `all_have` and none of `none_have`."""

from collections.abc import Iterator

import numpy as np

from solver.columns import Bools, Ints
from solver.crowd import Crowd
from solver.problem import Shift, Volunteer
from solver.rules.rule import Mask, Rule, Violation
from solver.rules.week import Week


def lacking(volunteer: Volunteer, shift: Shift) -> tuple[str, ...]:
    """Tags that the shift asks of everyone and this person does not have."""
    return tuple(tag for tag in shift.all_have if tag not in volunteer.tags)


def unwanted(volunteer: Volunteer, shift: Shift) -> tuple[str, ...]:
    """Tags of this person that nobody in the shift may have."""
    return tuple(tag for tag in shift.none_have if tag in volunteer.tags)


def _violations(week: Week) -> Iterator[Violation]:
    for volunteer, shift in week.pairs():
        wrong = [f"缺少 {tag}" for tag in lacking(volunteer, shift)]
        wrong += [f"不应有 {tag}" for tag in unwanted(volunteer, shift)]
        if wrong:
            yield TAGS.broken(volunteer.id, shift.id, wrong="、".join(wrong))


def _falls(crowd: Crowd, shift: Shift, who: Ints) -> Bools:
    """True for those who lack a tag of `all_have` or have one of `none_have`."""
    falls = np.zeros(len(who), dtype=np.bool_)
    for tag in shift.all_have:
        falls |= ~crowd.tagged(tag)[who]
    for tag in shift.none_have:
        falls |= crowd.tagged(tag)[who]
    return falls


TAGS = Rule(
    name="tags",
    title="标签不合要求",
    sentence="{volunteer} 在班次 {shift}：{wrong}",
    violations=_violations,
    mask=Mask(falls=_falls, kind=lambda _, shift: (shift.all_have, shift.none_have)),
)
