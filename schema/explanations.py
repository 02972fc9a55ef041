"""Why a seat is empty, who could stand in, what would help, and the proof of a shortage (计划的解释)."""

from __future__ import annotations

from typing import Annotated, Any, Self

import strawberry

from engine.access import masked_change, masked_metres, masked_sentence
from engine.planning import explain
from engine.planning.explain import KINDS, Opened, Place
from schema.connection import DEFAULT_FIRST
from schema.cost import Cost
from schema.edges import named_by
from schema.enums import By, ShortfallKind
from schema.fields import computed
from schema.ids import global_id
from schema.listed import First, listed
from schema.refusals import AnyRefusal


@strawberry.type(description="So many people fall to one rule (落选原因).")
class FallStep:
    reason: str = strawberry.field(description="The rule, as a reader is told (原因).")
    people: int = strawberry.field(description="How many (人数).")


@strawberry.type(description="Somebody whom no rule keeps away, with what he serves instead (可到岗者).")
class StillFree:
    volunteer_key: strawberry.Private[str]
    instead: list[str] = strawberry.field(description="Place and time of what the person serves instead (现有安排).")

    volunteer = named_by("volunteer_key", "Volunteer", description="Who (志愿者).")


@strawberry.type(description="The smallest change of one rule that brings candidates (放宽办法).")
class Relaxation:
    rule: str = strawberry.field(description="The rule or what is lacking, for programs (规则).")
    people: int = strawberry.field(description="How many could come then (候选人数).")
    fills: bool = strawberry.field(description="Whether they are enough for what is missing (是否足够).")
    before: int | None = strawberry.field(description="The limit now, where the rule has one (现值).")
    after: int | None = strawberry.field(description="The limit then, or by how much it grows (放宽后).")
    tag: str = strawberry.field(description="The skill or line in question, or empty (技能).")
    sentence: str = strawberry.field(description="The whole in one sentence (说明).")


@strawberry.type(description="Why a seat is empty, and what would fill it (空缺原因).")
class WhyEmpty:
    shift_key: strawberry.Private[str]
    left: strawberry.Private[list[StillFree]]

    tag: str = strawberry.field(description="The skill that was asked about, or empty (所问技能).")
    asked: int = strawberry.field(description="How many people were looked at (考察人数).")
    missing: int = strawberry.field(description="How many are missing, at least one (缺几人).")
    steps: list[FallStep] = strawberry.field(description="How many fell to which rule, in order (逐条落选).")
    relaxations: list[Relaxation] = strawberry.field(description="What would bring candidates, best first (放宽办法).")
    left_count: int = strawberry.field(description="How many no rule keeps away (可到岗人数).")

    shift = named_by("shift_key", "Shift", description="The shift (班次).")

    @computed("Those whom no rule keeps away: elsewhere they are worth more to the plan (可到岗者).")
    def still_free(self, first: First = DEFAULT_FIRST) -> list[StillFree]:
        return self.left[: max(0, first)]

    @classmethod
    def of(cls, opened: Opened, shift: str, tag: str) -> Self:
        """The answer for one shift."""
        found = opened.why_empty(shift, tag)
        return cls(
            shift_key=shift,
            tag=found.tag or "",
            asked=found.asked,
            missing=found.missing,
            steps=[FallStep(reason=opened.title(why.reason), people=why.people) for why in found.steps],
            left=[
                StillFree(volunteer_key=who, instead=[opened.names.shift(other) for other in instead])
                for who, instead in found.left
            ],
            left_count=len(found.left),
            relaxations=[
                Relaxation(
                    rule=r.rule,
                    people=r.people,
                    fills=r.fills,
                    before=r.before,
                    after=r.after,
                    tag=r.tag or "",
                    sentence=explain.relaxation_sentence(r, opened.names),
                )
                for r in found.relaxations
            ],
        )


@strawberry.type(description="Who could stand in at a shift, and what that does to the plan (替补).")
class StandIn:
    volunteer_keys: strawberry.Private[list[str]]
    leaves_key: strawberry.Private[str]

    metres: int = strawberry.field(description="The walk in steps of 200, the longest of several people's (步行米数).")
    change: Cost = strawberry.field(description="By how much the plan's cost changes (代价变化).")
    consequence: str = strawberry.field(description="What follows, in one sentence that names nobody (后果).")

    volunteers = listed("volunteer_keys", "Volunteer", "Who would come; people tied together all do (志愿者).")
    leaves = named_by("leaves_key", "Shift", description="The shift that they would leave, if any (离开的班次).")


def in_steps(change: tuple[int, int, int, int]) -> Cost:
    """The change with its walks in steps."""
    *people, inconvenience = change
    return Cost.of(*people, masked_change(inconvenience))


@strawberry.type(description="The stand-ins of a shift, best first (替补名单).")
class StandIns:
    shift_key: strawberry.Private[str]

    candidates: list[StandIn] = strawberry.field(description="Who could come, best first (替补).")

    shift = named_by("shift_key", "Shift", description="The shift (班次).")

    @classmethod
    def of(cls, opened: Opened, shift: str, first: int, absent: str) -> Self:
        """The best for one shift, or for one person's seat there; their walks in steps, for they have names."""
        return cls(
            shift_key=shift,
            candidates=[
                StandIn(
                    volunteer_keys=list(found.volunteers),
                    leaves_key=found.leaves or "",
                    metres=masked_metres(found.metres),
                    change=in_steps(found.change.parts()),
                    consequence=masked_sentence(explain.consequence_sentence(found, opened.names)),
                )
                for found in opened.stand_ins(shift, first, absent)
            ],
        )


@strawberry.type(description="Another shift to which somebody could go (可去之处).")
class OtherPlace:
    shift_id: strawberry.ID = strawberry.field(description="The shift's global id (班次编号).")
    metres: int = strawberry.field(description="The walk to it, in steps of 200 (步行米数).")
    sentence: str = strawberry.field(description="The walk, and what is lacking more or less then (说明).")

    @classmethod
    def of(cls, place: Place) -> Self:
        """Exact walks to many places would meet at one door."""
        metres = masked_metres(place.metres)
        changed = f"；{explain.change_sentence(place.change)}" if any(place.change.parts()) else ""
        return cls(
            shift_id=strawberry.ID(global_id("Shift", place.shift)),
            metres=metres,
            sentence=f"步行 {metres} 米内{changed}",
        )


@strawberry.type(description="Where somebody could go instead (可改去的班次).")
class OtherPlaces:
    places: list[OtherPlace] = strawberry.field(description="The shifts, best for the plan first, then nearest (班次).")

    @classmethod
    def of(cls, opened: Opened, volunteer: str, shift: str) -> Self:
        """Sorted by what is shown, and by nothing finer."""
        found = opened.other_places(volunteer, shift)
        shown = sorted(found, key=lambda place: (place.change.parts(), masked_metres(place.metres), place.shift))
        return cls(places=[OtherPlace.of(place) for place in shown])


@strawberry.type(description="One more person at one shift (多一人).")
class HelpSeat:
    shift_key: strawberry.Private[str]
    end_key: strawberry.Private[str]

    tag: str = strawberry.field(description="The skill that the person should have, or empty (技能).")
    worth: Cost = strawberry.field(description="By how much the plan's cost would fall (价值).")
    people: int = strawberry.field(description="How many within reach lack only the time (只差时间的人数).")
    sentence: str = strawberry.field(description="The whole in one sentence (说明).")

    shift = named_by("shift_key", "Shift", description="Where one more would come (班次).")
    end = named_by("end_key", "Shift", description="Where that helps in the end, after others moved on (最终受益班次).")


@strawberry.type(description="A line, place, hour or skill where more people would help (一类帮助).")
class HelpGroup:
    by: By = strawberry.field(description="What is summed by (汇总方式).")
    key: str = strawberry.field(description="A tag, a place's id, or a minute of the week (键).")
    title: str = strawberry.field(description="What people call it (名称).")
    people: int = strawberry.field(description="How many more people the sum is over (人次).")
    total: Cost = strawberry.field(description="What they are worth together, an estimate (合计价值).")
    sentence: str = strawberry.field(description="The sum in one sentence (说明).")
    best: list[HelpSeat] = strawberry.field(description="The best single seats (最有用的岗位).")


@strawberry.type(description="What would help the plan most (何处多人最有用).")
class WhatWouldHelp:
    groups: list[HelpGroup] = strawberry.field(description="The dearest first, sort by sort (各类帮助).")

    @classmethod
    def of(cls, opened: Opened, by: By | None, first: int) -> Self:
        """The first groups of each sort, or of the one that is asked for."""
        groups = opened.what_would_help()
        kept = [g for kind in By for g in [g for g in groups if g.by is kind][:first] if by in (None, kind)]
        return cls(groups=[_group(opened, group) for group in kept])


def _group(opened: Opened, group: Any) -> HelpGroup:
    return HelpGroup(
        by=group.by,
        key=group.key,
        title=explain.group_title(group, opened.names),
        people=group.people,
        total=Cost.of(*group.total.parts()),
        sentence=explain.group_sentence(group, opened.names),
        best=[
            HelpSeat(
                shift_key=seat.shift,
                end_key=seat.end,
                tag=seat.tag or "",
                worth=Cost.of(*seat.worth.parts()),
                people=seat.people,
                sentence=explain.single_sentence(seat, opened.names),
            )
            for seat in group.best
        ],
    )


@strawberry.type(description="Shifts that want more than all who could come can give (短缺的证明).")
class Bottleneck:
    shift_keys: strawberry.Private[list[str]]
    volunteer_keys: strawberry.Private[list[str]]

    kind: ShortfallKind = strawberry.field(description="What is wanted (类型).")
    tag: str = strawberry.field(description="The skill that is wanted, or empty (技能).")
    wanted: int = strawberry.field(description="How many these shifts want beside those pinned there (需要人次).")
    most: int = strawberry.field(description="The most that those who could come can give (至多人次).")
    missing: int = strawberry.field(description="How many are missing in every plan (必缺人次).")
    shift_count: int = strawberry.field(description="How many shifts these are (班次数).")
    volunteer_count: int = strawberry.field(description="How many could come to any of them (可来人数).")

    shifts = listed("shift_keys", "Shift", "The shifts (班次).")
    volunteers = listed("volunteer_keys", "Volunteer", "All who could come to any of them (可来的志愿者).")


@strawberry.type(description="The proof of a shortage, if there is one (短缺证明结果).")
class BottleneckAnswer:
    bottleneck: Bottleneck | None = strawberry.field(
        description="None when nothing is lacking there, or when no proof was found: the plan may have chosen (证明)."
    )
    sentence: str = strawberry.field(description="The whole in one sentence (说明).")

    @classmethod
    def of(cls, opened: Opened, shift: str) -> Self:
        """The answer for one shift."""
        found = opened.bottleneck(shift)
        if found is None:
            return cls(bottleneck=None, sentence=explain.NO_BOTTLENECK)
        return cls(
            bottleneck=Bottleneck(
                shift_keys=list(found.shifts),
                volunteer_keys=list(found.people),
                kind=KINDS[found.kind],
                tag=found.tag or "",
                wanted=found.wanted,
                most=found.most,
                missing=found.missing,
                shift_count=len(found.shifts),
                volunteer_count=len(found.people),
            ),
            sentence=explain.bottleneck_sentence(found, opened.names),
        )


WhyEmptyPayload = Annotated[
    WhyEmpty | AnyRefusal,
    strawberry.union("WhyEmptyPayload", description="The reasons, or why there are none (空缺原因结果)."),
]
StandInsPayload = Annotated[
    StandIns | AnyRefusal,
    strawberry.union("StandInsPayload", description="The stand-ins, or why there are none (替补结果)."),
]
OtherPlacesPayload = Annotated[
    OtherPlaces | AnyRefusal,
    strawberry.union("OtherPlacesPayload", description="The shifts, or why there are none (可改去的班次结果)."),
]
WhatWouldHelpPayload = Annotated[
    WhatWouldHelp | AnyRefusal,
    strawberry.union("WhatWouldHelpPayload", description="What would help, or why that is not known (帮助结果)."),
]
BottleneckPayload = Annotated[
    BottleneckAnswer | AnyRefusal,
    strawberry.union("BottleneckPayload", description="The answer, or why it was refused (短缺证明结果)."),
]
