"""Why somebody serves where he does: the parts of what that costs, and what would be next best (为何在此)."""

from __future__ import annotations

from typing import Annotated, Self

import strawberry

from engine.access import masked_metres
from engine.planning.explain import Alternative, Opened
from schema.cost import Cost
from schema.edges import named_by
from schema.explanations import in_steps
from schema.refusals import AnyRefusal


@strawberry.type(description="Another place for the person, or another person for the place (次优).")
class NextBest:
    volunteer_key: strawberry.Private[str]
    shift_key: strawberry.Private[str]

    change: Cost = strawberry.field(description="By how much the plan's cost would change (代价变化).")

    volunteer = named_by("volunteer_key", "Volunteer", description="Who would serve (志愿者).")
    shift = named_by("shift_key", "Shift", description="Where (班次).")

    @classmethod
    def of(cls, found: Alternative | None) -> Self | None:
        """With its walks in steps, for it has a name."""
        if found is None:
            return None
        return cls(volunteer_key=found.volunteer, shift_key=found.shift, change=in_steps(found.change.parts()))


@strawberry.type(description="Why somebody serves at a shift, part by part, in metres of inconvenience (为何在此).")
class WhyHere:
    metres: int = strawberry.field(description="The walk, in steps of 200 (步行米数).")
    from_work: bool = strawberry.field(description="Whether it starts at the workplace, else at home (从单位出发).")
    claim: int = strawberry.field(description="What a claim of the place is worth, zero or below (认领).")
    served: int = strawberry.field(description="What it is worth to have served there of late, zero or below (来过).")
    prefers: int = strawberry.field(description="What his wishes about the place add or take off (意愿).")
    load: int = strawberry.field(description="What his last shift of the week costs for all that he serves (负荷).")
    pinned: bool = strawberry.field(description="Whether that was decided by hand (已锁定).")
    team: bool = strawberry.field(description="Whether he goes with a team (随队).")
    next_place: NextBest | None = strawberry.field(description="The next best place for him, if any (次优去处).")
    next_person: NextBest | None = strawberry.field(description="The next best person there, if any (次优人选).")

    @classmethod
    def of(cls, opened: Opened, volunteer: str, shift: str) -> Self:
        """Nothing is solved again. Raises ``NotFound`` when he is not there."""
        found = opened.why_here(volunteer, shift)
        return cls(
            metres=masked_metres(found.metres),
            from_work=found.from_work,
            claim=found.claim,
            served=found.served,
            prefers=found.prefers,
            load=found.load,
            pinned=found.pinned,
            team=found.team is not None,
            next_place=NextBest.of(found.next_place),
            next_person=NextBest.of(found.next_person),
        )


WhyHerePayload = Annotated[
    WhyHere | AnyRefusal,
    strawberry.union("WhyHerePayload", description="Why somebody is there, or why there is no answer (为何在此结果)."),
]
