"""The nouns of the schema, each in its own file; adding one is one line in the tuple."""

from __future__ import annotations

from schema.node import Node
from schema.types.assignment import Assignment
from schema.types.audit import Audit
from schema.types.category import Category
from schema.types.community import Community
from schema.types.district import District
from schema.types.junction import Junction
from schema.types.line import Line
from schema.types.organization import Organization
from schema.types.plan import Plan
from schema.types.plan_job import PlanJob
from schema.types.road import Road
from schema.types.segment import Segment
from schema.types.shift import Shift
from schema.types.shift_template import ShiftTemplate
from schema.types.shortfall import Shortfall
from schema.types.station import Station
from schema.types.subdistrict import Subdistrict
from schema.types.team import Team
from schema.types.theme import Theme
from schema.types.volunteer import Volunteer

NOUNS: tuple[type[Node], ...] = (
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
    Audit,
)

BY_LABEL: dict[str, type[Node]] = {noun.MODEL.LABEL: noun for noun in NOUNS}

__all__ = [
    "BY_LABEL",
    "NOUNS",
    "Assignment",
    "Audit",
    "Category",
    "Community",
    "District",
    "Junction",
    "Line",
    "Organization",
    "Plan",
    "PlanJob",
    "Road",
    "Segment",
    "Shift",
    "ShiftTemplate",
    "Shortfall",
    "Station",
    "Subdistrict",
    "Team",
    "Theme",
    "Volunteer",
]
