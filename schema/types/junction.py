"""A junction (路口)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import against, to_many
from schema.node import Node


@strawberry.type(description="A point where segments meet: a node of the walking network (路口).")
class Junction(Node):
    MODEL: ClassVar[type[model.Node]] = model.Junction

    lat: float = strawberry.field(description="Latitude in WGS-84 degrees (纬度).")
    lon: float = strawberry.field(description="Longitude in WGS-84 degrees (经度).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    segments_from = to_many(against("FROM", "Segment"), description="The segments that start here (由此出发的路段).")
    segments_to = to_many(against("TO", "Segment"), description="The segments that end here (到此为止的路段).")
    stations = to_many(against("NEAR", "Station"), description="The stations nearest to this junction (邻近服务站).")
