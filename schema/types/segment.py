"""A stretch of road (路段)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import against, along, to_many, to_one
from schema.node import Node


@strawberry.type(description="A stretch of road between two junctions (路段).")
class Segment(Node):
    MODEL: ClassVar[type[model.Node]] = model.Segment
    ORDER: ClassVar[str] = "name"

    name: str = strawberry.field(description="Its name (名称).")
    metres: int = strawberry.field(description="Its length in metres (长度).")
    lat: float = strawberry.field(description="Latitude of its middle in WGS-84 degrees (中点纬度).")
    lon: float = strawberry.field(description="Longitude of its middle in WGS-84 degrees (中点经度).")
    line: list[float] = strawberry.field(description="Its centre line, longitude and latitude in turn (中心线).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    road = to_one(against("HAS_SEGMENT", "Road"), description="The road that it is part of (所属道路).")
    start = to_one(along("FROM", "Junction"), description="The junction where it starts (起点路口).")
    end = to_one(along("TO", "Junction"), description="The junction where it ends (终点路口).")
    stations = to_many(against("COVERS", "Station"), description="The stations that cover it (服务站).")
    shifts = to_many(against("AT", "Shift"), description="The shifts there (班次).")
    claimed_by = to_many(
        against("CLAIMS", "Volunteer"), description="The volunteers who have claimed it (认领的志愿者)."
    )
    claimed_by_organizations = to_many(
        against("CLAIMS", "Organization"), description="The organizations that have claimed it (认领的单位)."
    )
