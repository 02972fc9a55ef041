"""What the graph keeps of a job is what its server told, and the first end stands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.errors import NotFound
from engine.jobs import JobState, record
from engine.model import JobProgress, JobStatus, PlanJob
from engine.store import GraphStore
from solver.plan import Cost
from tests.engine.jobs.slow_planner import STEP

JOB = PlanJob(id="job-1", week="2026-W48", started_at="2026-11-20T10:00:00+08:00")


@pytest.fixture
def accepted(store: GraphStore) -> GraphStore:
    record.accept(store, JOB)
    return store


def test_an_accepted_job_has_no_progress(accepted: GraphStore) -> None:
    assert record.read_state(accepted, JOB.id) == JobState(job=JOB)


def test_progress_comes_back_as_it_was_told_and_leaves_the_jobs_version_alone(accepted: GraphStore) -> None:
    assert record.beat(accepted, {JOB.id: None}) == set()
    assert record.beat(accepted, {JOB.id: STEP}) == set()
    assert record.read_state(accepted, JOB.id) == JobState(job=JOB, progress=STEP)
    assert record.read_job(accepted, JOB.id).version == 1


def test_the_optimisers_own_numbers_are_kept_too(accepted: GraphStore) -> None:
    counted = Cost(*(np.int64(part) for part in (0, 0, 1, 300)))  # type: ignore[arg-type]
    record.beat(accepted, {JOB.id: replace(STEP, cost=counted)})
    assert record.read_state(accepted, JOB.id).progress == STEP


def test_each_beat_differs_from_the_one_before(accepted: GraphStore) -> None:
    beats = []
    for _ in range(3):
        record.beat(accepted, {JOB.id: STEP})
        node = accepted.get(JobProgress, JOB.id)
        assert node is not None
        beats.append(node.beat)
    assert beats == [1, 2, 3]


def test_who_is_asked_to_stop_hears_it_with_each_beat(accepted: GraphStore) -> None:
    record.ask_to_stop(accepted, JOB.id)
    for _ in range(2):
        assert record.beat(accepted, {JOB.id: STEP, "job-gone": None}) == {JOB.id}


def test_an_ended_job_keeps_how_far_it_got(accepted: GraphStore) -> None:
    done = replace(JOB, status=JobStatus.DONE, plan_id="p1")
    ended = record.end(accepted, done, STEP)
    assert ended == replace(done, version=2)
    assert record.read_state(accepted, JOB.id) == JobState(job=ended, progress=STEP)


def test_a_server_that_comes_back_does_not_end_what_was_interrupted(accepted: GraphStore) -> None:
    with accepted.tx() as tx:
        record.interrupt(tx, JOB.id)
    assert record.beat(accepted, {JOB.id: STEP}) == {JOB.id}
    ended = record.end(accepted, replace(JOB, status=JobStatus.DONE, plan_id="p1"), STEP)
    assert (ended.status, ended.plan_id) == (JobStatus.INTERRUPTED, "")
    assert record.read_job(accepted, JOB.id) == ended


def test_a_job_that_is_none_is_not_found(store: GraphStore) -> None:
    for ask in (record.read_job, record.read_state, record.ask_to_stop):
        with pytest.raises(NotFound):
            ask(store, "job-none")
