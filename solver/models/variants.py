# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# compiled functions take their types from their arguments
"""The ways in which each unit can spend its week: its slots, caps and loads, for every choice of team shifts.

Almost everybody is alone, in no team and not pinned: their weeks are made in one compiled pass (`_plain`). The others
are made one by one from the definition (`engaged.py`).
"""

from collections.abc import Iterator

import numpy as np
from numba import njit

from solver.columns import Bools, Ints, starts, whole
from solver.crowd import Crowd
from solver.models.engaged import NO_LIMIT, Engaged, Hours, Variant, choices_of
from solver.models.events import load_cost
from solver.models.instance import Option, Slots, Variants
from solver.models.pins import Pins
from solver.models.units import Spread, Units
from solver.problem import DAY
from solver.timetable import Timetable


def variants_of(
    crowd: Crowd, pins: Pins, units: Units, unit_of: Ints, spread: Spread, times: Timetable, options: tuple[Option, ...]
) -> tuple[Variants, Ints]:
    """All variants, and where those of each unit begin and end."""
    hours = _hours(spread, times)
    goes = choices_of(unit_of, options)
    engaged = {u for u, unit in enumerate(units) if len(unit) > 1} | set(goes)
    engaged |= {int(unit_of[v]) for v in pins.by_volunteer}
    makers = Engaged(crowd, pins, units, hours, options)
    made = {u: list(makers.variants(u, goes.get(u, []))) for u in sorted(engaged)}
    count = np.ones(len(units), dtype=np.int64)
    count[list(made)] = [len(variants) for variants in made.values()]
    first = starts(count)
    plain = np.ones(len(units), dtype=np.bool_)
    plain[list(made)] = False
    return _packed(crowd, units, hours, plain, first, made), first


def _hours(spread: Spread, times: Timetable) -> Hours:
    hour = times.hour[spread.shift].astype(np.int32)
    begins = np.ones(len(hour), dtype=np.bool_)
    begins[1:] = hour[1:] != hour[:-1]
    begins[spread.ptr[:-1][np.diff(spread.ptr) > 0]] = True
    lo = np.flatnonzero(begins)
    hi = np.append(lo[1:], len(hour))[: len(lo)]
    at = hour[lo]
    return Hours(np.searchsorted(lo, spread.ptr), times.hour_start[at], times.hour_end[at], lo, hi)


@njit(cache=True)
def _plain(ptr, start, end, plain, week, day, minutes, keep, length, most, limit):
    """For people alone and free of teams and pins: which hours are slots, how many shifts and minutes fit."""
    for u in range(len(plain)):
        a, b = ptr[u], ptr[u + 1]
        if not plain[u] or week[u] <= 0 or day[u] <= 0:
            continue
        on_day = np.zeros(7, np.int64)
        for i in range(a, b):
            keep[i] = True
            on_day[start[i] // DAY] += 1
        most[u] = min(week[u], np.minimum(on_day, day[u]).sum())
        if minutes[u] < 0:
            continue
        longest = np.sort(length[a:b][length[a:b] <= minutes[u]])[::-1]
        for i in range(a, b):
            keep[i] = length[i] <= minutes[u]
        if longest[: most[u]].sum() <= minutes[u]:
            continue
        unit = np.int64(0)
        for x in longest:
            y = x
            while y:
                unit, y = y, unit % y
        length[a:b] //= unit
        limit[u] = minutes[u] // unit


def _packed(
    crowd: Crowd, units: Units, hours: Hours, plain: Bools, first: Ints, made: dict[int, list[Variant]]
) -> Variants:
    """All variants as columns: those of plain units from the hours, the others as they were made."""
    people = [crowd.problem.volunteers[unit[0]] for unit in units]
    keep, length = np.zeros(len(hours.start), dtype=np.bool_), hours.end - hours.start
    most, limit = np.zeros(len(units), dtype=np.int64), np.full(len(units), NO_LIMIT, dtype=np.int64)
    day = whole((v.max_day for v in people), len(people))
    left = whole((NO_LIMIT if v.max_minutes is None else v.max_minutes for v in people), len(people))
    week = whole((v.max_week for v in people), len(people))
    _plain(hours.ptr, hours.start, hours.end, plain, week, day, left, keep, length, most, limit)
    owner = np.repeat(np.arange(len(units)), np.diff(first))
    variants = [(int(first[u]) + k, variant) for u, its in made.items() for k, variant in enumerate(its)]
    rows = np.array([row for row, _ in variants], dtype=np.int64)
    most, limit, fixed = most[owner], limit[owner], np.zeros(len(owner), dtype=np.int64)
    most[rows], limit[rows] = [v.most for _, v in variants], [v.limit for _, v in variants]
    fixed[rows] = [v.fixed for _, v in variants]
    options: list[tuple[int, ...]] = [()] * len(owner)
    for row, variant in variants:
        options[row] = variant.options
    return Variants(
        unit=owner,
        options=tuple(options),
        most=most,
        limit=limit,
        load=_loads(whole((v.load // 4 for v in people), len(people))[owner], most, variants),
        fixed=fixed,
        slots=_slots(hours, keep, length, day, first, variants, len(owner)),
    )


def _loads(level: Ints, most: Ints, variants: list[tuple[int, Variant]]) -> Ints:
    """What each further shift costs, zero beyond the most of them."""
    longest = np.maximum(1, most)
    load = np.zeros((len(most), int(longest.max(initial=1))), dtype=np.int64)
    for j in range(load.shape[1]):
        load[:, j] = np.where(j < longest, load_cost(level + j), 0)
    for row, variant in variants:
        load[row, : len(variant.load)] = variant.load
    return load


def _slots(
    hours: Hours, keep: Bools, length: Ints, day: Ints, first: Ints, variants: list[tuple[int, Variant]], count: int
) -> Slots:
    """The slots of plain units and of the others, by variant."""
    unit = np.repeat(np.arange(len(hours.ptr) - 1), np.diff(hours.ptr))[keep]
    made = [slot for _, variant in variants for slot in variant.slots]
    rows = np.repeat(
        np.array([row for row, _ in variants], dtype=np.int64), [len(variant.slots) for _, variant in variants]
    )
    owner = np.concatenate((first[unit], rows))
    order = np.argsort(owner, kind="stable")

    def column(plain: Ints, others: Iterator[int]) -> Ints:
        return np.concatenate((plain, whole(others, len(made))))[order]

    start = column(hours.start[keep], (s.start for s in made))
    return Slots(
        ptr=starts(np.bincount(owner, minlength=count)),
        start=start,
        end=column(hours.end[keep], (s.end for s in made)),
        day=start // DAY,
        cap=column(day[unit], (s.cap for s in made)),
        minutes=column(length[keep], (s.minutes for s in made)),
        lo=column(hours.lo[keep], (s.lo for s in made)),
        hi=column(hours.hi[keep], (s.hi for s in made)),
    )
