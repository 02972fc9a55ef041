# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# compiled functions take their types from their arguments
"""The ways in which each unit can spend its week: its slots, caps and loads, for every choice of team shifts.

Almost everybody is alone, in no team and not pinned: their weeks are made in one compiled pass (`_plain`). The others
are made one by one from the definition (`_Engaged`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numba import njit

from solver.columns import Bools, Ints, starts, whole
from solver.crowd import Crowd
from solver.models.events import Event, clash, load_cost
from solver.models.instance import Option, Slots, Variants
from solver.models.pins import Pins
from solver.models.units import Spread, Units
from solver.problem import DAY, Shift, TeamShift
from solver.timetable import Timetable

NO_LIMIT = -1


@dataclass(frozen=True, slots=True)
class _Hours:
    """The hours at which each unit has candidates, in the order of time: unit u owns ptr[u]:ptr[u + 1]."""

    ptr: Ints
    start: Ints
    end: Ints
    lo: Ints
    hi: Ints


def variants_of(
    crowd: Crowd, pins: Pins, units: Units, unit_of: Ints, spread: Spread, times: Timetable, options: tuple[Option, ...]
) -> tuple[Variants, Ints]:
    """All variants, and where those of each unit begin and end."""
    hours = _hours(spread, times)
    goes = _choices(unit_of, options)
    engaged = {u for u, unit in enumerate(units) if len(unit) > 1} | set(goes)
    engaged |= {int(unit_of[v]) for v in pins.by_volunteer}
    makers = _Engaged(crowd, pins, units, hours, options)
    made = {u: list(makers.variants(u, goes.get(u, []))) for u in sorted(engaged)}
    count = np.ones(len(units), dtype=np.int64)
    count[list(made)] = [len(variants) for variants in made.values()]
    first = starts(count)
    plain = np.ones(len(units), dtype=np.bool_)
    plain[list(made)] = False
    return _packed(crowd, units, hours, plain, first, made), first


def _hours(spread: Spread, times: Timetable) -> _Hours:
    hour = times.hour[spread.shift].astype(np.int32)
    begins = np.ones(len(hour), dtype=np.bool_)
    begins[1:] = hour[1:] != hour[:-1]
    begins[spread.ptr[:-1][np.diff(spread.ptr) > 0]] = True
    lo = np.flatnonzero(begins)
    hi = np.append(lo[1:], len(hour))[: len(lo)]
    at = hour[lo]
    return _Hours(np.searchsorted(lo, spread.ptr), times.hour_start[at], times.hour_end[at], lo, hi)


def _choices(unit_of: Ints, options: tuple[Option, ...]) -> dict[int, list[tuple[int, ...]]]:
    """For each unit of which somebody goes with a team: of each such team its options, -1 for none of them."""
    found: dict[int, dict[int, list[int]]] = {}
    for index, option in enumerate(options):
        for unit in dict.fromkeys(int(unit_of[goer]) for goer in option.goers):
            found.setdefault(unit, {}).setdefault(option.team, [-1]).append(index)
    return {unit: [tuple(teams[t]) for t in sorted(teams)] for unit, teams in found.items()}


@dataclass(slots=True)
class _Slot:
    start: int
    end: int
    cap: int
    minutes: int
    lo: int
    hi: int


@dataclass(slots=True)
class _Variant:
    options: tuple[int, ...]
    most: int
    limit: int
    load: list[int]
    fixed: int
    slots: list[_Slot]


class _Engaged:
    """Makes the variants of units of several people, of members of teams, and of people with pins."""

    def __init__(self, crowd: Crowd, pins: Pins, units: Units, hours: _Hours, options: tuple[Option, ...]) -> None:
        self.problem, self.pins, self.units, self.hours, self.options = crowd.problem, pins, units, hours, options
        self.volunteers, self.shifts = self.problem.volunteers, self.problem.shifts
        self.gap, self.rest = self.problem.rules.gap, self.problem.rules.rest

    def variants(self, unit: int, choices: list[tuple[int, ...]]) -> Iterator[_Variant]:
        """The unit with every choice of team shifts that can be together, first with none."""
        for choice in product(*choices):
            variant = self._variant(unit, tuple(o for o in choice if o >= 0))
            if variant is not None:
                yield variant

    def _variant(self, unit: int, chosen: tuple[int, ...]) -> _Variant | None:
        """The unit with these team shifts, or nothing when they cannot be together."""
        events: list[Event] = []
        counts, left_week, left_minutes, left_day = [], [], [], []
        for member in self.units[unit]:
            volunteer = self.volunteers[member]
            pinned: list[Shift | TeamShift] = [self.shifts[s] for s in self.pins.by_volunteer.get(member, ())]
            teams: list[Shift | TeamShift] = [
                self.problem.team_shifts[self.options[o].shift] for o in chosen if member in self.options[o].goers
            ]
            spans = [(s.start, s.end) for s in teams]
            if any(clash(a, b, self.gap, self.rest) for i, a in enumerate(spans) for b in spans[:i]):
                return None
            mine = pinned + teams
            events += [(s.start, s.end) for s in mine]
            days = [0] * 7
            for s in mine:
                days[s.start // DAY] += 1
            over_day = any(days[s.start // DAY] > volunteer.max_day for s in teams)
            if teams and (len(mine) > volunteer.max_week or over_day):
                return None
            counts.append(len(mine))
            left_week.append(max(0, volunteer.max_week - len(mine)))
            left_day.append([max(0, volunteer.max_day - d) for d in days])
            if volunteer.max_minutes is not None:
                left = volunteer.max_minutes - sum(s.end - s.start for s in mine)
                if left < 0 and teams:
                    return None
                left_minutes.append(max(0, left))
        caps = [min(day) for day in zip(*left_day, strict=True)]
        slots = list(self._slots(unit, events, caps)) if min(left_week) > 0 else []
        most = _longest(slots, min(left_week))
        load, fixed = self._loads(unit, counts, most)
        limit, slots = _minute_limit(slots, min(left_minutes, default=None), most)
        return _Variant(chosen, most, limit, load, fixed, slots)

    def _slots(self, unit: int, events: list[Event], caps: list[int]) -> Iterator[_Slot]:
        hours, own = self.hours, slice(int(self.hours.ptr[unit]), int(self.hours.ptr[unit + 1]))
        columns = (column[own].tolist() for column in (hours.start, hours.end, hours.lo, hours.hi))
        for start, end, lo, hi in zip(*columns, strict=True):
            cap = caps[start // DAY]
            if cap > 0 and not any(clash((start, end), e, self.gap, self.rest) for e in events):
                yield _Slot(start, end, cap, end - start, lo, hi)

    def _loads(self, unit: int, counts: list[int], most: int) -> tuple[list[int], int]:
        load, fixed = [0] * max(1, most), 0
        for member, count in zip(self.units[unit], counts, strict=True):
            level = self.volunteers[member].load // 4
            fixed += sum(load_cost(level + j) for j in range(count))
            for j in range(len(load)):
                load[j] += load_cost(level + count + j)
        return load, fixed


def _longest(slots: list[_Slot], week: int) -> int:
    """How many further shifts the week can hold at most, by the week's and the days' caps."""
    on_day: dict[int, int] = {}
    for slot in slots:
        day = slot.start // DAY
        on_day[day] = min(on_day.get(day, 0) + 1, slot.cap)
    return min(week, sum(on_day.values()))


def _minute_limit(slots: list[_Slot], left: int | None, most: int) -> tuple[int, list[_Slot]]:
    """The minutes left in the coarsest unit that is exact, or NO_LIMIT when they cannot be exceeded."""
    if left is None:
        return NO_LIMIT, slots
    fitting = [slot for slot in slots if slot.minutes <= left]
    if sum(sorted((slot.minutes for slot in fitting), reverse=True)[:most]) <= left:
        return NO_LIMIT, fitting
    unit = int(np.gcd.reduce([slot.minutes for slot in fitting]))
    for slot in fitting:
        slot.minutes //= unit
    return left // unit, fitting


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
    crowd: Crowd, units: Units, hours: _Hours, plain: Bools, first: Ints, made: dict[int, list[_Variant]]
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


def _loads(level: Ints, most: Ints, variants: list[tuple[int, _Variant]]) -> Ints:
    """What each further shift costs, zero beyond the most of them."""
    longest = np.maximum(1, most)
    load = np.zeros((len(most), int(longest.max(initial=1))), dtype=np.int64)
    for j in range(load.shape[1]):
        load[:, j] = np.where(j < longest, load_cost_of(level + j), 0)
    for row, variant in variants:
        load[row, : len(variant.load)] = variant.load
    return load


def load_cost_of(level: Ints) -> Ints:
    """`load_cost` of many levels."""
    return 100 * level + 25 * level * (level + 1)


def _slots(
    hours: _Hours, keep: Bools, length: Ints, day: Ints, first: Ints, variants: list[tuple[int, _Variant]], count: int
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
