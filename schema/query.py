"""What one can ask for: any node by id, and a list of each noun."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from engine.errors import Fault, InvalidInput
from engine.planning.compare import compare_plans
from schema.comparison import ComparePlansPayload, PlanComparison
from schema.connection import DEFAULT_FIRST, MAX_FIRST
from schema.context import Info
from schema.edges import page_annotations
from schema.fields import computed
from schema.ids import key_of, parse_id
from schema.node import Node
from schema.refusals import or_refusal
from schema.types import BY_LABEL


def list_of(label: str, description: str) -> Any:
    """A root field with all nodes of this label, page by page."""

    async def resolve(
        info: Info, where: Any = UNSET, order_by: Any = UNSET, first: Any = DEFAULT_FIRST, after: Any = UNSET
    ) -> Any:
        return await info.context.loaders.root(label, info, (where, order_by, first, after))

    resolve.__annotations__ = {"info": strawberry.Info, **page_annotations(label)}
    return strawberry.field(resolver=resolve, description=description)


async def _known(id: str, info: Info) -> Node | None:
    label, key = parse_id(id)
    return await info.context.loaders.named(label, key, info) if label in BY_LABEL else None


@strawberry.type(description="Questions (查询).")
class Query:
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
            before, after = key_of(a, "Plan"), key_of(b, "Plan")
            return PlanComparison.of(await info.context.call(compare_plans, info.context.store, before, after))

        return await or_refusal(compared())
