"""One kind of activity (活动类别)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import against, to_many
from schema.node import Node


@strawberry.type(description="One kind of activity; a placeholder waits for its name (活动类别).")
class Category(Node):
    MODEL: ClassVar[type[model.Node]] = model.Category

    name: str = strawberry.field(description="Its name (名称).")
    placeholder: bool = strawberry.field(description="Whether the name is still to be decided (待定).")
    minors: bool = strawberry.field(description="Whether minors may take part (未成年人可参加).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    themes = to_many(against("FAVOURS", "Theme"), description="The monthly themes that favour it (侧重它的主题).")
    shifts = to_many(against("FOR", "Shift"), description="The shifts for it (班次).")
