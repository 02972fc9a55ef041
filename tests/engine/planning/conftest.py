"""Lantern Street (灯笼街): three junctions in a row, two segments of 200 m, four people, one station.

    west ----- half-west (200 m) ----- middle ----- half-east (200 m) ----- east
    甲 lives west, 乙 lives east, 丙 lives east and works at the middle, 丁 lives in the middle and is a minor.

A shift on a half takes place at its midpoint: 100 m from either end, 300 m from the far end of the street.
"""

from __future__ import annotations

from datetime import date

import pytest

from engine.model import (
    Category,
    Community,
    District,
    Junction,
    Line,
    Organization,
    Road,
    RoadClass,
    Segment,
    ShiftTemplate,
    Station,
    Subdistrict,
    Theme,
    Volunteer,
)
from engine.store import Edge, GraphStore

WEEK = "2026-W48"  # Monday is 23 November
MONDAY_RUSH = (420, 510)
EARLY = (405, 540)
"""Monday 6:45 to 9:00."""


def person(id: str, junction: tuple[float, float], **more: object) -> Volunteer:
    """A volunteer who is free on Monday morning and takes one shift a day, two a week."""
    lon, lat = junction
    facts: dict[str, object] = {
        "id": id,
        "name": id,
        "pinyin": id,
        "phone": f"1000000000{len(id)}",
        "home_lat": lat,
        "home_lon": lon,
        "free_hours": EARLY,
    }
    return Volunteer(**(facts | more))  # type: ignore[arg-type]


WEST, MIDDLE, EAST = (113.650, 34.740), (113.652, 34.740), (113.654, 34.740)


@pytest.fixture
def lantern_street(store: GraphStore) -> GraphStore:
    """The street, its people, and one template: Monday 7:00–8:30 on both halves, 1 needed, 1 wanted, 2 at most."""
    nodes = [
        District(id="town", name="灯笼区"),
        Subdistrict(id="old-town", name="老城街道"),
        Community(id="well", name="水井社区"),
        Road(id="lantern", name="灯笼街", road_class=RoadClass.MAIN),
        *(Junction(id=id, lon=at[0], lat=at[1]) for id, at in (("west", WEST), ("middle", MIDDLE), ("east", EAST))),
        Segment(id="half-west", name="灯笼街西段", metres=200, lat=34.74, lon=113.651, line=(*WEST, *MIDDLE)),
        Segment(id="half-east", name="灯笼街东段", metres=200, lat=34.74, lon=113.653, line=(*MIDDLE, *EAST)),
        Station(id="station", name="水井站", lat=34.74, lon=113.652),
        Line(id="PARTY", name="党员", part=500, tolerance=100),
        Line(id="YOUTH", name="青少年"),
        Organization(id="branch", name="水井党支部"),
        Category(id="traffic", name="文明交通劝导", minors=False),
        Category(id="tidiness", name="市容文明劝导"),
        Theme(id="november", name="文明交通月", month="2026-11"),
        ShiftTemplate(
            id="rush", name="早高峰", weekdays=(0,), start=MONDAY_RUSH[0], end=MONDAY_RUSH[1], min=1, desired=1, max=2
        ),
        person("甲", WEST, skills=("leader",)),
        person("乙", EAST),
        person("丙", EAST, work_lat=MIDDLE[1], work_lon=MIDDLE[0], work_hours=(540, 1020), free_hours=()),
        person("丁", MIDDLE, minor=True, free_hours=()),
    ]
    links: list[tuple[str, type, type, list[tuple[str, str]]]] = [
        ("PART_OF", Subdistrict, District, [("old-town", "town")]),
        ("PART_OF", Community, Subdistrict, [("well", "old-town")]),
        ("PART_OF", Road, Subdistrict, [("lantern", "old-town")]),
        ("HAS_SEGMENT", Road, Segment, [("lantern", "half-west"), ("lantern", "half-east")]),
        ("FROM", Segment, Junction, [("half-west", "west"), ("half-east", "middle")]),
        ("TO", Segment, Junction, [("half-west", "middle"), ("half-east", "east")]),
        ("SERVES", Station, Community, [("station", "well")]),
        ("NEAR", Station, Junction, [("station", "middle")]),
        ("IN_LINE", Organization, Line, [("branch", "PARTY")]),
        ("MEMBER_OF", Volunteer, Organization, [("甲", "branch"), ("乙", "branch"), ("丙", "branch")]),
        ("BASED_AT", Volunteer, Station, [(id, "station") for id in "甲乙丙丁"]),
        ("LIVES_NEAR", Volunteer, Junction, [("甲", "west"), ("乙", "east"), ("丙", "east"), ("丁", "middle")]),
        ("WORKS_NEAR", Volunteer, Junction, [("丙", "middle")]),
        ("CLAIMS", Volunteer, Segment, [("甲", "half-west")]),
        ("AT", ShiftTemplate, Segment, [("rush", "half-west"), ("rush", "half-east")]),
        ("FOR", ShiftTemplate, Category, [("rush", "traffic")]),
    ]
    with store.tx() as tx:
        tx.upsert_nodes(nodes)
        for edge, source, target, ends in links:
            tx.upsert_edges(edge, source, target, [Edge(a, b) for a, b in ends])
    return store


def change(store: GraphStore, id: str, **properties: object) -> None:
    """The volunteer has these properties."""
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in properties.items()}
    with store.tx() as tx:
        tx.update(Volunteer, id, plain)


TODAY = date(2026, 11, 22)
