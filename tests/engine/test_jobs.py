"""A job is in the graph from its start to its end, whatever becomes of it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from engine.errors import Conflict, InvalidInput, NotFound, NothingToPlan
from engine.events import Events
from engine.jobs import MAX_WAITING, Jobs, JobState, PlanRequest
from engine.model import JobStatus, Plan, PlanJob
from engine.planning.generate import generate_plan
from engine.store import GraphStore
from solver.plan import Cost
from solver.progress import Progress
from tests.schema import town

WEEK = PlanRequest(week=town.WEEK, scope="east")
STEP = Progress("就近就便", Cost(0, 0, 1, 300), Cost(0, 0, 1, 290), 0.5)


class SlowPlanner:
    """Plans for real, but only when it is told to go on, or to stop."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun = threading.Event()

    def __call__(
        self,
        store: GraphStore,
        week: str,
        scope: str = "",
        *,
        base: str = "",
        seconds: float | None = None,
        seed: int = 0,
        threads: int = 1,
        on_progress: Callable[[Progress], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Plan:
        assert on_progress is not None
        assert stop is not None
        on_progress(STEP)
        self.begun.set()
        while not (self.go.wait(0.01) or stop.is_set()):
            pass
        return generate_plan(store, week, scope, base=base, seconds=seconds, seed=seed, on_progress=on_progress)


@pytest.fixture
def graph(store: GraphStore) -> GraphStore:
    town.build(store)
    return store


@pytest.fixture
def slow() -> SlowPlanner:
    return SlowPlanner()


@pytest.fixture
def jobs(graph: GraphStore, slow: SlowPlanner) -> Iterator[Jobs]:
    made = Jobs(graph, Events[JobState](), slow)
    yield made
    made.close()


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


def test_jobs_of_a_dead_server_are_interrupted(graph: GraphStore) -> None:
    dead = PlanJob(id="job-dead", week=town.WEEK, started_at="2026-11-20T10:00:00+08:00")
    done = PlanJob(id="job-done", week=town.WEEK, started_at="2026-11-20T10:00:00+08:00", status=JobStatus.DONE)
    with graph.tx() as tx:
        tx.upsert_nodes([dead, done])
    jobs = quick(graph)
    assert jobs.recover() == 1
    assert jobs.get("job-dead").status is JobStatus.INTERRUPTED
    assert jobs.get("job-done").status is JobStatus.DONE
    assert jobs.recover() == 0


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
    async for state in jobs.states(job):
        states.append(state)
        slow.go.set()
    assert states[0].progress == STEP
    assert states[-1].job.status is JobStatus.DONE
    assert states[-1].progress is not None  # the last one is kept
    (again,) = [state async for state in jobs.states(job)]
    assert again.job == await asyncio.to_thread(jobs.get, job.id)


async def test_waiting_ends_with_the_job_or_with_patience(jobs: Jobs, slow: SlowPlanner) -> None:
    job = await asyncio.to_thread(jobs.start, WEEK)
    assert not await jobs.ended(job.id, 0.05)
    slow.go.set()
    assert await jobs.ended(job.id, 60)
    assert await jobs.ended(job.id, 0)
