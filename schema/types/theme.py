"""A month's theme (每月主题)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import along, to_many
from schema.node import Node


@strawberry.type(description="A month's theme: it raises what its categories ask for (每月主题).")
class Theme(Node):
    MODEL: ClassVar[type[model.Node]] = model.Theme
    ORDER: ClassVar[str] = "month"

    name: str = strawberry.field(description="Its name (名称).")
    month: str = strawberry.field(description="The month, for instance 2026-11 (月份).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    categories = to_many(along("FAVOURS", "Category"), description="The categories that it favours (侧重的类别).")
