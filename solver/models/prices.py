# mypy: disable-error-code="no-untyped-def"
# compiled functions take their types from their arguments
"""Prices on seats, needs, shares and wards, and the bound on every plan's weighted cost that follows from any of them.

Lagrangian relaxation: with the coupling rows priced, each unit's best week is found alone (weeks.py), teams are
matched to team shifts by an assignment problem, and of each seat row the best breakpoint is taken. All in integers,
GRAIN to a metre.
"""

from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from solver.columns import Ints
from solver.models.instance import Instance
from solver.models.weeks import INFINITE, all_through, all_weeks

GRAIN = 1000

Weights4 = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What one more person is worth: at a shift, for a need, below and above a share, as escort of a ward.

    `first`, by shift: what it is worth that somebody is there who is no ward, for each seat below the minimum.
    """

    seat: Ints
    need: Ints
    low: Ints
    high: Ints
    ward: Ints
    first: Ints

    @staticmethod
    def zero(instance: Instance) -> "Prices":
        """No price on anything."""
        shares = len(instance.problem.shares)
        return Prices(
            seat=np.zeros(len(instance.minimum), dtype=np.int64),
            need=np.zeros(len(instance.need_count), dtype=np.int64),
            low=np.zeros(shares, dtype=np.int64),
            high=np.zeros(shares, dtype=np.int64),
            ward=np.zeros(len(instance.wards), dtype=np.int64),
            first=np.zeros(len(instance.minimum), dtype=np.int64),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """The relaxed optimum: the bound (in grains), each variant's value and week, the options chosen."""

    bound: int
    values: Ints
    weeks: Ints
    chosen: tuple[int, ...]
    variant_of: Ints


def admissible(instance: Instance, prices: Prices, weights: Weights4) -> Prices:
    """The nearest prices for which the bound is finite and exact."""
    scaled = GRAIN * weights[1] * instance.need_priority
    most = GRAIN * weights[3] * instance.problem.weights.share // 1000
    low, high = np.clip(prices.low, 0, most), np.clip(prices.high, 0, most)
    return replace(
        prices,
        need=np.clip(prices.need, 0, scaled),
        low=low,
        high=np.minimum(high, most - low),
        ward=np.maximum(prices.ward, 0),
        first=np.where(instance.wards.first, np.maximum(prices.first, 0), 0),
    )


@njit(cache=True, nogil=True)
def _candidate_prices(
    cost, unit, shift, size, seat, ptr, need, people, need_price, unit_extra, adult, escort, first, price
):
    for c in range(len(cost)):
        u = unit[c]
        total = cost[c] - size[u] * seat[shift[c]] + unit_extra[u] - first[shift[c]]
        if adult[u]:
            total -= escort[shift[c]]
        for k in range(ptr[c], ptr[c + 1]):
            total -= people[k] * need_price[need[k]]
        price[c] = total


def share_extra(instance: Instance, prices: Prices) -> Ints:
    """What the share prices add to each assignment of each unit."""
    extra = np.zeros(len(instance.units), dtype=np.int64)
    for row, share in enumerate(instance.problem.shares):
        people = instance.share_people[row]
        extra += prices.low[row] * ((share.part - share.tolerance) * instance.size - 1000 * people)
        extra += prices.high[row] * (1000 * people - (share.part + share.tolerance) * instance.size)
    return extra


def candidate_prices(instance: Instance, prices: Prices, weights: Weights4) -> Ints:
    """What each candidate costs in its unit's week, in grains."""
    price = np.empty(len(instance.candidate_cost), dtype=np.int64)
    wards = instance.wards
    escort = np.zeros(wards.groups, dtype=np.int64)
    np.add.at(escort, wards.group, prices.ward)
    first = prices.first * instance.minimum
    _candidate_prices(
        instance.candidate_cost * (GRAIN * weights[3]),
        instance.candidate_unit,
        instance.candidate_shift,
        instance.size,
        prices.seat,
        instance.need_ptr,
        instance.need_index,
        instance.need_people,
        prices.need,
        share_extra(instance, prices),
        wards.adult,
        escort,
        first,
        price,
    )
    own = wards.candidate >= 0
    price[wards.himself] += first[instance.candidate_shift[wards.himself]]
    np.add.at(price, wards.candidate[own], prices.ward[own])
    np.subtract.at(price, wards.named_escorts, escort[wards.named_group])
    return price


def relax(instance: Instance, prices: Prices, weights: Weights4) -> Relaxed:
    """The optimum of the relaxed problem: no plan's weighted cost is below bound / GRAIN."""
    variants = instance.variants
    price = candidate_prices(instance, prices, weights)
    values = np.zeros(len(variants.unit), dtype=np.int64)
    weeks = np.full((len(variants.unit), int(variants.most.max(initial=0)) + 1), -1, dtype=np.int64)
    slots = variants.slots
    all_weeks(
        np.arange(len(variants.unit)), slots.ptr, slots.start, slots.end, slots.day, slots.cap, slots.minutes,
        slots.lo, slots.hi, variants.load * (GRAIN * weights[3]), variants.most, variants.limit,
        instance.problem.rules.gap, instance.problem.rules.rest, price, values, weeks,
    )  # fmt: skip
    values += GRAIN * weights[3] * variants.fixed
    total, chosen, variant_of = _teams(instance, values, weights)
    total += _constant(instance, prices, weights)
    return Relaxed(bound=total, values=values, weeks=weeks, chosen=chosen, variant_of=variant_of)


def excess(instance: Instance, prices: Prices, weights: Weights4) -> Ints:
    """For each candidate, by how much the bound rises when it must be taken (in grains)."""
    variants, slots = instance.variants, instance.variants.slots
    price = candidate_prices(instance, prices, weights)
    found = np.empty(len(price), dtype=np.int64)
    all_through(
        np.arange(len(variants.unit)), slots.ptr, slots.start, slots.end, slots.day, slots.cap, slots.minutes,
        slots.lo, slots.hi, variants.load * (GRAIN * weights[3]), variants.most, variants.limit,
        instance.problem.rules.gap, instance.problem.rules.rest, price, found,
    )  # fmt: skip
    return found


def _teams(instance: Instance, values: Ints, weights: Weights4) -> tuple[int, tuple[int, ...], Ints]:
    """Units' values with the best matching of teams to team shifts; units of several teams take their own best."""
    variant_of = instance.unit_variants[:-1].copy()
    total = int(values[variant_of].sum()) if len(variant_of) else 0
    total += GRAIN * weights[1] * int(instance.team_shift_priority.sum())
    if not instance.options:
        return total, (), variant_of
    teams = instance.teams
    for lo, hi in teams.several:
        best = lo + int(np.argmin(values[lo:hi]))
        total += int(values[best] - values[lo])
        variant_of[instance.variants.unit[lo]] = best
    gain = GRAIN * (weights[3] * teams.cost - weights[1] * teams.priority)
    np.add.at(gain, teams.with_, values[teams.goes] - values[teams.stays])
    chosen = teams.matched(gain)
    goers = teams.goes[np.isin(teams.with_, chosen)]
    variant_of[instance.variants.unit[goers]] = goers
    return total + int(gain[list(chosen)].sum()), chosen, variant_of


def _constant(instance: Instance, prices: Prices, weights: Weights4) -> int:
    """The priced rows' own optimum: seats, needs, shares, pinned wards, and the constant cost."""
    total = GRAIN * weights[3] * instance.base_cost
    low, high = instance.base_seats, instance.maximum
    options = []
    for people in (low, instance.minimum, instance.desired, high):
        n = np.clip(people, low, high)
        first = prices.first * np.minimum(n, instance.minimum)
        options.append(GRAIN * seat_cost(instance, n, weights) + prices.seat * (n - low) + first)
    total += int(np.min(options, axis=0).sum())
    total += int((prices.need * np.maximum(0, instance.need_count - instance.base_needs)).sum())
    seats = int(instance.base_seats.sum())
    for row, share in enumerate(instance.problem.shares):
        count = int(instance.base_shares[row])
        total += int(prices.low[row]) * ((share.part - share.tolerance) * seats - 1000 * count)
        total += int(prices.high[row]) * (1000 * count - (share.part + share.tolerance) * seats)
    return total + int(prices.ward[instance.wards.candidate < 0].sum())


def seat_cost(instance: Instance, people: Ints, weights: Weights4) -> Ints:
    """Weighted cost of so many people at each shift."""
    below = np.maximum(0, instance.minimum - people) * instance.priority
    short = np.maximum(0, instance.desired - np.maximum(people, instance.minimum)) * instance.priority
    over = np.maximum(0, people - instance.desired)
    cost: Ints = weights[0] * below + weights[2] * short + weights[3] * instance.problem.weights.over_desired * over
    return cost


__all__ = [
    "GRAIN", "INFINITE", "Prices", "Relaxed", "Weights4", "admissible", "candidate_prices", "excess", "relax",
    "seat_cost",
]  # fmt: skip
