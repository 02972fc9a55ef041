"""One of the five lines (条线)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import against, to_many
from schema.node import Node


@strawberry.type(description="One of the five lines of volunteers (条线).")
class Line(Node):
    MODEL: ClassVar[type[model.Node]] = model.Line

    name: str = strawberry.field(description="Its name (名称).")
    part: int | None = strawberry.field(
        description="The share of all assignments that it should carry, per mille (应占比例)."
    )
    tolerance: int = strawberry.field(description="By how much the share may differ, per mille (容许偏差).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    organizations = to_many(against("IN_LINE", "Organization"), description="The organizations in it (单位).")
