"""All who are measured, in the order of the table."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from benchmarks.solver.cpsat import cpsat
from benchmarks.solver.found import Found
from benchmarks.solver.greedy import greedy
from benchmarks.solver.highs import highs
from benchmarks.solver.ours import ours
from benchmarks.solver.timefold.run import prepare_timefold, timefold
from solver.problem import Problem
from solver.warm import warm_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A solver: its short name, its run, and what is made ready outside the clock."""

    name: str
    solve: Callable[[Problem, float], Found]
    prepare: Callable[[], None] = lambda: None


def nearest_first(problem: Problem, seconds: float) -> Found:
    """The greedy plan, which takes the time that it takes."""
    del seconds
    began = time.monotonic()
    plan = greedy(problem)
    passed = time.monotonic() - began
    return Found(plan=plan, first=passed, seconds=passed, bounds=False)


PEERS: tuple[Peer, ...] = (
    Peer(name="ours", solve=ours, prepare=warm_up),
    Peer(name="cpsat2", solve=partial(cpsat, workers=2)),
    Peer(name="cpsat1", solve=partial(cpsat, workers=1, linearization=2)),
    Peer(name="highs", solve=highs),
    Peer(name="timefold", solve=timefold, prepare=prepare_timefold),
    Peer(name="greedy", solve=nearest_first),
)
