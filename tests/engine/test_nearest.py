"""The junction nearest to a place. 0.001° of latitude is 111.2 m."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.coordinates import metres_between
from engine.errors import NotFound
from engine.model import Junction, Segment, Station, Volunteer
from engine.nearest import JunctionIndex, link_near
from engine.network import StreetEdge, StreetNetwork
from engine.store import GraphStore, Match
from engine.store.port import Edge

LAT, LON = 34.74, 113.65


def index(*places: tuple[float, float], edges: tuple[tuple[int, int, int], ...] = ()) -> JunctionIndex:
    """Junctions j0, j1, … so many thousandths of a degree north and east; edges (a, b, metres)."""
    lonlat = tuple((LON + east / 1000, LAT + north / 1000) for north, east in places)
    ids = tuple(f"j{number}" for number in range(len(places)))
    return JunctionIndex.of_network(StreetNetwork(ids, lonlat, tuple(StreetEdge(*e, f"s{e}") for e in edges)))


def test_the_nearest_junction_and_its_distance() -> None:
    assert index((0, 0), (1, 0)).nearest(LAT + 0.0007, LON) == ("j1", pytest.approx(33.36, abs=0.01))


def test_many_places_at_once() -> None:
    ids, metres = index((0, 0), (1, 0)).nearest_many([LAT, LAT + 0.002], [LON, LON])
    assert ids == ["j0", "j1"]
    assert metres == pytest.approx([0, 111.2], abs=0.1)


def test_without_junctions_one_is_told_to_import_roads() -> None:
    with pytest.raises(NotFound, match="请先导入道路"):
        index().nearest(LAT, LON)


MAIN_ROAD = (0, 1, 2000)
YARD = (2, 3, 50)


def test_a_fragment_gives_way_to_the_rest_of_the_network_close_by() -> None:
    # the yard's junction is at the door, the main road 2 × 111 m further
    found = index((0, 0), (18, 0), (2, 0), (2, 0.5), edges=(MAIN_ROAD, YARD)).nearest(LAT + 0.002, LON)
    assert found == ("j0", pytest.approx(222.4, abs=0.1))


def test_a_fragment_is_all_there_is_far_from_the_rest() -> None:
    # the main road is 3 × 111 m further
    found = index((0, 0), (-18, 0), (3, 0), (3, 0.5), edges=(MAIN_ROAD, YARD)).nearest(LAT + 0.003, LON)
    assert found == ("j2", pytest.approx(0, abs=0.01))


PLACES = st.tuples(st.floats(min_value=-80, max_value=80), st.floats(min_value=-180, max_value=180))


@given(st.lists(PLACES, min_size=1, max_size=12), PLACES)
def test_no_junction_is_nearer_than_the_nearest_anywhere_on_earth(
    places: list[tuple[float, float]], here: tuple[float, float]
) -> None:
    lonlat = tuple((lon, lat) for lat, lon in places)
    found = JunctionIndex.of_network(StreetNetwork(tuple(map(str, range(len(places)))), lonlat, ()))
    id, metres = found.nearest(*here)
    all_metres = [metres_between(*here, *place) for place in places]
    assert metres == pytest.approx(min(all_metres), rel=1e-6, abs=0.01)
    assert np.isclose(all_metres[int(id)], metres, rtol=1e-6, atol=0.01)


def person(id: str, north: float, work: float | None = None) -> Volunteer:
    return Volunteer(
        id=id,
        name="某甲",
        pinyin="mou jia",
        phone="13800000000",
        home_lat=LAT + north / 1000,
        home_lon=LON,
        work_lat=None if work is None else LAT + work / 1000,
        work_lon=None if work is None else LON,
    )


@pytest.fixture
def street(store: GraphStore) -> GraphStore:
    """A street with junctions south and north, a volunteer in the south who works in the north, one who does not work
    and a station in the north."""
    store.migrate()
    with store.tx() as tx:
        tx.upsert_nodes([Junction(id="south", lat=LAT, lon=LON), Junction(id="north", lat=LAT + 0.01, lon=LON)])
        tx.upsert_nodes(
            [person("v1", 1, work=9), person("v2", 2), Station(id="s1", name="某站", lat=LAT + 0.008, lon=LON)]
        )
    return store


def near(store: GraphStore) -> set[tuple[str, str, str]]:
    kinds = (("LIVES_NEAR", Volunteer), ("WORKS_NEAR", Volunteer), ("NEAR", Station))
    return {
        (kind, row["n.id"], row["j.id"])
        for kind, node in kinds
        for row in store.query(Match("n", node).hop(kind, "j", Junction).select("n.id", "j.id"))
    }


def test_everybody_gets_the_junction_near_home_and_near_work(street: GraphStore) -> None:
    with street.tx() as tx:
        assert link_near(tx) == 4
    assert near(street) == {
        ("LIVES_NEAR", "v1", "south"),
        ("WORKS_NEAR", "v1", "north"),
        ("LIVES_NEAR", "v2", "south"),
        ("NEAR", "s1", "north"),
    }


def test_linking_again_changes_nothing(street: GraphStore) -> None:
    with street.tx() as tx:
        link_near(tx)
        assert link_near(tx) == 0


def test_a_new_junction_draws_those_who_are_nearer_to_it(street: GraphStore) -> None:
    with street.tx() as tx:
        link_near(tx)
        tx.upsert_nodes([Junction(id="middle", lat=LAT + 0.0021, lon=LON)])
        assert link_near(tx) == 1
    assert {edge for edge in near(street) if edge[1] == "v2"} == {("LIVES_NEAR", "v2", "middle")}


def test_who_no_longer_works_is_near_no_work(street: GraphStore) -> None:
    with street.tx() as tx:
        link_near(tx)
        tx.upsert_nodes([person("v1", 1)])
        assert link_near(tx) == 1
    assert not any(kind == "WORKS_NEAR" for kind, _, _ in near(street))


def test_only_those_who_are_named_are_linked(street: GraphStore) -> None:
    with street.tx() as tx:
        assert link_near(tx, only=["v2"]) == 1
    assert near(street) == {("LIVES_NEAR", "v2", "south")}


def test_without_roads_nobody_is_linked_and_nothing_fails(street: GraphStore) -> None:
    with street.tx() as tx:
        link_near(tx)
        tx.delete_nodes(Junction)
        assert link_near(tx) == 0
    assert near(street) == set()


def test_the_index_of_a_store_knows_its_fragments(street: GraphStore) -> None:
    line = (LON, LAT, LON, LAT + 0.01)
    with street.tx() as tx:
        tx.upsert_nodes([Segment(id="s", name="大学路", metres=1112, lat=LAT + 0.005, lon=LON, line=line)])
        tx.upsert_nodes([Junction(id="yard", lat=LAT + 0.001, lon=LON)])
        tx.upsert_edges("FROM", Segment, Junction, [Edge("s", "south")])
        tx.upsert_edges("TO", Segment, Junction, [Edge("s", "north")])
        assert JunctionIndex.load(tx).nearest(LAT + 0.001, LON)[0] == "south"
