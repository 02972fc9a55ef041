"""The optimiser's arrays made slowly, pair by pair, from the judge's definitions: the oracle of `build`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import gcd

from solver.cost import claims, matches
from solver.models.events import clash, load_cost
from solver.models.instance import Instance
from solver.plan import Cost, Plan, Status
from solver.problem import DAY, Shift, Volunteer
from solver.rules.minor import barred, is_minor, may_escort
from solver.rules.tags import lacking, unwanted
from solver.rules.week import Week, is_free, node_at

Slot = tuple[int, int, int, int, frozenset[int]]  # start, end, cap, minutes, candidates


@dataclass(frozen=True, slots=True)
class Variant:
    """A unit with fixed team shifts, as the optimiser should see it."""

    options: tuple[int, ...]
    most: int
    limit: int
    load: tuple[int, ...]
    fixed: int
    slots: tuple[Slot, ...]


class Reference:
    """What the arrays of a problem should say; units, options and pins are taken from the instance under test."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.problem = instance, instance.problem
        problem = self.problem
        blank = Plan(week=problem.week, status=Status.FEASIBLE, assignments=(), teams=(), cost=Cost(), bound=Cost())
        self.week = Week(problem, blank)
        self.pins: dict[int, list[Shift]] = {}
        for v, s in instance.pinned:
            self.pins.setdefault(v, []).append(problem.shifts[s])
        self.people = [[problem.volunteers[m] for m in unit] for unit in instance.units]
        order = sorted(range(len(problem.shifts)), key=lambda s: (problem.shifts[s].start, problem.shifts[s].end, s))
        self.candidates = [
            (u, s, sum(self._cost(v, problem.shifts[s]) for v in people))
            for u, people in enumerate(self.people)
            for s in order
            if all(self._may(v, problem.shifts[s]) for v in people)
        ]

    def _may(self, person: Volunteer, shift: Shift) -> bool:
        return (
            is_free(person, shift)
            and not lacking(person, shift)
            and not unwanted(person, shift)
            and not (is_minor(person) and barred(self.problem, shift))
            and (person.id, shift.id) not in self.problem.bans
            and self._metres(person, shift) <= self.problem.walk.limit_metres
        )

    def _metres(self, person: Volunteer, shift: Shift) -> int:
        return self.week.walking.metres(node_at(person, shift.start), shift.node)

    def _cost(self, person: Volunteer, shift: Shift) -> int:
        wishes = sum(wish.cost for wish in person.prefers if matches(wish, shift))
        total = self._metres(person, shift) + wishes + claims(self.week, person, shift)
        if self.problem.previous is not None:
            known, weights = (person.id, shift.id) in self.problem.previous, self.problem.weights
            total += -weights.taken_off if known else weights.put_on
        return total

    def needs(self) -> list[list[tuple[int, int]]]:
        """For each candidate the needs that it serves, and with how many people."""
        rows = [(s, need.tag) for s, shift in enumerate(self.problem.shifts) for need in shift.some_have]
        served = [
            [(n, sum(tag in v.tags for v in self.people[u])) for n, (at, tag) in enumerate(rows) if at == s]
            for u, s, _ in self.candidates
        ]
        return [[(n, count) for n, count in its if count] for its in served]

    def wards(self) -> Iterator[tuple[int, frozenset[int]]]:
        """Each minor at a shift without an escort of his unit or by a pin; -1 for one who is pinned there."""
        asked = [
            (c, minor, s)
            for c, (u, s, _) in enumerate(self.candidates)
            for minor in filter(is_minor, self.people[u])
            if not any(may_escort(self.problem, minor, other) for other in self.people[u])
        ]
        volunteers = self.problem.volunteers
        asked += [(-1, volunteers[v], s) for v, s in self.instance.pinned if is_minor(volunteers[v])]
        for c, minor, s in asked:
            there = [volunteers[v] for v, at in self.instance.pinned if at == s]
            if not any(may_escort(self.problem, minor, other) for other in there):
                yield (
                    c,
                    frozenset(
                        e
                        for e, (u, at, _) in enumerate(self.candidates)
                        if at == s and any(may_escort(self.problem, minor, other) for other in self.people[u])
                    ),
                )

    def variants(self, unit: int) -> Iterator[Variant]:
        """Every choice of team shifts that the unit's people can serve, first none."""
        members, options = self.instance.units[unit], self.instance.options
        teams = sorted({o.team for o in options if set(o.goers) & set(members)})
        for choice in product(
            *([-1, *(i for i, o in enumerate(options) if o.team == t and set(o.goers) & set(members))] for t in teams)
        ):
            variant = self._variant(unit, tuple(o for o in choice if o >= 0))
            if variant is not None:
                yield variant

    def _variant(self, unit: int, chosen: tuple[int, ...]) -> Variant | None:
        rules, events, rooms = self.problem.rules, [], []
        for member in self.instance.units[unit]:
            person, options = self.problem.volunteers[member], self.instance.options
            teams = [self.problem.team_shifts[options[o].shift] for o in chosen if member in options[o].goers]
            mine = [*self.pins.get(member, []), *teams]
            spans = [(s.start, s.end) for s in teams]
            clashes = any(clash(a, b, rules.gap, rules.rest) for i, a in enumerate(spans) for b in spans[:i])
            on_day = [sum(s.start // DAY == day for s in mine) for day in range(7)]
            minutes = None if person.max_minutes is None else person.max_minutes - sum(s.end - s.start for s in mine)
            if teams and (
                clashes
                or len(mine) > person.max_week
                or any(on_day[s.start // DAY] > person.max_day for s in teams)
                or (minutes is not None and minutes < 0)
            ):
                return None
            events += [(s.start, s.end) for s in mine]
            rooms.append((person, len(mine), [person.max_day - n for n in on_day], minutes))
        week = max(0, min(person.max_week - count for person, count, _, _ in rooms))
        caps = [max(0, min(days[day] for _, _, days, _ in rooms)) for day in range(7)]
        slots = [] if week == 0 else list(self._slots(unit, events, caps))
        most = min(week, sum(min(cap, sum(s[0] // DAY == day for s in slots)) for day, cap in enumerate(caps)))
        left = [max(0, minutes) for *_, minutes in rooms if minutes is not None]
        limit, slots = _within(slots, min(left), most) if left else (-1, slots)
        load = tuple(
            sum(load_cost(person.load // 4 + count + j) for person, count, _, _ in rooms) for j in range(max(1, most))
        )
        fixed = sum(load_cost(person.load // 4 + j) for person, count, _, _ in rooms for j in range(count))
        return Variant(chosen, most, limit, load, fixed, tuple(slots))

    def _slots(self, unit: int, events: list[tuple[int, int]], caps: list[int]) -> Iterator[Slot]:
        rules, shifts = self.problem.rules, self.problem.shifts
        own = [(shifts[s], c) for c, (u, s, _) in enumerate(self.candidates) if u == unit]
        for start, end in sorted({(shift.start, shift.end) for shift, _ in own}):
            if caps[start // DAY] and not any(clash((start, end), e, rules.gap, rules.rest) for e in events):
                here = frozenset(c for shift, c in own if (shift.start, shift.end) == (start, end))
                yield start, end, caps[start // DAY], end - start, here


def _within(slots: list[Slot], left: int, most: int) -> tuple[int, list[Slot]]:
    """The slots that fit into so many minutes, in the coarsest unit of time; -1 where no week can exceed them."""
    slots = [slot for slot in slots if slot[3] <= left]
    if sum(sorted((slot[3] for slot in slots), reverse=True)[:most]) <= left:
        return -1, slots
    unit = reduce(gcd, (slot[3] for slot in slots))
    return left // unit, [(*slot[:3], slot[3] // unit, slot[4]) for slot in slots]
