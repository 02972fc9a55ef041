"""From the problem to the optimiser's arrays."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from solver.candidates import Pairs, bond_cost, candidate_pairs, pair_costs, wish_cost
from solver.crowd import Crowd, Ints
from solver.distances import adjacency, metres_from
from solver.masks import touches_quiet
from solver.models.instance import Instance, Option, Slots, Variants
from solver.models.pins import Pins, standing_pins
from solver.models.wards import find_wards
from solver.problem import DAY, Problem, Shift, TeamShift

Event = tuple[int, int]  # start, end


def build(problem: Problem) -> Instance:
    """All arrays of the problem; deterministic."""
    crowd = Crowd(problem)
    pairs = candidate_pairs(crowd)
    pins = standing_pins(crowd)
    units = _units(crowd)
    unit_of = np.zeros(crowd.size, dtype=np.int64)
    for index, unit in enumerate(units):
        unit_of[list(unit)] = index
    spread = _unit_candidates(crowd, pairs, units, unit_of)
    return _Builder(crowd, pairs, pins, units, unit_of, spread).instance()


def load_cost(level: int) -> int:
    """L(k) of PLANNING.md, section 3."""
    return 100 * level + 25 * level * (level + 1)


def _units(crowd: Crowd) -> tuple[tuple[int, ...], ...]:
    """People tied together, directly or by a chain, in the order of the first of them."""
    root = list(range(crowd.size))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for a, b in crowd.problem.together:
        x, y = find(crowd.index[a]), find(crowd.index[b])
        root[max(x, y)] = min(x, y)
    members: dict[int, list[int]] = {}
    for i in range(crowd.size):
        members.setdefault(find(i), []).append(i)
    return tuple(tuple(unit) for unit in members.values())


@dataclass(frozen=True, slots=True)
class _Spread:
    """Unit candidates as columns."""

    unit: Ints
    shift: Ints
    cost: Ints


def _unit_candidates(crowd: Crowd, pairs: Pairs, units: tuple[tuple[int, ...], ...], unit_of: Ints) -> _Spread:
    """A unit can serve where all of its people can, at the sum of their costs; sorted by unit, start, end, shift."""
    cost = pair_costs(crowd, pairs)
    shifts = max(1, len(crowd.problem.shifts))
    key = unit_of[pairs.volunteer] * shifts + pairs.shift
    unique, inverse, count = np.unique(key, return_inverse=True, return_counts=True)
    total = np.zeros(len(unique), dtype=np.int64)
    np.add.at(total, inverse, cost)
    size = np.array([len(u) for u in units], dtype=np.int64)
    unit, shift = unique // shifts, unique % shifts
    whole = count == size[unit]
    unit, shift, total = unit[whole], shift[whole], total[whole]
    start = np.array([s.start for s in crowd.problem.shifts], dtype=np.int64)
    end = np.array([s.end for s in crowd.problem.shifts], dtype=np.int64)
    order = np.lexsort((shift, end[shift], start[shift], unit))
    return _Spread(unit[order], shift[order], total[order])


def clash(a: Event, b: Event, gap: int, rest: int) -> bool:
    """Whether one person cannot serve both."""
    first, second = min(a, b), max(a, b)
    return second[0] < first[1] + (gap if first[0] // DAY == second[0] // DAY else rest)


class _Builder:
    def __init__(
        self,
        crowd: Crowd,
        pairs: Pairs,
        pins: Pins,
        units: tuple[tuple[int, ...], ...],
        unit_of: Ints,
        spread: _Spread,
    ) -> None:
        self.crowd, self.pairs, self.pins, self.units, self.unit_of, self.spread = (
            crowd, pairs, pins, units, unit_of, spread,
        )  # fmt: skip
        self.problem = crowd.problem
        self.volunteers, self.shifts = self.problem.volunteers, self.problem.shifts
        self.gap, self.rest = self.problem.rules.gap, self.problem.rules.rest
        self.graph = adjacency(self.problem.network)

    def instance(self) -> Instance:
        problem, spread = self.problem, self.spread
        options = self._options()
        unit_ptr = np.searchsorted(spread.unit, np.arange(len(self.units) + 1)).astype(np.int64)
        variants, unit_variants = self._variants(options, unit_ptr)
        base_seats = np.zeros(len(self.shifts), dtype=np.int64)
        np.add.at(base_seats, np.array([s for _, s in self.pins.standing], dtype=np.int64), 1)
        need_shift = [s for s, shift in enumerate(self.shifts) for _ in shift.some_have]
        needs = [(shift, need) for shift in self.shifts for need in shift.some_have]
        need_tags = tuple(need.tag for _, need in needs)
        need_ptr, need_index, need_people = self._candidate_needs(need_tags, np.array(need_shift, dtype=np.int64))
        base_needs = np.zeros(len(needs), dtype=np.int64)
        for v, s in self.pins.standing:
            for index in (i for i, at in enumerate(need_shift) if at == s):
                base_needs[index] += need_tags[index] in self.volunteers[v].tags
        share_people = np.zeros((len(problem.shares), len(self.units)), dtype=np.int64)
        base_shares = np.zeros(len(problem.shares), dtype=np.int64)
        for row, share in enumerate(problem.shares):
            has = self.crowd.tagged(share.tag).astype(np.int64)
            np.add.at(share_people[row], self.unit_of, has)
            base_shares[row] = sum(has[v] for v, _ in self.pins.standing)
        return Instance(
            problem=problem,
            crowd=self.crowd,
            pairs=self.pairs,
            units=self.units,
            unit_of=self.unit_of,
            size=np.array([len(u) for u in self.units], dtype=np.int64),
            unit_ptr=unit_ptr,
            unit_variants=unit_variants,
            candidate_unit=spread.unit,
            candidate_shift=spread.shift,
            candidate_cost=spread.cost,
            need_ptr=need_ptr,
            need_index=need_index,
            need_people=need_people,
            variants=variants,
            options=options,
            wards=find_wards(self.crowd, self.pins, self.unit_of, unit_ptr, spread.shift),
            minimum=np.array([s.min for s in self.shifts], dtype=np.int64),
            desired=np.array([s.desired for s in self.shifts], dtype=np.int64),
            maximum=np.array([s.max for s in self.shifts], dtype=np.int64),
            priority=np.array([s.priority for s in self.shifts], dtype=np.int64),
            need_shift=np.array(need_shift, dtype=np.int64),
            need_count=np.array([need.count for _, need in needs], dtype=np.int64),
            need_priority=np.array([shift.priority for shift, _ in needs], dtype=np.int64),
            need_tags=need_tags,
            share_people=share_people,
            base_seats=base_seats,
            base_needs=base_needs,
            base_shares=base_shares,
            base_cost=self._base_cost(),
            pinned=tuple(self.pins.standing),
            pins_left_out=tuple(self.pins.left_out),
        )

    def _base_cost(self) -> int:
        """Cost of the pins without load, and of all of the previous plan being lost (what is kept takes it back)."""
        problem, total = self.problem, 0
        previous = set(problem.previous or ())
        total += problem.weights.taken_off * len(previous)
        nodes = sorted({self.shifts[s].node for _, s in self.pins.standing})
        metres = dict(zip(nodes, metres_from(self.graph, nodes), strict=True)) if nodes else {}
        for v, s in self.pins.standing:
            volunteer, shift = self.volunteers[v], self.shifts[s]
            total += int(metres[shift.node][self.crowd.node_at(shift.start)[v]])
            total += wish_cost(volunteer, shift) + bond_cost(volunteer, shift, problem.weights)
            if problem.previous is not None:
                known = (volunteer.id, shift.id) in previous
                total += -problem.weights.taken_off if known else problem.weights.put_on
        return total

    def _candidate_needs(self, tags: tuple[str, ...], need_shift: Ints) -> tuple[Ints, Ints, Ints]:
        """For each candidate the needs it serves, and with how many people."""
        unit, shift = self.spread.unit, self.spread.shift
        has = np.zeros((len(set(tags)), len(self.units)), dtype=np.int64)
        row = {tag: i for i, tag in enumerate(sorted(set(tags)))}
        for tag, i in row.items():
            np.add.at(has[i], self.unit_of, self.crowd.tagged(tag).astype(np.int64))
        first = np.searchsorted(need_shift, np.arange(len(self.shifts) + 1))
        who, which, people = [], [], []
        most = int(np.max(np.diff(first), initial=0))
        rows = np.array([row[tag] for tag in tags], dtype=np.int64)
        for k in range(most):
            there = np.flatnonzero(first[shift] + k < first[shift + 1])
            need = first[shift[there]] + k
            count = has[rows[need], unit[there]]
            who.append(there[count > 0])
            which.append(need[count > 0])
            people.append(count[count > 0])
        empty = np.zeros(0, dtype=np.int64)
        candidate = np.concatenate(who or [empty])
        order = np.argsort(candidate, kind="stable")
        ptr = np.searchsorted(candidate[order], np.arange(len(unit) + 1)).astype(np.int64)
        return ptr, np.concatenate(which or [empty])[order], np.concatenate(people or [empty])[order]

    def _options(self) -> tuple[Option, ...]:
        """Every (team, team shift) that the rules allow."""
        problem = self.problem
        nodes = sorted({t.node for t in problem.team_shifts})
        metres = dict(zip(nodes, metres_from(self.graph, nodes), strict=True)) if nodes else {}
        found = []
        for s, shift in enumerate(problem.team_shifts):
            free = self.crowd.free_at(shift.start, shift.end)
            for t, team in enumerate(problem.teams):
                if team.id not in shift.teams:
                    continue
                members = [self.crowd.index[m] for m in team.members]
                goers = tuple(m for m in members if free[m])
                if any(not self._can_go(m, shift) for m in goers) or not self._minors_safe(goers, shift):
                    continue
                at = self.crowd.node_at(shift.start)
                cost = sum(int(metres[shift.node][at[m]]) for m in goers)
                found.append(Option(team=t, shift=s, goers=goers, cost=cost))
        return tuple(found)

    def _can_go(self, member: int, shift: TeamShift) -> bool:
        """Whether the caps and the person's pins leave room for the team shift."""
        volunteer, event = self.volunteers[member], (shift.start, shift.end)
        taken = [self.shifts[s] for s in self.pins.by_volunteer.get(member, ())]
        if any(clash(event, (s.start, s.end), self.gap, self.rest) for s in taken):
            return False
        minutes = sum(s.end - s.start for s in taken) + shift.end - shift.start
        on_day = sum(s.start // DAY == shift.start // DAY for s in taken)
        return (
            len(taken) < volunteer.max_week
            and on_day < volunteer.max_day
            and (volunteer.max_minutes is None or minutes <= volunteer.max_minutes)
        )

    def _minors_safe(self, goers: tuple[int, ...], shift: TeamShift) -> bool:
        """Whether each minor who goes is outside the quiet hours and beside one who may escort him."""
        people = [self.volunteers[m] for m in goers]
        for minor in (p for p in people if "minor" in p.tags):
            if touches_quiet(shift.start, shift.end, self.problem.rules.minors.quiet):
                return False
            named = self.problem.escorts.get(minor.id)
            if not any(p.id in named if named else "adult" in p.tags for p in people):
                return False
        return True

    def _variants(self, options: tuple[Option, ...], unit_ptr: Ints) -> tuple[Variants, Ints]:
        by_unit: dict[int, dict[int, list[int]]] = {}
        for index, option in enumerate(options):
            for goer in option.goers:
                teams = by_unit.setdefault(int(self.unit_of[goer]), {})
                if index not in teams.setdefault(option.team, []):
                    teams[option.team].append(index)
        made: list[_Variant] = []
        owner: list[int] = []
        unit_variants = np.zeros(len(self.units) + 1, dtype=np.int64)
        for unit in range(len(self.units)):
            teams = by_unit.get(unit, {})
            for choice in product(*((-1, *teams[t]) for t in sorted(teams))):
                chosen = tuple(o for o in choice if o >= 0)
                variant = self._variant(unit, chosen, options, unit_ptr)
                if variant is not None:
                    made.append(variant)
                    owner.append(unit)
            unit_variants[unit + 1] = len(made)
        return _pack(made, owner), unit_variants

    def _variant(
        self, unit: int, chosen: tuple[int, ...], options: tuple[Option, ...], unit_ptr: Ints
    ) -> "_Variant | None":
        """The unit with these team shifts, or nothing when they cannot be together."""
        lo, hi = int(unit_ptr[unit]), int(unit_ptr[unit + 1])
        events: list[Event] = []
        counts, left_week, left_minutes, left_day = [], [], [], []
        for member in self.units[unit]:
            volunteer = self.volunteers[member]
            pinned: list[Shift | TeamShift] = [self.shifts[s] for s in self.pins.by_volunteer.get(member, ())]
            teams: list[Shift | TeamShift] = [
                self.problem.team_shifts[options[o].shift] for o in chosen if member in options[o].goers
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
        slots = self._slots(lo, hi, events, caps) if min(left_week) > 0 else []
        most = _longest(slots, min(left_week))
        load, fixed = self._loads(unit, counts, most)
        limit, slots = _minute_limit(slots, min(left_minutes, default=None), most)
        return _Variant(chosen, most, limit, load, fixed, slots)

    def _slots(self, lo: int, hi: int, events: list[Event], caps: list[int]) -> "list[_Slot]":
        found: list[_Slot] = []
        shift_of = self.spread.shift
        for c in range(lo, hi):
            shift = self.shifts[shift_of[c]]
            if found and (found[-1].start, found[-1].end) == (shift.start, shift.end):
                found[-1].hi = c + 1
                continue
            found.append(_Slot(shift.start, shift.end, caps[shift.start // DAY], shift.end - shift.start, c, c + 1))
        return [
            slot
            for slot in found
            if slot.cap > 0 and not any(clash((slot.start, slot.end), e, self.gap, self.rest) for e in events)
        ]

    def _loads(self, unit: int, counts: list[int], most: int) -> tuple[list[int], int]:
        load, fixed = [0] * max(1, most), 0
        for member, count in zip(self.units[unit], counts, strict=True):
            level = self.volunteers[member].load // 4
            fixed += sum(load_cost(level + j) for j in range(count))
            for j in range(len(load)):
                load[j] += load_cost(level + count + j)
        return load, fixed


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


def _longest(slots: list[_Slot], week: int) -> int:
    """How many further shifts the week can hold at most, by the week's and the days' caps."""
    on_day: dict[int, int] = {}
    for slot in slots:
        day = slot.start // DAY
        on_day[day] = min(on_day.get(day, 0) + 1, slot.cap)
    return min(week, sum(on_day.values()))


def _minute_limit(slots: list[_Slot], left: int | None, most: int) -> tuple[int, list[_Slot]]:
    """The minutes left in the coarsest unit that is exact, or -1 when they cannot be exceeded."""
    if left is None:
        return -1, slots
    fitting = [slot for slot in slots if slot.minutes <= left]
    if sum(sorted((slot.minutes for slot in fitting), reverse=True)[:most]) <= left:
        return -1, fitting
    unit = int(np.gcd.reduce([slot.minutes for slot in fitting]))
    for slot in fitting:
        slot.minutes //= unit
    return left // unit, fitting


def _pack(made: list[_Variant], owner: list[int]) -> Variants:
    def column(values: list[int]) -> Ints:
        return np.array(values, dtype=np.int64)

    slots = [slot for variant in made for slot in variant.slots]
    ptr = np.concatenate(([0], np.cumsum([len(variant.slots) for variant in made], dtype=np.int64))).astype(np.int64)
    load = np.zeros((len(made), max((len(v.load) for v in made), default=1)), dtype=np.int64)
    for row, variant in enumerate(made):
        load[row, : len(variant.load)] = variant.load
    return Variants(
        unit=column(owner),
        options=tuple(v.options for v in made),
        most=column([v.most for v in made]),
        limit=column([v.limit for v in made]),
        load=load,
        fixed=column([v.fixed for v in made]),
        slots=Slots(
            ptr=ptr,
            start=column([s.start for s in slots]),
            end=column([s.end for s in slots]),
            day=column([s.start // DAY for s in slots]),
            cap=column([s.cap for s in slots]),
            minutes=column([s.minutes for s in slots]),
            lo=column([s.lo for s in slots]),
            hi=column([s.hi for s in slots]),
        ),
    )
