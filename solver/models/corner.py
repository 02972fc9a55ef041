"""A neighbourhood as a program of its own, and whoever solves several at once: this process, a pool, a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from ctypes import c_bool
from dataclasses import dataclass
from multiprocessing import get_context
from signal import SIG_IGN, SIGINT, signal
from typing import Any, Protocol, TypeVar

import numpy as np

from solver.columns import Bools, Floats, Ints
from solver.memory import give_back
from solver.models.highs import Program, mixed
from solver.progress import Clock

NODES = 50
T = TypeVar("T")
R = TypeVar("R")
LOOK = 0.1  # seconds between two looks at the clock while others work


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """Columns of a model that may change, where they stand now, and their program with everything else fixed."""

    columns: Ints
    program: Program
    whole: Bools
    start: Floats


def solve_corner(corner: Corner, clock: Clock, seed: int) -> Floats | None:
    """The best values of the corner's columns; None when nothing was found in time."""
    found = mixed(corner.program, corner.whole, corner.start, clock=clock, nodes=NODES, seed=seed)
    return None if found.x is None else np.where(corner.whole, np.rint(found.x), found.x)


Task = Callable[[T, Clock, int], R]
"""What is done with an item until a clock ends it, by a seed. A module's own function, so that any process finds it."""


_over: c_bool | None = None  # in a pool's process: whether the pool is no longer wanted


def _join(over: c_bool) -> None:
    """A pool's process begins. Ctrl+C reaches it as well, but only the pool's owner says when it is over."""
    global _over
    _over = over
    signal(SIGINT, SIG_IGN)


def _elsewhere(task: Task[T, R], item: T, seconds: float | None, seed: int) -> R:
    over = _over
    try:
        return task(item, Clock(seconds, None if over is None else lambda: over.value), seed)
    finally:
        give_back()


class Crew(Protocol):
    """Does a task for `size` items at once."""

    @property
    def size(self) -> int:
        """How many work at once."""

    def run(self, task: Task[T, R], items: Sequence[T], clock: Clock, seed: int) -> Sequence[R | None]:
        """What the task makes of each item, in order; None where the clock ended it."""


class Alone:
    """One item after the other, in this process."""

    size = 1

    def run(self, task: Task[T, R], items: Sequence[T], clock: Clock, seed: int) -> Sequence[R | None]:
        """What the task makes of each item, in order; None where the clock ended it."""
        return [None if clock.over() else task(item, clock, seed) for item in items]


@dataclass(frozen=True, slots=True)
class Together:
    """An executor's workers; what is lost with one of them is done again here."""

    executor: Executor
    size: int

    def run(self, task: Task[T, R], items: Sequence[T], clock: Clock, seed: int) -> Sequence[R | None]:
        """What the task makes of each item, in order; None where the clock ended it."""
        try:
            futures = [self.executor.submit(_elsewhere, task, item, clock.left(), seed) for item in items]
        except Exception:  # the executor is gone, whichever it was
            return Alone().run(task, items, clock, seed)
        open_ = set(futures)
        while open_ and not clock.over():
            wait(open_, timeout=LOOK)
            open_ = {future for future in open_ if not future.done()}
        late = {future for future in open_ if future.cancel() or not future.done()}
        return [
            None if future in late else self._taken(future, task, item, clock, seed)
            for future, item in zip(futures, items, strict=True)
        ]

    @staticmethod
    def _taken(future: Future[R], task: Task[T, R], item: T, clock: Clock, seed: int) -> R | None:
        # a cluster that is gone cancels what it was given
        if future.cancelled() or future.exception() is not None:
            return None if clock.over() else task(item, clock, seed)
        return future.result()


@contextmanager
def crew_of(threads: int, executor: Executor | None) -> Iterator[Crew]:
    """This process for one thread, else a pool of so many processes, or the executor that is given."""
    if executor is not None:
        yield Together(executor, max(1, threads))
    elif threads <= 1:
        yield Alone()
    else:
        with process_pool(threads) as pool:
            yield Together(pool, threads)


@contextmanager
def process_pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes, told to end afterwards and not waited for, whatever became of them."""
    context = get_context("spawn")  # a forked process would share HiGHS's and numba's threads
    over = context.RawValue(c_bool, False)  # without a lock, which a killed process could keep for ever
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_join, initargs=(over,))
    calls: Any = pool._call_queue  # type: ignore[attr-defined]
    try:
        yield pool
    finally:
        over.value = True  # what still runs would hold up the end of this process
        if pool._broken:
            # Before Python 3.11.5 a pool whose process was killed goes on writing to nobody, and holds up the end of
            # this one (CPython issue 94777). With the reading end closed, the writing fails and ends.
            calls._reader.close()
        pool.shutdown(wait=False, cancel_futures=True)
