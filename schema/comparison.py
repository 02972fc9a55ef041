"""Two versions of a plan side by side (计划比较)."""

from __future__ import annotations

from typing import Annotated, Self

import strawberry

from engine.planning import compare
from schema.cost import Cost
from schema.edges import named_by
from schema.refusals import AnyRefusal


@strawberry.type(description="A person in a shift, in one of two versions only (一处变动).")
class PlanChange:
    volunteer_key: strawberry.Private[str]
    shift_key: strawberry.Private[str]

    volunteer = named_by("volunteer_key", "Volunteer", description="Who (志愿者).")
    shift = named_by("shift_key", "Shift", description="Where and when (班次).")


@strawberry.type(description="What the second version adds to and takes from the first (计划比较).")
class PlanComparison:
    before_key: strawberry.Private[str]
    after_key: strawberry.Private[str]
    added: list[PlanChange] = strawberry.field(description="In the second version only (新增).")
    removed: list[PlanChange] = strawberry.field(description="In the first version only (移除).")
    kept: int = strawberry.field(description="How many assignments both have (保留).")
    touched: int = strawberry.field(description="How many volunteers' weeks differ (受影响人数).")
    cost_before: Cost = strawberry.field(description="The first version's cost (先前代价).")
    cost_after: Cost = strawberry.field(description="The second version's cost (后来代价).")

    before = named_by("before_key", "Plan", description="The first version (先前版本).")
    after = named_by("after_key", "Plan", description="The second version (后来版本).")

    @classmethod
    def of(cls, found: compare.PlanComparison) -> Self:
        """The comparison as the schema shows it."""
        return cls(
            before_key=found.before,
            after_key=found.after,
            added=[PlanChange(volunteer_key=volunteer, shift_key=shift) for volunteer, shift in found.added],
            removed=[PlanChange(volunteer_key=volunteer, shift_key=shift) for volunteer, shift in found.removed],
            kept=found.kept,
            touched=len(found.touched),
            cost_before=Cost.of(*found.cost_before),
            cost_after=Cost.of(*found.cost_after),
        )


ComparePlansPayload = Annotated[
    PlanComparison | AnyRefusal,
    strawberry.union("ComparePlansPayload", description="The comparison, or why there is none (比较结果)."),
]
