"""A first plan for a town: one min-cost flow from people over their days and hours to seats, then made to fit.

The flow knows week caps with rising load, day caps, one shift an hour, seats and needs; what it does not know (rest,
pairs, escorts) is mended afterwards: of each week the best part that may stand stays.
"""

import numpy as np
from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]

from solver.crowd import Ints
from solver.models.instance import Instance
from solver.models.sweep import Sweeper
from solver.models.tally import NOBODY, Choice, variant_of
from solver.models.weeks import all_weeks

MINIMUM, NEED, DESIRED = 1_000_000, 300_000, 30_000  # what a seat of priority 1 is worth, in metres
KEPT, BARRED = -(10**7), 1 << 58


class _Arcs:
    """Arcs collected as columns."""

    def __init__(self) -> None:
        self.blocks: list[tuple[Ints, Ints, Ints, Ints]] = []
        self.count = 0

    def add(self, tail: Ints, head: Ints, capacity: Ints | int, cost: Ints | int) -> slice:
        """Append arcs; where they stand."""
        first, many = self.count, len(tail)
        full = [np.broadcast_to(np.asarray(x, dtype=np.int64), (many,)) for x in (tail, head, capacity, cost)]
        self.blocks.append((full[0], full[1], full[2], full[3]))
        self.count += many
        return slice(first, self.count)

    def columns(self) -> list[Ints]:
        """All arcs: tail, head, capacity, cost."""
        return [np.concatenate([block[k] for block in self.blocks]) for k in range(4)]


def flow_choice(instance: Instance, options: tuple[int, ...], sweeper: Sweeper) -> Choice:
    """The choice of the flow with these team options; units of several people stay out of it."""
    variants, slots = instance.variants, instance.variants.slots
    mine = variant_of(instance, options)[instance.size == 1]
    own = np.concatenate([np.arange(slots.ptr[v], slots.ptr[v + 1]) for v in mine] or [np.zeros(0, dtype=np.int64)])
    if len(own) == 0:
        return Choice(NOBODY, options)
    rank = np.repeat(np.arange(len(mine)), slots.ptr[mine + 1] - slots.ptr[mine])
    arcs, shifts, needs = _Arcs(), len(instance.minimum), len(instance.need_count)
    first_day, first_slot = len(mine), len(mine) * 8
    first_need = first_slot + len(own)
    first_shift = first_need + needs
    source, sink = first_shift + shifts, first_shift + shifts + 1
    _week_arcs(arcs, instance, mine, source)
    day = np.unique(rank * 7 + slots.day[own], return_index=True)
    arcs.add(day[0] // 7, first_day + day[0], slots.cap[own][day[1]], 0)
    slot_nodes = first_slot + np.arange(len(own))
    arcs.add(first_day + rank * 7 + slots.day[own], slot_nodes, 1, 0)
    width = slots.hi[own] - slots.lo[own]
    candidate = np.repeat(slots.lo[own] - np.cumsum(width) + width, width) + np.arange(width.sum())
    at = np.repeat(slot_nodes, width)
    plain = arcs.add(at, first_shift + instance.candidate_shift[candidate], 1, instance.candidate_cost[candidate])
    tagged = instance.need_ptr[candidate] < instance.need_ptr[candidate + 1]
    need = instance.need_index[instance.need_ptr[candidate[tagged]]]
    special = arcs.add(at[tagged], first_need + need, 1, instance.candidate_cost[candidate[tagged]])
    every = np.arange(needs)
    missing = np.maximum(0, instance.need_count - instance.base_needs)
    arcs.add(first_need + every, first_shift + instance.need_shift, missing, -NEED * instance.need_priority)
    _seat_arcs(arcs, instance, first_shift, sink)
    total = int(variants.most[mine].sum())
    arcs.add(np.array([source]), np.array([sink]), total, 0)
    flow = _solved(arcs, source, sink, total)
    price = np.full(len(instance.candidate_cost), BARRED, dtype=np.int64)
    price[candidate[flow[plain] > 0]] = KEPT
    price[candidate[tagged][flow[special] > 0]] = KEPT
    return _mended(instance, mine, price, options, sweeper)


def _week_arcs(arcs: _Arcs, instance: Instance, mine: Ints, source: int) -> None:
    """One arc for each shift of a person's week, each dearer than the one before."""
    for j in range(int(instance.variants.most[mine].max(initial=0))):
        who = np.flatnonzero(instance.variants.most[mine] > j)
        arcs.add(np.full(len(who), source), who, 1, instance.variants.load[mine[who], j])


def _seat_arcs(arcs: _Arcs, instance: Instance, first_shift: int, sink: int) -> None:
    nodes, base = first_shift + np.arange(len(instance.minimum)), instance.base_seats
    low, want = np.maximum(base, instance.minimum), np.maximum(base, instance.desired)
    end = np.full(len(nodes), sink)
    arcs.add(nodes, end, low - base, -MINIMUM * instance.priority)
    arcs.add(nodes, end, want - low, -DESIRED * instance.priority)
    arcs.add(nodes, end, np.maximum(base, instance.maximum) - want, instance.problem.weights.over_desired)


def _solved(arcs: _Arcs, source: int, sink: int, total: int) -> Ints:
    network = min_cost_flow.SimpleMinCostFlow()
    tail, head, capacity, cost = arcs.columns()
    network.add_arcs_with_capacity_and_unit_cost(tail.astype(np.int32), head.astype(np.int32), capacity, cost)
    network.set_nodes_supplies(np.array([source, sink], dtype=np.int32), np.array([total, -total]))
    if network.solve() != network.OPTIMAL:
        return np.zeros(len(tail), dtype=np.int64)
    return np.asarray(network.flows(np.arange(len(tail), dtype=np.int32)), dtype=np.int64)


def _mended(instance: Instance, mine: Ints, price: Ints, options: tuple[int, ...], sweeper: Sweeper) -> Choice:
    """Of each week what may stand together."""
    variants, slots = instance.variants, instance.variants.slots
    values = np.zeros(len(variants.unit), dtype=np.int64)
    weeks = np.full((len(variants.unit), int(variants.most.max(initial=0)) + 1), -1, dtype=np.int64)
    all_weeks(
        mine, slots.ptr, slots.start, slots.end, slots.day, slots.cap, slots.minutes, slots.lo, slots.hi,
        variants.load, variants.most, variants.limit, instance.problem.rules.gap, instance.problem.rules.rest,
        price, values, weeks,
    )  # fmt: skip
    taken = np.zeros(len(price), dtype=np.bool_)
    taken[weeks[mine][weeks[mine] >= 0]] = True
    taken = sweeper.without_lost_wards(taken)
    return Choice(np.flatnonzero(taken), options)
