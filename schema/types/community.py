"""A community (社区)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import against, along, to_many, to_one
from schema.node import Node


@strawberry.type(description="A community of a subdistrict (社区).")
class Community(Node):
    MODEL: ClassVar[type[model.Node]] = model.Community
    ORDER: ClassVar[str] = "name"

    name: str = strawberry.field(description="Its name (名称).")
    lat: float | None = strawberry.field(description="Latitude in WGS-84 degrees (纬度).")
    lon: float | None = strawberry.field(description="Longitude in WGS-84 degrees (经度).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    subdistrict = to_one(along("PART_OF", "Subdistrict"), description="The subdistrict that it belongs to (所属街道).")
    stations = to_many(against("SERVES", "Station"), description="The stations that serve it (服务站).")
