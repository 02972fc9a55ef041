"""`free`: the whole shift lies inside one free interval; a pin may break it."""

from collections.abc import Iterator

from solver.columns import Bools, Ints
from solver.crowd import Crowd
from solver.problem import Shift
from solver.rules.rule import Mask, Rule, Violation
from solver.rules.week import Week, is_free


def _violations(week: Week) -> Iterator[Violation]:
    for volunteer, shift in week.pairs():
        if (volunteer.id, shift.id) not in week.pinned and not is_free(volunteer, shift):
            yield FREE.broken(volunteer.id, shift.id)


def _falls(crowd: Crowd, shift: Shift, who: Ints) -> Bools:
    """True for those without one free interval around the whole shift."""
    return ~crowd.free_at(shift.start, shift.end)[who]


FREE = Rule(
    name="free",
    title="不在空闲时间内",
    sentence="{volunteer} 没有一段空闲时间能容下整个班次 {shift}",
    violations=_violations,
    mask=Mask(falls=_falls, kind=lambda _, shift: (shift.start, shift.end)),
)
