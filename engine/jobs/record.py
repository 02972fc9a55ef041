"""What the graph keeps of a planning job: the job, and beside it its progress.

The server that runs a job writes its progress, and others write there that it should stop. Whoever ends a job looks
first, in the same transaction, whether it has ended already: the first end stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import NotFound
from engine.jobs.state import JobState
from engine.model import JobProgress, JobStatus, PlanJob
from engine.store import GraphStore, Match, is_in
from engine.store.port import Reader, Transaction
from solver.plan import Cost
from solver.progress import Progress


def accept(store: GraphStore, job: PlanJob) -> None:
    """The job is there, without progress."""
    with store.tx() as tx:
        tx.create_node(job)
        tx.create_node(JobProgress(id=job.id))


def read_job(reader: Reader, job_id: str) -> PlanJob:
    """The job as the graph has it. Raises ``NotFound``."""
    job = reader.get(PlanJob, job_id)
    if job is None:
        raise NotFound("没有这个排班任务")
    return job


def read_state(store: GraphStore, job_id: str) -> JobState:
    """How far the job is; of one that has ended, how far it got. Raises ``NotFound``."""
    job = read_job(store, job_id)
    return JobState(job=job, progress=_told(store.get(JobProgress, job_id)))


def ask_to_stop(store: GraphStore, job_id: str) -> None:
    """The job's server will find that it should stop. Raises ``NotFound``."""
    with store.tx() as tx:
        tx.update(JobProgress, job_id, {"stop_asked": True})


def beat(store: GraphStore, running: Mapping[str, Progress | None]) -> set[str]:
    """The progress of a server's jobs is written down, with a sign of life; those that should stop."""
    with store.tx() as tx:
        rows = tx.query(Match("p", JobProgress).where(is_in("p.id", running)))
        there = [JobProgress.from_props(row["p"]) for row in rows]
        tx.upsert_nodes(
            JobProgress(id=one.id, beat=one.beat + 1, stop_asked=one.stop_asked, **_props(running[one.id]))
            for one in there
        )
    return {one.id for one in there if one.stop_asked}


def end(store: GraphStore, job: PlanJob, progress: Progress | None) -> PlanJob:
    """The job has ended as it says, unless it had ended before; as the graph then has it. Raises ``NotFound``."""
    with store.tx() as tx:
        if read_job(tx, job.id).status is JobStatus.RUNNING:
            tx.upsert_nodes([job])
            tx.update(JobProgress, job.id, _props(progress))
        return read_job(tx, job.id)


def interrupt(tx: Transaction, job_id: str) -> None:
    """The job is INTERRUPTED; its server, should it come back, will find that it should stop."""
    tx.update(PlanJob, job_id, {"status": JobStatus.INTERRUPTED, "message": "服务中断，任务没有完成"})
    tx.update(JobProgress, job_id, {"stop_asked": True})


def _props(progress: Progress | None) -> dict[str, Any]:
    if progress is None:
        return {}
    return {
        "stage": progress.stage,
        "cost": tuple(map(int, progress.cost.parts())),
        "bound": tuple(map(int, progress.bound.parts())),
        "seconds": float(progress.seconds),
    }


def _told(node: JobProgress | None) -> Progress | None:
    if node is None or not node.stage:
        return None
    return Progress(node.stage, Cost(*node.cost), Cost(*node.bound), node.seconds)
