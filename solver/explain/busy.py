"""Everybody's own week against one shift, for all people at once: the first rule by which it keeps each away."""

from functools import lru_cache

import numpy as np

from solver.crowd import Ints
from solver.explain.picture import Picture
from solver.problem import DAY, Shift

RULES = ("no_overlap", "gap", "rest", "day_cap", "week_cap", "minutes_cap")
NO_LIMIT = np.iinfo(np.int64).max


class Busy:
    """The duties of all people as columns, by person and in the order of each person's duties."""

    def __init__(self, view: Picture) -> None:
        people, self.rules = view.problem.volunteers, view.problem.rules
        rows = [(v, d.start, d.end) for v in sorted(view.duties) for d in view.duties[v]]
        self.who, self.start, self.end = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        self.size = len(people)
        self.max_day = np.array([p.max_day for p in people], dtype=np.int64)
        self.full = np.bincount(self.who, minlength=self.size) >= np.array([p.max_week for p in people], dtype=np.int64)
        used = np.zeros(self.size, dtype=np.int64)
        np.add.at(used, self.who, self.end - self.start)
        most = np.array([NO_LIMIT if p.max_minutes is None else p.max_minutes for p in people], dtype=np.int64)
        self.left = most - used
        self._known: dict[tuple[int, int], Ints] = {}

    def obstacles(self, shift: Shift) -> Ints:
        """For each person the place in RULES of the first rule that his duties set against the shift, or -1."""
        if (shift.start, shift.end) not in self._known:
            self._known[shift.start, shift.end] = self._obstacles(shift)
        return self._known[shift.start, shift.end]

    def _obstacles(self, shift: Shift) -> Ints:
        found = np.full(self.size, -1, dtype=np.int64)
        found[shift.end - shift.start > self.left] = RULES.index("minutes_cap")
        found[self.full] = RULES.index("week_cap")
        same_day = self.start // DAY == shift.start // DAY
        today = np.bincount(self.who[same_day], minlength=self.size)
        found[today >= self.max_day] = RULES.index("day_cap")
        before = (self.start < shift.start) | ((self.start == shift.start) & (self.end <= shift.end))
        first_day = np.where(before, self.start, shift.start) // DAY
        last_day = np.where(before, shift.start, self.start) // DAY
        pause = np.where(first_day == last_day, self.rules.gap, self.rules.rest)
        close = np.where(before, shift.start < self.end + pause, self.start < shift.end + pause)
        clashing = np.flatnonzero(close)[::-1]  # written backwards, so that a person's first duty has the last word
        found[self.who[clashing]] = np.where(same_day[clashing], RULES.index("gap"), RULES.index("rest"))
        found[self.who[(self.start < shift.end) & (shift.start < self.end)]] = RULES.index("no_overlap")
        return found


@lru_cache(maxsize=4)
def busy(view: Picture) -> Busy:
    """The columns of a picture, kept while it is among the last ones asked about."""
    return Busy(view)
