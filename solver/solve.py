"""The recipe: a problem in, the best plan with its proof out."""

from collections.abc import Callable
from dataclasses import dataclass

from solver.check import check
from solver.models.build import build
from solver.models.exact import prove_cover, prove_inconvenience
from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.start import first_choice
from solver.models.sweep import Sweeper
from solver.models.tally import Choice, plan_of
from solver.models.whole import whole_model
from solver.plan import Plan
from solver.problem import Problem
from solver.progress import Clock, Progress, Stop


@dataclass(frozen=True, slots=True)
class Solution:
    """A verified plan, and what explanations are made from."""

    plan: Plan
    instance: Instance
    choice: Choice


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    seed: int = 0,
    threads: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
) -> Plan:
    """The best plan that was found, verified, with its bound."""
    return solve_with_reasons(
        problem, seconds=seconds, seed=seed, threads=threads, on_progress=on_progress, stop=stop
    ).plan


def solve_with_reasons(
    problem: Problem,
    *,
    seconds: float | None = None,
    seed: int = 0,
    threads: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
) -> Solution:
    """The same with what explanations need."""
    clock = Clock(seconds, stop)
    instance = build(problem)
    sweeper = Sweeper(instance)
    best = Incumbent(instance, first_choice(instance, sweeper, seed), clock, on_progress)
    if not clock.over():
        model = whole_model(instance)
        if prove_cover(model, best) and not clock.over():
            prove_inconvenience(model, best)
    return verified(problem, best)


def verified(problem: Problem, best: Incumbent) -> Solution:
    """The best choice whose plan the independent check accepts."""
    for choice in (best.choice, *reversed(best.earlier)):
        plan = plan_of(best.instance, choice, best.bound)
        report = check(problem, plan)
        if report.holds:
            return Solution(plan, best.instance, choice)
        raise AssertionError(str(report.violations[:5]))
    raise AssertionError("no plan")
