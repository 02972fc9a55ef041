"""The check's own distances, against networkx."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from solver.problem import Network
from solver.walking import FAR, Walking

NODES = 8
EDGES = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.integers(0, 20)), max_size=30)


@given(EDGES, st.integers(0, NODES - 1), st.lists(st.integers(0, NODES - 1), max_size=4))
def test_distances_are_the_shortest_whatever_is_asked_first(edges, place, first):
    walking = Walking(Network(nodes=((0.0, 0.0),) * NODES, edges=tuple(edges)))
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(NODES))
    graph.add_weighted_edges_from(edges)
    expected = nx.single_source_dijkstra_path_length(graph, place)
    walking.measure(place, first)
    assert [walking.metres(node, place) for node in range(NODES)] == [expected.get(n, FAR) for n in range(NODES)]


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 1_000_000)), max_size=30),
    st.integers(0, NODES - 1),
    st.integers(0, 2_000_000),
)
def test_what_lies_within_a_limit_is_all_that_a_search_finds(edges, place, limit):
    walking = Walking(Network(nodes=((0.0, 0.0),) * NODES, edges=tuple(edges)))
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(NODES))
    graph.add_weighted_edges_from(edges)
    assert walking.around(place, limit) == nx.single_source_dijkstra_path_length(graph, place, cutoff=limit)
    assert walking.around(place, 3_000_000) == nx.single_source_dijkstra_path_length(graph, place, cutoff=3_000_000)


def test_a_way_that_turns_out_longer_is_forgotten():
    walking = Walking(Network(nodes=((0.0, 0.0),) * 4, edges=((0, 1, 10), (0, 2, 1), (2, 1, 1), (1, 3, 20))))
    assert walking.metres(3, 0) == 22
