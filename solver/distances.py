# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# compiled functions take their types from their arguments
"""Walking distances over the network, found from the shifts' places and bounded by the walking limit.

Dijkstra (1959) in whole metres. A search costs what it reaches and not the whole network: a town has a quarter of a
million corners, and some hundreds of them lie within a walk.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from numba import njit

from solver.problem import Network

UNREACHABLE_METRES = 10_000

Metres = npt.NDArray[np.int64]
Narrow = npt.NDArray[np.int32]

_ENDLESS = np.int64(1) << np.int64(40)


@dataclass(frozen=True, slots=True)
class Streets:
    """The network's ways out of each node: node n owns ptr[n]:ptr[n + 1] of their ends and lengths."""

    ptr: Metres
    end: Narrow
    metres: Narrow


@dataclass(frozen=True, slots=True)
class Reach:
    """What lies within a walk of each of some places: place p owns ptr[p]:ptr[p + 1] of nodes and metres."""

    ptr: Metres
    node: Narrow
    metres: Narrow


def adjacency(network: Network) -> Streets:
    """The network as arrays."""
    count = len(network.nodes)
    edges = np.fromiter(chain.from_iterable(network.edges), dtype=np.int32, count=3 * len(network.edges)).reshape(-1, 3)
    begin = np.concatenate((edges[:, 0], edges[:, 1]))
    order = np.argsort(begin, kind="stable")
    ptr = np.concatenate(([0], np.cumsum(np.bincount(begin, minlength=count)))).astype(np.int64)
    ends, metres = np.concatenate((edges[:, 1], edges[:, 0])), np.concatenate((edges[:, 2], edges[:, 2]))
    return Streets(ptr, ends[order], metres[order])


def reach(streets: Streets, nodes: Metres, limit: int) -> Reach:
    """Every node within the limit of each of these nodes."""
    ptr, node, metres = _reach(streets.ptr, streets.end, streets.metres, nodes, np.int64(limit))
    return Reach(ptr, node, metres)


def metres_to(streets: Streets, node: int, others: Metres) -> Metres:
    """Shortest walking metres from the node to each of the others, in one search that ends at the last of them."""
    wanted = np.zeros(len(streets.ptr) - 1, dtype=np.bool_)
    wanted[others] = True
    best, heap, found = _scratch(streets)
    if len(others):
        many = np.int64(wanted.sum())
        _search(streets.ptr, streets.end, streets.metres, np.int64(node), _ENDLESS, wanted, many, best, heap, found)
    return np.where(best[others] < _ENDLESS, best[others], UNREACHABLE_METRES)


def metres_from(streets: Streets, nodes: Sequence[int], limit: float = np.inf) -> Metres:
    """Shortest walking metres [node, every node of the network]; UNREACHABLE_METRES beyond `limit`."""
    table = np.full((len(nodes), len(streets.ptr) - 1), UNREACHABLE_METRES, dtype=np.int64)
    most = int(_ENDLESS) if np.isinf(limit) else int(limit)
    for row, node in zip(table, nodes, strict=True):
        near = reach(streets, np.array([node], dtype=np.int64), most)
        row[near.node] = near.metres
    return table


def blocks(streets: Streets, nodes: Sequence[int], limit: float = np.inf) -> Iterator[tuple[int, Metres]]:
    """Yield (node, metres to every node of the network) for each of `nodes`, one at a time to bound the memory."""
    for node in nodes:
        yield node, metres_from(streets, [node], limit)[0]


def _scratch(streets: Streets) -> tuple[Metres, Metres, Narrow]:
    count = len(streets.ptr) - 1
    best = np.full(count, _ENDLESS, dtype=np.int64)
    return best, np.empty(len(streets.end) + 1, dtype=np.int64), np.empty(count, dtype=np.int32)


@njit(cache=True)
def _search(ptr, end, length, source, limit, wanted, many, best, heap, found):
    """Settle nodes from the source, the nearest first, into found, until `many` of the wanted ones are: how many.

    `best` holds what was reached, settled or not; the heap holds metres and node in one number.
    """
    best[source] = 0
    heap[0] = source
    size, settled = 1, 0
    touched = 0
    while size > 0:
        top = heap[0]
        size -= 1
        last = heap[size]
        i = 0
        while True:  # sift down
            child = 2 * i + 1
            if child >= size:
                break
            if child + 1 < size and heap[child + 1] < heap[child]:
                child += 1
            if heap[child] >= last:
                break
            heap[i] = heap[child]
            i = child
        heap[i] = last
        node, metres = top & 0xFFFFFFFF, top >> 32
        if metres > best[node]:
            continue
        found[settled] = node
        settled += 1
        if len(wanted) > 0 and wanted[node]:
            touched += 1
            if touched == many:
                break
        for k in range(ptr[node], ptr[node + 1]):
            other = end[k]
            further = metres + length[k]
            if further > limit or further >= best[other]:
                continue
            best[other] = further
            item = (further << 32) | other
            i = size
            size += 1
            while i > 0:  # sift up
                parent = (i - 1) >> 1
                if heap[parent] <= item:
                    break
                heap[i] = heap[parent]
                i = parent
            heap[i] = item
    return settled


@njit(cache=True)
def _reach(ptr, end, length, nodes, limit):
    count = len(ptr) - 1
    best = np.full(count, np.int64(1) << np.int64(40), np.int64)
    heap = np.empty(len(end) + 1, np.int64)
    found = np.empty(count, np.int32)
    nobody = np.zeros(0, np.bool_)
    out = np.zeros(len(nodes) + 1, np.int64)
    node = np.empty(1024, np.int32)
    metres = np.empty(1024, np.int32)
    for p in range(len(nodes)):
        settled = _search(ptr, end, length, nodes[p], limit, nobody, np.int64(0), best, heap, found)
        first = out[p]
        if first + settled > len(node):
            room = 2 * (first + settled)
            more = np.empty(room, np.int32)
            more[:first] = node[:first]
            node = more
            more = np.empty(room, np.int32)
            more[:first] = metres[:first]
            metres = more
        for i in range(settled):
            node[first + i] = found[i]
            metres[first + i] = best[found[i]]
            best[found[i]] = np.int64(1) << np.int64(40)
        out[p + 1] = first + settled
    return out, node[: out[-1]].copy(), metres[: out[-1]].copy()
