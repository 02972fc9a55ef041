"""The payloads of the mutations: what was done, or why it was refused."""

from __future__ import annotations

from typing import Annotated

import strawberry

from schema.comparison import PlanChange
from schema.edges import named_by
from schema.refusals import AnyRefusal
from schema.types import Assignment, Plan, PlanJob, Shift

JOB = "The job (任务)."
PLAN = "The plan as it is now (周计划)."
ASSIGNMENT = "The assignment as it is now (派班)."


@strawberry.type(description="The job was accepted (任务已受理).")
class GeneratePlanSuccess:
    job: PlanJob = strawberry.field(description=JOB)
    plan_key: strawberry.Private[str]

    plan = named_by("plan_key", "Plan", description="The plan, when it was made in time (所成计划).")


@strawberry.type(description="The job ends, or has ended (任务已停止).")
class StopPlanSuccess:
    job: PlanJob = strawberry.field(description=JOB)


@strawberry.type(description="The assignment is pinned, or loose (已锁定或解锁).")
class PinAssignmentSuccess:
    assignment: Assignment = strawberry.field(description=ASSIGNMENT)
    plan: Plan = strawberry.field(description=PLAN)


@strawberry.type(description="The person serves in the other shift (已调整).")
class MoveAssignmentSuccess:
    assignment: Assignment = strawberry.field(description=ASSIGNMENT)
    plan: Plan = strawberry.field(description=PLAN)


@strawberry.type(description="The person no longer serves there (已取消).")
class RemoveAssignmentSuccess:
    assignment: Assignment = strawberry.field(description=ASSIGNMENT)
    plan: Plan = strawberry.field(description=PLAN)


@strawberry.type(description="The person serves there too (已加派).")
class AddAssignmentSuccess:
    assignment: Assignment = strawberry.field(description=ASSIGNMENT)
    plan: Plan = strawberry.field(description=PLAN)


@strawberry.type(description="Somebody else serves there (已换人).")
class ReplaceAssignmentSuccess:
    assignment: Assignment = strawberry.field(description="The newcomer's assignment (派班).")
    plan: Plan = strawberry.field(description=PLAN)


@strawberry.type(description="The newest edit is taken back (已撤销).")
class UndoEditSuccess:
    plan: Plan = strawberry.field(description=PLAN)
    assignment: Assignment | None = strawberry.field(
        description="The assignment as it is now; none where it came with the edit (派班)."
    )


@strawberry.type(description="The offer is answered (已答复).")
class RespondSuccess:
    assignment: Assignment = strawberry.field(description=ASSIGNMENT)
    plan: Plan = strawberry.field(description=PLAN)


@strawberry.type(description="The shift asks for so many people (已调整人数).")
class SetDemandSuccess:
    shift: Shift = strawberry.field(description="The shift as it is now (班次).")


@strawberry.type(description="The plan is published (已发布).")
class PublishPlanSuccess:
    plan: Plan = strawberry.field(description=PLAN)


@strawberry.type(description="A person whose week is another than the one known (受影响的人).")
class TouchedVolunteer:
    volunteer_key: strawberry.Private[str]
    loses: list[PlanChange] = strawberry.field(description="Where the person no longer serves (不再去).")
    gains: list[PlanChange] = strawberry.field(description="Where the person serves from now on (改去或新增).")
    sentence: str = strawberry.field(description="What changes, in Chinese, without a name (一句话说明).")

    volunteer = named_by("volunteer_key", "Volunteer", description="Who (志愿者).")


@strawberry.type(description="A new draft, based on the plan that people know (已修复).")
class RepairPlanSuccess:
    plan: Plan = strawberry.field(description="The new draft (新的草稿).")
    touched: list[TouchedVolunteer] = strawberry.field(description="Everybody who must be told (须通知的人).")


GeneratePlanPayload = Annotated[
    GeneratePlanSuccess | AnyRefusal,
    strawberry.union("GeneratePlanPayload", description="What was done, or why it was refused (结果)."),
]
StopPlanPayload = Annotated[
    StopPlanSuccess | AnyRefusal,
    strawberry.union("StopPlanPayload", description="What was done, or why it was refused (结果)."),
]
PinAssignmentPayload = Annotated[
    PinAssignmentSuccess | AnyRefusal,
    strawberry.union("PinAssignmentPayload", description="What was done, or why it was refused (结果)."),
]
MoveAssignmentPayload = Annotated[
    MoveAssignmentSuccess | AnyRefusal,
    strawberry.union("MoveAssignmentPayload", description="What was done, or why it was refused (结果)."),
]
RemoveAssignmentPayload = Annotated[
    RemoveAssignmentSuccess | AnyRefusal,
    strawberry.union("RemoveAssignmentPayload", description="What was done, or why it was refused (结果)."),
]
AddAssignmentPayload = Annotated[
    AddAssignmentSuccess | AnyRefusal,
    strawberry.union("AddAssignmentPayload", description="What was done, or why it was refused (结果)."),
]
ReplaceAssignmentPayload = Annotated[
    ReplaceAssignmentSuccess | AnyRefusal,
    strawberry.union("ReplaceAssignmentPayload", description="What was done, or why it was refused (结果)."),
]
UndoEditPayload = Annotated[
    UndoEditSuccess | AnyRefusal,
    strawberry.union("UndoEditPayload", description="What was done, or why it was refused (结果)."),
]
RespondPayload = Annotated[
    RespondSuccess | AnyRefusal,
    strawberry.union("RespondPayload", description="What was done, or why it was refused (结果)."),
]
SetDemandPayload = Annotated[
    SetDemandSuccess | AnyRefusal,
    strawberry.union("SetDemandPayload", description="What was done, or why it was refused (结果)."),
]
PublishPlanPayload = Annotated[
    PublishPlanSuccess | AnyRefusal,
    strawberry.union("PublishPlanPayload", description="What was done, or why it was refused (结果)."),
]
RepairPlanPayload = Annotated[
    RepairPlanSuccess | AnyRefusal,
    strawberry.union("RepairPlanPayload", description="What was done, or why it was refused (结果)."),
]
