"""`minor`: minors serve outside the quiet hours, not in certain categories, and beside an escort.

The quiet hours are [from, to) in minutes of a day, may wrap midnight, and hold on every day; from = to means none. A
shift touches them when it shares a minute with them: one that ends at 21:00 or begins at 7:00 does not.
An escort is one of those named for the minor (who then has no other), otherwise anyone tagged `adult`, in the same
shift. A minor who goes with a team is protected alike: quiet hours, and an escort among those who go.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from solver.columns import Bools, Ints
from solver.crowd import Crowd
from solver.problem import DAY, Interval, Problem, Shift, TeamShift, Volunteer
from solver.rules.rule import Mask, Rule, Violation
from solver.rules.week import Week
from solver.timetable import touches_quiet


def is_minor(volunteer: Volunteer) -> bool:
    """Whether the person carries the tag."""
    return "minor" in volunteer.tags


def touches(start: int, end: int, quiet: Interval) -> bool:
    """Whether [start, end) shares a minute with the quiet hours of any day."""
    begin, until = quiet
    length = until - begin + (DAY if until < begin else 0)
    before = (start - begin) % DAY  # minutes from the last beginning of quiet hours to the start
    return length > 0 and (before < length or end - start > DAY - before)


def barred(problem: Problem, shift: Shift | TeamShift) -> bool:
    """Whether no minor may serve this shift at all."""
    minors = problem.rules.minors
    category = shift.category if isinstance(shift, Shift) else None
    return category in minors.no_categories or touches(shift.start, shift.end, minors.quiet)


def may_escort(problem: Problem, minor: Volunteer, other: Volunteer) -> bool:
    """Whether the other person may stand beside this minor."""
    named = problem.escorts.get(minor.id)
    return other.id in named if named else "adult" in other.tags


def _faults(week: Week, shift: Shift | TeamShift, names: Iterable[str]) -> Iterator[Violation]:
    people = [week.volunteers[name] for name in names]
    for minor in filter(is_minor, people):
        if barred(week.problem, shift):
            yield MINOR.broken(minor.id, shift.id, wrong="在未成年人不可服务的时段或类别")
        if not any(may_escort(week.problem, minor, other) for other in people):
            yield MINOR.broken(minor.id, shift.id, wrong="没有可陪同的成年人")


def _violations(week: Week) -> Iterator[Violation]:
    for name, people in week.people.items():
        yield from _faults(week, week.shifts[name], people)
    for team, name in week.team_pairs:
        shift = week.team_shifts[name]
        yield from _faults(week, shift, week.goers(week.teams[team], shift))


def _bars(crowd: Crowd, shift: Shift) -> bool:
    rules = crowd.problem.rules.minors
    return shift.category in rules.no_categories or touches_quiet(shift.start, shift.end, rules.quiet)


def _falls(crowd: Crowd, shift: Shift, who: Ints) -> Bools:
    """True for minors where the hour or the category is not for minors."""
    return crowd.tagged("minor")[who] if _bars(crowd, shift) else np.zeros(len(who), dtype=np.bool_)


MINOR = Rule(
    name="minor",
    title="未成年人保护",
    sentence="{volunteer} 在班次 {shift} {wrong}",
    violations=_violations,
    mask=Mask(falls=_falls, kind=_bars),
)
