"""Planning jobs: one solver at a time, in a thread of its own; each job is a node of the graph and outlives its asker.

A job is RUNNING from the moment it is accepted, also while it waits for its turn.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
import uuid
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol

from engine.errors import Conflict, Fault, JiujinError, NotFound
from engine.events import Events
from engine.model import JobStatus, Plan, PlanJob
from engine.store import GraphStore, Match, eq
from solver.progress import Progress

logger = logging.getLogger(__name__)

MAX_WAITING = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What is to be planned: the week, a subdistrict's id or empty, and how."""

    week: str
    scope: str = ""
    base: str = ""
    seconds: float | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """How far a job is; ``progress`` is none before the solver has said anything."""

    job: PlanJob
    progress: Progress | None = None


class Generate(Protocol):
    """The planning service."""

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
    ) -> Plan: ...


@dataclass(eq=False, slots=True)
class _Run:
    job: PlanJob
    request: PlanRequest
    progress: Progress | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)


class Jobs:
    """The jobs of this process. ``close`` it before the store."""

    def __init__(self, store: GraphStore, events: Events[JobState], generate: Generate, *, threads: int = 1) -> None:
        self._store, self._events, self._generate, self._threads = store, events, generate, threads
        self._lock = threading.Lock()
        self._runs: dict[str, _Run] = {}
        self._waiting: queue.SimpleQueue[_Run | None] = queue.SimpleQueue()
        self._worker: threading.Thread | None = None
        self._closed = False

    def recover(self) -> int:
        """Jobs that a dead server left running are INTERRUPTED; how many there were."""
        rows = self._store.query(Match("j", PlanJob).where(eq("j.status", JobStatus.RUNNING.value)))
        dead = [PlanJob.from_props(row["j"]) for row in rows if row["j"]["id"] not in self._runs]
        for job in dead:
            self._record(job, JobStatus.INTERRUPTED, "服务中断，任务没有完成")
        return len(dead)

    def start(self, request: PlanRequest) -> PlanJob:
        """The job is accepted. Raises ``Conflict`` when too many wait already; ``InvalidNode``."""
        with self._lock:
            if self._closed or len(self._runs) >= MAX_WAITING:
                raise Conflict("排队的排班任务太多，请稍后再试", [Fault(f"至多 {MAX_WAITING} 个", "排班任务")])
            job = PlanJob(
                id=f"job-{uuid.uuid4().hex}",
                week=request.week,
                scope=request.scope,
                started_at=datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
            )
            with self._store.tx() as tx:
                tx.create_node(job)
            run = self._runs[job.id] = _Run(job, request)
            self._events.publish(job.id, JobState(job=job))
            self._waiting.put(run)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="jiujin-planning", daemon=True)
                self._worker.start()
        return job

    def stop(self, job_id: str) -> PlanJob:
        """The job ends soon, with its best plan so far. Raises ``NotFound``; a job that has ended stays as it is."""
        job = self.get(job_id)
        if (run := self._runs.get(job_id)) is not None:
            run.stop.set()
        return job

    def get(self, job_id: str) -> PlanJob:
        """The job as the graph has it. Raises ``NotFound``."""
        job = self._store.get(PlanJob, job_id)
        if job is None:
            raise NotFound("没有这个排班任务")
        return job

    def wait(self, job_id: str, seconds: float | None = None) -> PlanJob:
        """The job when it has ended, or as it is after so many seconds. Raises ``NotFound``."""
        if (run := self._runs.get(job_id)) is not None:
            run.ended.wait(seconds)
        return self.get(job_id)

    async def ended(self, job_id: str, seconds: float) -> bool:
        """Whether the job has ended, at the latest after so many seconds; holds up no thread."""
        if job_id not in self._runs:
            return True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), contextlib.aclosing(self._events.subscribe(job_id)) as states:
                async for _ in states:
                    pass
                return True
        return False

    async def states(self, job: PlanJob) -> AsyncGenerator[JobState, None]:
        """The job's state now and each that follows until it ends; of a job that no longer runs, the last one."""
        if job.id not in self._runs:
            yield JobState(job=await asyncio.to_thread(self.get, job.id))
            return
        async with contextlib.aclosing(self._events.subscribe(job.id)) as states:
            async for state in states:
                yield state

    def close(self, seconds: float = 20.0) -> None:
        """All jobs are stopped, their best plans kept, as far as the solver gives way in time."""
        with self._lock:
            self._closed = True
            worker, runs = self._worker, list(self._runs.values())
        for run in runs:
            run.stop.set()
        self._waiting.put(None)
        if worker is not None:
            worker.join(seconds)

    def _work(self) -> None:
        while (run := self._waiting.get()) is not None:
            try:
                self._run(run)
            finally:
                with self._lock:
                    del self._runs[run.job.id]
                run.ended.set()

    def _run(self, run: _Run) -> None:
        if run.stop.is_set():
            self._end(run, JobStatus.STOPPED, "任务还没有开始就被停止")
            return
        try:
            plan = self._solve(run)
        except JiujinError as error:
            self._end(run, JobStatus.FAILED, error.message)
        except Exception as error:
            number = uuid.uuid4().hex[:12]
            logger.error("job %s failed, error %s: %s", run.job.id, number, type(error).__name__)
            self._end(run, JobStatus.FAILED, f"出现意外错误，编号 {number}")
        else:
            status = JobStatus.STOPPED if run.stop.is_set() else JobStatus.DONE
            self._end(run, status, "", plan.id)

    def _solve(self, run: _Run) -> Plan:
        request = run.request
        return self._generate(
            self._store,
            request.week,
            request.scope,
            base=request.base,
            seconds=request.seconds,
            seed=request.seed,
            threads=self._threads,
            on_progress=lambda progress: self._tell(run, progress),
            stop=run.stop,
        )

    def _tell(self, run: _Run, progress: Progress) -> None:
        run.progress = progress
        self._events.publish(run.job.id, JobState(job=run.job, progress=progress))

    def _end(self, run: _Run, status: JobStatus, message: str, plan_id: str = "") -> None:
        ended = self._record(run.job, status, message, plan_id)
        self._events.publish(run.job.id, JobState(job=ended, progress=run.progress), last=True)

    def _record(self, job: PlanJob, status: JobStatus, message: str, plan_id: str = "") -> PlanJob:
        ended = replace(job, status=status, message=message, plan_id=plan_id)
        try:
            with self._store.tx() as tx:
                tx.upsert_nodes([ended])
        except JiujinError as error:
            logger.error("the end of job %s could not be stored: %s", job.id, error.code)
        return ended
