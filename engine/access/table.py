"""The access table: role × noun × field → see, masked or not, and role × action. The one place where this is decided.

What no row names is refused: a noun without a row is seen by nobody, a property that is personal without a row neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum

from engine.model import Role

ADMIN, COORDINATOR, OFFICER = Role.ADMIN, Role.COORDINATOR, Role.OFFICER
LEADER, CHIEF, VOLUNTEER, SERVICE = Role.STATION_LEADER, Role.CHIEF, Role.VOLUNTEER, Role.SERVICE
EVERYBODY = frozenset(Role)
PLANNERS = frozenset({ADMIN, COORDINATOR})


class Level(Enum):
    """How much of a field a role sees."""

    SEE = "see"
    PURPOSE = "purpose"
    """Masked, unless the request says why it is needed; that is written down."""
    MASK = "mask"
    HIDE = "hide"


class Reach(Enum):
    """Which nodes of a noun a role sees; ``engine.access.reach`` says it as conditions."""

    ALL = "all"
    SCOPE = "scope"
    """Those of the role's scope."""
    PUBLISHED = "published"
    """What belongs to published plans."""
    NONE = "none"


OPEN = (
    "District",
    "Subdistrict",
    "Community",
    "Road",
    "Segment",
    "Junction",
    "Station",
    "Line",
    "Organization",
    "Team",
    "Category",
    "Theme",
    "ShiftTemplate",
    "Shift",
)
"""Nouns without anything personal: whoever has logged in sees them."""

NODES: Mapping[str, Mapping[Role, Reach]] = {
    **{label: dict.fromkeys(EVERYBODY, Reach.ALL) for label in OPEN},
    "Volunteer": {
        ADMIN: Reach.ALL,
        **dict.fromkeys((COORDINATOR, OFFICER, LEADER, CHIEF, VOLUNTEER), Reach.SCOPE),
    },
    "Assignment": {
        ADMIN: Reach.ALL,
        **dict.fromkeys((COORDINATOR, OFFICER, LEADER, CHIEF, VOLUNTEER), Reach.SCOPE),
    },
    "Plan": {
        ADMIN: Reach.ALL,
        COORDINATOR: Reach.SCOPE,
        **dict.fromkeys((OFFICER, LEADER, CHIEF, VOLUNTEER, SERVICE), Reach.PUBLISHED),
    },
    "Shortfall": {
        ADMIN: Reach.ALL,
        COORDINATOR: Reach.SCOPE,
        **dict.fromkeys((OFFICER, LEADER, CHIEF, SERVICE), Reach.PUBLISHED),
    },
    "HandEdit": {ADMIN: Reach.ALL, COORDINATOR: Reach.SCOPE},
    "PlanJob": {ADMIN: Reach.ALL, COORDINATOR: Reach.SCOPE},
    "Audit": {ADMIN: Reach.ALL},
}

SEEN = dict.fromkeys(EVERYBODY, Level.SEE)


def _but(default: Level, **levels: Level) -> dict[Role, Level]:
    return {role: levels.get(role.value, default) for role in Role}


PERSONAL = ("Volunteer", "Assignment")
"""Nouns about somebody: each of their properties needs a row in :data:`FIELDS`."""

FIELDS: Mapping[tuple[str, str], Mapping[Role, Level]] = {
    ("Volunteer", "id"): SEEN,
    ("Volunteer", "version"): SEEN,
    ("Volunteer", "name"): SEEN,
    ("Volunteer", "pinyin"): SEEN,
    ("Volunteer", "skills"): SEEN,
    ("Volunteer", "phone"): _but(
        Level.HIDE,
        ADMIN=Level.PURPOSE,
        COORDINATOR=Level.PURPOSE,
        OFFICER=Level.PURPOSE,
        STATION_LEADER=Level.PURPOSE,
        VOLUNTEER=Level.SEE,
    ),
    ("Volunteer", "minor"): _but(Level.SEE, CHIEF=Level.HIDE, SERVICE=Level.HIDE),
    ("Volunteer", "home_address"): _but(Level.HIDE, OFFICER=Level.PURPOSE, VOLUNTEER=Level.SEE),
    ("Volunteer", "work_address"): _but(Level.HIDE, OFFICER=Level.PURPOSE, VOLUNTEER=Level.SEE),
    ("Volunteer", "note"): _but(Level.HIDE, OFFICER=Level.PURPOSE, VOLUNTEER=Level.SEE),
    **{
        ("Volunteer", name): _but(Level.SEE, STATION_LEADER=Level.HIDE, CHIEF=Level.HIDE, SERVICE=Level.HIDE)
        for name in ("free_hours", "away", "max_week", "max_day", "load")
    },
    ("Assignment", "id"): SEEN,
    ("Assignment", "version"): SEEN,
    ("Assignment", "week"): SEEN,
    ("Assignment", "status"): SEEN,
    ("Assignment", "pinned"): SEEN,
    **{
        ("Assignment", name): _but(Level.HIDE, ADMIN=Level.PURPOSE, COORDINATOR=Level.PURPOSE, VOLUNTEER=Level.SEE)
        for name in ("metres", "reason", "alternative")
    },
    ("Assignment", "answered_at"): SEEN,
    ("Assignment", "answer_note"): _but(Level.SEE, OFFICER=Level.HIDE, CHIEF=Level.HIDE, SERVICE=Level.HIDE),
    ("Assignment", "walk_from"): _but(Level.HIDE, ADMIN=Level.SEE, COORDINATOR=Level.SEE, VOLUNTEER=Level.SEE),
}
"""What is not simply seen by whoever sees the node. A personal property without a row is hidden from all."""

MINORS: Mapping[tuple[str, str], Mapping[Role, Level]] = {
    ("Volunteer", "phone"): _but(Level.HIDE, OFFICER=Level.PURPOSE, VOLUNTEER=Level.SEE),
    ("Volunteer", "home_address"): _but(Level.HIDE, VOLUNTEER=Level.SEE),
    ("Volunteer", "note"): _but(Level.HIDE, VOLUNTEER=Level.SEE),
}
"""Instead of :data:`FIELDS`, for those who are not of age."""

HIDDEN_EDGES: Mapping[str, frozenset[Role]] = {
    "LIVES_NEAR": EVERYBODY,
    "WORKS_NEAR": EVERYBODY,
    "PREFERS": EVERYBODY,
    "NEXT_BEST": EVERYBODY - PLANNERS,
    "ESCORTS": EVERYBODY - {ADMIN, COORDINATOR, LEADER},
    "TOGETHER": EVERYBODY - {ADMIN, COORDINATOR},
    "HOLDS": EVERYBODY,
    "OVER": EVERYBODY,
}
"""Edges that these roles cannot walk, though they may see both ends."""

LINE_EDGES = frozenset({"MEMBER_OF"})
"""Edges that say that a person belongs to an organization: see :func:`engine.access.reach.membership`."""


class Action(StrEnum):
    """What a role may do beside looking at nodes."""

    READ = "READ"
    PLAN = "PLAN"
    EDIT = "EDIT"
    RESPOND = "RESPOND"
    DEMAND = "DEMAND"
    PUBLISH = "PUBLISH"
    EXPLAIN = "EXPLAIN"
    STAND_INS = "STAND_INS"
    RESPONSIBILITY = "RESPONSIBILITY"
    CHAIN = "CHAIN"
    STATIONS_IN_REACH = "STATIONS_IN_REACH"
    WALKS = "WALKS"
    CONTRIBUTIONS = "CONTRIBUTIONS"
    IMPORT_ROSTER = "IMPORT_ROSTER"
    EXPORT = "EXPORT"
    READ_AUDIT = "READ_AUDIT"
    MANAGE_ACCOUNTS = "MANAGE_ACCOUNTS"


ACTION_TERMS: Mapping[Action, str] = {
    Action.READ: "查看",
    Action.PLAN: "排班",
    Action.EDIT: "调整派班",
    Action.RESPOND: "答复派班",
    Action.DEMAND: "调整班次人数",
    Action.PUBLISH: "发布计划",
    Action.EXPLAIN: "查看计划的解释",
    Action.STAND_INS: "查看替补",
    Action.RESPONSIBILITY: "查看责任人",
    Action.CHAIN: "查看单位关联",
    Action.STATIONS_IN_REACH: "查看可步行到达的服务站",
    Action.WALKS: "查看步行路线",
    Action.CONTRIBUTIONS: "查看各条线贡献",
    Action.IMPORT_ROSTER: "导入名册",
    Action.EXPORT: "导出",
    Action.READ_AUDIT: "查看审计",
    Action.MANAGE_ACCOUNTS: "管理账户",
}

ACTIONS: Mapping[Action, frozenset[Role]] = {
    Action.READ: EVERYBODY,
    Action.PLAN: PLANNERS,
    Action.EDIT: PLANNERS,
    Action.RESPOND: PLANNERS | {LEADER, VOLUNTEER},
    Action.DEMAND: PLANNERS,
    Action.PUBLISH: PLANNERS,
    Action.EXPLAIN: PLANNERS,
    Action.STAND_INS: PLANNERS | {LEADER},
    Action.RESPONSIBILITY: EVERYBODY - {SERVICE},
    Action.CHAIN: PLANNERS,
    Action.STATIONS_IN_REACH: PLANNERS | {OFFICER, VOLUNTEER},
    Action.WALKS: PLANNERS | {VOLUNTEER},
    Action.CONTRIBUTIONS: PLANNERS | {OFFICER},
    Action.IMPORT_ROSTER: frozenset({ADMIN, OFFICER}),
    Action.EXPORT: EVERYBODY - {SERVICE},
    Action.READ_AUDIT: frozenset({ADMIN}),
    Action.MANAGE_ACCOUNTS: frozenset({ADMIN}),
}

FOR_A_PURPOSE: Mapping[Action, frozenset[Role]] = {Action.WALKS: PLANNERS}
"""Roles that must say why, each time; what they see is written down. Of those under age they see nothing."""
