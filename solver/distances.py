"""Walking distances over the network, found from the shifts' places and bounded by the walking limit."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from solver.problem import Network

BLOCK = 64
UNREACHABLE_METRES = 10_000

Metres = npt.NDArray[np.int64]


def adjacency(network: Network) -> csr_matrix:
    """The network as a sparse matrix; of parallel edges the shortest counts (a sparse matrix would add them up)."""
    count = len(network.nodes)
    if not network.edges:
        return csr_matrix((count, count), dtype=np.float64)
    edges = np.asarray(network.edges, dtype=np.int64)
    low, high = edges[:, :2].min(axis=1), edges[:, :2].max(axis=1)
    order = np.lexsort((edges[:, 2], high, low))
    low, high, length = low[order], high[order], edges[order, 2]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    # an explicit zero would be read as "no edge": a length of zero becomes a hair
    metres = np.maximum(length[first].astype(np.float64), 1e-9)
    return csr_matrix((metres, (low[first], high[first])), shape=(count, count))


def metres_from(graph: csr_matrix, nodes: Sequence[int], limit: float = np.inf) -> Metres:
    """Shortest walking metres [node, every node of the network]; UNREACHABLE_METRES beyond `limit`."""
    found = dijkstra(graph, directed=False, indices=np.asarray(nodes, dtype=np.int64), limit=limit)
    found[~np.isfinite(found)] = UNREACHABLE_METRES
    return np.rint(found).astype(np.int64)


def blocks(
    graph: csr_matrix, nodes: Sequence[int], limit: float = np.inf, size: int = BLOCK
) -> Iterator[tuple[int, Metres]]:
    """Yield (node, metres to every node of the network) for each of `nodes`, computed in blocks to bound the memory."""
    for begin in range(0, len(nodes), size):
        part = nodes[begin : begin + size]
        yield from zip(part, metres_from(graph, part, limit), strict=True)
