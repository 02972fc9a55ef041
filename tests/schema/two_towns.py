"""The town of ``town`` and a neighbour, with what is within and beyond each role's scope.

East is the town itself; West has Willow Road (segment d), station W and the union's people v4 and v5, of whom v5 comes
to Lantern Road. Plan ``pub`` is published, ``pd`` a draft for East, ``pw`` one for West.
"""

from __future__ import annotations

from engine.access import Viewer
from engine.model import (
    Assignment,
    AssignmentStatus,
    Community,
    JobStatus,
    Line,
    Node,
    Organization,
    Plan,
    PlanJob,
    PlanStatus,
    Road,
    RoadClass,
    Role,
    Segment,
    Shift,
    Shortfall,
    ShortfallKind,
    Station,
    Subdistrict,
    Team,
    Volunteer,
)
from engine.store import Edge, GraphStore
from tests.schema import town

LABEL = {
    Role.ADMIN: "District",
    Role.COORDINATOR: "Subdistrict",
    Role.OFFICER: "Organization",
    Role.STATION_LEADER: "Station",
    Role.CHIEF: "Road",
    Role.VOLUNTEER: "Volunteer",
    Role.SERVICE: "",
}
OVER = {
    Role.ADMIN: "town",
    Role.COORDINATOR: "east",
    Role.OFFICER: "party",
    Role.STATION_LEADER: "S",
    Role.CHIEF: "lantern",
    Role.VOLUNTEER: "v1",
    Role.SERVICE: "",
}


def viewer(role: Role, purpose: str = "", over: str = "") -> Viewer:
    """Somebody in the role, over what is in East."""
    ids = tuple(id for id in (over or OVER[role],) if id)
    return Viewer(account=f"account:{role.lower()}", role=role, scope_label=LABEL[role], scope_ids=ids, purpose=purpose)


SEES: dict[str, dict[Role, set[str]]] = {
    "Volunteer": {
        Role.ADMIN: {"v1", "v2", "v3", "v4", "v5"},
        Role.COORDINATOR: {"v1", "v2", "v3", "v5"},
        Role.OFFICER: {"v1", "v2"},
        Role.STATION_LEADER: {"v1", "v2", "v3", "v5"},
        Role.CHIEF: {"v1", "v5"},
        Role.VOLUNTEER: {"v1"},
        Role.SERVICE: set(),
    },
    "Assignment": {
        Role.ADMIN: {"a1", "a2", "a4", "a5", "d1"},
        Role.COORDINATOR: {"a1", "a2", "a5", "d1"},
        Role.OFFICER: {"a1", "a2"},
        Role.STATION_LEADER: {"a1", "a2", "a5"},
        Role.CHIEF: {"a1", "a5"},
        Role.VOLUNTEER: {"a1"},
        Role.SERVICE: set(),
    },
    "Plan": {
        **{role: {"pub"} for role in Role},
        Role.ADMIN: {"pub", "pd", "pw"},
        Role.COORDINATOR: {"pub", "pd"},
    },
    "Shortfall": {
        **{role: {"f1"} for role in Role},
        Role.ADMIN: {"f1", "f2"},
        Role.VOLUNTEER: set(),
    },
    "PlanJob": {**{role: set() for role in Role}, Role.ADMIN: {"j1", "j2"}, Role.COORDINATOR: {"j1"}},
}
"""Label → role → the ids that it sees; of any other label everybody sees all."""


def _plan(id: str, scope: str, status: PlanStatus, number: int) -> Plan:
    return Plan(
        id=id,
        week=town.WEEK,
        scope=scope,
        number=number,
        status=status,
        created_at="2026-11-20T10:00:00+08:00",
        below_minimum=0,
        needs_unmet=0,
        below_desired=1,
        inconvenience=300,
        bound_below_minimum=0,
        bound_needs_unmet=0,
        bound_below_desired=1,
        bound_inconvenience=290,
    )


def _assignment(id: str, status: AssignmentStatus = AssignmentStatus.OFFERED) -> Assignment:
    return Assignment(id=id, week=town.WEEK, status=status, metres=130, reason="距住处 130 米", alternative="竹竿巷")


def _person(id: str, name: str, pinyin: str) -> Volunteer:
    return Volunteer(
        id=id,
        name=name,
        pinyin=pinyin,
        phone=f"1390000900{id[1:]}",
        home_lat=34.76,
        home_lon=113.64,
        home_address="柳树路三号院",
        work_address="柳树路办公楼",
        note="晕车",
        load=1,
    )


PEOPLE = ("Plan", "Assignment", "Shortfall", "Volunteer")
NODES: tuple[Node, ...] = (
    *(node for node in town.NODES if type(node).LABEL not in PEOPLE),
    *(node for node in town.NODES if isinstance(node, Volunteer)),
    Subdistrict(id="west", name="西街街道"),
    Community(id="mill", name="磨坊社区"),
    Road(id="willow", name="柳树路", road_class=RoadClass.BRANCH),
    Segment(id="d", name="柳树路段", metres=90, lat=34.76, lon=113.64, line=(113.64, 34.76, 113.64, 34.761)),
    Station(id="W", name="磨坊服务站", lat=34.76, lon=113.64),
    Line(id="WORKERS", name="职工"),
    Organization(id="party", name="区组织部"),
    Organization(id="union", name="西街工会"),
    Team(id="t1", name="灯笼队"),
    _person("v4", "丁四", "ding si"),
    _person("v5", "戊五", "wu wu"),
    Shift(id="s4", week=town.WEEK, start=600, end=700, min=1, desired=1, max=2),
    _plan("pub", "", PlanStatus.PUBLISHED, 1),
    _plan("pd", "east", PlanStatus.DRAFT, 2),
    _plan("pw", "west", PlanStatus.DRAFT, 1),
    *(_assignment(id) for id in ("a1", "a2", "a4", "a5")),
    _assignment("d1", AssignmentStatus.DRAFT),
    Shortfall(id="f1", kind=ShortfallKind.DESIRED, missing=1),
    Shortfall(id="f2", kind=ShortfallKind.DESIRED, missing=1),
    *(
        PlanJob(
            id=id,
            week=town.WEEK,
            scope=scope,
            status=JobStatus.DONE,
            started_at="2026-11-20T10:00:00+08:00",
            plan_id=plan,
        )
        for id, scope, plan in (("j1", "east", "pub"), ("j2", "west", ""))
    ),
)
EDGES = (
    *(edge for edge in town.EDGES if not {edge[1], edge[2]} & {"Plan", "Assignment", "Shortfall"}),
    ("PART_OF", "Subdistrict", "District", [("west", "town")]),
    ("PART_OF", "Community", "Subdistrict", [("mill", "west")]),
    ("PART_OF", "Road", "Subdistrict", [("willow", "west")]),
    ("PART_OF", "Organization", "Organization", [("office", "party")]),
    ("HAS_SEGMENT", "Road", "Segment", [("willow", "d")]),
    ("SERVES", "Station", "Community", [("W", "mill")]),
    ("COVERS", "Station", "Segment", [("W", "d")]),
    ("NEAR", "Station", "Junction", [("W", "j3")]),
    ("IN_LINE", "Organization", "Line", [("party", "PARTY"), ("union", "WORKERS")]),
    ("MEMBER_OF", "Volunteer", "Organization", [("v1", "union"), ("v4", "union"), ("v5", "union")]),
    ("BASED_AT", "Volunteer", "Station", [("v4", "W"), ("v5", "W")]),
    ("IN_TEAM", "Volunteer", "Team", [("v1", "t1"), ("v4", "t1")]),
    ("CLAIMS", "Volunteer", "Segment", [("v4", "d")]),
    ("AT", "Shift", "Segment", [("s4", "d")]),
    ("FOR", "Shift", "Category", [("s4", "traffic")]),
    ("ASSIGNED", "Volunteer", "Assignment", [("v1", "a1"), ("v2", "a2"), ("v4", "a4"), ("v5", "a5"), ("v1", "d1")]),
    ("TO_SHIFT", "Assignment", "Shift", [("a1", "s1"), ("a2", "s2"), ("a4", "s4"), ("a5", "s1"), ("d1", "s1")]),
    ("IN_PLAN", "Assignment", "Plan", [("a1", "pub"), ("a2", "pub"), ("a4", "pub"), ("a5", "pub"), ("d1", "pd")]),
    ("NEXT_BEST", "Assignment", "Volunteer", [("a1", "v5"), ("a2", "v4")]),
    ("WITH_TEAM", "Assignment", "Team", [("a1", "t1")]),
    ("TO_SHIFT", "Shortfall", "Shift", [("f1", "s1"), ("f2", "s4")]),
    ("IN_PLAN", "Shortfall", "Plan", [("f1", "pub"), ("f2", "pw")]),
    ("BASED_ON", "Plan", "Plan", [("pd", "pub")]),
)


def build(store: GraphStore) -> None:
    """The store holds both towns."""
    labels = {type(node).LABEL: type(node) for node in NODES}
    with store.tx() as tx:
        tx.upsert_nodes(NODES)
        for edge, source, target, pairs in EDGES:
            tx.upsert_edges(edge, labels[source], labels[target], [Edge(a, b) for a, b in pairs])
