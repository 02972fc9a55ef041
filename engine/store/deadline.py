"""Until when an answer is wanted: whoever asks says so once, and the stores end their work by then.

It holds for all that is asked in the same context, in threads of ``asyncio.to_thread`` too; work that goes on by itself
(a planning job in its own thread) has none.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from engine.errors import OutOfTime

SHORTEST = 0.001


class Deadline:
    """A moment that may move, or come at once."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """So much more time."""
        self._end += seconds

    def end(self) -> None:
        """Nobody waits any more."""
        self._end = 0.0

    def left(self) -> float:
        """Seconds, none below zero."""
        return max(0.0, self._end - time.monotonic())


_CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def current() -> Deadline | None:
    """The deadline of whoever asks now."""
    return _CURRENT.get()


@contextmanager
def within(seconds: float) -> Iterator[Deadline]:
    """What is asked in the block is wanted within so many seconds, and not after its end."""
    deadline = Deadline(seconds)
    token = _CURRENT.set(deadline)
    try:
        yield deadline
    finally:
        _CURRENT.reset(token)
        deadline.end()


def check() -> None:
    """Raises ``OutOfTime`` behind the deadline."""
    deadline = current()
    if deadline is not None and not deadline.left():
        raise OutOfTime


def at_most(seconds: float) -> float:
    """So many seconds, or those that are left. Raises ``OutOfTime`` when none are."""
    check()
    deadline = current()
    return seconds if deadline is None else max(SHORTEST, min(seconds, deadline.left()))
