"""The edges of the graph: type, labels at both ends, Chinese name, properties. One per (type, source, target)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EdgeType:
    """A kind of edge; ``properties`` maps a name to its type (dates travel as ISO text)."""

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    term: str
    properties: dict[str, type] = field(default_factory=dict)


EDGES: tuple[EdgeType, ...] = (
    EdgeType(
        "PART_OF",
        ("Organization", "Community", "Subdistrict", "Road"),
        ("Organization", "Subdistrict", "District"),
        "隶属于",
    ),
    EdgeType("IN_LINE", ("Organization",), ("Line",), "属于条线"),
    EdgeType("MEMBER_OF", ("Volunteer",), ("Organization",), "是成员", {"since": str, "until": str}),
    EdgeType("BASED_AT", ("Volunteer",), ("Station",), "所在服务站"),
    EdgeType("LIVES_NEAR", ("Volunteer",), ("Junction",), "住在附近"),
    EdgeType("WORKS_NEAR", ("Volunteer",), ("Junction",), "工作在附近"),
    EdgeType("CLAIMS", ("Volunteer", "Organization"), ("Segment",), "认领", {"since": str, "until": str}),
    EdgeType("CHIEF_OF", ("Volunteer",), ("Road", "Segment"), "任路长", {"level": int, "since": str, "until": str}),
    EdgeType("RESPONDS_FOR", ("Volunteer",), ("Road",), "任九员", {"kind": str, "since": str, "until": str}),
    EdgeType("STEWARD_OF", ("Volunteer",), ("Segment",), "任督导员", {"since": str, "until": str}),
    EdgeType("PREFERS", ("Volunteer",), ("Category", "Segment", "Station"), "偏好", {"cost": int}),
    EdgeType("TOGETHER", ("Volunteer",), ("Volunteer",), "同班"),
    EdgeType("ESCORTS", ("Volunteer",), ("Volunteer",), "陪同未成年人"),
    EdgeType("IN_TEAM", ("Volunteer",), ("Team",), "是队员"),
    EdgeType("SERVES", ("Station", "Team"), ("Community", "Road"), "服务于"),
    EdgeType("COVERS", ("Station",), ("Segment",), "覆盖"),
    EdgeType("NEAR", ("Station",), ("Junction",), "邻近路口"),
    EdgeType("HAS_SEGMENT", ("Road",), ("Segment",), "包含路段"),
    EdgeType("FROM", ("Segment",), ("Junction",), "起点"),
    EdgeType("TO", ("Segment",), ("Junction",), "终点"),
    EdgeType("FAVOURS", ("Theme",), ("Category",), "侧重", {"desired": int, "priority": int}),
    EdgeType("AT", ("ShiftTemplate", "Shift"), ("Segment", "Station"), "地点"),
    EdgeType("FOR", ("ShiftTemplate", "Shift"), ("Category",), "内容"),
    EdgeType("FROM_TEMPLATE", ("Shift",), ("ShiftTemplate",), "出自模板"),
    EdgeType("OPEN_TO", ("ShiftTemplate", "Shift"), ("Team",), "可由队伍承担"),
    EdgeType("ASSIGNED", ("Volunteer",), ("Assignment",), "被派"),
    EdgeType("TO_SHIFT", ("Assignment", "Shortfall"), ("Shift",), "所在班次"),
    EdgeType("IN_PLAN", ("Assignment", "Shortfall", "HandEdit"), ("Plan",), "属于计划"),
    EdgeType("NEXT_BEST", ("Assignment",), ("Volunteer",), "次优人选"),
    EdgeType("WITH_TEAM", ("Assignment",), ("Team",), "随队"),
    EdgeType("BASED_ON", ("Plan",), ("Plan",), "改自"),
    EdgeType("HOLDS", ("Account",), ("Grant", "Session"), "持有"),
    EdgeType(
        "OVER",
        ("Grant",),
        ("District", "Subdistrict", "Organization", "Station", "Road", "Volunteer"),
        "授权范围",
    ),
)
