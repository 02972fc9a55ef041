"""A seat that stays empty in one plan version (缺口)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import along, to_one
from schema.enums import ShortfallKind
from schema.node import Node


@strawberry.type(description="A seat that stays empty in one plan version, and why (缺口).")
class Shortfall(Node):
    MODEL: ClassVar[type[model.Node]] = model.Shortfall
    ORDER_BEYOND: ClassVar[dict[str, tuple[str, str]]] = {"shift_start": ("shift", "start")}

    kind: ShortfallKind = strawberry.field(
        description="Below the minimum, a skill missing, below the desired headcount, or no team (类型)."
    )
    missing: int = strawberry.field(description="How many people are missing (缺几人).")
    tag: str = strawberry.field(description="The skill that is missing, or empty (所缺技能).")
    why: list[str] = strawberry.field(description="Why nobody could be found (原因).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    shift = to_one(along("TO_SHIFT", "Shift"), description="The shift (班次).")
    plan = to_one(along("IN_PLAN", "Plan"), description="The plan version (周计划).")
