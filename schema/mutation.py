"""What one can change: make a plan, stop, edit, set demand, publish, repair; rosters, accounts."""

from __future__ import annotations

from typing import Annotated

import strawberry

from engine.access import Action
from engine.demand import demand_as_template, set_demand
from engine.errors import Fault, InvalidInput, NotFound
from engine.jobs import PlanRequest
from engine.model import Node as GraphNode
from engine.model import Subdistrict
from engine.places import scope_id
from engine.planning.publish import publish_plan
from engine.planning.repair import repair_plan
from engine.planning.withdrawals import Withdrawal
from schema import inputs, payloads
from schema.accounts import AccountChanges
from schema.calendar_links import (
    CalendarLinkInput,
    CalendarLinkPayload,
    RevokeCalendarLinksPayload,
    made_link,
    revoked_links,
)
from schema.comparison import PlanChange
from schema.context import Context, Info
from schema.editing import EditingChanges
from schema.fields import change, given
from schema.ids import key_of
from schema.refusals import or_refusal
from schema.rosters import ImportRosterInput, ImportRosterPayload, imported
from schema.types import Plan, PlanJob, Shift

MAX_WAIT = 60
LONGEST_SOLVE = 600.0


@strawberry.type(description="Changes (变更).")
class Mutation(AccountChanges, EditingChanges):
    @change("Plans a week; the answer has the plan when it was made in time (生成周计划).")
    async def generate_plan(
        self, info: Info, input: Annotated[inputs.GeneratePlanInput, given("What to plan (排班要求).")]
    ) -> payloads.GeneratePlanPayload:
        return await or_refusal(info.context, Action.PLAN, lambda: _generate(info.context, input))

    @change("Ends a planning job early; its best plan so far is kept (停止排班任务).")
    async def stop_plan(
        self, info: Info, input: Annotated[inputs.StopPlanInput, given("Which job (哪个任务).")]
    ) -> payloads.StopPlanPayload:
        return await or_refusal(info.context, Action.PLAN, lambda: _stop(info.context, input))

    @change("Sets how many people a shift asks for, whatever its template says (班次人数).")
    async def set_demand(
        self, info: Info, input: Annotated[inputs.SetDemandInput, given("Which, and how many (哪个，几人).")]
    ) -> payloads.SetDemandPayload:
        return await or_refusal(info.context, Action.DEMAND, lambda: _set_demand(info.context, input))

    @change("Publishes a draft: its assignments become offers (发布周计划).")
    async def publish_plan(
        self, info: Info, input: Annotated[inputs.PublishPlanInput, given("Which plan (哪份计划).")]
    ) -> payloads.PublishPlanPayload:
        return await or_refusal(info.context, Action.PUBLISH, lambda: _publish(info.context, input))

    @change("Repairs a plan after withdrawals and other changes, with as few people touched as can be (修复计划).")
    async def repair_plan(
        self, info: Info, input: Annotated[inputs.RepairPlanInput, given("Which, and who is out (哪份，谁退出).")]
    ) -> payloads.RepairPlanPayload:
        return await or_refusal(info.context, Action.PLAN, lambda: _repair(info.context, input))

    @change("Brings in a line's roster, all of it or nothing; the file comes as multipart (导入名册).")
    async def import_roster(
        self, info: Info, input: Annotated[ImportRosterInput, given("The file and its line (文件与条线).")]
    ) -> ImportRosterPayload:
        return await or_refusal(info.context, Action.IMPORT_ROSTER, lambda: imported(info.context, input))

    @change("Makes a link to a person's or a station's calendar, for programs that subscribe to it (日历订阅链接).")
    async def calendar_link(
        self, info: Info, input: Annotated[CalendarLinkInput, given("Whose calendar (谁的日历).")]
    ) -> CalendarLinkPayload:
        return await or_refusal(info.context, Action.EXPORT, lambda: made_link(info.context, input))

    @change("Takes back all links to calendars that my account has made (收回日历订阅链接).")
    async def revoke_calendar_links(self, info: Info) -> RevokeCalendarLinksPayload:
        return await or_refusal(info.context, Action.READ, lambda: revoked_links(info.context))


async def _generate(context: Context, given: inputs.GeneratePlanInput) -> payloads.GeneratePlanSuccess:
    request = PlanRequest(
        week=given.week,
        scope=await _scope(context, given),
        base=(await context.plan(given.base_plan_id)).id if given.base_plan_id else "",
        seconds=_within("seconds", given.seconds, LONGEST_SOLVE),
        seed=given.seed,
    )
    wait = _within("waitSeconds", given.wait_seconds, MAX_WAIT) or 0
    await context.own_subdistrict(request.scope)
    job = await context.call(context.jobs.start, request)
    await context.write_down(Action.PLAN, job.id)
    context.allow(wait)
    await context.jobs.ended(job.id, wait)
    shown = PlanJob.of(_props(await context.call(context.jobs.get, job.id)))
    return payloads.GeneratePlanSuccess(job=shown, plan_key=shown.plan_id)


async def _scope(context: Context, given: inputs.GeneratePlanInput) -> str:
    if given.subdistrict_id is None:
        return await context.call(scope_id, context.store, given.subdistrict)
    key = key_of(given.subdistrict_id, "Subdistrict")
    if await context.call(context.store.get, Subdistrict, key) is None:
        raise NotFound("没有这个街道")
    return key


async def _stop(context: Context, given: inputs.StopPlanInput) -> payloads.StopPlanSuccess:
    key = await context.own_job(given.job_id)
    await context.call(context.jobs.stop, key)
    await context.write_down(Action.PLAN, key)
    wait = _within("waitSeconds", given.wait_seconds, MAX_WAIT) or 0
    context.allow(wait)
    await context.jobs.ended(key, wait)
    return payloads.StopPlanSuccess(job=PlanJob.of(_props(await context.call(context.jobs.get, key))))


async def _set_demand(context: Context, given: inputs.SetDemandInput) -> payloads.SetDemandSuccess:
    key = await context.own_shift(given.shift_id)
    store, version = context.recording(Action.DEMAND, key), given.version
    numbers = {"low": given.min, "desired": given.desired, "high": given.max}
    if not given.as_template:
        shift = await context.call(set_demand, store, key, **numbers, version=version)
    elif any(number is not None for number in numbers.values()):
        raise InvalidInput("改回模板时不能另写人数", [Fault("不能与人数同时给出", "asTemplate")])
    else:
        shift = await context.call(demand_as_template, store, key, version)
    return payloads.SetDemandSuccess(shift=Shift.of(_props(shift)))


async def _publish(context: Context, given: inputs.PublishPlanInput) -> payloads.PublishPlanSuccess:
    key = (await context.own_plan(given.plan_id)).id
    plan = await context.call(publish_plan, context.recording(Action.PUBLISH, key), key, given.version)
    return payloads.PublishPlanSuccess(plan=Plan.of(_props(plan)))


async def _repair(context: Context, given: inputs.RepairPlanInput) -> payloads.RepairPlanSuccess:
    key, seconds = (await context.own_plan(given.plan_id)).id, _within("seconds", given.seconds, MAX_WAIT) or 0
    out = [
        Withdrawal(key_of(w.volunteer_id, "Volunteer"), key_of(w.shift_id, "Shift") if w.shift_id else "")
        for w in given.withdrawals
    ]
    context.allow(seconds)
    store = context.recording(Action.PLAN, key, *(gone.volunteer for gone in out))
    found = await context.call(repair_plan, store, key, withdrawals=out, seconds=seconds, seed=given.seed)
    return payloads.RepairPlanSuccess(
        plan=Plan.of(_props(found.plan)),
        touched=[
            payloads.TouchedVolunteer(
                volunteer_key=who.volunteer,
                loses=[PlanChange(volunteer_key=who.volunteer, shift_key=shift) for shift in who.loses],
                gains=[PlanChange(volunteer_key=who.volunteer, shift_key=shift) for shift in who.gains],
                sentence=who.sentence,
            )
            for who in found.touched
        ],
    )


def _props(node: GraphNode) -> dict[str, object]:
    return {**node.to_props(), "version": node.version}


def _within(name: str, value: float | None, most: float) -> float | None:
    if value is not None and not 0 <= value <= most:
        raise InvalidInput("秒数有误", [Fault("超出范围", name, value=f"{value:g}", expected=f"0 到 {most:g}")])
    return value
