"""What a running search tells: its stage, the best cost so far, the bound so far, the seconds since it began."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from solver.plan import Cost

Stop = threading.Event | Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Progress:
    """One message; the cost never rises and the bound never falls from one to the next."""

    stage: str
    cost: Cost
    bound: Cost
    seconds: float


class Clock:
    """When the search must end: by its seconds, or when it is told to."""

    def __init__(self, seconds: float | None, stop: Stop | None) -> None:
        self.began = time.monotonic()
        self.limit = seconds
        self.stop = stop

    @property
    def seconds(self) -> float:
        """Seconds since the search began."""
        return time.monotonic() - self.began

    def left(self) -> float | None:
        """Seconds that are left, never below zero; None without a limit."""
        return None if self.limit is None else max(0.0, self.limit - self.seconds)

    def keep(self, seconds: float) -> None:
        """So much of the time that is left is for what comes after the search, though never more than a half."""
        left = self.left()
        if self.limit is not None and left is not None:
            self.limit -= min(seconds, left / 2)

    def over(self) -> bool:
        """Whether the search must end now."""
        return self._told() or (self.limit is not None and self.seconds >= self.limit)

    def _told(self) -> bool:
        if isinstance(self.stop, threading.Event):
            return self.stop.is_set()
        return self.stop is not None and self.stop()
