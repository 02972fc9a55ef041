"""A subdistrict (街道)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import against, along, to_many, to_one
from schema.node import Node


@strawberry.type(description="A subdistrict: communities, roads and the people based there (街道).")
class Subdistrict(Node):
    MODEL: ClassVar[type[model.Node]] = model.Subdistrict
    ORDER: ClassVar[str] = "name"

    name: str = strawberry.field(description="Its name (名称).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    district = to_one(along("PART_OF", "District"), description="The district that it belongs to (所属区).")
    communities = to_many(against("PART_OF", "Community"), description="Its communities (社区).")
    roads = to_many(against("PART_OF", "Road"), description="Its roads (道路).")
    stations = to_many(
        against("PART_OF", "Community"),
        against("SERVES", "Station"),
        description="The stations that serve its communities (服务站).",
    )
