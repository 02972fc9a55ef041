"""What is in the graph: every label and every edge type, each in one explicit tuple."""

from __future__ import annotations

from engine.model.edges import EDGES, EdgeType
from engine.model.node import Node, Props, Rule, property_rules, property_types
from engine.model.people import Line, Organization, Team, Volunteer
from engine.model.place import Community, District, Junction, Road, Segment, Station, Subdistrict
from engine.model.terms import (
    LINE_TERMS,
    ROAD_CLASS_TERMS,
    AssignmentStatus,
    JobStatus,
    LineId,
    OrganizationKind,
    PlanStatus,
    RoadClass,
    ShortfallKind,
    StationKind,
    WalkFrom,
)
from engine.model.week import Assignment, Category, JobProgress, Plan, PlanJob, Shift, ShiftTemplate, Shortfall, Theme

NODES: tuple[type[Node], ...] = (
    District,
    Subdistrict,
    Community,
    Road,
    Segment,
    Junction,
    Station,
    Line,
    Organization,
    Volunteer,
    Team,
    Category,
    Theme,
    ShiftTemplate,
    Shift,
    Plan,
    Assignment,
    Shortfall,
    PlanJob,
    JobProgress,
)

__all__ = [
    "EDGES",
    "LINE_TERMS",
    "NODES",
    "ROAD_CLASS_TERMS",
    "Assignment",
    "AssignmentStatus",
    "Category",
    "Community",
    "District",
    "EdgeType",
    "JobProgress",
    "JobStatus",
    "Junction",
    "Line",
    "LineId",
    "Node",
    "Organization",
    "OrganizationKind",
    "Plan",
    "PlanJob",
    "PlanStatus",
    "Props",
    "Road",
    "RoadClass",
    "Rule",
    "Segment",
    "Shift",
    "ShiftTemplate",
    "Shortfall",
    "ShortfallKind",
    "Station",
    "StationKind",
    "Subdistrict",
    "Team",
    "Theme",
    "Volunteer",
    "WalkFrom",
    "property_rules",
    "property_types",
]
