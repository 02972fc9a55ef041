"""Walking distances: the network's shortest, whichever way they are found."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.distances import UNREACHABLE_METRES, adjacency, blocks, metres_from, metres_to, reach
from solver.problem import Network

NODES = 7
EDGES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 900)), max_size=15).map(tuple)


def network(*edges: tuple[int, int, int]) -> Network:
    return Network(nodes=tuple((113.65, 34.74) for _ in range(NODES)), edges=edges)


def test_of_parallel_edges_the_shorter_counts() -> None:
    assert metres_from(adjacency(network((0, 1, 300), (1, 0, 200))), [0])[0][1] == 200


def test_an_edge_of_no_length_is_still_a_way() -> None:
    assert metres_from(adjacency(network((0, 1, 0), (1, 2, 50))), [0])[0][2] == 50


def test_beyond_the_limit_a_place_counts_as_unreachable() -> None:
    assert metres_from(adjacency(network((0, 1, 300))), [0], limit=299)[0][1] == UNREACHABLE_METRES


def test_blocks_give_what_one_search_gives() -> None:
    graph = adjacency(network((0, 1, 300), (1, 2, 200)))
    whole = metres_from(graph, range(NODES))
    assert all(np.array_equal(row, whole[node]) for node, row in blocks(graph, range(NODES)))


@settings(max_examples=50, deadline=None)
@given(EDGES)
def test_distances_agree_with_networkx(edges: tuple[tuple[int, int, int], ...]) -> None:
    graph = nx.Graph()
    graph.add_nodes_from(range(NODES))
    for a, b, metres in edges:
        if a != b and metres < graph.get_edge_data(a, b, {"weight": 10**9})["weight"]:
            graph.add_edge(a, b, weight=metres)
    found = metres_from(adjacency(network(*edges)), [0])[0]
    known = nx.single_source_dijkstra_path_length(graph, 0)
    few = np.array([5, 2, 5], dtype=np.int64)
    assert metres_to(adjacency(network(*edges)), 0, few).tolist() == [
        known.get(n, UNREACHABLE_METRES) for n in (5, 2, 5)
    ]
    near = reach(adjacency(network(*edges)), np.array([3, 0]), 600)
    mine = slice(int(near.ptr[1]), int(near.ptr[2]))
    assert dict(zip(near.node[mine].tolist(), near.metres[mine].tolist(), strict=True)) == {
        node: metres for node, metres in known.items() if metres <= 600
    }
    assert found.tolist() == [known.get(node, UNREACHABLE_METRES) for node in range(NODES)]
