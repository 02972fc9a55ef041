"""The weeks of those who are engaged with others: units of several people, members of teams, people with pins.

Made one by one, straight from the definition.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from solver.columns import Ints
from solver.crowd import Crowd
from solver.models.events import Event, clash, load_cost
from solver.models.instance import Option
from solver.models.pins import Pins
from solver.models.units import Units
from solver.problem import DAY, Shift, TeamShift

NO_LIMIT = -1


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours at which each unit has candidates, in the order of time: unit u owns ptr[u]:ptr[u + 1]."""

    ptr: Ints
    start: Ints
    end: Ints
    lo: Ints
    hi: Ints


def choices_of(unit_of: Ints, options: tuple[Option, ...]) -> dict[int, list[tuple[int, ...]]]:
    """For each unit of which somebody goes with a team: of each such team its options, -1 for none of them."""
    found: dict[int, dict[int, list[int]]] = {}
    for index, option in enumerate(options):
        for unit in dict.fromkeys(int(unit_of[goer]) for goer in option.goers):
            found.setdefault(unit, {}).setdefault(option.team, [-1]).append(index)
    return {unit: [tuple(teams[t]) for t in sorted(teams)] for unit, teams in found.items()}


@dataclass(slots=True)
class Slot:
    start: int
    end: int
    cap: int
    minutes: int
    lo: int
    hi: int


@dataclass(slots=True)
class Variant:
    options: tuple[int, ...]
    most: int
    limit: int
    load: list[int]
    fixed: int
    slots: list[Slot]


class Engaged:
    """Makes the variants of units of several people, of members of teams, and of people with pins."""

    def __init__(self, crowd: Crowd, pins: Pins, units: Units, hours: Hours, options: tuple[Option, ...]) -> None:
        self.problem, self.pins, self.units, self.hours, self.options = crowd.problem, pins, units, hours, options
        self.volunteers, self.shifts = self.problem.volunteers, self.problem.shifts
        self.gap, self.rest = self.problem.rules.gap, self.problem.rules.rest
        self._last: tuple[int, list[tuple[int, int, int, int]]] = (-1, [])

    def variants(self, unit: int, choices: list[tuple[int, ...]]) -> Iterator[Variant]:
        """The unit with every choice of team shifts that can be together, first with none."""
        for choice in product(*choices):
            variant = self._variant(unit, tuple(o for o in choice if o >= 0))
            if variant is not None:
                yield variant

    def _variant(self, unit: int, chosen: tuple[int, ...]) -> Variant | None:
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
        return Variant(chosen, most, limit, load, fixed, slots)

    def _slots(self, unit: int, events: list[Event], caps: list[int]) -> Iterator[Slot]:
        for start, end, lo, hi in self._hours_of(unit):
            cap = caps[start // DAY]
            if cap > 0 and not (events and any(clash((start, end), e, self.gap, self.rest) for e in events)):
                yield Slot(start, end, cap, end - start, lo, hi)

    def _hours_of(self, unit: int) -> list[tuple[int, int, int, int]]:
        """Start, end and candidates of each hour of the unit, kept for all of its variants."""
        if self._last[0] != unit:
            hours, own = self.hours, slice(int(self.hours.ptr[unit]), int(self.hours.ptr[unit + 1]))
            columns = (column[own].tolist() for column in (hours.start, hours.end, hours.lo, hours.hi))
            self._last = unit, list(zip(*columns, strict=True))
        return self._last[1]

    def _loads(self, unit: int, counts: list[int], most: int) -> tuple[list[int], int]:
        load, fixed = [0] * max(1, most), 0
        for member, count in zip(self.units[unit], counts, strict=True):
            level = self.volunteers[member].load // 4
            fixed += sum(load_cost(level + j) for j in range(count))
            for j in range(len(load)):
                load[j] += load_cost(level + count + j)
        return load, fixed


def _longest(slots: list[Slot], week: int) -> int:
    """How many further shifts the week can hold at most, by the week's and the days' caps."""
    on_day: dict[int, int] = {}
    for slot in slots:
        day = slot.start // DAY
        on_day[day] = min(on_day.get(day, 0) + 1, slot.cap)
    return min(week, sum(on_day.values()))


def _minute_limit(slots: list[Slot], left: int | None, most: int) -> tuple[int, list[Slot]]:
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
