"""``./jiujin bench curve``: one solve, its cost and bound over time as a picture with a panel for each open part."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from benchmarks.charts import Chart, Series, write_svg
from solver.plan import Plan
from solver.problem import Problem
from solver.progress import Clock, Progress
from solver.read import read_problem
from solver.solve import solve
from solver.warm import warm_up

PARTS = (
    ("below_minimum", "people missing × priority"),
    ("needs_unmet", "missing × priority"),
    ("below_desired", "people missing × priority"),
    ("inconvenience", "kilometres"),
)

METRES = 1000  # the last part is drawn in kilometres


def main(console: Console, source: Path, output: Path, *, seconds: float, seed: int, threads: int) -> None:
    """Solves the problem in the file and writes the picture."""
    problem = read_problem(source)
    warm_up()
    plan, told = recorded(problem, seconds=seconds, seed=seed, threads=threads)
    title = f"{len(problem.volunteers):,} people, {len(problem.shifts):,} shifts"
    write_svg(output, charts(title, told))
    console.print(f"{output}：{plan.status}，代价 {plan.cost.parts()}，下界 {plan.bound.parts()}")


def recorded(problem: Problem, *, seconds: float, seed: int, threads: int) -> tuple[Plan, list[Progress]]:
    """The plan, and everything that the search told, up to the verified plan."""
    told: list[Progress] = []
    clock = Clock(None, None)
    plan = solve(problem, seconds=seconds, seed=seed, threads=threads, on_progress=told.append)
    return plan, [*told, Progress("", plan.cost, plan.bound, clock.seconds)]


def charts(title: str, told: Sequence[Progress]) -> list[Chart]:
    """A panel for each part of the cost in which cost and bound ever differed; the last part always.

    A part's bound says something only while all earlier parts are proved, and a cost can be compared with the last one
    only when the earlier parts are those of the last: each line is drawn from there on.
    """
    last = told[-1]
    panels = []
    for part, (name, unit) in enumerate(PARTS):
        settled = [p for p in told if p.cost.parts()[:part] == last.cost.parts()[:part]]
        proved = [p for p in settled if p.bound.parts()[:part] == p.cost.parts()[:part]]
        scale = METRES if part == len(PARTS) - 1 else 1
        cost = tuple((p.seconds, p.cost.parts()[part] / scale) for p in settled)
        bound = tuple((p.seconds, p.bound.parts()[part] / scale) for p in proved)
        if part < len(PARTS) - 1 and all(p.cost.parts()[part] == p.bound.parts()[part] for p in settled):
            continue
        panels.append(
            Chart(
                title=f"{title}: {name} {cost[-1][1]:,.0f}, bound {last.bound.parts()[part] / scale:,.0f}",
                x="seconds",
                y=unit,
                series=(Series("best plan", cost, steps=True), Series("bound", bound, steps=True)),
                from_zero=False,
            )
        )
    return panels
