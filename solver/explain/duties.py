"""Everybody's duties as columns, and which rules of a person's own week keep whom from a shift, for all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from solver.crowd import Bools, Ints
from solver.problem import DAY, Problem, Shift, TeamShift

NO_LIMIT = 1 << 40
WEEK_RULES = ("no_overlap", "gap", "rest", "day_cap", "week_cap", "minutes_cap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """One row a duty (who, from, to), and for each person the shifts, the minutes and the caps of the week."""

    who: Ints
    start: Ints
    end: Ints
    count: Ints
    on_day: Ints  # [person, day]
    minutes: Ints
    max_week: Ints
    max_day: Ints
    max_minutes: Ints


def duties_of(problem: Problem, duties: Mapping[int, Sequence[Shift | TeamShift]]) -> Duties:
    """The columns of these duties."""
    rows = np.array([(v, d.start, d.end) for v, there in duties.items() for d in there], dtype=np.int64).reshape(-1, 3)
    who, start, end = rows[:, 0].copy(), rows[:, 1].copy(), rows[:, 2].copy()
    size = len(problem.volunteers)
    on_day, minutes = np.zeros((size, 7), dtype=np.int64), np.zeros(size, dtype=np.int64)
    np.add.at(on_day, (who, start // DAY), 1)
    np.add.at(minutes, who, end - start)
    return Duties(
        who=who,
        start=start,
        end=end,
        count=on_day.sum(axis=1),
        on_day=on_day,
        minutes=minutes,
        max_week=np.array([v.max_week for v in problem.volunteers], dtype=np.int64),
        max_day=np.array([v.max_day for v in problem.volunteers], dtype=np.int64),
        max_minutes=np.array(
            [NO_LIMIT if v.max_minutes is None else v.max_minutes for v in problem.volunteers], dtype=np.int64
        ),
    )


def minutes_between(duties: Duties, shift: Shift) -> Ints:
    """For each duty, minutes between it and the shift; below zero where they overlap."""
    return np.maximum(duties.start - shift.end, shift.start - duties.end)


def kept_by_week(problem: Problem, duties: Duties, shift: Shift) -> dict[str, Bools]:
    """For each rule of a person's own week, whom it keeps from the shift."""
    between, today = minutes_between(duties, shift), duties.start // DAY == shift.start // DAY
    apart = between >= 0

    def whose(rows: Bools) -> Bools:
        found = np.zeros(len(duties.count), dtype=bool)
        found[duties.who[rows]] = True
        return found

    return {
        "no_overlap": whose(~apart),
        "gap": whose(apart & today & (between < problem.rules.gap)),
        "rest": whose(apart & ~today & (between < problem.rules.rest)),
        "day_cap": duties.on_day[:, shift.start // DAY] >= duties.max_day,
        "week_cap": duties.count >= duties.max_week,
        "minutes_cap": duties.minutes + shift.end - shift.start > duties.max_minutes,
    }
