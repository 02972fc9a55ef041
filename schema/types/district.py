"""The district (区)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import against, to_many
from schema.node import Node


@strawberry.type(description="The district, with the planning rules that hold in all of it (区).")
class District(Node):
    MODEL: ClassVar[type[model.Node]] = model.District

    name: str = strawberry.field(description="Its name (名称).")
    metres_per_minute: int = strawberry.field(description="Walking speed in metres a minute (步行速度).")
    limit_metres: int = strawberry.field(description="Nobody is asked to walk further, in metres (步行上限).")
    rest: int = strawberry.field(description="Minutes of rest between shifts on different days (隔日休息分钟).")
    gap: int = strawberry.field(description="Minutes between shifts on one day (同日间隔分钟).")
    demo: bool = strawberry.field(description="Whether its people are invented, for a demonstration (示范区).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    subdistricts = to_many(against("PART_OF", "Subdistrict"), description="Its subdistricts (街道).")
