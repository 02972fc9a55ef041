# mypy: disable-error-code="no-untyped-def"
# compiled functions take their types from their arguments
"""Sweeps: take one unit out, plan its whole week exactly against what the others leave, put it back.

The price of a seat is what it changes in the plan's own cost, so no sweep makes a plan worse. The earlier parts of the
cost are folded with weights far above what one week can gain in the later ones.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from solver.crowd import Ints
from solver.models.instance import Instance
from solver.models.tally import Choice, seats, tagged, variant_of
from solver.models.weeks import _scratch, best_week

ORDERED = (10**13, 10**9, 10**5, 1)
LOST_ESCORT = 10**15


@njit(cache=True, nogil=True)
def _sweep(order, variant_of, unit_ptr, size, shift, cost, need_ptr, need_index, need_people,
           minimum, desired, maximum, priority, need_count, need_priority, over, weights,
           ptr, start, end, day, cap, minutes, lo, hi, load, most, limit, gap, rest,
           ward_ptr, ward_candidate, ward_group, adult, named_ptr, named_group, extra,
           taken, people, tags, present, alone, price):  # fmt: skip
    used = np.empty(len(order), np.int64)
    for k in range(len(order)):
        used[k] = variant_of[order[k]]
    table = _scratch(used, ptr, most, limit, cap)
    week = np.empty(load.shape[1] + 2, np.int64)
    w1, w2, w3, w4 = weights
    changed = 0
    for u in order:
        a, b, k = unit_ptr[u], unit_ptr[u + 1], size[u]
        for c in range(a, b):
            if taken[c]:
                people[shift[c]] -= k
                for i in range(need_ptr[c], need_ptr[c + 1]):
                    tags[need_index[i]] -= need_people[i]
                if adult[u]:
                    present[shift[c]] -= 1
                for i in range(named_ptr[c], named_ptr[c + 1]):
                    present[named_group[i]] -= 1
        for w in range(ward_ptr[u], ward_ptr[u + 1]):
            if taken[ward_candidate[w]]:
                alone[ward_group[w]] -= 1
        for c in range(a, b):
            s = shift[c]
            n = people[s]
            p = priority[s]
            if n + k > maximum[s]:
                price[c] = np.int64(1) << 58
                continue
            value = w4 * cost[c] + extra[u]
            value += w1 * p * (max(0, minimum[s] - n - k) - max(0, minimum[s] - n))
            value += w3 * p * (max(0, desired[s] - max(n + k, minimum[s])) - max(0, desired[s] - max(n, minimum[s])))
            value += w4 * over * (max(0, n + k - desired[s]) - max(0, n - desired[s]))
            for i in range(need_ptr[c], need_ptr[c + 1]):
                j = need_index[i]
                missing = max(0, need_count[j] - tags[j])
                value -= w2 * need_priority[j] * min(missing, need_people[i])
            if adult[u] and present[s] == 0:
                value -= LOST_ESCORT * alone[s]
            for i in range(named_ptr[c], named_ptr[c + 1]):
                if present[named_group[i]] == 0:
                    value -= LOST_ESCORT * alone[named_group[i]]
            price[c] = value
        for w in range(ward_ptr[u], ward_ptr[u + 1]):
            if present[ward_group[w]] == 0:
                price[ward_candidate[w]] = np.int64(1) << 58
        v = variant_of[u]
        x, y = ptr[v], ptr[v + 1]
        best_week(start[x:y], end[x:y], day[x:y], cap[x:y], minutes[x:y], lo[x:y], hi[x:y],
                  load[v] * w4, most[v], limit[v], gap, rest, price, table, week)  # fmt: skip
        before = 0
        for c in range(a, b):
            before += taken[c]
        same, count = 0, 0
        while count < len(week) and week[count] >= 0:
            same += taken[week[count]]
            count += 1
        if same != before or same != count:
            changed += 1
        for c in range(a, b):
            taken[c] = False
        for i in range(count):
            c = week[i]
            taken[c] = True
            people[shift[c]] += k
            for j in range(need_ptr[c], need_ptr[c + 1]):
                tags[need_index[j]] += need_people[j]
            if adult[u]:
                present[shift[c]] += 1
            for j in range(named_ptr[c], named_ptr[c + 1]):
                present[named_group[j]] += 1
        for w in range(ward_ptr[u], ward_ptr[u + 1]):
            if taken[ward_candidate[w]]:
                alone[ward_group[w]] += 1
    return changed


class Sweeper:
    """The arrays of one instance, ready for sweeps from any choice."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        wards = instance.wards
        self.ward_ptr = wards.of_units(instance.unit_ptr)
        named = np.stack((wards.named_escorts, wards.named_group), axis=1)
        self.named_ptr, self.named_group = _by_first(named, len(instance.candidate_unit))

    def sweep(
        self,
        choice: Choice,
        orders: list[Ints],
        weights: tuple[int, int, int, int] = ORDERED,
        extra: Ints | None = None,
    ) -> Choice:
        """The choice after one sweep in each of the orders, ending early when nothing changes."""
        instance = self.instance
        variants, slots = instance.variants, instance.variants.slots
        chosen = choice.candidates
        taken = np.zeros(len(instance.candidate_unit), dtype=np.bool_)
        taken[chosen] = True
        people, tags = seats(instance, chosen), tagged(instance, chosen)
        wards = instance.wards
        present = wards.counts(chosen, instance.candidate_unit, instance.candidate_shift)
        there = (wards.candidate < 0) | taken[wards.candidate]
        alone = np.bincount(wards.group[there], minlength=wards.groups)
        price = np.empty(len(taken), dtype=np.int64)
        for order in orders:
            changed = _sweep(
                order, variant_of(instance, choice.options), instance.unit_ptr, instance.size, instance.candidate_shift,
                instance.candidate_cost, instance.need_ptr, instance.need_index, instance.need_people,
                instance.minimum, instance.desired, instance.maximum, instance.priority, instance.need_count,
                instance.need_priority, instance.problem.weights.over_desired, weights,
                slots.ptr, slots.start, slots.end, slots.day, slots.cap, slots.minutes, slots.lo, slots.hi,
                variants.load, variants.most, variants.limit, instance.problem.rules.gap, instance.problem.rules.rest,
                self.ward_ptr, wards.candidate, wards.group, wards.adult, self.named_ptr, self.named_group,
                np.zeros(len(instance.units), dtype=np.int64) if extra is None else extra,
                taken, people, tags, present, alone, price,
            )  # fmt: skip
            if not changed:
                break
        taken = self.without_lost_wards(taken)
        return Choice(np.flatnonzero(taken), choice.options)

    def without_lost_wards(self, taken: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """The same without minors who have nobody beside them; an escort lost so is looked for again."""
        instance, wards = self.instance, self.instance.wards
        own, group = wards.candidate[wards.candidate >= 0], wards.group[wards.candidate >= 0]
        while True:
            present = wards.counts(np.flatnonzero(taken), instance.candidate_unit, instance.candidate_shift)
            lost = own[taken[own] & (present[group] == 0)]
            if len(lost) == 0:
                return taken
            taken[lost] = False


def _by_first(table: Ints, count: int) -> tuple[Ints, Ints]:
    """Rows (a, b) grouped by a: pointers and the b column."""
    order = np.argsort(table[:, 0], kind="stable")
    return np.searchsorted(table[order, 0], np.arange(count + 1)).astype(np.int64), table[order, 1].copy()
