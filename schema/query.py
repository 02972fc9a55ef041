"""What one can ask for: any node by id, and a list of each noun."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from engine.access import Action
from engine.errors import Fault, InvalidInput
from engine.planning.compare import compare_plans
from engine.planning.explain import Opened
from schema.accounts import AccountQuestions
from schema.aggregates import aggregate_of
from schema.arguments import PlanId, ShiftId, page_size
from schema.comparison import ComparePlansPayload, PlanComparison
from schema.connection import MAX_FIRST
from schema.context import Info
from schema.edges import page_annotations
from schema.enums import By
from schema.explanations import (
    BottleneckAnswer,
    BottleneckPayload,
    OtherPlaces,
    OtherPlacesPayload,
    StandIns,
    StandInsPayload,
    WhatWouldHelp,
    WhatWouldHelpPayload,
    WhyEmpty,
    WhyEmptyPayload,
)
from schema.fields import computed
from schema.graph_questions import GraphQuestions
from schema.ids import key_of, parse_id
from schema.node import Node
from schema.paging import Arguments
from schema.refusals import or_refusal
from schema.types import BY_LABEL
from schema.what_if import WhatIfQuestions
from schema.why_here import WhyHere, WhyHerePayload


def list_of(label: str, description: str) -> Any:
    """A root field with all nodes of this label, page by page."""

    async def resolve(
        info: Info,
        where: Any = UNSET,
        order_by: Any = UNSET,
        first: Any = UNSET,
        after: Any = UNSET,
        last: Any = UNSET,
        before: Any = UNSET,
    ) -> Any:
        given = Arguments(where, order_by, first, after, last, before)
        return await info.context.loaders.root(label, info, given)

    resolve.__annotations__ = {"info": strawberry.Info, **page_annotations(label)}
    return strawberry.field(resolver=resolve, description=description)


SECONDS_TO_OPEN = 20.0
"""More time than other questions have: on a new machine the explanations are compiled first."""


async def _opened(info: Info, plan: str) -> Opened:
    """The plan laid open; the first question about a large plan takes a while."""
    context = info.context
    context.allow(SECONDS_TO_OPEN)
    key = (await context.plan(plan)).id
    return await context.call(context.explanations.open, context.store, key)


async def _known(id: str, info: Info) -> Node | None:
    label, key = parse_id(id)
    return await info.context.loaders.named(label, key, info) if label in BY_LABEL else None


@strawberry.type(description="Questions (查询).")
class Query(AccountQuestions, GraphQuestions, WhatIfQuestions):
    subdistricts = list_of("Subdistrict", "The subdistricts (街道).")
    communities = list_of("Community", "The communities (社区).")
    roads = list_of("Road", "The roads (道路).")
    segments = list_of("Segment", "The road segments (路段).")
    junctions = list_of("Junction", "The junctions (路口).")
    stations = list_of("Station", "The stations and kiosks (服务站).")
    lines = list_of("Line", "The five lines (条线).")
    organizations = list_of("Organization", "The organizations (单位).")
    volunteers = list_of("Volunteer", "The volunteers (志愿者).")
    teams = list_of("Team", "The teams (志愿服务队).")
    categories = list_of("Category", "The categories of activity (活动类别).")
    themes = list_of("Theme", "The monthly themes (每月主题).")
    shift_templates = list_of("ShiftTemplate", "The shift templates (班次模板).")
    shifts = list_of("Shift", "The shifts (班次).")
    plans = list_of("Plan", "The plan versions (周计划).")
    assignments = list_of("Assignment", "The assignments of all plan versions (派班).")
    shortfalls = list_of("Shortfall", "The shortfalls of all plan versions (缺口).")
    plan_jobs = list_of("PlanJob", "The planning jobs (排班任务).")
    audits = list_of("Audit", "What was looked at and changed, newest first (审计).")

    subdistricts_aggregate = aggregate_of("Subdistrict", "Numbers over the subdistricts (街道汇总).")
    communities_aggregate = aggregate_of("Community", "Numbers over the communities (社区汇总).")
    roads_aggregate = aggregate_of("Road", "Numbers over the roads (道路汇总).")
    segments_aggregate = aggregate_of("Segment", "Numbers over the road segments (路段汇总).")
    junctions_aggregate = aggregate_of("Junction", "Numbers over the junctions (路口汇总).")
    stations_aggregate = aggregate_of("Station", "Numbers over the stations and kiosks (服务站汇总).")
    lines_aggregate = aggregate_of("Line", "Numbers over the five lines (条线汇总).")
    organizations_aggregate = aggregate_of("Organization", "Numbers over the organizations (单位汇总).")
    volunteers_aggregate = aggregate_of("Volunteer", "Numbers over the volunteers (志愿者汇总).")
    teams_aggregate = aggregate_of("Team", "Numbers over the teams (志愿服务队汇总).")
    categories_aggregate = aggregate_of("Category", "Numbers over the categories of activity (活动类别汇总).")
    themes_aggregate = aggregate_of("Theme", "Numbers over the monthly themes (每月主题汇总).")
    shift_templates_aggregate = aggregate_of("ShiftTemplate", "Numbers over the shift templates (班次模板汇总).")
    shifts_aggregate = aggregate_of("Shift", "Numbers over the shifts (班次汇总).")
    plans_aggregate = aggregate_of("Plan", "Numbers over the plan versions (周计划汇总).")
    assignments_aggregate = aggregate_of("Assignment", "Numbers over the assignments of all plan versions (派班汇总).")
    shortfalls_aggregate = aggregate_of("Shortfall", "Numbers over the shortfalls of all plan versions (缺口汇总).")
    plan_jobs_aggregate = aggregate_of("PlanJob", "Numbers over the planning jobs (排班任务汇总).")
    audits_aggregate = aggregate_of("Audit", "Numbers over what was looked at and changed (审计汇总).")

    @computed("The node with this global id (按编号取节点).")
    async def node(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Its global id (全局编号).")]
    ) -> Node | None:
        return await _known(id, info)

    @computed("The nodes with these global ids, in their order (按编号取多个节点).")
    async def nodes(
        self,
        info: Info,
        ids: Annotated[
            list[strawberry.ID], strawberry.argument(description=f"Global ids, {MAX_FIRST} at most (全局编号).")
        ],
    ) -> list[Node | None]:
        if len(ids) > MAX_FIRST:
            raise InvalidInput("编号太多", [Fault("列表太长", "ids", expected=f"至多 {MAX_FIRST} 个")])
        wanted: defaultdict[str, list[str]] = defaultdict(list)
        for label, key in map(parse_id, ids):
            wanted[label].append(key)
        found = await info.context.loaders.several(wanted, info)
        return [found.get(parse_id(id)) for id in ids]

    @computed("Two versions of a plan side by side (比较两个版本).")
    async def compare_plans(
        self,
        info: Info,
        a: Annotated[strawberry.ID, strawberry.argument(description="The earlier version (先前版本).")],
        b: Annotated[strawberry.ID, strawberry.argument(description="The later version (后来版本).")],
    ) -> ComparePlansPayload:
        async def compared() -> PlanComparison:
            before, after = [(await info.context.plan(id)).id for id in (a, b)]
            return PlanComparison.of(await info.context.call(compare_plans, info.context.store, before, after))

        return await or_refusal(info.context, Action.EXPLAIN, compared)

    @computed("Why a shift of a plan is not filled, and the least that would fill it (为何空缺).")
    async def why_empty(
        self,
        info: Info,
        plan: PlanId,
        shift: ShiftId,
        tag: Annotated[str, strawberry.argument(description="Only people with this skill (技能).")] = "",
    ) -> WhyEmptyPayload:
        async def told() -> WhyEmpty:
            opened = await _opened(info, plan)
            return await info.context.call(WhyEmpty.of, opened, key_of(shift, "Shift"), tag)

        return await or_refusal(info.context, Action.EXPLAIN, told)

    @computed("Who could stand in at a shift of a plan, best first, each with the consequences (谁能替).")
    async def stand_ins(
        self,
        info: Info,
        plan: PlanId,
        shift: ShiftId,
        first: Annotated[int, strawberry.argument(description=f"How many, {MAX_FIRST} at most (至多几人).")] = 5,
        instead_of: Annotated[
            strawberry.ID | None, strawberry.argument(description="Who is absent; changes are without him (缺席的人).")
        ] = None,
    ) -> StandInsPayload:
        async def told() -> StandIns:
            key = await info.context.own_shift(shift)
            opened = await _opened(info, plan)
            absent = key_of(instead_of, "Volunteer") if instead_of else ""
            return await info.context.call(StandIns.of, opened, key, page_size(first), absent)

        return await or_refusal(info.context, Action.STAND_INS, told)

    @computed("Why somebody serves at a shift of a plan, part by part, and what would be next best (为何在此).")
    async def why_here(
        self,
        info: Info,
        plan: PlanId,
        shift: ShiftId,
        volunteer: Annotated[strawberry.ID, strawberry.argument(description="Who serves there (志愿者).")],
    ) -> WhyHerePayload:
        async def told() -> WhyHere:
            opened = await _opened(info, plan)
            who = (await info.context.volunteer(volunteer)).id
            return await info.context.call(WhyHere.of, opened, who, key_of(shift, "Shift"))

        return await or_refusal(info.context, Action.EXPLAIN, told)

    @computed("To which other shifts of a plan somebody could go from one; a change is judged anew (能改去哪里).")
    async def other_places(
        self,
        info: Info,
        plan: PlanId,
        shift: ShiftId,
        volunteer: Annotated[strawberry.ID, strawberry.argument(description="Who serves there (志愿者).")],
    ) -> OtherPlacesPayload:
        async def told() -> OtherPlaces:
            opened = await _opened(info, plan)
            who = (await info.context.volunteer(volunteer)).id
            return await info.context.call(OtherPlaces.of, opened, who, key_of(shift, "Shift"))

        return await or_refusal(info.context, Action.EXPLAIN, told)

    @computed("Where one more person with time would help the plan most (何处多人最有用).")
    async def what_would_help(
        self,
        info: Info,
        plan: PlanId,
        by: Annotated[By | None, strawberry.argument(description="Only this sort (只要这一类).")] = None,
        first: Annotated[int, strawberry.argument(description="Groups of each sort, at most (每类至多几项).")] = 5,
    ) -> WhatWouldHelpPayload:
        async def told() -> WhatWouldHelp:
            opened = await _opened(info, plan)
            return await info.context.call(WhatWouldHelp.of, opened, by, page_size(first))

        return await or_refusal(info.context, Action.EXPLAIN, told)

    @computed("The shifts and people that prove a shortage at a shift of a plan (短缺的证明).")
    async def bottleneck(self, info: Info, plan: PlanId, shift: ShiftId) -> BottleneckPayload:
        async def told() -> BottleneckAnswer:
            opened = await _opened(info, plan)
            return await info.context.call(BottleneckAnswer.of, opened, key_of(shift, "Shift"))

        return await or_refusal(info.context, Action.EXPLAIN, told)
