"""The shifts as arrays, in the problem's order: when, where, what; and the order of time in which weeks are planned."""

from collections.abc import Sequence

import numpy as np

from solver.columns import Ints, whole
from solver.problem import DAY, Interval, Shift


class Timetable:
    """Columns over the shifts; places and categories are numbered in the order in which they come.

    An *hour* is a (start, end) at which there are shifts, numbered in the order of time; `order` lists the shifts by
    hour and then as given, and `rank` says where each is in it.
    """

    def __init__(self, shifts: Sequence[Shift]) -> None:
        count = len(shifts)
        self.start = whole((s.start for s in shifts), count)
        self.end = whole((s.end for s in shifts), count)
        self.node = whole((s.node for s in shifts), count)
        self.place_number: dict[str, int] = {}
        self.category_number: dict[str, int] = {}
        self.place = whole((_number(self.place_number, s.place) for s in shifts), count)
        self.category = whole((_number(self.category_number, s.category) for s in shifts), count)
        self.weekday = self.start // DAY
        self.order = np.lexsort((np.arange(count), self.end, self.start))
        self.rank = np.empty(count, dtype=np.int64)
        self.rank[self.order] = np.arange(count)
        hours, self.hour = np.unique(np.stack((self.start, self.end), axis=1), axis=0, return_inverse=True)
        self.hour_start, self.hour_end = hours[:, 0].copy(), hours[:, 1].copy()


def _number(known: dict[str, int], name: str) -> int:
    return known.setdefault(name, len(known))


def starts_of(timetable: Timetable) -> list[Ints]:
    """The shifts of each start, the earliest first, each group in the order of time."""
    order = timetable.order
    cuts = np.flatnonzero(np.diff(timetable.start[order])) + 1
    return np.split(order, cuts) if len(order) else []


def touches_quiet(start: int, end: int, quiet: Interval) -> bool:
    """Whether [start, end) shares a minute with the quiet hours, which may wrap midnight."""
    begin, until = quiet
    if begin == until:
        return False
    length = (until - begin) % DAY
    first = start - (start - begin) % DAY  # the last time the quiet hours began at or before the start
    return start < first + length or first + DAY < end
