"""A weekly pattern of shifts (班次模板)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import against, along, to_many, to_one
from schema.node import Node


@strawberry.type(description="A weekly pattern of shifts (班次模板).")
class ShiftTemplate(Node):
    MODEL: ClassVar[type[model.Node]] = model.ShiftTemplate
    ORDER: ClassVar[str] = "name"

    name: str = strawberry.field(description="Its name (名称).")
    weekdays: list[int] = strawberry.field(description="Its weekdays, 0 for Monday (星期).")
    start: int = strawberry.field(description="Start in minutes of the day (开始).")
    end: int = strawberry.field(description="End in minutes of the day (结束).")
    min: int = strawberry.field(description="People needed at least (最少人数).")
    desired: int = strawberry.field(description="People wanted (期望人数).")
    max: int = strawberry.field(description="People at most (最多人数).")
    priority: int = strawberry.field(description="1 to 3; 3 counts most (优先级).")
    all_have: list[str] = strawberry.field(description="Tags that everyone there needs (人人须有).")
    none_have: list[str] = strawberry.field(description="Tags that nobody there may have (不得有).")
    some_have: list[str] = strawberry.field(description="Tag=count: at least so many with the tag (至少几人有).")
    for_teams: bool = strawberry.field(description="Whether a team takes it as a whole (由志愿服务队承担).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    category = to_one(along("FOR", "Category"), description="What is done there (活动类别).")
    segments = to_many(along("AT", "Segment"), description="The segments where it makes shifts (路段).")
    stations = to_many(along("AT", "Station"), description="The stations where it makes shifts (服务站).")
    shifts = to_many(against("FROM_TEMPLATE", "Shift"), description="The shifts made from it (班次).")
