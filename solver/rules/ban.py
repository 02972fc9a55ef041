"""`ban`: a banned pair is not in the plan."""

from collections.abc import Iterator

import numpy as np

from solver.columns import Bools, Ints
from solver.crowd import Crowd
from solver.problem import Shift
from solver.rules.rule import Mask, Rule, Violation
from solver.rules.week import Week


def _violations(week: Week) -> Iterator[Violation]:
    banned = frozenset(week.problem.bans)
    for name, shift in week.assignments:
        if (name, shift) in banned:
            yield BAN.broken(name, shift)


def _falls(crowd: Crowd, shift: Shift, who: Ints) -> Bools:
    """True for those banned from this shift."""
    return np.isin(who, crowd.banned_from(shift.id))


def _kind(crowd: Crowd, shift: Shift) -> str | None:
    return shift.id if len(crowd.banned_from(shift.id)) else None


BAN = Rule(
    name="ban",
    title="已禁止的安排",
    sentence="{volunteer} 不应安排到班次 {shift}",
    violations=_violations,
    mask=Mask(falls=_falls, kind=_kind),
)
