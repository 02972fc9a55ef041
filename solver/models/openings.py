# mypy: disable-error-code="no-untyped-def"
# compiled functions take their types from their arguments
"""Open seats and people who can take on one more shift: an assignment problem, solved exactly.

Nobody leaves what he has and each takes on one shift at most, so a seat costs with a person what it costs whoever takes
the others: a matching of the least cost is the best there is of such steps (shortest augmenting paths: Jonker and
Volgenant 1987). Pairs, and minors who need somebody beside them, are left to the sweeps.
"""

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from solver.crowd import Ints
from solver.models.instance import Instance
from solver.models.sweep import ORDERED
from solver.models.tally import Choice, seats, tagged, variant_of

STAY = 10**14  # above what any seat is worth: the matching's weights are positive


def matched(instance: Instance, choice: Choice) -> Choice:
    """The choice after the best step in which each person takes on at most one open seat."""
    chosen = choice.candidates
    people = seats(instance, chosen)
    opening = np.maximum(0, instance.desired - people)
    cost, may = _costs(instance, choice, chosen)
    candidates = np.flatnonzero(may & (opening[instance.candidate_shift] > 0))
    shift, unit = instance.candidate_shift[candidates], instance.candidate_unit[candidates]
    count = opening[shift]
    row = np.repeat(np.arange(len(candidates)), count)
    before = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)  # who takes the shift's seats before
    below = people[shift[row]] + before < instance.minimum[shift[row]]
    worth = np.where(below, ORDERED[0], ORDERED[2]) * instance.priority[shift[row]]
    price = cost[candidates[row]] - worth
    first = np.append(0, np.cumsum(opening))
    better = price < 0  # a seat that costs more than it is worth stays open
    seat, owner = (first[shift[row]] + before)[better], unit[row][better]
    units, place = np.unique(owner, return_inverse=True)
    if not len(units):
        return choice
    stay = first[-1] + np.arange(len(units))
    weights = np.concatenate((price[better], np.zeros(len(units), dtype=np.int64))) + STAY
    at = np.concatenate((place, np.arange(len(units)))), np.concatenate((seat, stay))
    _, where = min_weight_full_bipartite_matching(
        csr_array((weights.astype(np.float64), at), shape=(len(units), first[-1] + len(units)))
    )
    goes = where < first[-1]
    shifts = len(people)
    taken = units[goes] * shifts + np.searchsorted(first, where[goes], side="right") - 1
    new = candidates[np.isin(unit * shifts + shift, taken)]
    return Choice(np.union1d(chosen, new), choice.options)


def _costs(instance: Instance, choice: Choice, chosen: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """What each candidate costs on top of the choice, seats aside; and whether the person's week has room for it."""
    variants, taken = instance.variants, np.zeros(len(instance.candidate_unit), dtype=np.bool_)
    taken[chosen] = True
    may, of_unit = np.zeros(len(taken), dtype=np.bool_), variant_of(instance, choice.options)
    slots, rules = variants.slots, instance.problem.rules
    _room(of_unit, slots.ptr, slots.start, slots.end, slots.day, slots.cap, slots.minutes, slots.lo, slots.hi,
          variants.most, variants.limit, rules.gap, rules.rest, taken, may)  # fmt: skip
    may &= (instance.size == 1)[instance.candidate_unit]
    may[instance.wards.himself] = False
    served = np.bincount(instance.candidate_unit[chosen], minlength=len(instance.units))
    load = variants.load[of_unit, np.minimum(served, variants.load.shape[1] - 1)]
    lack = np.maximum(0, instance.need_count - tagged(instance, chosen))
    needed = np.zeros(len(taken), dtype=np.int64)
    owner = np.repeat(np.arange(len(taken)), np.diff(instance.need_ptr))
    helps = np.minimum(lack[instance.need_index], instance.need_people) * instance.need_priority[instance.need_index]
    np.add.at(needed, owner, helps)
    return instance.candidate_cost + load[instance.candidate_unit] - ORDERED[1] * needed, may


@njit(cache=True, nogil=True)
def _room(of_unit, ptr, start, end, day, cap, minutes, lo, hi, most, limit, gap, rest, taken, may):
    mine = np.empty(len(start), np.int64)
    for u in range(len(of_unit)):
        v = of_unit[u]
        count, used = 0, 0
        for i in range(ptr[v], ptr[v + 1]):
            if taken[lo[i] : hi[i]].any():
                mine[count] = i
                count += 1
                used += minutes[i]
        if count >= most[v]:
            continue
        for i in range(ptr[v], ptr[v + 1]):
            today, free = 0, limit[v] < 0 or used + minutes[i] <= limit[v]
            for k in mine[:count]:
                today += day[k] == day[i]
                a, b = (k, i) if (start[k], end[k]) <= (start[i], end[i]) else (i, k)
                free &= start[b] >= end[a] + (gap if day[a] == day[b] else rest)
            if free and today < cap[i]:
                may[lo[i] : hi[i]] = True
