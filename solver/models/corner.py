"""A neighbourhood as a program of its own, and whoever solves several at once: this process, a pool, a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Protocol

import numpy as np

from solver.columns import Bools, Floats, Ints
from solver.models.highs import Program, mixed
from solver.progress import Clock

NODES = 50
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


def _solve_elsewhere(corner: Corner, seconds: float | None, seed: int) -> Floats | None:
    return solve_corner(corner, Clock(seconds, None), seed)


class Crew(Protocol):
    """Solves `size` corners at once."""

    @property
    def size(self) -> int:
        """How many work at once."""

    def solve(self, corners: Sequence[Corner], clock: Clock, seed: int) -> Sequence[Floats | None]:
        """The best values of each corner's columns, in order."""


class Alone:
    """One corner after the other, in this process."""

    size = 1

    def solve(self, corners: Sequence[Corner], clock: Clock, seed: int) -> Sequence[Floats | None]:
        """The best values of each corner's columns, in order."""
        return [None if clock.over() else solve_corner(corner, clock, seed) for corner in corners]


@dataclass(frozen=True, slots=True)
class Together:
    """An executor's workers; what is lost with one of them is done again here."""

    executor: Executor
    size: int

    def solve(self, corners: Sequence[Corner], clock: Clock, seed: int) -> Sequence[Floats | None]:
        """The best values of each corner's columns, in order."""
        try:
            futures = [self.executor.submit(_solve_elsewhere, corner, clock.left(), seed) for corner in corners]
        except Exception:  # the executor is gone, whichever it was
            return Alone().solve(corners, clock, seed)
        open_ = set(futures)
        while open_ and not clock.over():
            _, open_ = wait(open_, timeout=LOOK)
        for future in open_:
            future.cancel()
        return [self._taken(future, corner, clock, seed) for future, corner in zip(futures, corners, strict=True)]

    @staticmethod
    def _taken(future: Future[Floats | None], corner: Corner, clock: Clock, seed: int) -> Floats | None:
        if not future.done() or future.cancelled():
            return None
        if future.exception() is not None:
            return None if clock.over() else solve_corner(corner, clock, seed)
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
