"""A job whose server gives no sign of life is lost after so many looks, and no other job is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.errors import StoreUnavailable
from engine.jobs import JobState, record
from engine.jobs.lost import LostJobs
from engine.model import JobStatus, PlanJob
from engine.store import GraphStore

JOB = PlanJob(id="job-1", week="2026-W48", started_at="2026-11-20T10:00:00+08:00")
LOOKS = 3


@pytest.fixture
def accepted(store: GraphStore) -> GraphStore:
    record.accept(store, JOB)
    return store


@pytest.fixture
def lost(accepted: GraphStore) -> LostJobs:
    return LostJobs(accepted, LOOKS)


def test_a_silent_job_is_interrupted_after_so_many_looks(lost: LostJobs, accepted: GraphStore) -> None:
    # the first look learns the beat; three more find it the same
    assert [lost.look(()) for _ in range(LOOKS + 2)] == [[], [], [], [JOB.id], []]
    ended = record.read_state(accepted, JOB.id)
    assert ended == JobState(job=replace(JOB, status=JobStatus.INTERRUPTED, message=ended.job.message, version=2))


def test_a_sign_of_life_begins_the_count_anew(lost: LostJobs, accepted: GraphStore) -> None:
    for _ in range(LOOKS):
        assert lost.look(()) == []
    record.beat(accepted, {JOB.id: None})
    assert [lost.look(()) for _ in range(LOOKS + 1)] == [[], [], [], [JOB.id]]


def test_ones_own_jobs_are_not_looked_for(lost: LostJobs) -> None:
    assert [lost.look({JOB.id}) for _ in range(LOOKS + 2)] == [[]] * (LOOKS + 2)


def test_a_job_that_has_ended_is_left_alone(lost: LostJobs, accepted: GraphStore) -> None:
    for _ in range(LOOKS):
        lost.look(())
    ended = record.end(accepted, replace(JOB, status=JobStatus.DONE), None)
    assert lost.look(()) == []
    assert record.read_job(accepted, JOB.id) == ended


def test_two_who_look_interrupt_a_job_once(accepted: GraphStore) -> None:
    one, other = LostJobs(accepted, LOOKS), LostJobs(accepted, LOOKS)
    found = [watcher.look(()) for _ in range(LOOKS + 1) for watcher in (one, other)]
    assert found == [[]] * 6 + [[JOB.id], []]
    assert record.read_job(accepted, JOB.id).version == 2


def test_a_look_that_the_store_refuses_does_not_count(accepted: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = LostJobs(accepted, LOOKS)
    for _ in range(LOOKS):
        lost.look(())
    with monkeypatch.context() as patch:

        def away() -> None:
            raise StoreUnavailable

        patch.setattr(type(accepted), "tx", lambda _: away())
        for _ in range(LOOKS):
            with pytest.raises(StoreUnavailable):
                lost.look(())
    record.beat(accepted, {JOB.id: None})
    assert lost.look(()) == []
