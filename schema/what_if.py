"""What would a plan be if: cases side by side, nothing written (假设)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

import strawberry

from engine.access import Action
from engine.errors import Fault, InvalidInput, NotFound
from engine.model import Junction, Station
from engine.planning.explain import Opened
from engine.planning.what_if import EVENINGS, MOST_CASES, MOST_PEOPLE, WEEKENDS, Newcomers, Outcome
from engine.store import Match, eq
from schema.context import Context, Info
from schema.cost import Cost
from schema.fields import computed, given
from schema.ids import key_of, parse_id
from solver.changes import Change, ClosedPlace, Demand, WalkLimit, WithoutPeople

LONGEST = 60.0


@strawberry.input(description="People who are not there yet (新增的人).")
class NewcomersInput:
    count: int = strawberry.field(description=f"How many, {MOST_PEOPLE} in a case at most (人数).")
    line: strawberry.ID | None = strawberry.field(
        default=None, description="Of which line; like anybody without (条线)."
    )
    station_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who live beside this station; like those who are there without (住在哪个站附近)."
    )
    skills: list[str] = strawberry.field(default_factory=list, description="What all of them can do (技能).")
    free_evenings: bool = strawberry.field(
        default=False, description="With time Monday to Friday, 18:00 to 21:00 (工作日晚上有空)."
    )
    free_weekends: bool = strawberry.field(
        default=False, description="With time on Saturday and Sunday, 8:00 to 20:00 (周末有空)."
    )


@strawberry.input(description="So many people more, or fewer, in each shift at a place (此处每班增减).")
class DemandCase:
    place_id: strawberry.ID = strawberry.field(description="A segment or a station (路段或服务站).")
    by: int = strawberry.field(description="How many more; fewer below zero (增减几人).")


@strawberry.input(description="What would be different; all of it at once (假设).")
class WhatIfCase:
    name: str = strawberry.field(default="", description="What the case is called (名称).")
    add_people: list[NewcomersInput] = strawberry.field(default_factory=list, description="Who comes (新增的人).")
    close_station_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Stations without their shifts (关闭的服务站)."
    )
    close_segment_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Segments without their shifts (关闭的路段)."
    )
    without_line_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Lines whose people do not come (不来的条线)."
    )
    without_volunteer_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="People who do not come (不来的人)."
    )
    walk_limit: int | None = strawberry.field(default=None, description="Metres to walk at most (步行上限).")
    demand: list[DemandCase] = strawberry.field(default_factory=list, description="Headcounts (每班增减).")


@strawberry.type(description="A plan as it would be (假设的结果).")
class WhatIfResult:
    name: str = strawberry.field(description="The case; `现状` is the plan as it is (名称).")
    cost: Cost = strawberry.field(description="What it would cost, changes to the plan as it is included (代价).")
    bound: Cost = strawberry.field(description="A cost that no plan of this case can beat (下界).")
    proved: bool = strawberry.field(description="Whether no plan of this case is better (已证明最优).")
    assigned: int = strawberry.field(description="Assignments in it (人次).")
    cover: float = strawberry.field(description="The part of the wanted seats that is filled, 0 to 1 (到岗率).")
    mean_metres: float = strawberry.field(description="The mean walk in metres (平均步行米数).")
    touched: int = strawberry.field(description="How many people's weeks would be others (受影响人数).")
    change: int = strawberry.field(description="What of the inconvenience is change (其中变动).")
    notes: list[str] = strawberry.field(description="What there is to say of it, in Chinese (说明).")

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        """The outcome as the schema shows it."""
        found = outcome.found
        return cls(
            name=found.name,
            cost=Cost.of(*found.plan.cost.parts()),
            bound=Cost.of(*found.plan.bound.parts()),
            proved=found.proved,
            assigned=found.served,
            cover=outcome.cover,
            mean_metres=found.mean_walk,
            touched=len(found.touched),
            change=found.stability,
            notes=list(outcome.notes),
        )


@strawberry.type
class WhatIfQuestions:
    @computed("The plan as it is, then as it would be in each case, repaired from it; nothing is written (假设).")
    async def what_if(
        self,
        info: Info,
        plan_id: Annotated[strawberry.ID, given("The plan, draft or published (周计划).")],
        cases: Annotated[list[WhatIfCase], given(f"What would be different, {MOST_CASES} at most (假设).")],
        seconds: Annotated[float, given("How long to search at most, all cases together (秒数上限).")] = 10.0,
    ) -> list[WhatIfResult]:
        context = info.context
        context.permit(Action.PLAN)
        plan = (await context.own_plan(plan_id)).id
        _within(cases, seconds)
        context.allow(seconds)
        opened = await context.call(context.explanations.open, context.store, plan)
        named = [(case.name.strip() or f"假设 {row}", case) for row, case in enumerate(cases, start=1)]
        names = [name for name, _ in named]
        changes = {
            name if names.count(name) == 1 else f"{name}（{row}）": await _changes(context, opened, case)
            for row, (name, case) in enumerate(named, start=1)
        }
        outcomes = await context.call(context.what_ifs.of, opened, changes, seconds)
        return [WhatIfResult.of(outcome) for outcome in outcomes]


def _within(cases: Sequence[WhatIfCase], seconds: float) -> None:
    faults = []
    if not 0 < seconds <= LONGEST:
        faults.append(Fault("超出范围", "seconds", value=f"{seconds:g}", expected=f"0 到 {LONGEST:g}"))
    if not 1 <= len(cases) <= MOST_CASES:
        faults.append(Fault("个数不对", "cases", value=str(len(cases)), expected=f"1 到 {MOST_CASES} 个"))
    for row, case in enumerate(cases, start=1):
        counts = [group.count for group in case.add_people]
        if min(counts, default=1) < 1 or sum(counts) > MOST_PEOPLE:
            expected = f"每组至少 1 人，共至多 {MOST_PEOPLE} 人"
            faults.append(Fault("人数不对", "addPeople", row=row, value=str(sum(counts)), expected=expected))
    if faults:
        raise InvalidInput("假设有误", faults)


async def _changes(context: Context, opened: Opened, case: WhatIfCase) -> tuple[Change, ...]:
    """The case as changes of the problem: who goes first, then places, demand, who comes."""
    gone = [f"line:{key_of(id, 'Line')}" for id in case.without_line_ids]
    gone += [(await context.volunteer(id)).id for id in case.without_volunteer_ids]
    closed = [key_of(id, "Station") for id in case.close_station_ids]
    closed += [key_of(id, "Segment") for id in case.close_segment_ids]
    changes: list[Change] = [WithoutPeople(who) for who in dict.fromkeys(gone)]
    changes += [ClosedPlace(place) for place in dict.fromkeys(closed)]
    changes += [Demand(_place(one.place_id), one.by) for one in case.demand]
    changes += [WalkLimit(case.walk_limit)] if case.walk_limit is not None else []
    changes += [await _newcomers(context, opened, group) for group in case.add_people]
    return tuple(changes)


def _place(id: str) -> str:
    label, key = parse_id(id)
    if label not in ("Segment", "Station"):
        raise InvalidInput("编号有误", [Fault("应为路段或服务站的编号", "placeId")])
    return key


async def _newcomers(context: Context, opened: Opened, group: NewcomersInput) -> Newcomers:
    return Newcomers(
        count=group.count,
        line=key_of(group.line, "Line") if group.line else "",
        home=await _home(context, opened, group.station_id) if group.station_id else None,
        skills=tuple(group.skills),
        free=(EVENINGS if group.free_evenings else ()) + (WEEKENDS if group.free_weekends else ()),
    )


async def _home(context: Context, opened: Opened, station: str) -> int:
    """The node of the network beside the station."""
    near = Match("s", Station).where(eq("s.id", key_of(station, "Station"))).hop("NEAR", "j", Junction)
    rows = await context.call(context.store.query, near.order("j.id").select("j.id"))
    numbers = opened.names.facts.network.numbers
    found = next((numbers[row["j.id"]] for row in rows if row["j.id"] in numbers), None)
    if found is None:
        raise NotFound("没有这个服务站，或它附近没有路口")
    return found
