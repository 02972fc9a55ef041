"""A neighbourhood as a program of its own, and whoever solves several at once: this process, a pool, a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Protocol, TypeVar

import numpy as np

from solver.columns import Bools, Floats, Ints
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


def _elsewhere(task: Task[T, R], item: T, seconds: float | None, seed: int) -> R:
    return task(item, Clock(seconds, None), seed)


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
            _, open_ = wait(open_, timeout=LOOK)
        for future in open_:
            future.cancel()
        return [self._taken(future, task, item, clock, seed) for future, item in zip(futures, items, strict=True)]

    @staticmethod
    def _taken(future: Future[R], task: Task[T, R], item: T, clock: Clock, seed: int) -> R | None:
        if not future.done() or future.cancelled():
            return None
        if future.exception() is not None:
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
        # a forked process would share HiGHS's and numba's threads
        with ProcessPoolExecutor(threads, mp_context=get_context("spawn")) as pool:
            try:
                yield Together(pool, threads)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
