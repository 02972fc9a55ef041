# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# compiled functions take their types from their arguments
"""Units: people tied together by pairs, who have one common week; and where each unit can serve."""

from dataclasses import dataclass

import numpy as np
from numba import njit

from solver.candidates import Pairs
from solver.columns import Ints, ranges, starts
from solver.crowd import Crowd
from solver.timetable import Timetable

Units = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Unit candidates as columns, by unit, start, end, shift; unit u owns ptr[u]:ptr[u + 1]."""

    ptr: Ints
    unit: Ints
    shift: Ints
    cost: Ints


def units_of(crowd: Crowd) -> Units:
    """People tied together, directly or by a chain, in the order of the first of them."""
    root: dict[int, int] = {}

    def find(i: int) -> int:
        while root.setdefault(i, i) != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for a, b in crowd.problem.together:
        x, y = find(crowd.index[a]), find(crowd.index[b])
        root[max(x, y)] = min(x, y)
    members: dict[int, list[int]] = {}
    for i in sorted(root):
        members.setdefault(find(i), []).append(i)
    return tuple(tuple(members.get(i, (i,))) for i in range(crowd.size) if root.get(i, i) == i)


def spread_of(pairs: Pairs, cost: Ints, units: Units, times: Timetable) -> Spread:
    """A unit can serve where all of its people can, at the sum of their costs."""
    lone = np.array([unit[0] if len(unit) == 1 else -1 for unit in units], dtype=np.int64)
    common = [_common(pairs, cost, unit, times) for unit in units if len(unit) > 1]
    size = np.where(lone >= 0, (pairs.ptr[1:] - pairs.ptr[:-1])[lone], 0)
    size[lone < 0] = [len(shift) for shift, _ in common]
    ptr = starts(size)
    shifts = np.concatenate([_SHIFTS, *(shift for shift, _ in common)]).astype(np.int32)
    costs = np.concatenate([_COSTS, *(its for _, its in common)])
    unit, shift, total = _spread(ptr, lone, pairs.ptr, pairs.shift, cost, shifts, costs)
    return Spread(ptr, unit, shift, total)


_SHIFTS, _COSTS = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64)


def _common(pairs: Pairs, cost: Ints, unit: tuple[int, ...], times: Timetable) -> tuple[Ints, Ints]:
    """The shifts, in the order of time, at which all of these people can serve, and what that costs."""
    rows = ranges(pairs.ptr, np.array(unit))
    shift, inverse, count = np.unique(pairs.shift[rows], return_inverse=True, return_counts=True)
    total = np.zeros(len(shift), dtype=np.int64)
    np.add.at(total, inverse, cost[rows])
    shift, total = shift[count == len(unit)], total[count == len(unit)]
    order = np.argsort(times.rank[shift])
    return shift[order], total[order]


@njit(cache=True)
def _spread(ptr, lone, pair_ptr, pair_shift, pair_cost, shifts, costs):
    """The candidates of lone people as they stand, those of the others from the common ones, by unit."""
    unit = np.empty(ptr[-1], np.int32)
    shift = np.empty(ptr[-1], np.int32)
    cost = np.empty(ptr[-1], np.int64)
    used = 0
    for u in range(len(lone)):
        size = ptr[u + 1] - ptr[u]
        for k in range(size):
            c = ptr[u] + k
            unit[c] = u
            if lone[u] >= 0:
                at = pair_ptr[lone[u]] + k
                shift[c], cost[c] = pair_shift[at], pair_cost[at]
            else:
                shift[c], cost[c] = shifts[used], costs[used]
                used += 1
    return unit, shift, cost
