"""The inputs of the mutations: one each."""

from __future__ import annotations

import strawberry

from schema.enums import Answer

VERSION = "The revision that the caller has seen; refused when it has changed since (所见修订号)."


@strawberry.input(description="What to plan (排班要求).")
class GeneratePlanInput:
    week: str = strawberry.field(description="The ISO week, for instance 2026-W48 (周).")
    subdistrict_id: strawberry.ID | None = strawberry.field(
        default=None, description="One subdistrict, by its global id; the whole district without it (街道编号)."
    )
    subdistrict: str = strawberry.field(default="", description="The same by its name, with or without 街道 (街道名).")
    base_plan_id: strawberry.ID | None = strawberry.field(
        default=None, description="A version whose pins are kept, and which people already know (原版本)."
    )
    seconds: float | None = strawberry.field(default=None, description="How long to search at most (求解秒数上限).")
    seed: int = strawberry.field(default=0, description="The same seed gives the same plan (随机种子).")
    wait_seconds: float = strawberry.field(default=30, description="How long to wait for the plan (等待秒数).")


@strawberry.input(description="Which job to stop (停止哪个任务).")
class StopPlanInput:
    job_id: strawberry.ID = strawberry.field(description="The job (任务).")
    wait_seconds: float = strawberry.field(default=10, description="How long to wait for its end (等待秒数).")


@strawberry.input(description="Which assignment to pin or let loose (锁定派班).")
class PinAssignmentInput:
    assignment_id: strawberry.ID = strawberry.field(description="The assignment (派班).")
    pinned: bool = strawberry.field(default=True, description="Whether it is pinned from now on (是否锁定).")
    version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="Which assignment to move where (调整派班).")
class MoveAssignmentInput:
    assignment_id: strawberry.ID = strawberry.field(description="The assignment (派班).")
    shift_id: strawberry.ID = strawberry.field(description="The shift to serve in instead (新班次).")
    version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="Which assignment to remove (取消派班).")
class RemoveAssignmentInput:
    assignment_id: strawberry.ID = strawberry.field(description="The assignment (派班).")
    version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="Whom to put where (加派).")
class AddAssignmentInput:
    plan_id: strawberry.ID = strawberry.field(description="The plan (周计划).")
    shift_id: strawberry.ID = strawberry.field(description="The shift (班次).")
    volunteer_id: strawberry.ID = strawberry.field(description="Who (志愿者).")
    version: int | None = strawberry.field(default=None, description=f"Of the plan. {VERSION}")


@strawberry.input(description="Of which plan to take back the newest edit (撤销改动).")
class UndoEditInput:
    plan_id: strawberry.ID = strawberry.field(description="The plan (周计划).")
    version: int | None = strawberry.field(default=None, description=f"Of the plan. {VERSION}")


@strawberry.input(description="What to answer to which offer (答复派班).")
class RespondInput:
    assignment_id: strawberry.ID = strawberry.field(description="The assignment, of a published plan (派班).")
    answer: Answer = strawberry.field(description="Whether the person will come (答复).")
    reason: str = strawberry.field(default="", description="What the person says to it, 200 letters at most (说明).")
    version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="How many people a shift asks for; what is left out stays (班次人数).")
class SetDemandInput:
    shift_id: strawberry.ID = strawberry.field(description="The shift (班次).")
    min: int | None = strawberry.field(default=None, description="People needed at least (最少人数).")
    desired: int | None = strawberry.field(default=None, description="People wanted (期望人数).")
    max: int | None = strawberry.field(default=None, description="People at most (最多人数).")
    as_template: bool = strawberry.field(
        default=False, description="Back to what template and theme say; no number beside it then (改回模板)."
    )
    version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="Which plan to publish (发布计划).")
class PublishPlanInput:
    plan_id: strawberry.ID = strawberry.field(description="The plan (周计划).")
    version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="A person who will not come (退出).")
class WithdrawalInput:
    volunteer_id: strawberry.ID = strawberry.field(description="Who (志愿者).")
    shift_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The shift that the person gives back; the whole week without it, kept as days off (退出哪个班次).",
    )


@strawberry.input(description="Which plan to repair, and after what (修复计划).")
class RepairPlanInput:
    plan_id: strawberry.ID = strawberry.field(description="The plan that people know, draft or published (周计划).")
    withdrawals: list[WithdrawalInput] = strawberry.field(
        default_factory=list, description="Who will not come, besides those who declined (退出的人)."
    )
    seconds: float = strawberry.field(default=30, description="How long to search at most (求解秒数上限).")
    seed: int = strawberry.field(default=0, description="The same seed gives the same plan (随机种子).")


@strawberry.input(description="A place on the ground, WGS-84 as GPS gives it (地点坐标).")
class PointInput:
    latitude: float = strawberry.field(description="Degrees north (纬度).")
    longitude: float = strawberry.field(description="Degrees east (经度).")
