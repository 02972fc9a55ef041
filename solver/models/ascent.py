"""A bound without a linear program: prices climb along deflected subgradients of the relaxed problem.

Lagrangian relaxation with Polyak steps (Held, Wolfe, Crowder 1974) and a direction averaged over the past ones
(Camerini, Fratta, Maffioli 1975); the bound of every step is exact, so it may end at any step.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from solver.models.instance import Instance
from solver.models.prices import GRAIN, Prices, Relaxed, Weights4, admissible, relax, seat_cost
from solver.progress import Clock

Floats = npt.NDArray[np.float64]
PATIENCE = 8
MEMORY = 0.7


@dataclass(frozen=True, slots=True)
class Peak:
    """The best prices met, and the relaxed optimum there."""

    prices: Prices
    relaxed: Relaxed


def ascend(
    instance: Instance,
    weights: Weights4,
    start: Prices,
    target: int,
    *,
    steps: int,
    clock: Clock,
    enough: int | None = None,
) -> Peak:
    """Climb towards `target` (a plan's weighted cost); stops at `enough`, after `steps`, or with the clock."""
    prices = admissible(instance, start, weights)
    relaxed = relax(instance, prices, weights)
    best, pace, stale = Peak(prices, relaxed), 1.0, 0
    direction = np.zeros(len(prices.seat) + len(prices.need))
    for _ in range(steps):
        if clock.over() or (enough is not None and best.relaxed.bound > (enough - 1) * GRAIN):
            break
        direction = MEMORY * direction + (1 - MEMORY) * _slope(instance, prices, relaxed, weights)
        length = float(direction @ direction)
        if length < 1e-9:
            break
        step = pace * max(1.0, float(target * GRAIN - relaxed.bound)) / length
        prices = _moved(instance, prices, weights, step * direction)
        relaxed = relax(instance, prices, weights)
        stale += 1
        if relaxed.bound > best.relaxed.bound:
            best, stale = Peak(prices, relaxed), 0
        if stale >= PATIENCE:
            pace, stale = pace / 2, 0
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
    width = np.diff(instance.need_ptr)[taken]
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
