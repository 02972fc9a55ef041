"""A bound without a linear program: prices climb along deflected subgradients of the relaxed problem.

Lagrangian relaxation with Polyak steps towards a level (Held, Wolfe, Crowder 1974; Goffin and Kiwiel 1999) and a
direction averaged over the past ones (Camerini, Fratta, Maffioli 1975). The bound of every step is exact, so it may end
at any step.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from solver.models.instance import Instance
from solver.models.prices import GRAIN, Prices, Relaxed, Weights4, admissible, relax, seat_cost
from solver.models.tally import Choice, seats, tagged
from solver.progress import Clock

Floats = npt.NDArray[np.float64]
PATIENCE = 8
MEMORY = 0.8
NEED_PACE = 50.0  # needs are few and dear: their prices have a longer way to go than those of seats
FIRST_LEVEL = 0.3  # of the gap to the target: how far above the best bound the first level lies
WORTH = 0.05  # of the level: a rise that is not worth a further try
SHORT = 2.0  # times the part of the shifts that are short: how dear a filled seat is at the start


@dataclass(frozen=True, slots=True)
class Peak:
    """The best prices met, and the relaxed optimum there."""

    prices: Prices
    relaxed: Relaxed


def prices_of(instance: Instance, choice: Choice, weights: Weights4) -> Prices:
    """What a plan says of prices: a short seat and an unmet need are worth what they cost, a filled one less."""
    candidates = choice.candidates
    people, tags = seats(instance, candidates), tagged(instance, candidates)
    short = people < instance.desired
    desired = GRAIN * weights[2] * instance.priority
    filled = np.rint(desired * min(1.0, SHORT * float(short.mean() if len(short) else 0.0))).astype(np.int64)
    seat = np.where(people < instance.minimum, GRAIN * weights[0] * instance.priority, np.where(short, desired, filled))
    need = np.where(tags < instance.need_count, GRAIN * weights[1] * instance.need_priority, 0)
    return admissible(instance, replace(Prices.zero(instance), seat=seat, need=need), weights)


def ascend(instance: Instance, weights: Weights4, start: Prices, target: int, *, steps: int, clock: Clock) -> Peak:
    """Climb towards `target` (a plan's weighted cost) for `steps` or until the clock ends it.

    The level that the steps aim at lies above the best bound, and comes down when it is missed for long (Goffin and
    Kiwiel 1999).
    """
    prices = admissible(instance, start, weights)
    relaxed = relax(instance, prices, weights)
    best, stale = Peak(prices, relaxed), 0
    level = FIRST_LEVEL * max(1.0, float(target * GRAIN - relaxed.bound))
    pace = np.ones(len(prices.seat) + len(prices.need))
    pace[len(prices.seat) :] = NEED_PACE
    direction = np.zeros(len(pace))
    for _ in range(steps):
        if clock.over():
            break
        direction = MEMORY * direction + (1 - MEMORY) * _slope(instance, prices, relaxed, weights)
        length = float(direction @ (pace * direction))
        if length < 1e-9:
            break
        step = (level + best.relaxed.bound - relaxed.bound) / length
        prices = _moved(instance, prices, weights, step * pace * direction)
        relaxed = relax(instance, prices, weights)
        stale = 0 if relaxed.bound > best.relaxed.bound + WORTH * level else stale + 1
        if relaxed.bound > best.relaxed.bound:
            best = Peak(prices, relaxed)
        if stale >= PATIENCE:
            level, stale = level / 2, 0
            prices, relaxed = best.prices, best.relaxed
            direction[:] = 0
    return best


def _slope(instance: Instance, prices: Prices, relaxed: Relaxed, weights: Weights4) -> Floats:
    """How the bound changes with the price of each seat row and each need."""
    weeks = relaxed.weeks[relaxed.variant_of]
    taken = weeks[weeks >= 0] if weeks.size else np.zeros(0, dtype=np.int64)
    # a week ends at its first -1; what lies behind was never written (rows are filled with -1)
    seats = np.bincount(
        instance.candidate_shift[taken],
        weights=instance.size[instance.candidate_unit[taken]],
        minlength=len(prices.seat),
    )
    low, high = instance.base_seats, instance.maximum
    points = [np.clip(n, low, high) for n in (low, instance.minimum, instance.desired, high)]
    value = np.stack([GRAIN * seat_cost(instance, n, weights) + prices.seat * (n - low) for n in points])
    wanted = np.stack(points)[np.argmin(value, axis=0), np.arange(len(low))] - low
    needs = np.maximum(0, instance.need_count - instance.base_needs).astype(np.float64)
    for_need = np.zeros(len(prices.need))
    width = instance.need_ptr[taken + 1] - instance.need_ptr[taken]
    at = np.repeat(instance.need_ptr[:-1][taken], width) + (
        np.arange(width.sum()) - np.repeat(np.cumsum(width) - width, width)
    )
    np.add.at(for_need, instance.need_index[at], instance.need_people[at])
    return np.concatenate((wanted - seats, needs - for_need))


def _moved(instance: Instance, prices: Prices, weights: Weights4, by: Floats) -> Prices:
    seats = len(prices.seat)
    ceiling = GRAIN * weights[0] * np.maximum(1, instance.priority)
    seat = np.minimum(prices.seat + np.rint(by[:seats]).astype(np.int64), ceiling)
    need = prices.need + np.rint(by[seats:]).astype(np.int64)
    return admissible(instance, replace(prices, seat=seat, need=need), weights)
