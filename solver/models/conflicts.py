"""What one person's shifts exclude of each other, as rows over slots: cliques in time, caps of days and minutes, loads.

A clique holds all slots that pairwise exclude each other; the few that matter are those of an interval order: for each
slot the later ones that begin too soon after it.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import coo_array, csr_array

from solver.crowd import Ints
from solver.models.instance import Instance
from solver.problem import DAY

Span = tuple[int, int, int, int]  # start, end, item, minutes; item < 0: option -1 - item


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """Rows of at most `cap` over slots and options; load rows, which count the shifts of `load_people` each."""

    row_slots: csr_array
    row_options: csr_array
    cap: Ints
    slot_candidates: csr_array
    load_rows: int
    load_row: Ints
    load_cost: Ints
    load_people: tuple[tuple[int, ...], ...]
    load_candidates: csr_array
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
    rows, load_row, load_cost = _Rows(), [], []
    load_units: list[tuple[int, int]] = []
    load_people: list[tuple[int, ...]] = []
    load_options: list[tuple[int, int, int]] = []
    goes: dict[int, list[int]] = {}
    for o, option in enumerate(instance.options):
        for goer in option.goers:
            goes.setdefault(goer, []).append(o)
    pinned: dict[int, list[int]] = {}
    for v, s in instance.pinned:
        pinned.setdefault(v, []).append(s)
    loads = 0
    for unit, members in enumerate(instance.units):
        lone = not any(m in goes for m in members)
        for member in members[:1] if lone else members:
            options = goes.get(member, [])
            cost = _load_costs(instance, unit, member, options, pinned.get(member, []), lone=lone)
            _unit_rows(rows, instance, unit, member, options, pinned.get(member, []), lone=lone)
            if cost:
                load_units.append((loads, unit))
                load_people.append(members if lone else (member,))
                load_row += [loads] * len(cost)
                load_cost += cost
                load_options += [(loads, o, 1) for o in options]
                loads += 1
    return _pack(instance, rows, loads, load_row, load_cost, load_units, load_people, load_options)


def _load_costs(
    instance: Instance, unit: int, member: int, options: list[int], pins: list[int], *, lone: bool
) -> list[int]:
    """What each further shift of the unit (or of the member alone) costs."""
    from solver.models.build import load_cost

    variant = int(instance.unit_variants[unit])
    if lone:
        return [int(c) for c in instance.variants.load[variant, : int(instance.variants.most[variant])]]
    volunteer = instance.problem.volunteers[member]
    left = max(0, volunteer.max_week - len(pins))
    most = min(left, int(instance.variants.most[variant]) + len({instance.options[o].team for o in options}))
    return [load_cost(volunteer.load // 4 + len(pins) + j) for j in range(most)]


def _unit_rows(
    rows: _Rows, instance: Instance, unit: int, member: int, options: list[int], pins: list[int], *, lone: bool
) -> None:
    slots, variant = instance.variants.slots, int(instance.unit_variants[unit])
    volunteer = instance.problem.volunteers[member]
    spans: list[Span] = []
    caps: dict[int, int] = {}
    for i in range(int(slots.ptr[variant]), int(slots.ptr[variant + 1])):
        start, end = int(slots.start[i]), int(slots.end[i])
        spans.append((start, end, i, end - start))
        caps[start // DAY] = int(slots.cap[i])
    if not lone:
        pin_days = [instance.problem.shifts[s].start // DAY for s in pins]
        for o in options:
            shift = instance.problem.team_shifts[instance.options[o].shift]
            spans.append((shift.start, shift.end, -1 - o, shift.end - shift.start))
        caps = {s[0] // DAY: volunteer.max_day - pin_days.count(s[0] // DAY) for s in spans}
    spans.sort()
    for clique in _cliques(spans, caps, instance.problem.rules.gap, instance.problem.rules.rest):
        rows.add([(spans[i][2], 1) for i in clique], 1)
    for day, cap in caps.items():
        items = [(s[2], 1) for s in spans if s[0] // DAY == day]
        if 1 < cap < len(items):
            rows.add(items, cap)
    if volunteer.max_minutes is not None or (lone and int(instance.variants.limit[variant]) >= 0):
        _minute_rows(rows, instance, unit, member, spans, pins, lone=lone)


def _minute_rows(
    rows: _Rows, instance: Instance, unit: int, member: int, spans: list[Span], pins: list[int], *, lone: bool
) -> None:
    members = instance.units[unit] if lone else (member,)
    left = []
    for m in members:
        most = instance.problem.volunteers[m].max_minutes
        if most is not None:
            mine = pins if m == member else [s for v, s in instance.pinned if v == m]
            left.append(most - sum(instance.problem.shifts[s].end - instance.problem.shifts[s].start for s in mine))
    rows.add([(s[2], s[3]) for s in spans], max(0, min(left)))


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


def _pack(
    instance: Instance, rows: _Rows, loads: int, load_row: list[int], load_cost: list[int],
    load_units: list[tuple[int, int]], load_people: list[tuple[int, ...]], load_options: list[tuple[int, int, int]],
) -> Conflicts:  # fmt: skip
    slots, candidates = instance.variants.slots, len(instance.candidate_unit)
    first = instance.unit_variants[:-1]
    own = np.concatenate(
        [np.arange(slots.ptr[v], slots.ptr[v + 1]) for v in first] or [np.zeros(0, dtype=np.int64)]
    ).astype(np.int64)
    width = slots.hi[own] - slots.lo[own]
    slot = np.repeat(own, width)
    candidate = np.concatenate([np.arange(slots.lo[i], slots.hi[i]) for i in own] or [np.zeros(0, dtype=np.int64)])
    slot_candidates = csr_array(
        (np.ones(len(slot)), (slot, candidate.astype(np.int64))), shape=(len(slots.start), candidates)
    )
    row_of_unit = csr_array(_coo([(row, unit, 1) for row, unit in load_units], (loads, len(instance.units))))
    unit_candidates = csr_array(
        (np.ones(candidates), (instance.candidate_unit, np.arange(candidates))),
        shape=(len(instance.units), candidates),
    )
    return Conflicts(
        row_slots=csr_array(_coo(rows.slots, (len(rows.cap), len(slots.start)))),
        row_options=csr_array(_coo(rows.options, (len(rows.cap), len(instance.options)))),
        cap=np.array(rows.cap, dtype=np.int64),
        slot_candidates=slot_candidates,
        load_rows=loads,
        load_row=np.array(load_row, dtype=np.int64),
        load_cost=np.array(load_cost, dtype=np.int64),
        load_people=tuple(load_people),
        load_candidates=csr_array(row_of_unit @ unit_candidates),
        load_options=csr_array(_coo(load_options, (loads, len(instance.options)))),
    )


def _coo(entries: list[tuple[int, int, int]], shape: tuple[int, int]) -> coo_array:
    table = np.array(entries, dtype=np.int64).reshape(-1, 3)
    return coo_array((table[:, 2].astype(np.float64), (table[:, 0], table[:, 1])), shape=shape)
