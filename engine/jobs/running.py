"""Planning jobs: one solver at a time, in a thread of its own; each job is a node of the graph and outlives its asker.

A job is RUNNING from the moment it is accepted, also while it waits for its turn. Who listens in this process hears of
it at once. For the servers that share the graph a second thread writes it down, and reads there how jobs of theirs
are that somebody listens to here; when there is neither, it sleeps.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
import uuid
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol

from engine.errors import Conflict, Fault, JiujinError, StoreUnavailable
from engine.events import Events
from engine.jobs import record
from engine.jobs.lost import LostJobs
from engine.jobs.rounds import Rounds
from engine.jobs.state import JobState, Pace, PlanRequest
from engine.model import JobStatus, Plan, PlanJob
from engine.store import GraphStore
from solver.progress import Progress

logger = logging.getLogger(__name__)

MAX_WAITING = 8


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
    """The jobs of this process, and a view of those of others. ``close`` it before the store."""

    def __init__(
        self,
        store: GraphStore,
        events: Events[JobState],
        generate: Generate,
        *,
        threads: int = 1,
        pace: Pace | None = None,
    ) -> None:
        self._store, self._events, self._generate, self._threads = store, events, generate, threads
        self._pace = pace or Pace()
        self._lost = LostJobs(store, self._pace.looks)
        self._lock = threading.Lock()
        self._runs: dict[str, _Run] = {}
        self._waiting: queue.SimpleQueue[_Run | None] = queue.SimpleQueue()
        self._worker: threading.Thread | None = None
        self._beats = Rounds(self._beat, self._pace.tick, "jiujin-beats")
        self._reads = Rounds(self._follow, self._pace.tick, "jiujin-reads")
        self._reading = threading.Lock()
        self._closed = threading.Event()

    def recover(self) -> int:
        """One look for jobs whose server is gone: those that are lost are INTERRUPTED; how many there were."""
        return len(self._lost.look(self._runs))

    async def keep_recovering(self) -> None:
        """Looks for lost jobs again and again, until it is cancelled."""
        while True:
            with _logged("lost jobs were not looked for"):
                await asyncio.to_thread(self.recover)
            await asyncio.sleep(self._pace.look)

    def start(self, request: PlanRequest) -> PlanJob:
        """The job is accepted. Raises ``Conflict`` when too many wait already; ``InvalidNode``."""
        with self._lock:
            if self._closed.is_set() or len(self._runs) >= MAX_WAITING:
                raise Conflict("排队的排班任务太多，请稍后再试", [Fault(f"至多 {MAX_WAITING} 个", "排班任务")])
            job = PlanJob(
                id=f"job-{uuid.uuid4().hex}",
                week=request.week,
                scope=request.scope,
                started_at=datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
            )
            record.accept(self._store, job)
            run = self._runs[job.id] = _Run(job, request)
            self._events.publish(job.id, JobState(job=job))
            self._waiting.put(run)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="jiujin-planning", daemon=True)
                self._worker.start()
        self._beats.wake()
        return job

    def stop(self, job_id: str) -> PlanJob:
        """The job ends soon, with its best plan so far. Raises ``NotFound``; a job that has ended stays as it is."""
        job = self.get(job_id)
        if (run := self._runs.get(job_id)) is not None:
            run.stop.set()
        elif job.status is JobStatus.RUNNING:
            record.ask_to_stop(self._store, job_id)
        return job

    def get(self, job_id: str) -> PlanJob:
        """The job as the graph has it. Raises ``NotFound``."""
        return record.read_job(self._store, job_id)

    def wait(self, job_id: str, seconds: float | None = None) -> PlanJob:
        """The job when it has ended, or as it is after so many seconds; one of another process as it is.

        Raises ``NotFound``.
        """
        if (run := self._runs.get(job_id)) is not None:
            run.ended.wait(seconds)
        return self.get(job_id)

    async def ended(self, job_id: str, seconds: float) -> bool:
        """Whether the job has ended, at the latest after so many seconds; holds up no thread. Raises ``NotFound``."""
        if (await asyncio.to_thread(self.get, job_id)).status is not JobStatus.RUNNING:
            return True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), contextlib.aclosing(self.states(job_id)) as states:
                async for _ in states:
                    pass
                return True
        return False

    async def states(self, job_id: str) -> AsyncGenerator[JobState, None]:
        """The job's state now and each that follows until it ends; of a job that has ended, the last one.

        Raises ``NotFound``, ``StoreUnavailable``; a store that goes away later is waited for.
        """
        if job_id not in self._runs and job_id not in self._events.awaited():
            await asyncio.to_thread(self._read, job_id)
        async with contextlib.aclosing(self._events.subscribe(job_id)) as states:
            async for state in states:
                self._reads.wake()  # not before somebody listens
                yield state

    def close(self, seconds: float = 20.0) -> None:
        """All jobs are stopped, their best plans kept, as far as the solver gives way in time."""
        with self._lock:
            self._closed.set()
            worker, runs = self._worker, list(self._runs.values())
        for run in runs:
            run.stop.set()
        self._waiting.put(None)
        if worker is not None:
            worker.join(seconds)
        self._beats.close()
        self._reads.close()

    def _beat(self) -> bool:
        """What runs here is written down, and stops if somebody wishes it; whether anything runs."""
        runs = dict(self._runs)
        if runs:
            with _logged("running jobs were not written down"):
                for job_id in record.beat(self._store, {job_id: run.progress for job_id, run in runs.items()}):
                    runs[job_id].stop.set()
        return bool(runs)

    def _follow(self) -> bool:
        """Who listens to a job of another server hears how it is; whether anybody does."""
        awaited = self._events.awaited()  # first: what is awaited then, and of this process, is in ``_runs`` or over
        others = [job_id for job_id in awaited if job_id not in self._runs]
        for job_id in others:
            with _logged("a job of another server was not read"):
                self._read(job_id)
        return bool(others)

    def _read(self, job_id: str) -> None:
        """Who listens hears how the job is in the graph, if he does not know yet. Raises ``NotFound``."""
        with self._reading:  # what was read first is told first
            state = record.read_state(self._store, job_id)
            if state != self._events.latest(job_id):
                self._events.publish(job_id, state, last=state.job.status is not JobStatus.RUNNING)

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
        ended = replace(run.job, status=status, message=message, plan_id=plan_id)
        with _logged(f"the end of job {run.job.id} was not stored"):
            ended = self._stored(ended, run.progress)
        self._events.publish(run.job.id, JobState(job=ended, progress=run.progress), last=True)

    def _stored(self, ended: PlanJob, progress: Progress | None) -> PlanJob:
        """The job as the graph has it at its end; a store that is away or busy is waited for until ``close``."""
        while True:
            try:
                return record.end(self._store, ended, progress)
            except StoreUnavailable:
                if self._closed.wait(self._pace.tick):
                    raise


@contextlib.contextmanager
def _logged(what: str) -> Iterator[None]:
    """An error in the block, such as a store that is away, is logged, and that is all."""
    try:
        yield
    except Exception as error:
        logger.error("%s: %s", what, type(error).__name__)
