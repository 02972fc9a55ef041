"""Rounds go on while there is work, and rest when there is none."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from engine.jobs.rounds import Rounds


class Work:
    """Finds something to do so many times in a row; counts the rounds."""

    def __init__(self) -> None:
        self.left = 0
        self.rounds = 0
        self.rest = threading.Event()

    def __call__(self) -> bool:
        self.rounds += 1
        self.left -= 1
        if self.left <= 0:
            self.rest.set()
        return self.left > 0


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def rounds(work: Work) -> Iterator[Rounds]:
    made = Rounds(work, 0.001, "rounds")
    yield made
    made.close()


def test_without_a_call_there_is_no_round_and_no_thread(rounds: Rounds, work: Work) -> None:
    assert not any(thread.name == "rounds" for thread in threading.enumerate())
    rounds.close()
    rounds.wake()
    assert work.rounds == 0


def test_rounds_go_on_while_there_is_work_and_then_rest_until_the_next_call(rounds: Rounds, work: Work) -> None:
    for done in (5, 10):
        work.left = 5
        work.rest.clear()
        rounds.wake()
        assert work.rest.wait(10)
        assert not threading.Event().wait(0.05)  # time for rounds that should not be
        assert work.rounds == done
