"""One person in one shift of one plan version (派班)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from engine.access.fields import STEP
from schema.edges import against, along, to_one
from schema.enums import AssignmentStatus, WalkFrom
from schema.guarded import guarded
from schema.node import Node


@strawberry.type(description="One person in one shift of one plan version, with why (派班).")
class Assignment(Node):
    MODEL: ClassVar[type[model.Node]] = model.Assignment
    ORDER_BEYOND: ClassVar[dict[str, tuple[str, str]]] = {
        "shift_start": ("shift", "start"),
        "volunteer_pinyin": ("volunteer", "pinyin"),
    }

    week: str = strawberry.field(description="The ISO week, that of the shift (周).")
    status: AssignmentStatus = strawberry.field(description="Draft, offered, accepted, declined or withdrawn (状态).")
    pinned: bool = strawberry.field(description="Whether later plans must keep it (已锁定).")
    metres: int | None = guarded(
        f"The walk in metres, one way: in steps of {STEP}, exact for the person himself and for a purpose; "
        "null for those who do not plan (步行米数)."
    )
    walk_from: WalkFrom | None = guarded("Where the walk starts: home or workplace; for whoever plans (出发地).")
    reason: str | None = guarded("Why this person is here; for whoever plans (理由).")
    alternative: str | None = guarded("What would be next best; for whoever plans (次优安排).")
    answered_at: str = strawberry.field(
        description="When the offer was accepted or declined, ISO 8601, or empty (答复时间)."
    )
    answer_note: str | None = guarded(
        "What the person said to the offer; for whoever plans, the station and the person himself (答复说明)."
    )
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    volunteer = to_one(against("ASSIGNED", "Volunteer"), description="Who serves (志愿者).")
    shift = to_one(along("TO_SHIFT", "Shift"), description="Where and when (班次).")
    next_person = to_one(
        along("NEXT_BEST", "Volunteer"), description="Who would be the next best here, if anyone (次优人选)."
    )
    plan = to_one(along("IN_PLAN", "Plan"), description="The plan version (周计划).")
    team = to_one(along("WITH_TEAM", "Team"), description="The team that the person goes with, if any (随队).")
