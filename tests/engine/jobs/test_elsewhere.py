"""A job that another server on the same graph runs: one hears of it, can stop it and wait for it all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from itertools import pairwise
from pathlib import Path

import pytest

from engine.errors import NotFound, StoreUnavailable
from engine.events import Events
from engine.jobs import Jobs, JobState, Pace, record
from engine.model import JobProgress, JobStatus, PlanJob
from engine.store import GraphStore
from tests.conftest import Opener
from tests.engine.jobs.slow_planner import STEP, WEEK, SlowPlanner

PACE = Pace(tick=0.02, look=0.02, looks=3)
SILENT = Pace(tick=3600)


@pytest.fixture
def second_store(graph: GraphStore, open_empty: Opener, tmp_path: Path) -> Iterator[GraphStore]:
    opened = open_empty(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def here(graph: GraphStore, slow: SlowPlanner) -> Iterator[Jobs]:
    made = Jobs(graph, Events[JobState](), slow, pace=PACE)
    yield made
    made.close()


@pytest.fixture
def elsewhere(second_store: GraphStore) -> Iterator[Jobs]:
    made = Jobs(second_store, Events[JobState](), SlowPlanner(), pace=PACE)
    yield made
    made.close()


async def started(jobs: Jobs, slow: SlowPlanner) -> PlanJob:
    """A job in the middle of its work."""
    job = await asyncio.to_thread(jobs.start, WEEK)
    assert await asyncio.to_thread(slow.begun.wait, 10)
    return job


async def listened(jobs: Jobs, job: PlanJob, go_on: SlowPlanner) -> list[JobState]:
    """All that is heard; the planner goes on when its step was heard."""
    states = []
    async for state in jobs.states(job.id):
        states.append(state)
        if state.progress == STEP:
            go_on.go.set()
    return states


async def test_progress_and_end_are_heard(here: Jobs, elsewhere: Jobs, slow: SlowPlanner) -> None:
    job = await started(here, slow)
    states = await listened(elsewhere, job, slow)
    assert JobState(job=job, progress=STEP) in states
    last = states[-1]
    assert last.job == await asyncio.to_thread(here.get, job.id)
    assert last.job.status is JobStatus.DONE
    assert last.progress is not None  # how far it got in the end
    assert last.progress.seconds != STEP.seconds
    assert last == [state async for state in here.states(job.id)][-1]


async def test_all_who_listen_hear_the_same_and_nothing_twice(here: Jobs, elsewhere: Jobs, slow: SlowPlanner) -> None:
    job = await started(here, slow)
    heard = await asyncio.gather(*(listened(elsewhere, job, slow) for _ in range(5)))
    assert len({repr(states[-1]) for states in heard}) == 1
    for states in heard:
        assert all(before != after for before, after in pairwise(states))


async def test_an_ended_job_is_told_as_it_ended(here: Jobs, elsewhere: Jobs, slow: SlowPlanner) -> None:
    job = await started(here, slow)
    slow.go.set()
    assert await here.ended(job.id, 60)
    (state,) = [state async for state in elsewhere.states(job.id)]
    assert (state.job.status, state.progress is None) == (JobStatus.DONE, False)
    assert await elsewhere.ended(job.id, 0)


async def test_a_job_is_stopped_and_waited_for(here: Jobs, elsewhere: Jobs, slow: SlowPlanner) -> None:
    job = await started(here, slow)
    assert not await elsewhere.ended(job.id, 0.1)
    await asyncio.to_thread(elsewhere.stop, job.id)
    assert await elsewhere.ended(job.id, 60)
    ended = await asyncio.to_thread(elsewhere.get, job.id)
    assert ended.status is JobStatus.STOPPED
    assert ended.plan_id


async def test_a_waiting_job_is_stopped_before_its_turn(here: Jobs, elsewhere: Jobs, slow: SlowPlanner) -> None:
    await started(here, slow)
    second = await asyncio.to_thread(here.start, WEEK)
    await asyncio.to_thread(elsewhere.stop, second.id)
    while not here._runs[second.id].stop.is_set():
        await asyncio.sleep(0.01)
    slow.go.set()
    assert await elsewhere.ended(second.id, 60)
    assert (await asyncio.to_thread(here.get, second.id)).status is JobStatus.STOPPED


async def test_a_job_that_runs_elsewhere_is_not_lost(
    graph: GraphStore, here: Jobs, elsewhere: Jobs, slow: SlowPlanner
) -> None:
    job = await started(here, slow)
    for _ in range(PACE.looks + 2):
        before = await asyncio.to_thread(graph.get, JobProgress, job.id)
        while before == await asyncio.to_thread(graph.get, JobProgress, job.id):
            await asyncio.sleep(0.01)
        assert await asyncio.to_thread(elsewhere.recover) == 0
    slow.go.set()
    assert await here.ended(job.id, 60)
    assert (await asyncio.to_thread(here.get, job.id)).status is JobStatus.DONE


async def test_who_listens_hears_that_a_silent_server_is_taken_for_dead(
    graph: GraphStore, elsewhere: Jobs, slow: SlowPlanner
) -> None:
    frozen = Jobs(graph, Events[JobState](), slow, pace=SILENT)
    job = await started(frozen, slow)
    looking = asyncio.create_task(elsewhere.keep_recovering())
    states = [state async for state in elsewhere.states(job.id)]
    looking.cancel()
    assert states[-1].job.status is JobStatus.INTERRUPTED
    slow.go.set()  # it comes back, and does not change what was said
    told = [state async for state in frozen.states(job.id)]
    await asyncio.to_thread(frozen.close)
    assert told[-1].job == states[-1].job == await asyncio.to_thread(elsewhere.get, job.id)


class Away:
    """In place of a reading of the store: refuses, and counts how often."""

    def __init__(self) -> None:
        self.refused = 0

    def __call__(self, store: GraphStore, job_id: str) -> JobState:
        self.refused += 1
        raise StoreUnavailable


async def test_a_store_that_is_away_for_a_while_ends_no_subscription(
    here: Jobs, elsewhere: Jobs, slow: SlowPlanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await started(here, slow)
    away = Away()
    async with aclosing(elsewhere.states(job.id)) as states:
        await anext(states)
        with monkeypatch.context() as patch:
            patch.setattr(record, "read_state", away)
            while away.refused < 3:
                await asyncio.sleep(0.01)
        slow.go.set()
        assert [state async for state in states][-1].job.status is JobStatus.DONE


async def test_who_begins_to_listen_while_the_store_is_away_is_told(
    here: Jobs, elsewhere: Jobs, slow: SlowPlanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await started(here, slow)
    monkeypatch.setattr(record, "read_state", Away())
    with pytest.raises(StoreUnavailable):
        await anext(elsewhere.states(job.id))


async def test_when_nobody_listens_any_more_nothing_is_read(
    here: Jobs, elsewhere: Jobs, slow: SlowPlanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await started(here, slow)
    async with aclosing(elsewhere.states(job.id)) as states:
        await anext(states)
    assert elsewhere._events.awaited() == []
    await asyncio.sleep(2 * PACE.tick)  # a round that was on its way
    away = Away()
    monkeypatch.setattr(record, "read_state", away)
    await asyncio.sleep(5 * PACE.tick)
    assert away.refused == 0


async def test_a_job_that_nobody_knows_is_not_found(elsewhere: Jobs) -> None:
    with pytest.raises(NotFound):
        await anext(elsewhere.states("job-none"))
