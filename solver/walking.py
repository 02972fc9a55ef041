# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# compiled functions take their types from their arguments
"""Walking distances for the check: searches from the shifts' places, no further than is asked for.

In another way than the optimiser's (`distances.py`), which are not to be judged by themselves: nodes wait in buckets of
so many metres, and a bucket is worked off until nothing falls into it any more (Meyer and Sanders 2003: Δ-stepping).
"""

from collections.abc import Iterable, Mapping
from itertools import chain

import numpy as np
import numpy.typing as npt
from numba import njit

from solver.problem import Network

FAR = 10_000  # metres that a place which cannot be reached counts
ENDLESS = 1 << 60
BUCKETS = 4096  # at most, so that long ways do not make for many empty ones
_NOBODY = np.zeros(0, dtype=np.int64)

Numbers = npt.NDArray[np.int64]


class Walking:
    """Shortest walking distances over one network; remembers what it was asked.

    Threads may share it: a search is one compiled step, and what it finds is remembered at once.
    """

    def __init__(self, network: Network) -> None:
        nodes, edges = len(network.nodes), network.edges
        table = np.fromiter(chain.from_iterable(edges), dtype=np.int64, count=3 * len(edges)).reshape(-1, 3)
        self._first, self._end, self._metres = _sorted_ends(table, nodes)
        longest = int(self._metres.max(initial=0))
        self._width = 1 + longest // BUCKETS
        self._heads = np.full(longest // self._width + 2, -1, dtype=np.int64)
        self._best, self._before, self._behind = (np.full(nodes, -1, dtype=np.int64) for _ in range(3))
        self._wanted, self._seen = (np.zeros(nodes, dtype=np.bool_) for _ in range(2))
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
            found, metres = self._outwards(place, np.array(wanted, dtype=np.int64), ENDLESS)
            known.update({**dict.fromkeys(wanted, FAR), **dict(zip(found.tolist(), metres.tolist(), strict=True))})

    def around(self, place: int, limit: int) -> Mapping[int, int]:
        """Metres to every node within the limit."""
        if (place, limit) not in self._around:
            found, metres = self._outwards(place, _NOBODY, limit)
            self._around[place, limit] = dict(zip(found.tolist(), metres.tolist(), strict=True))
        return self._around[place, limit]

    def _outwards(self, place: int, wanted: Numbers, limit: int) -> tuple[Numbers, Numbers]:
        return _outwards(  # type: ignore[no-any-return]
            self._first, self._end, self._metres, self._width, place, wanted, limit,
            self._heads, self._best, self._before, self._behind, self._wanted, self._seen,
        )  # fmt: skip


def _sorted_ends(edges: Numbers, nodes: int) -> tuple[Numbers, Numbers, Numbers]:
    """The edges both ways: where those of each node begin, their other ends, their lengths."""
    both = np.concatenate((edges, edges[:, [1, 0, 2]]))
    both = both[np.argsort(both[:, 0], kind="stable")]
    return np.searchsorted(both[:, 0], np.arange(nodes + 1)), both[:, 1].copy(), both[:, 2].copy()


@njit(cache=True)
def _outwards(first, end, metres, width, place, wanted, limit, heads, best, before, behind, is_wanted, seen):
    """The wanted nodes within the limit (all nodes when none is wanted) with their metres.

    `heads`, `best`, `before` and `behind` are -1, `is_wanted` and `seen` are false everywhere, before and after.
    """
    count = len(heads)
    for node in wanted:
        is_wanted[node] = True
    missing = len(wanted) if len(wanted) else -1
    reached, done = [np.int64(place)], [np.int64(place)]
    done.clear()
    best[place], heads[0] = 0, place
    bucket, waiting = 0, 1
    while waiting > 0 and missing != 0:
        slot, settled = bucket % count, len(done)
        while heads[slot] >= 0:
            node = heads[slot]
            heads[slot] = behind[node]
            if behind[node] >= 0:
                before[behind[node]] = -1
            behind[node] = -1
            waiting -= 1
            if not seen[node]:
                seen[node] = True
                done.append(node)
            for k in range(first[node], first[node + 1]):
                other, further = end[k], best[node] + metres[k]
                if further > limit or 0 <= best[other] <= further:
                    continue
                if best[other] < 0:
                    reached.append(other)
                    waiting += 1
                else:
                    old = best[other] // width % count
                    if heads[old] == other or before[other] >= 0:  # it waits: out of its old bucket
                        if before[other] >= 0:
                            behind[before[other]] = behind[other]
                        else:
                            heads[old] = behind[other]
                        if behind[other] >= 0:
                            before[behind[other]] = before[other]
                    else:
                        waiting += 1
                best[other] = further
                new = further // width % count
                before[other], behind[other] = -1, heads[new]
                if heads[new] >= 0:
                    before[heads[new]] = other
                heads[new] = other
        for i in range(settled, len(done)):
            if is_wanted[done[i]]:
                missing -= 1
        bucket += 1
    found = [node for node in done if missing < 0 or is_wanted[node]]
    lengths = [best[node] for node in found]
    for node in reached:
        heads[best[node] // width % count] = -1
        best[node], before[node], behind[node], seen[node] = -1, -1, -1, False
    for node in wanted:
        is_wanted[node] = False
    return np.array(found), np.array(lengths)
