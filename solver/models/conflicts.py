"""What one person's shifts exclude of each other, as rows over slots: cliques in time, caps of days and minutes, loads.

A clique holds all slots that pairwise exclude each other; the few that matter are those of an interval order: for each
slot the later ones that begin too soon after it.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy.sparse import csr_array

from solver.columns import Ints, runs
from solver.models.instance import Instance
from solver.problem import DAY

Span = tuple[int, int, int, int]  # start, end, item, minutes; item < 0: option -1 - item


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """Rows of at most `cap` over slots and options; load rows, which count shifts.

    `slot_row` [slot, row] and `row_options` [row, option] hold the weights; `slot_of` is each candidate's slot in its
    unit's first variant, -1 where pins and caps close it; `unit_load` [unit, load row]; a load row counts the shifts of
    one `load_member`, or of all of `load_unit` where that is -1.
    """

    slot_row: csr_array
    row_options: csr_array
    cap: Ints
    slot_of: Ints
    load_row: Ints
    load_cost: Ints
    load_unit: Ints
    load_member: Ints
    unit_load: csr_array
    load_options: csr_array


@dataclass(slots=True)
class _Rows:
    cap: list[int] = field(default_factory=list)
    slots: list[tuple[int, int, int]] = field(default_factory=list)
    options: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, items: list[tuple[int, int]], cap: int) -> None:
        row = len(self.cap)
        self.cap.append(cap)
        for item, weight in items:
            if item >= 0:
                self.slots.append((row, item, weight))
            else:
                self.options.append((row, -1 - item, weight))


def conflicts(instance: Instance) -> Conflicts:
    """All rows of all units; a unit with team options gets its rows member by member."""
    goes: dict[int, list[int]] = {}
    for o, option in enumerate(instance.options):
        for goer in option.goers:
            goes.setdefault(goer, []).append(o)
    pinned: dict[int, list[int]] = {}
    for v, s in instance.pinned:
        pinned.setdefault(v, []).append(s)
    lone = np.ones(len(instance.units), dtype=np.bool_)
    lone[instance.unit_of[list(goes)]] = False
    rows, loads = _Rows(), _Loads()
    for unit in np.flatnonzero(~lone):
        for member in instance.units[unit]:
            options = goes.get(member, [])
            _unit_rows(rows, instance, int(unit), member, options, pinned.get(member, []))
            cost = _load_costs(instance, int(unit), member, options, pinned.get(member, []))
            loads.add(int(unit), member, cost, options)
    return _pack(instance, rows, loads, lone)


@dataclass(slots=True)
class _Loads:
    """Load rows that are written one by one: those of people with team options."""

    unit: list[int] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    costs: list[list[int]] = field(default_factory=list)
    options: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, unit: int, member: int, costs: list[int], options: list[int]) -> None:
        if costs:
            self.options += [(len(self.unit), o, 1) for o in options]
            self.unit.append(unit)
            self.members.append(member)
            self.costs.append(costs)


@njit(cache=True)
def _clashes(start, end, day, cap, a, b, gap, rest):  # type: ignore[no-untyped-def]
    """Whether two slots of one person, the first not later than the second, exclude each other."""
    if day[a] == day[b]:
        return cap[a] <= 1 or start[b] < end[a] + gap
    return start[b] < end[a] + rest


@njit(cache=True)
def _clique_rows(first, last, start, end, day, cap, gap, rest, out_row, out_slot, out_cap):  # type: ignore[no-untyped-def]
    """Rows of the slots first[u]:last[u] of each unit; counts alone while the output is empty.

    Cliques grow greedily in time's order from each pair that none holds yet, so every pair is in one and all are
    maximal; a day of more than its cap's slots gets one row more.
    """
    rows = entries = 0
    counting = len(out_row) == 0
    for u in range(len(first)):
        a, n = first[u], last[u] - first[u]
        clash = np.zeros((n, n), np.bool_)
        for i in range(n):
            for k in range(i + 1, n):
                clash[i, k] = clash[k, i] = _clashes(start, end, day, cap, a + i, a + k, gap, rest)
        covered = np.zeros((n, n), np.bool_)
        clique = np.empty(n, np.int64)
        for i in range(n):
            for k in range(i, n):
                if covered[i, k] or (k > i and not clash[i, k]):
                    continue
                if k == i and clash[i].any():
                    continue  # the pairs will hold it
                size = 1
                clique[0] = i
                if k > i:
                    clique[1] = k
                    size = 2
                for other in range(n):
                    fits = other != i and other != k
                    for at in range(size):
                        fits = fits and clash[other, clique[at]]
                    if fits:
                        clique[size] = other
                        size += 1
                for x in range(size):
                    for y in range(size):
                        covered[clique[x], clique[y]] = True
                    if not counting:
                        out_row[entries + x] = rows
                        out_slot[entries + x] = a + clique[x]
                if not counting:
                    out_cap[rows] = 1
                entries += size
                rows += 1
        i = 0
        while i < n:
            k = i
            while k < n and day[a + k] == day[a + i]:
                k += 1
            if 1 < cap[a + i] < k - i:
                if not counting:
                    for x in range(k - i):
                        out_row[entries + x] = rows
                        out_slot[entries + x] = a + i + x
                    out_cap[rows] = cap[a + i]
                entries += k - i
                rows += 1
            i = k
    return rows, entries


def _lone_rows(instance: Instance, variants: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Cliques, day caps and minute caps of these variants: (row, slot, weight) entries, and the cap of each row."""
    slots, rules = instance.variants.slots, instance.problem.rules
    first, last = slots.ptr[variants], slots.ptr[variants + 1]
    given = (first, last, slots.start, slots.end, slots.day, slots.cap, rules.gap, rules.rest)
    empty = np.zeros(0, dtype=np.int64)
    rows, entries = _clique_rows(*given, empty, empty, empty)
    row, slot, cap = (np.empty(count, dtype=np.int64) for count in (entries, entries, rows))
    if rows:
        _clique_rows(*given, row, slot, cap)
    limited = variants[instance.variants.limit[variants] >= 0]
    width = (slots.ptr[limited + 1] - slots.ptr[limited]).astype(np.int64)
    own = runs(slots.ptr[limited], width)
    row = np.concatenate((row, rows + np.repeat(np.arange(len(limited)), width)))
    weight = np.concatenate((np.ones(entries, dtype=np.int64), slots.minutes[own]))
    return row, np.concatenate((slot, own)), weight, np.concatenate((cap, instance.variants.limit[limited]))


def _load_costs(instance: Instance, unit: int, member: int, options: list[int], pins: list[int]) -> list[int]:
    """What each further shift of the member alone costs."""
    from solver.models.build import load_cost

    variant, volunteer = int(instance.unit_variants[unit]), instance.problem.volunteers[member]
    left = max(0, volunteer.max_week - len(pins))
    most = min(left, int(instance.variants.most[variant]) + len({instance.options[o].team for o in options}))
    return [load_cost(volunteer.load // 4 + len(pins) + j) for j in range(most)]


def _unit_rows(rows: _Rows, instance: Instance, unit: int, member: int, options: list[int], pins: list[int]) -> None:
    slots, variant = instance.variants.slots, int(instance.unit_variants[unit])
    volunteer, shifts = instance.problem.volunteers[member], instance.problem.shifts
    spans: list[Span] = []
    for i in range(int(slots.ptr[variant]), int(slots.ptr[variant + 1])):
        spans.append((int(slots.start[i]), int(slots.end[i]), i, int(slots.end[i] - slots.start[i])))
    for o in options:
        shift = instance.problem.team_shifts[instance.options[o].shift]
        spans.append((shift.start, shift.end, -1 - o, shift.end - shift.start))
    pin_days = [shifts[s].start // DAY for s in pins]
    caps = {s[0] // DAY: volunteer.max_day - pin_days.count(s[0] // DAY) for s in spans}
    spans.sort()
    for clique in _cliques(spans, caps, instance.problem.rules.gap, instance.problem.rules.rest):
        rows.add([(spans[i][2], 1) for i in clique], 1)
    for day, cap in caps.items():
        items = [(s[2], 1) for s in spans if s[0] // DAY == day]
        if 1 < cap < len(items):
            rows.add(items, cap)
    if volunteer.max_minutes is not None:
        left = volunteer.max_minutes - sum(shifts[s].end - shifts[s].start for s in pins)
        rows.add([(s[2], s[3]) for s in spans], max(0, left))


def _cliques(spans: list[Span], caps: dict[int, int], gap: int, rest: int) -> list[tuple[int, ...]]:
    """Maximal sets of indices into spans that pairwise exclude each other, enough to cover every such pair."""

    def clash(a: int, b: int) -> bool:
        first, second = (a, b) if spans[a][:2] <= spans[b][:2] else (b, a)
        day, other = spans[first][0] // DAY, spans[second][0] // DAY
        if day == other:
            return caps[day] <= 1 or spans[second][0] < spans[first][1] + gap
        return spans[second][0] < spans[first][1] + rest

    found: list[frozenset[int]] = []
    order = sorted(range(len(spans)), key=lambda i: (spans[i][1], spans[i][0]))
    for at, i in enumerate(order):
        later = [k for k in order[at + 1 :] if clash(i, k)]
        today = [i, *(k for k in later if spans[k][0] // DAY == spans[i][0] // DAY)]
        rest_of = [k for k in later if spans[k][0] // DAY != spans[i][0] // DAY]
        heads = rest_of or [-1]
        for head in heads:
            clique = list(today)
            for k in ([head] if head >= 0 else []) + rest_of:
                if k not in clique and all(clash(k, c) for c in clique):
                    clique.append(k)
            # `today` itself may hold two that do not exclude each other when the day's cap is above one
            solid: list[int] = []
            for k in clique:
                if all(clash(k, c) for c in solid):
                    solid.append(k)
            _keep(found, frozenset(solid))
        for k in later:
            if not any({i, k} <= clique for clique in found):
                _keep(found, frozenset((i, k)))
    return [tuple(sorted(clique)) for clique in found]


def _keep(found: list[frozenset[int]], clique: frozenset[int]) -> None:
    if not any(clique <= other for other in found):
        found[:] = [other for other in found if not other <= clique]
        found.append(clique)


def _pack(instance: Instance, rows: _Rows, loads: _Loads, lone: npt.NDArray[np.bool_]) -> Conflicts:
    slots, candidates = instance.variants.slots, len(instance.candidate_unit)
    first = instance.unit_variants[:-1]
    variants = first[lone & (np.diff(instance.unit_variants) > 0)]
    row, slot, weight, cap = _lone_rows(instance, variants)
    own_row, own_slot, own_weight = _columns(rows.slots)
    height = len(cap) + len(rows.cap)
    own = runs(slots.ptr[first], slots.ptr[first + 1] - slots.ptr[first])
    width = slots.hi[own] - slots.lo[own]
    slot_of = np.full(candidates, -1, dtype=np.int64)
    slot_of[runs(slots.lo[own], width)] = np.repeat(own, width)
    most = instance.variants.most[variants]
    loaded, most = variants[most > 0], most[most > 0]
    load_unit = np.concatenate((instance.variants.unit[loaded], np.array(loads.unit, dtype=np.int64)))
    option_row, option, option_weight = _columns(loads.options)
    place = np.arange(len(loaded) + len(loads.unit))
    return Conflicts(
        slot_row=csr_array(
            (
                np.concatenate((weight, own_weight)).astype(np.float64),
                (np.concatenate((slot, own_slot)), np.concatenate((row, len(cap) + own_row))),
            ),
            shape=(len(slots.start), height),
        ),
        row_options=_matrix(len(cap), rows.options, (height, len(instance.options))),
        cap=np.concatenate((cap, np.array(rows.cap, dtype=np.int64))),
        slot_of=slot_of,
        load_row=np.repeat(place, np.concatenate((most, np.array([len(c) for c in loads.costs], dtype=np.int64)))),
        load_cost=np.concatenate(
            (
                instance.variants.load[np.repeat(loaded, most), runs(np.zeros_like(most), most)],
                np.array([c for costs in loads.costs for c in costs], dtype=np.int64),
            )
        ),
        load_unit=load_unit,
        load_member=np.concatenate((np.full(len(loaded), -1), np.array(loads.members, dtype=np.int64))),
        unit_load=csr_array((np.ones(len(load_unit)), (load_unit, place)), shape=(len(instance.units), len(load_unit))),
        load_options=csr_array(
            (option_weight.astype(np.float64), (len(loaded) + option_row, option)),
            shape=(len(load_unit), len(instance.options)),
        ),
    )


def _columns(entries: list[tuple[int, int, int]]) -> tuple[Ints, Ints, Ints]:
    table = np.array(entries, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _matrix(first: int, entries: list[tuple[int, int, int]], shape: tuple[int, int]) -> csr_array:
    row, column, value = _columns(entries)
    return csr_array((value.astype(np.float64), (first + row, column)), shape=shape)
