"""A thread that makes rounds while there is something to do, and sleeps when there is not."""

from __future__ import annotations

import threading
from collections.abc import Callable

LAST_ROUND = 5.0
"""Seconds for which the end waits."""


class Rounds:
    """Calls ``work`` every so many seconds for as long as it finds something; ``wake`` it when there may be something.

    The thread begins when it is first woken.
    """

    def __init__(self, work: Callable[[], bool], seconds: float, name: str) -> None:
        self._work, self._seconds = work, seconds
        self._thread = threading.Thread(target=self._make, name=name, daemon=True)
        self._lock = threading.Lock()
        self._called = threading.Event()
        self._over = threading.Event()

    def wake(self) -> None:
        """There is a round as soon as the seconds since the last one have passed."""
        with self._lock:
            self._called.set()
            if self._thread.ident is None and not self._over.is_set():
                self._thread.start()

    def close(self) -> None:
        """There are no more rounds; one that is on its way is waited for, though not for long."""
        with self._lock:
            self._over.set()
            self._called.set()
        if self._thread.ident is not None:
            self._thread.join(LAST_ROUND)

    def _make(self) -> None:
        while not self._over.is_set():
            self._called.clear()
            if self._work():
                self._called.set()
            self._over.wait(self._seconds)
            self._called.wait()
