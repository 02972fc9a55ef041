"""What one can listen to: the progress of a planning job, the changes of a plan."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Self

import strawberry

from engine.access import Action
from engine.jobs import JobState
from engine.planning.watch import PlanWatch
from schema.context import Info
from schema.cost import Cost
from schema.fields import computed, stream
from schema.history import PlanEdit
from schema.types import Plan, PlanJob


@strawberry.type(description="How far a planning job is (排班进度).")
class PlanProgress:
    job: PlanJob = strawberry.field(description="The job (任务).")
    stage: str = strawberry.field(description="What is being done, in Chinese (阶段).")
    cost: Cost | None = strawberry.field(description="The best plan so far (目前最好).")
    bound: Cost | None = strawberry.field(description="What no plan can beat, as far as known (下界).")
    seconds: float = strawberry.field(description="How long the search has taken (已用秒数).")

    @classmethod
    def of(cls, state: JobState) -> Self:
        """The state as the schema shows it."""
        progress = state.progress
        job = PlanJob.of({**state.job.to_props(), "version": state.job.version})
        if progress is None:
            return cls(job=job, stage="排队等候", cost=None, bound=None, seconds=0.0)
        return cls(
            job=job,
            stage=progress.stage,
            cost=Cost.known(*progress.cost.parts()),
            bound=Cost.known(*progress.bound.parts()),
            seconds=progress.seconds,
        )


@strawberry.type(description="A plan as it is now, after whatever changed it (计划变动).")
class PlanChanged:
    plan: Plan = strawberry.field(description="The plan as it is now (周计划).")

    @computed("The newest thing that was done to it by hand; for whoever plans (最近的改动).")
    async def newest_edit(self, info: Info) -> PlanEdit | None:
        edits = await info.context.loaders.edits(self.plan.key, 1)
        return edits[0] if edits else None


@strawberry.type(description="Things to listen to (订阅).")
class Subscription:
    @stream("The state of a planning job now, then each change to its end (排班进度).")
    async def plan_progress(
        self, info: Info, job_id: Annotated[strawberry.ID, strawberry.argument(description="The job (任务).")]
    ) -> AsyncGenerator[PlanProgress, None]:
        context = info.context
        context.permit(Action.PLAN)
        async with aclosing(context.jobs.states(await context.own_job(job_id))) as states:
            async for state in states:
                yield PlanProgress.of(state)
                await context.keep_record()

    @stream("A plan now, then after each change of it or its assignments, through whatever server (计划变动).")
    async def plan_changed(
        self, info: Info, plan_id: Annotated[strawberry.ID, strawberry.argument(description="The plan (周计划).")]
    ) -> AsyncGenerator[PlanChanged, None]:
        context = info.context
        context.permit(Action.READ)
        key = (await context.plan(plan_id)).id
        watch = context.watch or PlanWatch(context.store)
        async with aclosing(watch.versions(key)) as versions:
            async for _ in versions:
                plan = await context.plan(plan_id)
                yield PlanChanged(plan=Plan.of({**plan.to_props(), "version": plan.version}))
                await context.keep_record()
