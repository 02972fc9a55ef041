"""One run of the solver (排班任务)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import named_by
from schema.enums import JobStatus
from schema.node import Node


@strawberry.type(description="One run of the solver; it survives the browser that started it (排班任务).")
class PlanJob(Node):
    MODEL: ClassVar[type[model.Node]] = model.PlanJob

    week: str = strawberry.field(description="The ISO week that is planned (周).")
    status: JobStatus = strawberry.field(description="Running, done, stopped, failed or interrupted (状态).")
    started_at: str = strawberry.field(description="When it started, ISO 8601 (开始时间).")
    message: str = strawberry.field(description="What there is to say of it (说明).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    scope: strawberry.Private[str]
    plan_id: strawberry.Private[str]

    plan = named_by("plan_id", "Plan", description="The plan that it made (所成计划).")
    subdistrict = named_by("scope", "Subdistrict", description="What is planned; none for the whole district (街道).")
