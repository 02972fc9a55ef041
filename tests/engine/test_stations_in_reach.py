"""Stations in reach of a neighbourhood: by hand on a long street, against networkx on random streets."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import InvalidInput, NotFound
from engine.model import District, Junction, Node, Segment, Station, Volunteer, WalkFrom
from engine.stations_in_reach import FEWEST, InReach, stations_in_reach
from engine.store import Edge, GraphStore
from tests.counting import Counting
from tests.engine.store.fuhua_street import volunteer

LIMIT = 1000
Street = list[tuple[int, int, int]]
"""Two junctions by their numbers, and the metres between them."""


def build(store: GraphStore, streets: Street, count: int, stations: dict[str, int]) -> None:
    """The store holds the streets, the stations at junctions, and at each junction n somebody vn who lives there."""
    nodes: list[Node] = [
        District(id="town", name="灯笼区", limit_metres=LIMIT),
        *(Junction(id=f"j{n}", lat=34.7, lon=113.6) for n in range(count)),
        *(Station(id=id, name=id, lat=34.7, lon=113.6) for id in stations),
        *(volunteer(f"v{n}") for n in range(count)),
        *(
            Segment(id=f"s{n}", name="路段", metres=metres, lat=34.7, lon=113.6, line=(113.6, 34.7, 113.7, 34.7))
            for n, (_, _, metres) in enumerate(streets)
        ),
    ]
    with store.tx() as tx:
        for label in (Junction, Station, Segment, Volunteer):
            tx.delete_nodes(label)
        tx.upsert_nodes(nodes)
        tx.upsert_edges("FROM", Segment, Junction, [Edge(f"s{n}", f"j{a}") for n, (a, _, _) in enumerate(streets)])
        tx.upsert_edges("TO", Segment, Junction, [Edge(f"s{n}", f"j{b}") for n, (_, b, _) in enumerate(streets)])
        tx.upsert_edges("NEAR", Station, Junction, [Edge(id, f"j{n}") for id, n in stations.items()])
        tx.upsert_edges("LIVES_NEAR", Volunteer, Junction, [Edge(f"v{n}", f"j{n}") for n in range(count)])


def told(store: GraphStore, who: str, within: int | None = None) -> list[tuple[str, int]]:
    return [(one.station, one.at_most) for one in stations_in_reach(store, who, within=within)]


@pytest.fixture
def long_street(store: GraphStore) -> GraphStore:
    """Twelve junctions in a row, 100 m apart; stations at the third (west) and the ninth (east).

    j0 to j5 have the west station nearest (j5 is 300 m from both: ids decide for east), j5 to j11 the east station.
    """
    build(store, [(n, n + 1, 100) for n in range(11)], 12, {"east": 8, "west": 2})
    return store


def test_everybody_of_a_neighbourhood_gets_the_same_answer(long_street: GraphStore) -> None:
    """West: j0 to j4, at most 200 m from the west station, 800 m from the east. East: j5 to j11."""
    west, east = [("west", 200), ("east", 800)], [("east", 300), ("west", 900)]
    assert [told(long_street, f"v{n}") for n in range(12)] == [west] * 5 + [east] * 7


def test_a_smaller_limit_takes_away_the_same_for_everybody(long_street: GraphStore) -> None:
    """Asking for one limit after another does not tell who lives where: only two answers there are."""
    for within in range(0, LIMIT + 1, 50):
        answers = [told(long_street, f"v{n}", within) for n in range(12)]
        assert answers[:5] == [answers[0]] * 5
        assert answers[5:] == [answers[5]] * 7
    assert told(long_street, "v0", 200) == [("west", 200)]
    assert told(long_street, "v2", 199) == []


def test_of_a_neighbourhood_too_small_nothing_is_told(store: GraphStore) -> None:
    count = FEWEST - 1
    build(store, [(n, n + 1, 100) for n in range(count - 1)], count, {"only": 0})
    assert told(store, "v0") == []


def test_beyond_the_limit_there_is_no_neighbourhood(store: GraphStore) -> None:
    build(store, [(n, n + 1, 100) for n in range(5)] + [(5, 6, LIMIT)], 7, {"only": 0})
    assert told(store, "v5") == [("only", 500)]
    assert told(store, "v6") == []


def test_a_person_without_a_workplace_has_nothing_in_reach_from_it(long_street: GraphStore) -> None:
    assert stations_in_reach(long_street, "v0", WalkFrom.WORK) == []
    with long_street.tx() as tx:
        tx.upsert_edges("WORKS_NEAR", Volunteer, Junction, [Edge("v0", "j11")])
    assert stations_in_reach(long_street, "v0", WalkFrom.WORK) == stations_in_reach(long_street, "v11")


def test_what_cannot_be_asked_is_refused(long_street: GraphStore) -> None:
    with pytest.raises(NotFound):
        stations_in_reach(long_street, "nobody")
    for metres in (-1, LIMIT + 1):
        with pytest.raises(InvalidInput):
            stations_in_reach(long_street, "v0", within=metres)


numbers = st.integers(0, 9)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    streets=st.lists(st.tuples(numbers, numbers, st.integers(1, 600)), min_size=8, max_size=16),
    stations=st.dictionaries(st.sampled_from(["a", "b", "c"]), numbers, min_size=1),
)
def test_the_answer_is_the_most_of_the_neighbourhood(
    store: GraphStore, streets: Street, stations: dict[str, int]
) -> None:
    build(store, streets, 10, stations)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(10))
    for a, b, metres in streets:
        graph.add_edge(a, b, metres=min(metres, graph.get_edge_data(a, b, {"metres": metres})["metres"]))
    walks = {id: nx.single_source_dijkstra_path_length(graph, n, LIMIT, "metres") for id, n in stations.items()}

    def nearest(junction: int) -> tuple[int, str]:
        return min(((walk[junction], id) for id, walk in walks.items() if junction in walk), default=(0, ""))

    for junction in range(10):
        around = [other for other in range(10) if nearest(other)[1] == nearest(junction)[1]]
        expected = {
            InReach(id, max(walk[other] for other in around))
            for id, walk in walks.items()
            if nearest(junction)[1] and len(around) >= FEWEST and all(other in walk for other in around)
        }
        found = stations_in_reach(store, f"v{junction}")
        assert (set(found), len(found)) == (expected, len(expected))


def test_five_questions_however_large_the_town(long_street: GraphStore) -> None:
    counting = Counting(long_street)
    stations_in_reach(counting, "v0")
    assert counting.asked == 5
