"""Our own solver, as `./jiujin solve` runs it."""

import time

from benchmarks.solver.found import Found
from solver.problem import Problem
from solver.progress import Progress
from solver.solve import solve

THREADS = 2  # as many as the peers may use


def ours(problem: Problem, seconds: float) -> Found:
    """What our solver finds in the time."""
    began, heard = time.monotonic(), list[float]()

    def listen(_: Progress) -> None:
        if not heard:
            heard.append(time.monotonic() - began)

    plan = solve(problem, seconds=seconds, threads=THREADS, on_progress=listen)
    return Found(plan=plan, first=heard[0] if heard else None, seconds=time.monotonic() - began)
