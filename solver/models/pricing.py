"""The linear relaxation over all candidates, solved over few: the others are priced and let in where they may help.

Column generation in which the exact week program is both the pricing and the bound: as long as the bound is below the
restricted program's value, the candidates that lie closest to a best week come in.
"""

import math
from dataclasses import dataclass

import numpy as np

from solver.crowd import Ints
from solver.models.instance import Instance
from solver.models.mip import Mask, relaxation
from solver.models.prices import GRAIN, Prices, Weights4, excess, relax
from solver.models.whole import Model
from solver.progress import Clock

ROUNDS = 30
CHEAPEST = 12  # candidates of each shift and of each unit to begin with


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """The best bound on the weighted cost, its prices, how far each candidate lies beyond it (in grains).

    `inside` are the candidates that came in, `used` those of the last solution.
    """

    bound: float
    prices: Prices
    weights: Weights4
    beyond: Ints
    inside: Mask
    used: Mask


def cheapest(instance: Instance, count: int = CHEAPEST) -> Mask:
    """The cheapest candidates of each shift and of each unit."""
    mask = np.zeros(len(instance.candidate_cost), dtype=bool)
    for group in (instance.candidate_shift, instance.candidate_unit):
        order = np.lexsort((instance.candidate_cost, group))
        first = np.searchsorted(group[order], group[order])
        mask[order[np.arange(len(order)) - first < count]] = True
    return mask


def priced_relaxation(
    model: Model, weights: Weights4, caps: tuple[int, ...], start: Mask, *, clock: Clock, close: float = 0.5
) -> Priced | None:
    """The relaxation's bound within `close` of its value; nothing when the ceilings cannot be kept or time is over."""
    instance, inside = model.instance, start.copy()
    best: Priced | None = None
    for _ in range(ROUNDS):
        found = relaxation(model, inside, weights, caps, clock=clock)
        if found is None:
            if clock.over() or inside.all() or best is not None:
                return best
            inside[:] = True
            continue
        relaxed = relax(instance, found.prices, found.weights)
        worth = sum((found.weights[k] - weights[k]) * caps[k] for k in range(len(caps)))
        bound = relaxed.bound / GRAIN - worth
        beyond = excess(instance, found.prices, found.weights)
        if best is None or bound > best.bound:
            best = Priced(
                bound=bound, prices=found.prices, weights=found.weights, beyond=beyond, inside=inside, used=found.used
            )
        if inside.all() or found.value - bound <= close:
            break
        inside = _grown(inside, beyond, relaxed.weeks)
        best = Priced(
            bound=best.bound,
            prices=best.prices,
            weights=best.weights,
            beyond=best.beyond,
            inside=inside,
            used=found.used,
        )
        if clock.over():
            break
    return best


def _grown(inside: Mask, beyond: Ints, weeks: Ints) -> Mask:
    """With every candidate of a best week, and as many of the next ones outside as a quarter of those inside."""
    grown = inside.copy()
    grown[weeks[weeks >= 0]] = True
    outside = np.flatnonzero(~grown)
    order = outside[np.argsort(beyond[outside], kind="stable")]
    grown[order[: max(200, math.ceil(np.count_nonzero(inside) / 4))]] = True
    return grown
