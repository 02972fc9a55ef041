"""One version of a week's plan (周计划)."""

from __future__ import annotations

from typing import Annotated, ClassVar, cast

import strawberry

from engine import model
from schema.arguments import page_size
from schema.cost import Cost, gap_of
from schema.edges import against, along, named_by, to_many, to_one
from schema.enums import PlanStatus
from schema.fields import computed, given
from schema.history import PlanEdit
from schema.node import Node


@strawberry.type(description="One version of a week's plan, with its cost and its proof (周计划).")
class Plan(Node):
    MODEL: ClassVar[type[model.Node]] = model.Plan

    week: str = strawberry.field(description="The ISO week (周).")
    number: int = strawberry.field(description="The version within its week and scope, from 1 (版本).")
    status: PlanStatus = strawberry.field(description="Draft or published (状态).")
    created_at: str = strawberry.field(description="When it was made, ISO 8601 (生成时间).")
    origin: str = strawberry.field(description="`generated` by the solver, or `edited` by hand since (来由).")
    proof: str = strawberry.field(
        description="`OPTIMAL`: proved that no plan is better; `FEASIBLE`: see the gap (证明)."
    )
    metres: int = strawberry.field(description="All walks together, in metres (步行总米数).")
    longest: int = strawberry.field(description="The longest walk, in metres (最远步行).")
    assigned: int = strawberry.field(description="Assignments in it (人次).")
    seats: int = strawberry.field(description="Assignments wanted (期望人次).")
    seconds: float = strawberry.field(description="How long the solver took (求解秒数).")
    seed: int = strawberry.field(description="The solver's seed (随机种子).")
    notes: list[str] = strawberry.field(description="What the coordinator should know (提示).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    scope: strawberry.Private[str]
    below_minimum: strawberry.Private[int]
    needs_unmet: strawberry.Private[int]
    below_desired: strawberry.Private[int]
    inconvenience: strawberry.Private[int]
    bound_below_minimum: strawberry.Private[int]
    bound_needs_unmet: strawberry.Private[int]
    bound_below_desired: strawberry.Private[int]
    bound_inconvenience: strawberry.Private[int]

    assignments = to_many(
        against("IN_PLAN", "Assignment"),
        description="Who serves where; by their status also those who declined or were taken out (派班).",
    )
    shortfalls = to_many(against("IN_PLAN", "Shortfall"), description="Seats that stay empty (缺口).")
    based_on = to_one(along("BASED_ON", "Plan"), description="The version that it was made from (改自).")

    subdistrict = named_by("scope", "Subdistrict", description="What it is for; none for the whole district (街道).")

    @computed("What it costs; each part counts more than all later ones (代价).")
    def cost(self) -> Cost:
        return Cost.of(self.below_minimum, self.needs_unmet, self.below_desired, self.inconvenience)

    @computed("A cost that no plan can beat (下界).")
    def bound(self) -> Cost:
        return Cost.of(
            self.bound_below_minimum, self.bound_needs_unmet, self.bound_below_desired, self.bound_inconvenience
        )

    @computed("The first part where cost and bound differ, by how much; metres as a part of all walks (差距).")
    def gap(self) -> float:
        parts = (self.below_minimum, self.needs_unmet, self.below_desired, self.inconvenience)
        bounds = (
            self.bound_below_minimum,
            self.bound_needs_unmet,
            self.bound_below_desired,
            self.bound_inconvenience,
        )
        return gap_of(parts, bounds, self.metres)

    @computed("The part of the wanted seats that is filled, 0 to 1 (到岗率).")
    async def cover(self, info: strawberry.Info) -> float:
        return cast("float", await info.context.loaders.cover(self.key))

    @computed("The mean walk in metres (平均步行米数).")
    def mean_metres(self) -> float:
        return self.metres / self.assigned if self.assigned else 0.0

    @computed("What was done to it by hand, newest first; nothing for those who do not plan (人工改动).")
    async def edits(
        self, info: strawberry.Info, first: Annotated[int, given("How many, at most (至多几条).")] = 20
    ) -> list[PlanEdit]:
        return cast("list[PlanEdit]", await info.context.loaders.edits(self.key, page_size(first)))
