"""From a linear program's row prices to prices of the relaxed problem."""

import numpy as np

from solver.columns import Floats, Ints
from solver.models.instance import Instance
from solver.models.prices import GRAIN, Prices, Weights4, admissible
from solver.models.whole import seat_worth


def prices_of_rows(
    instance: Instance, rows: dict[str, tuple[int, int]], dual: Floats, guards: Ints, weights: Weights4
) -> Prices:
    """The rows' dual values as admissible prices; those of the guards' rows stand behind all of `rows` but "guard"."""

    def block(name: str, scale: float = 1.0) -> Ints:
        return np.rint(dual[slice(*rows[name])] * (GRAIN * scale)).astype(np.int64)

    scale = instance.problem.weights.share / 1000
    worth = seat_worth(instance, dual[slice(*rows["low"])], dual[slice(*rows["high"])])
    wards = len(instance.wards)
    guard = np.zeros(wards + len(instance.minimum), dtype=np.int64)
    guard[guards] = np.rint(dual[len(dual) - len(guards) :] * GRAIN).astype(np.int64)
    prices = Prices(
        seat=block("seat") + round(worth * GRAIN),
        need=block("need"),
        low=block("low", scale),
        high=block("high", scale),
        ward=guard[:wards],
        first=guard[wards:],
    )
    return admissible(instance, prices, weights)
