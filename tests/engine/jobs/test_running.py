"""A job is in the graph from its start to its end, whatever becomes of it."""

from __future__ import annotations

import asyncio
import logging

import pytest

from engine.errors import Conflict, InvalidInput, NotFound, NothingToPlan, StoreUnavailable
from engine.events import Events
from engine.jobs import MAX_WAITING, Jobs, JobState, Pace, PlanRequest, record
from engine.model import JobStatus, Plan, PlanJob
from engine.planning.generate import generate_plan
from engine.store import GraphStore
from solver.progress import Progress
from tests.engine.jobs.slow_planner import STEP, WEEK, SlowPlanner
from tests.schema import town


def quick(graph: GraphStore) -> Jobs:
    return Jobs(graph, Events[JobState](), generate_plan)


def test_a_job_ends_with_its_plan(graph: GraphStore) -> None:
    jobs = quick(graph)
    started = jobs.start(WEEK)
    assert started.status is JobStatus.RUNNING
    ended = jobs.wait(started.id, 60)
    jobs.close()
    assert ended.status is JobStatus.DONE
    plan = graph.get(Plan, ended.plan_id)
    assert plan is not None
    assert (plan.week, plan.scope, plan.proof) == (town.WEEK, "east", "OPTIMAL")


def test_a_job_runs_in_the_graph_until_it_ends(jobs: Jobs, slow: SlowPlanner, graph: GraphStore) -> None:
    job = jobs.start(WEEK)
    assert slow.begun.wait(10)
    assert jobs.wait(job.id, 0.01).status is JobStatus.RUNNING
    slow.go.set()
    assert jobs.wait(job.id, 60).status is JobStatus.DONE


def test_a_stopped_job_keeps_its_plan(jobs: Jobs, slow: SlowPlanner, graph: GraphStore) -> None:
    job = jobs.start(WEEK)
    assert slow.begun.wait(10)
    jobs.stop(job.id)
    ended = jobs.wait(job.id, 60)
    assert ended.status is JobStatus.STOPPED
    assert graph.get(Plan, ended.plan_id) is not None


def test_a_job_stopped_before_its_turn_makes_no_plan(jobs: Jobs, slow: SlowPlanner) -> None:
    jobs.start(WEEK)
    assert slow.begun.wait(10)
    second = jobs.start(WEEK)
    jobs.stop(second.id)
    slow.go.set()
    ended = jobs.wait(second.id, 60)
    assert (ended.status, ended.plan_id) == (JobStatus.STOPPED, "")


def test_too_many_jobs_are_refused(jobs: Jobs, slow: SlowPlanner) -> None:
    made = [jobs.start(WEEK) for _ in range(MAX_WAITING)]
    with pytest.raises(Conflict):
        jobs.start(WEEK)
    for job in made:
        jobs.stop(job.id)
    for job in made:
        jobs.wait(job.id, 60)
    slow.go.set()
    assert jobs.wait(jobs.start(WEEK).id, 60).status is JobStatus.DONE


def test_a_refused_plan_says_why(graph: GraphStore) -> None:
    jobs = quick(graph)
    ended = jobs.wait(jobs.start(PlanRequest(week="2027-W01", scope="east")).id, 60)
    jobs.close()
    assert (ended.status, ended.message) == (JobStatus.FAILED, NothingToPlan.sentence)


def test_an_unexpected_error_tells_a_number_only(graph: GraphStore, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object, **__: object) -> Plan:
        raise RuntimeError(town.HOME)

    jobs = Jobs(graph, Events[JobState](), broken)
    with caplog.at_level(logging.DEBUG):
        ended = jobs.wait(jobs.start(WEEK).id, 60)
    jobs.close()
    assert ended.status is JobStatus.FAILED
    number = ended.message.rpartition(" ")[2]
    assert number in caplog.text
    assert town.HOME not in ended.message + caplog.text


def test_a_week_that_is_none_is_refused_at_once(jobs: Jobs) -> None:
    with pytest.raises(InvalidInput):
        jobs.start(PlanRequest(week="2026-48"))


def test_an_unknown_job_is_not_found(jobs: Jobs) -> None:
    for ask in (jobs.get, jobs.stop, jobs.wait):
        with pytest.raises(NotFound):
            ask("job-none")


def test_an_end_that_cannot_be_stored_at_first_is_stored_later(
    graph: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = [StoreUnavailable(), StoreUnavailable()]
    end = record.end

    def late(store: GraphStore, job: PlanJob, progress: Progress | None) -> PlanJob:
        if refusals:
            raise refusals.pop()
        return end(store, job, progress)

    monkeypatch.setattr(record, "end", late)
    jobs = Jobs(graph, Events[JobState](), generate_plan, pace=Pace(tick=0.01))
    assert jobs.wait(jobs.start(WEEK).id, 60).status is JobStatus.DONE
    jobs.close()


def test_closing_stops_what_runs_and_keeps_its_plan(graph: GraphStore, slow: SlowPlanner) -> None:
    jobs = Jobs(graph, Events[JobState](), slow)
    job = jobs.start(WEEK)
    assert slow.begun.wait(10)
    jobs.close(60)
    ended = jobs.get(job.id)
    assert ended.status is JobStatus.STOPPED
    assert graph.get(Plan, ended.plan_id) is not None
    with pytest.raises(Conflict):
        jobs.start(WEEK)


async def test_the_states_of_a_job_are_heard_to_its_end(jobs: Jobs, slow: SlowPlanner) -> None:
    job = await asyncio.to_thread(jobs.start, WEEK)
    await asyncio.to_thread(slow.begun.wait, 10)
    states = []
    async for state in jobs.states(job.id):
        states.append(state)
        slow.go.set()
    assert states[0].progress == STEP
    assert states[-1].job.status is JobStatus.DONE
    assert states[-1].progress is not None  # the last one is kept
    (again,) = [state async for state in jobs.states(job.id)]
    assert again.job == await asyncio.to_thread(jobs.get, job.id)


async def test_waiting_ends_with_the_job_or_with_patience(jobs: Jobs, slow: SlowPlanner) -> None:
    job = await asyncio.to_thread(jobs.start, WEEK)
    assert not await jobs.ended(job.id, 0.05)
    slow.go.set()
    assert await jobs.ended(job.id, 60)
    assert await jobs.ended(job.id, 0)
