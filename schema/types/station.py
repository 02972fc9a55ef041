"""A volunteer service station or kiosk (服务站)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import against, along, to_many, to_one
from schema.enums import StationKind
from schema.node import Node


@strawberry.type(description="A volunteer service station or kiosk: the base of volunteers (志愿服务站、服务亭).")
class Station(Node):
    MODEL: ClassVar[type[model.Node]] = model.Station
    ORDER: ClassVar[str] = "name"

    name: str = strawberry.field(description="Its name (名称).")
    kind: StationKind = strawberry.field(description="Station or kiosk (类型).")
    lat: float = strawberry.field(description="Latitude in WGS-84 degrees (纬度).")
    lon: float = strawberry.field(description="Longitude in WGS-84 degrees (经度).")
    functions: list[str] = strawberry.field(description="What one finds there (功能).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    junction = to_one(along("NEAR", "Junction"), description="The junction nearest to it (邻近路口).")
    communities = to_many(along("SERVES", "Community"), description="The communities that it serves (服务的社区).")
    segments = to_many(along("COVERS", "Segment"), description="The segments that it covers (覆盖的路段).")
    volunteers = to_many(against("BASED_AT", "Volunteer"), description="The volunteers based there (所在志愿者).")
    shifts = to_many(against("AT", "Shift"), description="The shifts at the station itself (站内班次).")
    segment_shifts = to_many(
        along("COVERS", "Segment"),
        against("AT", "Shift"),
        description="The shifts on the segments that it covers (覆盖路段上的班次).",
    )
