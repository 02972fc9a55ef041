"""The walking network as it is loaded from the store. Lengths in metres."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from engine.model import Junction, Segment
from engine.network import Component, StreetEdge, StreetNetwork, load_network
from engine.store import GraphStore
from engine.store.port import Edge


def network(size: int, *edges: tuple[int, int, int]) -> StreetNetwork:
    """Junctions j0, j1, … with edges (a, b, metres) s0, s1, …"""
    return StreetNetwork(
        tuple(f"j{number}" for number in range(size)),
        ((113.65, 34.74),) * size,
        tuple(StreetEdge(*edge, f"s{number}") for number, edge in enumerate(edges)),
    )


def test_the_store_gives_its_network_sorted_by_id(store: GraphStore) -> None:
    store.migrate()
    with store.tx() as tx:
        tx.upsert_nodes(Junction(id=id, lat=34.74, lon=lon) for id, lon in (("b", 113.651), ("a", 113.65)))
        line = (113.65, 34.74, 113.651, 34.74)
        tx.upsert_nodes(
            Segment(id=id, name="福华街", metres=metres, lat=34.74, lon=113.6505, line=line)
            for id, metres in (("two", 95), ("one", 91), ("loose", 40))
        )
        tx.upsert_edges("FROM", Segment, Junction, [Edge("one", "a"), Edge("two", "b")])
        tx.upsert_edges("TO", Segment, Junction, [Edge("one", "b"), Edge("two", "a")])
    # a segment without ends is nowhere; parallel ones both stay
    assert load_network(store) == StreetNetwork(
        ("a", "b"),
        ((113.65, 34.74), (113.651, 34.74)),
        (StreetEdge(0, 1, 91, "one"), StreetEdge(1, 0, 95, "two")),
    )


def test_an_empty_store_has_an_empty_network(store: GraphStore) -> None:
    store.migrate()
    empty = load_network(store)
    assert (empty.junctions, empty.metres, empty.components()) == ((), 0, [])


def test_the_longest_part_comes_first() -> None:
    parts = network(5, (0, 1, 10), (2, 3, 30)).components()
    assert parts == [Component((2, 3), 30), Component((0, 1), 10), Component((4,), 0)]


def test_loops_and_parallel_segments_count_in_full() -> None:
    assert network(2, (0, 1, 10), (1, 0, 12), (1, 1, 5)).components() == [Component((0, 1), 27)]


def test_networkx_gets_every_segment_under_its_id() -> None:
    graph = network(2, (0, 1, 10), (1, 0, 12), (1, 1, 5)).to_networkx()
    assert sorted(graph.edges(keys=True, data="metres")) == [
        ("j0", "j1", "s0", 10),
        ("j0", "j1", "s1", 12),
        ("j1", "j1", "s2", 5),
    ]
    assert graph.nodes["j0"] == {"lon": 113.65, "lat": 34.74}


JUNCTIONS = st.integers(min_value=0, max_value=7)


@given(st.lists(st.tuples(JUNCTIONS, JUNCTIONS, st.integers(min_value=1, max_value=500))))
def test_the_parts_are_those_of_networkx(edges: list[tuple[int, int, int]]) -> None:
    found = network(8, *edges)
    expected = {frozenset(part) for part in nx.connected_components(found.to_networkx())}
    parts = found.components()
    assert {frozenset(found.junctions[number] for number in part.junctions) for part in parts} == expected
    assert sum(part.metres for part in parts) == found.metres
