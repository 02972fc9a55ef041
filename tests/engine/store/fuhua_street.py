"""A few known nodes: three volunteers, an organization tree of three floors, two stations."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.model import Organization, Station, Volunteer
from engine.store import Edge, GraphStore

JIA = "v1"
"""甲一: leads, lives at the station, belongs to the branch."""
YI = "v2"
"""乙二: no skills, no work place, belongs to the office and the branch."""
BING = "v3"
"""丙三: belongs nowhere."""


def volunteer(id: str, **changes: Any) -> Volunteer:
    """A volunteer of whom only the named properties matter."""
    given = {"name": "丁四", "pinyin": "ding si", "phone": "13800000000", "home_lat": 34.7, "home_lon": 113.6}
    return Volunteer(id=id, **{**given, **changes})


VOLUNTEERS = (
    volunteer(JIA, name="甲一", pinyin="jia yi", skills=("leader", "急救"), load=2, work_lat=34.7, work_lon=113.7),
    volunteer(YI, name="乙二", pinyin="yi er", load=1, note="50%_", away=(date(2026, 11, 24),)),
    volunteer(BING, name="丙三", pinyin="bing san", skills=("急救",), load=1, minor=True),
)
ORGANIZATIONS = (
    Organization(id="district", name="区总工会"),
    Organization(id="office", name="街道办事处"),
    Organization(id="branch", name="第一支部"),
)
STATIONS = (
    Station(id="s1", name="福华街站", lat=34.74, lon=113.65),
    Station(id="s2", name="一马路站", lat=34.75, lon=113.66),
)


def fill(store: GraphStore) -> None:
    """The store holds the street."""
    with store.tx() as tx:
        tx.upsert_nodes([*VOLUNTEERS, *ORGANIZATIONS, *STATIONS])
        tx.upsert_edges("PART_OF", Organization, Organization, [Edge("branch", "office"), Edge("office", "district")])
        memberships = [
            Edge(JIA, "branch", {"since": "2026-01-01"}),
            Edge(YI, "branch", {"since": "2026-06-01", "until": "2026-12-31"}),
            Edge(YI, "office"),
        ]
        tx.upsert_edges("MEMBER_OF", Volunteer, Organization, memberships)
        tx.upsert_edges("BASED_AT", Volunteer, Station, [Edge(JIA, "s1"), Edge(YI, "s1"), Edge(BING, "s2")])
