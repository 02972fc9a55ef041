"""A road (道路)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import against, along, to_many, to_one
from schema.enums import RoadClass
from schema.node import Node


@strawberry.type(description="A road: a name, a class and its segments (道路).")
class Road(Node):
    MODEL: ClassVar[type[model.Node]] = model.Road
    ORDER: ClassVar[str] = "name"

    name: str = strawberry.field(description="Its name (名称).")
    road_class: RoadClass = strawberry.field(name="kind", description="Main, secondary, branch or lane (等级).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    subdistrict = to_one(along("PART_OF", "Subdistrict"), description="The subdistrict that it belongs to (所属街道).")
    segments = to_many(along("HAS_SEGMENT", "Segment"), description="Its segments (路段).")
    shifts = to_many(
        along("HAS_SEGMENT", "Segment"), against("AT", "Shift"), description="The shifts on its segments (班次)."
    )
    teams = to_many(against("SERVES", "Team"), description="The teams that serve it (志愿服务队).")
    stations = to_many(
        along("HAS_SEGMENT", "Segment"),
        against("COVERS", "Station"),
        description="The stations that cover any of its segments (服务站).",
    )
