"""A town small enough to know by heart: two roads, three volunteers, one week's plan.

Lantern Road (灯笼路, MAIN) has segments a and b, Bamboo Lane (竹竿巷, LANE) has segment c, in one subdistrict.
Station S covers a and c. Volunteers: 甲一 (jia yi), 乙二 (yi er), 丙三 (bing san); the first two belong to the party
line's office. Plan p1 of 2026-W48 puts 甲一 on shift s1 (a, Monday 7:00) and 乙二 on s2 (c, Tuesday 18:00); s1 lacks
one person.
"""

from __future__ import annotations

from engine.model import (
    Assignment,
    Category,
    Community,
    District,
    Junction,
    Line,
    Organization,
    Plan,
    PlanStatus,
    Road,
    RoadClass,
    Segment,
    Shift,
    Shortfall,
    ShortfallKind,
    Station,
    Subdistrict,
    Volunteer,
)
from engine.store import Edge, GraphStore

WEEK = "2026-W48"
PHONE = "13800008000"
HOME = "灯笼路九号院"

NODES = (
    District(id="town", name="灯笼区"),
    Subdistrict(id="east", name="东街街道"),
    Community(id="well", name="水井社区"),
    Road(id="lantern", name="灯笼路", road_class=RoadClass.MAIN),
    Road(id="bamboo", name="竹竿巷", road_class=RoadClass.LANE),
    *(Junction(id=f"j{n}", lat=34.75 + n / 1000, lon=113.65) for n in range(4)),
    *(
        Segment(
            id=key,
            name=f"{name}段",
            metres=111,
            lat=34.75,
            lon=113.65,
            line=(113.65, 34.75, 113.65, 34.751),
        )
        for key, name in (("a", "灯笼路甲"), ("b", "灯笼路乙"), ("c", "竹竿巷"))
    ),
    Station(id="S", name="水井服务站", lat=34.75, lon=113.65),
    Line(id="PARTY", name="党员"),
    Organization(id="office", name="东街机关支部"),
    *(
        Volunteer(
            id=key,
            name=name,
            pinyin=pinyin,
            phone=f"{PHONE[:-1]}{n}",
            home_lat=34.75,
            home_lon=113.65,
            home_address=HOME,
            note="忌口花生",
            minor=key == "v3",
            free_hours=(0, 7 * 1440),
            skills=("leader",) if key == "v1" else (),
        )
        for n, (key, name, pinyin) in enumerate(
            (("v1", "甲一", "jia yi"), ("v2", "乙二", "yi er"), ("v3", "丙三", "bing san"))
        )
    ),
    Category(id="traffic", name="文明交通劝导", minors=False),
    Shift(id="s1", week=WEEK, start=420, end=510, min=1, desired=2, max=3, priority=2),
    Shift(id="s2", week=WEEK, start=1440 + 1080, end=1440 + 1170, min=1, desired=1, max=2),
    Plan(
        id="p1",
        week=WEEK,
        scope="east",
        number=1,
        status=PlanStatus.DRAFT,
        created_at="2026-11-20T10:00:00+08:00",
        proof="OPTIMAL",
        below_minimum=0,
        needs_unmet=0,
        below_desired=2,
        inconvenience=300,
        bound_below_minimum=0,
        bound_needs_unmet=0,
        bound_below_desired=2,
        bound_inconvenience=290,
        metres=400,
        longest=250,
        assigned=2,
        seats=3,
    ),
    Assignment(id="a1", week=WEEK, metres=150, reason="离住处 150 米"),
    Assignment(id="a2", week=WEEK, metres=250),
    Shortfall(id="f1", kind=ShortfallKind.DESIRED, missing=1, why=("无人有空",)),
)

EDGES = (
    ("PART_OF", "Subdistrict", "District", [("east", "town")]),
    ("PART_OF", "Community", "Subdistrict", [("well", "east")]),
    ("PART_OF", "Road", "Subdistrict", [("lantern", "east"), ("bamboo", "east")]),
    ("HAS_SEGMENT", "Road", "Segment", [("lantern", "a"), ("lantern", "b"), ("bamboo", "c")]),
    ("FROM", "Segment", "Junction", [("a", "j0"), ("b", "j1"), ("c", "j1")]),
    ("TO", "Segment", "Junction", [("a", "j1"), ("b", "j2"), ("c", "j3")]),
    ("SERVES", "Station", "Community", [("S", "well")]),
    ("COVERS", "Station", "Segment", [("S", "a"), ("S", "c")]),
    ("NEAR", "Station", "Junction", [("S", "j1")]),
    ("IN_LINE", "Organization", "Line", [("office", "PARTY")]),
    ("MEMBER_OF", "Volunteer", "Organization", [("v1", "office"), ("v2", "office")]),
    ("BASED_AT", "Volunteer", "Station", [("v1", "S"), ("v2", "S"), ("v3", "S")]),
    ("LIVES_NEAR", "Volunteer", "Junction", [("v1", "j0"), ("v2", "j1"), ("v3", "j2")]),
    ("CLAIMS", "Volunteer", "Segment", [("v1", "a")]),
    ("AT", "Shift", "Segment", [("s1", "a"), ("s2", "c")]),
    ("FOR", "Shift", "Category", [("s1", "traffic"), ("s2", "traffic")]),
    ("ASSIGNED", "Volunteer", "Assignment", [("v1", "a1"), ("v2", "a2")]),
    ("TO_SHIFT", "Assignment", "Shift", [("a1", "s1"), ("a2", "s2")]),
    ("IN_PLAN", "Assignment", "Plan", [("a1", "p1"), ("a2", "p1")]),
    ("TO_SHIFT", "Shortfall", "Shift", [("f1", "s1")]),
    ("IN_PLAN", "Shortfall", "Plan", [("f1", "p1")]),
)


def build(store: GraphStore) -> None:
    """The store holds the town."""
    labels = {type(node).LABEL: type(node) for node in NODES}
    with store.tx() as tx:
        tx.upsert_nodes(NODES)
        for edge, source, target, pairs in EDGES:
            tx.upsert_edges(edge, labels[source], labels[target], [Edge(a, b) for a, b in pairs])
