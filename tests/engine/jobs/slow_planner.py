"""A planner that waits, so that a test can look at a job while it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable

from engine.jobs import PlanRequest
from engine.model import Plan
from engine.planning.generate import generate_plan
from engine.store import GraphStore
from solver.plan import Cost
from solver.progress import Progress
from tests.schema import town

WEEK = PlanRequest(week=town.WEEK, scope="east")
STEP = Progress("就近就便", Cost(0, 0, 1, 300), Cost(0, 0, 1, 290), 0.5)


class SlowPlanner:
    """Plans for real, but only when it is told to go on, or to stop."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun = threading.Event()

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
    ) -> Plan:
        assert on_progress is not None
        assert stop is not None
        on_progress(STEP)
        self.begun.set()
        while not (self.go.wait(0.01) or stop.is_set()):
            pass
        return generate_plan(store, week, scope, base=base, seconds=seconds, seed=seed, on_progress=on_progress)
