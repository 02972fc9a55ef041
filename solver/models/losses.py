# mypy: disable-error-code="no-untyped-def"
# compiled functions take their types from their arguments
"""Where a plan loses against prices, and who competes with whom for the same seats."""

import numpy as np
from numba import njit

from solver.columns import Ints, ranges
from solver.models.instance import Instance
from solver.models.prices import GRAIN, Prices, Weights4, candidate_prices, excess, relax, seat_cost
from solver.models.tally import Choice, seats, tagged, variant_of

SHIFTS_EACH, PEOPLE_EACH = 8, 12  # how many shifts of a person, and people of a shift, a neighbourhood grows by


class Map:
    """Who competes with whom for which seats, and where the plan loses against the prices.

    `dear` says of each candidate how far it is from paying, in grains. Before `within` says so, nobody competes.
    """

    def __init__(self, instance: Instance, prices: Prices, weights: Weights4) -> None:
        self.instance, self.prices, self.weights = instance, prices, weights
        self.price = candidate_prices(instance, prices, weights)
        self.relaxed = relax(instance, prices, weights)
        self.dear = excess(instance, prices, weights)
        self.within(np.zeros(0, dtype=np.int64))

    def within(self, pool: Ints) -> None:
        """Only these candidates compete, from now on."""
        instance, dear = self.instance, self.dear[pool]
        unit, shift = instance.candidate_unit[pool], instance.candidate_shift[pool]
        order = np.lexsort((dear, unit))
        self.unit_ptr = np.searchsorted(unit[order], np.arange(len(instance.units) + 1))
        self.unit_shift = shift[order]
        order = np.lexsort((dear, shift))
        self.shift_ptr = np.searchsorted(shift[order], np.arange(len(instance.minimum) + 1))
        self.shift_unit = unit[order]

    def around(self, shift: int, people: int) -> Ints:
        """So many units, those first whom the prices bind most closely to the shift."""
        return np.sort(_around(shift, people, self.unit_ptr, self.unit_shift, self.shift_ptr, self.shift_unit))

    def shifts_of(self, units: Ints) -> Ints:
        """The shifts for which these units compete."""
        return self.unit_shift[ranges(self.unit_ptr, units)]

    def losses(self, choice: Choice) -> Ints:
        """For each shift, in grains: what it and the people in it, or kept from it, cost above their best."""
        instance, weights, prices = self.instance, self.weights, self.prices
        candidates = choice.candidates
        people, tags = seats(instance, candidates), tagged(instance, candidates)
        low, high = instance.base_seats, instance.maximum
        points = [np.clip(n, low, high) for n in (low, instance.minimum, instance.desired, high, people)]
        values = np.stack(
            [
                GRAIN * seat_cost(instance, n, weights)
                + prices.seat * (n - low)
                + prices.first * np.minimum(n, instance.minimum)
                for n in points
            ]
        )
        loss = values[-1] - values.min(axis=0)
        missing = np.maximum(0, instance.need_count - tags)
        over = np.maximum(0, tags - instance.need_count)
        worth = GRAIN * weights[1] * instance.need_priority
        np.add.at(loss, instance.need_shift, missing * (worth - prices.need) + over * prices.need)
        units, shifts = instance.candidate_unit[candidates], instance.candidate_shift[candidates]
        week = np.bincount(units, weights=self.price[candidates], minlength=len(instance.units)).astype(np.int64)
        variants = variant_of(instance, choice.options)
        count = np.bincount(units, minlength=len(instance.units))
        load = np.concatenate(
            (np.zeros((len(variants), 1), np.int64), np.cumsum(instance.variants.load[variants], 1)), 1
        )
        week += GRAIN * weights[3] * (load[np.arange(len(variants)), count] + instance.variants.fixed[variants])
        lost = week - self.relaxed.values[variants]
        np.maximum.at(loss, shifts, lost[units])
        idle = np.flatnonzero((count == 0) & (lost > 0) & (np.diff(self.unit_ptr) > 0))
        np.maximum.at(loss, self.unit_shift[self.unit_ptr[idle]], lost[idle])
        found: Ints = loss
        return found


@njit(cache=True)
def _around(shift, people, unit_ptr, unit_shift, shift_ptr, shift_unit):
    seen = np.zeros(len(shift_ptr) - 1, np.bool_)
    inside = np.zeros(len(unit_ptr) - 1, np.bool_)
    queue = np.empty(len(seen), np.int64)
    found = np.empty(people, np.int64)
    queue[0] = shift
    seen[shift] = True
    head, tail, count = 0, 1, 0
    while head < tail and count < people:
        s = queue[head]
        head += 1
        for i in range(shift_ptr[s], min(shift_ptr[s + 1], shift_ptr[s] + PEOPLE_EACH)):
            u = shift_unit[i]
            if inside[u] or count == people:
                continue
            inside[u] = True
            found[count] = u
            count += 1
            for j in range(unit_ptr[u], min(unit_ptr[u + 1], unit_ptr[u] + SHIFTS_EACH)):
                t = unit_shift[j]
                if not seen[t]:
                    seen[t] = True
                    queue[tail] = t
                    tail += 1
    return found[:count]
