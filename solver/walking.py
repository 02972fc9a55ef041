# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# compiled functions take their types from their arguments
"""Walking distances for the check: Dijkstra with a heap, from the shifts' places, no further than is asked for.

Written a second time on purpose: the optimiser's distances (`distances.py`) are not to be judged by themselves.
"""

from collections.abc import Iterable, Mapping
from heapq import heappop, heappush
from itertools import chain

import numpy as np
import numpy.typing as npt
from numba import njit

from solver.problem import Network

FAR = 10_000  # metres that a place which cannot be reached counts
ENDLESS = 1 << 60
_NOBODY = np.zeros(0, dtype=np.int64)

Numbers = npt.NDArray[np.int64]


class Walking:
    """Shortest walking distances over one network; remembers what it was asked."""

    def __init__(self, network: Network) -> None:
        nodes, edges = len(network.nodes), network.edges
        table = np.fromiter(chain.from_iterable(edges), dtype=np.int64, count=3 * len(edges)).reshape(-1, 3)
        self._first, self._end, self._metres = _sorted_ends(table, nodes)
        self._best = np.full(nodes, -1, dtype=np.int64)
        self._wanted = np.zeros(nodes, dtype=np.bool_)
        self._known: dict[int, dict[int, int]] = {}
        self._around: dict[tuple[int, int], dict[int, int]] = {}

    def metres(self, person: int, place: int) -> int:
        """Metres between two nodes, FAR where no way leads from one to the other."""
        known = self._known.get(place)
        if known is None or person not in known:
            self.measure(place, (person,))
        return self._known[place][person]

    def measure(self, place: int, people: Iterable[int]) -> None:
        """Find the metres from the place to each of these nodes in one search, which ends at the last of them."""
        known = self._known.setdefault(place, {})
        wanted = [node for node in set(people) if node not in known]
        if wanted:
            known.update(dict.fromkeys(wanted, FAR))
            found, metres = self._outwards(place, np.array(wanted, dtype=np.int64), ENDLESS)
            known.update(zip(found.tolist(), metres.tolist(), strict=True))

    def around(self, place: int, limit: int) -> Mapping[int, int]:
        """Metres to every node within the limit."""
        if (place, limit) not in self._around:
            found, metres = self._outwards(place, _NOBODY, limit)
            self._around[place, limit] = dict(zip(found.tolist(), metres.tolist(), strict=True))
        return self._around[place, limit]

    def _outwards(self, place: int, wanted: Numbers, limit: int) -> tuple[Numbers, Numbers]:
        return _outwards(  # type: ignore[no-any-return]
            self._first, self._end, self._metres, place, wanted, limit, self._best, self._wanted
        )


def _sorted_ends(edges: Numbers, nodes: int) -> tuple[Numbers, Numbers, Numbers]:
    """The edges both ways: where those of each node begin, their other ends, their lengths."""
    both = np.concatenate((edges, edges[:, [1, 0, 2]]))
    both = both[np.argsort(both[:, 0], kind="stable")]
    return np.searchsorted(both[:, 0], np.arange(nodes + 1)), both[:, 1].copy(), both[:, 2].copy()


@njit(cache=True)
def _outwards(first, end, metres, place, wanted, limit, best, is_wanted):
    """The wanted nodes within the limit (all nodes when none is wanted) with their metres (Dijkstra 1959).

    `best` is -1 and `is_wanted` is false everywhere, before and after.
    """
    missing = len(wanted)
    for node in wanted:
        is_wanted[node] = True
    reached, found, lengths = [place], [place], [np.int64(0)]
    found.clear()
    lengths.clear()
    heap = [(np.int64(0), np.int64(place))]
    best[place] = 0
    while heap:
        so_far, node = heappop(heap)
        if so_far > best[node]:
            continue
        if missing == 0 or is_wanted[node]:
            found.append(node)
            lengths.append(so_far)
            if is_wanted[node] and len(found) == missing:
                break
        for k in range(first[node], first[node + 1]):
            further, other = so_far + metres[k], end[k]
            if further <= limit and (best[other] < 0 or further < best[other]):
                best[other] = further
                reached.append(other)
                heappush(heap, (further, other))
    for node in reached:
        best[node] = -1
    for node in wanted:
        is_wanted[node] = False
    return np.array(found), np.array(lengths)
