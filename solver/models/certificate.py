"""The bound of a plan's cost, certified part by part.

Each part has its own relaxation, in which the earlier parts have weights of their own: what they cost at the least is
taken off again. So no part needs weights that are large enough to hold all later ones down.
"""

from collections.abc import Sequence

import numpy as np

from solver.models.incumbent import Incumbent
from solver.models.linear import Master
from solver.models.prices import GRAIN, Prices, Relaxed, Weights4
from solver.plan import Cost

FINE = 1000  # the unit of a cover part, so that prices in whole grains lose nothing
ROUNDING = 1e-4


def part_weights(weights: Weights4, part: int) -> Weights4:
    """Weights of the parts up to this one alone, in the ratios of `weights`; FINE to a unit of the part."""
    found = [0, 0, 0, 0]
    for k in range(part + 1):
        found[k] = FINE * -(-weights[k] // weights[part])
    return found[0], found[1], found[2], found[3]


def certify_cover(master: Master, best: Incumbent, weights: Weights4) -> dict[Weights4, Prices]:
    """Raise the bound of the first three parts as far as the relaxation proves them; the prices that prove it.

    The basis that is best for all four parts gives prices for fewer of them too, as good as any where the weights keep
    the parts' order; and prices prove a bound whatever they are.
    """
    bounds: list[float | None] = [None, None, None]
    prices: dict[Weights4, Prices] = {}
    for part in reversed(range(3)):
        if best.cost.parts()[: part + 1] == best.least[: part + 1]:
            break  # what the plan reaches and none can undercut needs no relaxation
        level = master.level_at(part_weights(weights, part))
        bounds[part] = level.relaxed.bound / GRAIN
        prices[part_weights(weights, part)] = level.prices
    raise_cover(best, weights, bounds)
    return prices


def raise_cover(best: Incumbent, weights: Weights4, bounds: Sequence[float | None]) -> None:
    """Raise the bound of the first three parts by a bound at the `part_weights` of each, None where there is none."""
    proved: list[int] = []
    for part, bound in enumerate(bounds):
        known = sum(w * p for w, p in zip(part_weights(weights, part), proved, strict=False))
        least = best.least[part]
        proved.append(least if bound is None else max(least, _least_units(bound - known, FINE)))
    best.raise_bound(Cost(proved[0], proved[1], proved[2], best.floor))


def certify_last(best: Incumbent, relaxed: Relaxed, weights: Weights4) -> None:
    """Raise the bound of the last part by a relaxation of the whole, under the cover that is proved."""
    cover = best.bound.parts()[:3]
    worth = int(np.dot(weights[:3], cover))
    best.raise_bound(Cost(*cover, _least_units(relaxed.bound / GRAIN - worth, weights[3])))


def _least_units(value: float, unit: int) -> int:
    """The least whole number of units that the value proves."""
    return int(np.ceil(value / unit - ROUNDING))
