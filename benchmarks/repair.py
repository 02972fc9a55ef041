"""``./jiujin bench repair``: a twentieth of a plan's assignments is given back; the repair beside a new solve.

Every plan is judged by ``solver.check``. Times are medians; the first table row of each pair is the same plan.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from benchmarks.solver.problems import cases
from solver.check import check
from solver.models.build import build
from solver.models.incumbent import Incumbent
from solver.models.known import known_choice
from solver.models.start import orders
from solver.models.sweep import Sweeper
from solver.models.tally import plan_of
from solver.plan import Plan
from solver.problem import Pair, Problem
from solver.progress import Clock
from solver.read import read_problem
from solver.repair import SWEEPS, repair
from solver.solve import solve
from solver.warm import warm_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One way to a plan after the withdrawals: how long it took, and how much of what could stay was moved."""

    name: str
    seconds: float
    plan: Plan
    moved: float
    touched: int


def main(console: Console, source: str, *, share: float, runs: int, seconds: float, seed: int) -> None:
    """Prints the table of one problem: a file, or `demo` and its like."""
    with tempfile.TemporaryDirectory() as folder:
        (case,) = cases([source], Path(folder))
        problem = read_problem(case.file)
    warm_up()
    plan = solve(problem, seconds=seconds)
    asked, gone = withdrawn(problem, plan, share, seed)
    built = statistics.median(_seconds(lambda: build(asked)) for _ in range(runs))
    console.print(
        f"{case.title}: {len(problem.volunteers):,} people, {len(problem.shifts):,} shifts; "
        f"{len(gone):,} of {len(plan.assignments):,} assignments withdrawn; arrays built in {built:.2f} s\n"
    )
    console.print("| way | s in all | s after arrays | cost | bound | kept assignments moved | people touched |")
    console.print("|---|---|---|---|---|---|---|")
    for row in measured(asked, plan, gone, runs=runs, seconds=seconds):
        after = f"{max(0.0, row.seconds - built):.2f}"
        console.print(
            f"| {row.name} | {row.seconds:.2f} | {after} | {row.plan.cost.parts()} | {row.plan.bound.parts()} "
            f"| {row.moved:.1%} | {row.touched:,} |",
            markup=False,
        )


def withdrawn(problem: Problem, plan: Plan, share: float, seed: int) -> tuple[Problem, frozenset[Pair]]:
    """The problem after so great a share of the plan's assignments was given back, and which."""
    gone = random.Random(seed).sample(plan.assignments, round(share * len(plan.assignments)))
    return replace(problem, previous=plan.assignments, bans=(*problem.bans, *gone)), frozenset(gone)


def measured(asked: Problem, known: Plan, gone: frozenset[Pair], *, runs: int, seconds: float) -> list[Row]:
    """Sweeps alone, the repair, and a new solve in which change has its price."""
    ways: list[tuple[str, int, Callable[[], Plan]]] = [
        ("sweeps alone", runs, lambda: swept(asked, known)),
        ("repair", runs, lambda: repair(asked, teams=known.teams).plan),
        (f"new solve, {seconds:g} s", 1, lambda: solve(asked, seconds=seconds)),
    ]
    return [_row(name, times, way, asked, gone) for name, times, way in ways]


def swept(problem: Problem, known: Plan) -> Plan:
    """What sweeps alone make of the known plan."""
    instance = build(problem)
    sweeper = Sweeper(instance)
    choice = sweeper.sweep(known_choice(instance, sweeper, known.teams), orders(instance, 0, SWEEPS))
    return plan_of(instance, choice, Incumbent(instance, choice, Clock(None, None), None).bound)


def _row(name: str, runs: int, way: Callable[[], Plan], asked: Problem, gone: frozenset[Pair]) -> Row:
    took, plan = [], None
    for _ in range(runs):
        began = time.perf_counter()
        plan = way()
        took.append(time.perf_counter() - began)
    assert plan is not None
    report = check(asked, plan)
    if not report.holds:
        raise AssertionError(f"{name}: {[str(v) for v in report.violations[:3]]}")
    before, now = frozenset(asked.previous or ()), frozenset(plan.assignments)
    stay = before - gone
    return Row(
        name=name,
        seconds=statistics.median(took),
        plan=plan,
        moved=len(stay - now) / max(1, len(stay)),
        touched=len({volunteer for volunteer, _ in before ^ now}),
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
