"""People in areas by where they live."""

import numpy as np

from solver.columns import Ints
from solver.models.instance import Instance


def areas(city: Instance, free: Ints, most: int, first: float = 0.5) -> list[Ints]:
    """These units in areas of at most so many, by where they live: cut across the longer side until they fit.

    Each cut halves them, but the first leaves the part `first` on one side: with another one all borders lie elsewhere.
    """
    nodes = np.array(city.problem.network.nodes, dtype=np.float64).reshape(-1, 2)
    homes = nodes[city.crowd.home[np.array([unit[0] for unit in city.units], dtype=np.int64)]]
    open_, found, share = [free], [], first
    while open_:
        part = open_.pop()
        if len(part) <= most:
            found.append(np.sort(part))
            continue
        across = int(np.argmax(np.ptp(homes[part], axis=0)))
        order = part[np.argsort(homes[part, across], kind="stable")]
        cut = int(share * len(order))
        open_ += [order[cut:], order[:cut]]
        share = 0.5
    return [part for part in found if len(part)]
