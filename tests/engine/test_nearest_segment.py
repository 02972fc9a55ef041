"""The segment at a place: the nearest centre line within reach, not the nearest middle."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.coordinates import metres_between
from engine.errors import InvalidInput, NotFound
from engine.model import Segment, Volunteer
from engine.nearest_segment import DEGREE, REACH, metres_to, nearest_segment
from engine.responsibility import who_answers_at
from engine.store import Edge, GraphStore
from tests.counting import Counting
from tests.engine.store.fuhua_street import volunteer

LAT, LON = 34.75, 113.65
NORTH = 1 / DEGREE
EAST = NORTH / math.cos(math.radians(LAT))
"""Degrees of a metre."""


def segment(id: str, *points: tuple[float, float]) -> Segment:
    """A straight or bent segment through points given in metres east and north of the corner."""
    line = tuple(degrees for east, north in points for degrees in (LON + east * EAST, LAT + north * NORTH))
    length = sum(math.dist(a, b) for a, b in pairwise(points))
    middle = [(a + b) / 2 for a, b in zip(points[0], points[-1], strict=True)]
    lon, lat = LON + middle[0] * EAST, LAT + middle[1] * NORTH
    return Segment(id=id, name=id, metres=round(length), lat=lat, lon=lon, line=line)


@pytest.fixture
def corner(store: GraphStore) -> GraphStore:
    """A long street to the east of the corner, 2,000 m, and a short one to the north, 60 m."""
    with store.tx() as tx:
        tx.upsert_nodes([segment("long", (0, 0), (2000, 0)), segment("short", (0, 0), (0, 60)), volunteer("甲")])
        tx.upsert_edges("STEWARD_OF", Volunteer, Segment, [Edge("甲", "long")])
    return store


def at(store: GraphStore, east: float, north: float) -> tuple[str, int]:
    id, metres = nearest_segment(store, LAT + north * NORTH, LON + east * EAST)
    return id, round(metres)


def test_the_line_counts_and_not_its_middle(corner: GraphStore) -> None:
    assert at(corner, 50, 20) == ("long", 20)  # its middle is 950 m away, that of the short one 51 m
    assert at(corner, 20, 50) == ("short", 20)
    assert at(corner, -30, -40) == ("long", 50)  # both begin at the corner: the id that comes first


def test_beyond_reach_there_is_none(corner: GraphStore) -> None:
    assert at(corner, 1000, REACH - 1) == ("long", REACH - 1)
    with pytest.raises(NotFound, match="100 米内没有路段"):
        at(corner, 1000, REACH + 1)


def test_without_segments_there_is_none(store: GraphStore) -> None:
    with pytest.raises(NotFound):
        at(store, 0, 0)


@pytest.mark.parametrize(
    ("lat", "lon", "wrong"), [(91, 0, "latitude"), (0, -181, "longitude"), (math.nan, 0, "latitude")]
)
def test_no_place_on_earth_is_refused(store: GraphStore, lat: float, lon: float, wrong: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        nearest_segment(store, lat, lon)
    assert [fault.field for fault in refused.value.faults] == [wrong]


def test_who_answers_there_is_asked_by_nine_questions(corner: GraphStore) -> None:
    counting = Counting(corner)
    spot = who_answers_at(counting, LAT + 20 * NORTH, LON + 1500 * EAST, date(2026, 1, 1))
    assert (spot.segment, round(spot.metres or 0), [one.who for one in spot.responsible]) == ("long", 20, ["甲"])
    assert counting.asked == 9


metres = st.integers(-300, 300)


@given(ends=st.lists(st.tuples(metres, metres), min_size=2, max_size=4))
def test_the_distance_is_that_on_the_sphere(ends: list[tuple[int, int]]) -> None:
    """Against a thousand points of each stretch: at most half a step, 0.5 m, too far, and a plane's 0.01 m."""
    line = list(segment("s", (0, 1), *ends).line)
    points = list(zip(line[::2], line[1::2], strict=True))
    brute = min(
        metres_between(LAT, LON, y + (y2 - y) * part / 1000, x + (x2 - x) * part / 1000)
        for (x, y), (x2, y2) in pairwise(points)
        for part in range(1001)
    )
    assert -0.01 <= brute - metres_to(LAT, LON, line) <= 0.51
