"""Who solves several at once: whatever becomes of the others, each item has its value unless the clock ended it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csc_array

from solver.models.corner import Alone, Corner, Together, crew_of, solve_corner
from solver.models.highs import Program
from solver.progress import Clock

ENDLESS = Clock(None, None)
OVER = Clock(0, None)


def squared(item: int, clock: Clock, seed: int) -> int:
    return item * item + seed


class Broken(Executor):
    """An executor whose futures end as they are told to; with no word for it, it takes nothing."""

    def __init__(self, end: Callable[[Future[Any]], object] | None) -> None:
        self.end = end

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.end is None:
            raise RuntimeError("gone")
        future: Future[Any] = Future()
        self.end(future)
        return future


def test_alone_and_together_give_the_same_values_in_order() -> None:
    items = [3, 1, 2]
    with ThreadPoolExecutor(2) as pool:
        together = Together(pool, 2).run(squared, items, ENDLESS, 7)
    # 9 + 7, 1 + 7, 4 + 7
    assert list(together) == list(Alone().run(squared, items, ENDLESS, 7)) == [16, 8, 11]


@pytest.mark.parametrize(
    "executor",
    [
        Broken(None),
        Broken(lambda future: future.set_exception(OSError("a worker died"))),
        Broken(lambda future: future.cancel()),
    ],
    ids=["takes nothing", "fails", "cancels"],
)
def test_what_an_executor_loses_is_done_here(executor: Executor) -> None:
    assert list(Together(executor, 2).run(squared, [3, 1, 2], ENDLESS, 0)) == [9, 1, 4]


@pytest.mark.parametrize(
    "executor",
    [
        Broken(None),
        Broken(lambda future: future.set_exception(OSError("a worker died"))),
        Broken(lambda future: None),
    ],
    ids=["takes nothing", "fails", "never ends"],
)
def test_a_clock_that_is_over_leaves_nothing(executor: Executor) -> None:
    assert list(Together(executor, 2).run(squared, [3, 1], OVER, 0)) == [None, None]
    assert list(Alone().run(squared, [3, 1], OVER, 0)) == [None, None]


def test_what_was_done_before_the_clock_ended_it_is_kept() -> None:
    asked: list[Future[Any]] = []

    def first_only(future: Future[Any]) -> None:
        asked.append(future)
        if len(asked) == 1:
            future.set_result(9)

    clock = Clock(None, lambda: len(asked) == 2)
    assert list(Together(Broken(first_only), 2).run(squared, [3, 1], clock, 0)) == [9, None]
    assert asked[1].cancelled()


def test_one_thread_is_this_process_and_a_given_executor_is_used_as_it_is() -> None:
    with crew_of(1, None) as crew:
        assert isinstance(crew, Alone)
    executor = Broken(None)
    with crew_of(0, executor) as crew:
        assert crew == Together(executor, 1)


def test_a_corner_takes_its_best_values() -> None:
    # the cheaper of two columns of which one is needed; the start takes the dearer
    matrix = csc_array(np.array([[1.0, 1.0]]))
    program = Program(matrix, np.array([1.0]), np.array([1.0]), np.ones(2), np.array([5.0, 3.0]))
    corner = Corner(columns=np.array([4, 8]), program=program, whole=np.ones(2, dtype=bool), start=np.array([1.0, 0.0]))
    values = solve_corner(corner, ENDLESS, 0)
    assert values is not None
    assert values.tolist() == [0.0, 1.0]
