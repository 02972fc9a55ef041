"""Whose withdrawal leaves shifts below their minimum, and which roads few people hold (计划的脆弱处)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

import strawberry

from engine.planning import fragility, thin_roads
from schema.connection import DEFAULT_FIRST
from schema.context import Info
from schema.edges import named_by
from schema.enums import Withdrawing
from schema.fields import computed
from schema.listed import First, listed
from schema.node import Node
from schema.refusals import AnyRefusal


@strawberry.type(description="A shift that a withdrawal would leave below its minimum (受影响的班次).")
class ShiftLoss:
    shift_key: strawberry.Private[str]

    left: int = strawberry.field(description="How many would be left (剩余人数).")
    missing: int = strawberry.field(description="How many would be missing to the minimum (缺几人).")
    more: int = strawberry.field(description="How many more that are than are missing now (多缺几人).")

    shift = named_by("shift_key", "Shift", description="The shift (班次).")


@strawberry.type(description="What a plan loses when one withdraws all that he or it gives (一方退出的后果).")
class Withdrawal:
    who_key: strawberry.Private[tuple[str, str]]
    losses: strawberry.Private[list[ShiftLoss]]

    shift_count: int = strawberry.field(description="How many shifts would be below their minimum (班次数).")
    more: int = strawberry.field(description="How many more people would be missing than now (多缺人次).")

    @computed("The volunteer, organization or station (退出者).")
    async def who(self, info: Info) -> Node | None:
        return await info.context.loaders.named(*self.who_key, info)

    @computed("These shifts, in the order of the week (班次).")
    def shifts(self, first: First = DEFAULT_FIRST) -> list[ShiftLoss]:
        return self.losses[: max(0, first)]

    @classmethod
    def of(cls, kind: Withdrawing, found: fragility.Withdrawal) -> Self:
        """The withdrawal as the schema shows it."""
        return cls(
            who_key=(kind.value, found.who),
            losses=[ShiftLoss(shift_key=x.shift, left=x.left, missing=x.missing, more=x.more) for x in found.losses],
            shift_count=len(found.losses),
            more=found.more,
        )


@strawberry.type(description="Whose withdrawal would leave shifts below their minimum (脆弱处).")
class Fragility:
    count: int = strawberry.field(description="How many there are of this kind (总数).")
    withdrawals: list[Withdrawal] = strawberry.field(description="The worst of them first (各方退出的后果).")

    @classmethod
    def of(cls, kind: Withdrawing, found: Sequence[fragility.Withdrawal], first: int) -> Self:
        """The first of what was found."""
        return cls(count=len(found), withdrawals=[Withdrawal.of(kind, one) for one in found[:first]])


@strawberry.type(description="A road that few people hold (单薄的道路).")
class ThinRoad:
    road_key: strawberry.Private[str]
    volunteer_keys: strawberry.Private[list[str]]
    shift_keys: strawberry.Private[list[str]]

    depth: int = strawberry.field(description="How many people serve there in the week (人数).")
    shift_count: int = strawberry.field(description="How many shifts they hold there (班次数).")

    road = named_by("road_key", "Road", description="The road (道路).")
    volunteers = listed("volunteer_keys", "Volunteer", "These people (志愿者).")
    shifts = listed("shift_keys", "Shift", "These shifts, in the order of the week (班次).")

    @classmethod
    def of(cls, found: thin_roads.ThinRoad) -> Self:
        """The road as the schema shows it."""
        return cls(
            road_key=found.road,
            volunteer_keys=list(found.volunteers),
            shift_keys=list(found.shifts),
            depth=len(found.volunteers),
            shift_count=len(found.shifts),
        )


@strawberry.type(description="The roads of a plan that few people hold (单薄的道路一览).")
class ThinRoads:
    count: int = strawberry.field(description="How many there are (总数).")
    roads: list[ThinRoad] = strawberry.field(description="The thinnest first (道路).")

    @classmethod
    def of(cls, found: Sequence[thin_roads.ThinRoad], first: int) -> Self:
        """The first of what was found."""
        return cls(count=len(found), roads=[ThinRoad.of(one) for one in found[:first]])


FragilityPayload = Annotated[
    Fragility | AnyRefusal,
    strawberry.union("FragilityPayload", description="Whose withdrawal hurts, or why that is not known (脆弱处结果)."),
]
ThinRoadsPayload = Annotated[
    ThinRoads | AnyRefusal,
    strawberry.union("ThinRoadsPayload", description="The roads, or why they are not known (单薄道路结果)."),
]
