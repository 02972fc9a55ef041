"""The recipe: a problem in, the best plan with its proof out."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace

from solver.check import check
from solver.explain.empty import with_reasons
from solver.models.build import build
from solver.models.city import approach_city
from solver.models.corner import crew_of
from solver.models.exact import Proof
from solver.models.incumbent import Incumbent
from solver.models.solution import Solution
from solver.models.start import first_choice, orders
from solver.models.sweep import Sweeper
from solver.models.tally import plan_of
from solver.models.town import ORDERED, approach
from solver.models.whole import whole_model
from solver.plan import Plan
from solver.problem import Problem
from solver.progress import Clock, Progress, Stop

__all__ = ["RejectedPlanError", "Solution", "solve", "solve_with_reasons"]


TOWN = 5_000_000  # candidates up to which one relaxation takes them all
SWEEPS = 4
WHOLE = 60_000  # candidates up to which the proof takes the whole model


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    seed: int = 0,
    threads: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
    executor: Executor | None = None,
) -> Plan:
    """The best plan that was found, verified, with its bound."""
    return solve_with_reasons(
        problem,
        seconds=seconds,
        seed=seed,
        threads=threads,
        on_progress=on_progress,
        stop=stop,
        executor=executor,
    ).plan


def solve_with_reasons(
    problem: Problem,
    *,
    seconds: float | None = None,
    seed: int = 0,
    threads: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
    executor: Executor | None = None,
) -> Solution:
    """The same with what explanations need; `threads` corners at once on the executor, if one is given."""
    clock = Clock(seconds, stop)
    instance = build(problem)
    clock.keep(clock.seconds)  # to check a plan takes about as long as to build the problem
    sweeper = Sweeper(instance)
    best = Incumbent(instance, first_choice(instance, sweeper, seed, sweeps=1), clock, on_progress)
    if not clock.over():
        best.offer(sweeper.sweep(best.choice, orders(instance, seed, SWEEPS)))
    if not clock.over():
        if len(instance.candidate_unit) <= WHOLE:
            Proof(whole_model(instance), best, seed).run()
        else:
            way = approach if len(instance.candidate_unit) <= TOWN else approach_city
            with crew_of(threads, executor) as crew:
                known = way(instance, best, sweeper, crew, seed=seed)
            return replace(verified(problem, best), prices=known.get(ORDERED), weights=ORDERED)
    return verified(problem, best)


def verified(problem: Problem, best: Incumbent) -> Solution:
    """The best plan, accepted by the independent check, with the reason of every shortfall."""
    solution = Solution(plan_of(best.instance, best.choice, best.bound), best.instance, best.choice)
    report = check(problem, solution.plan)
    if not report.holds:
        raise RejectedPlanError(tuple(violation.rule for violation in report.violations))
    return replace(solution, plan=with_reasons(solution))


class RejectedPlanError(AssertionError):
    """求解器给出的计划未通过独立检查（这是程序错误，请报告）。"""

    def __init__(self, rules: tuple[str, ...]) -> None:
        self.rules = rules
        super().__init__(f"求解器给出的计划未通过独立检查（这是程序错误，请报告）：{'、'.join(sorted(set(rules)))}")
