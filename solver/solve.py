"""The recipe: a problem in, the best plan with its proof out."""

from collections.abc import Callable
from dataclasses import replace

from solver.check import check
from solver.explain.empty import with_reasons
from solver.models.ascent import ascend
from solver.models.build import build
from solver.models.exact import Proof, cover_weights, folded_cover, unfold
from solver.models.flow import flow_choice
from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.neighbourhood import improve
from solver.models.prices import GRAIN, Prices, Weights4
from solver.models.solution import Solution
from solver.models.start import first_choice, orders
from solver.models.sweep import Sweeper
from solver.models.tally import plan_of
from solver.models.whole import whole_model
from solver.plan import Cost, Plan
from solver.problem import Problem
from solver.progress import Clock, Progress, Stop

__all__ = ["RejectedPlanError", "Solution", "solve", "solve_with_reasons"]


TRADED: Weights4 = (40_000, 16_000, 8_000, 1)  # what a unit of a cover part is traded for where the cover is proved
TRADED_STEPS = 120
STEPS = 30
SWEEPS = 8
WHOLE = 60_000  # candidates up to which the proof takes the whole model
MODEL = 1_000_000  # candidates up to which neighbourhoods are cut out of the model


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
        if len(instance.candidate_unit) <= WHOLE:
            Proof(whole_model(instance), best, seed).run()
        else:
            approach(instance, best, sweeper, seed)
    return verified(problem, best)


def approach(instance: Instance, best: Incumbent, sweeper: Sweeper, seed: int) -> None:
    """For a town: a flow and sweeps, a bound on the cover by prices, then neighbourhoods, as many as suit its size."""
    best.enter("最小费用流")
    flow = flow_choice(instance, best.choice.options, sweeper)
    best.offer(sweeper.sweep(flow, orders(instance, seed, SWEEPS)))
    best.enter("价格下界")
    weights = cover_weights(instance)
    peak = ascend(
        instance, weights, Prices.zero(instance), folded_cover(best.cost, weights), steps=STEPS, clock=best.clock
    )
    best.raise_bound(Cost(*unfold(weights, max(0, -(-peak.relaxed.bound // GRAIN))), best.floor))
    if len(instance.candidate_unit) <= MODEL and not best.clock.over():
        improve(whole_model(instance), best, rounds=len(instance.units) // 30, people=80, seed=seed)
    if best.cost.parts()[:3] == best.bound.parts()[:3] and not best.clock.over():
        worth = sum(w * part for w, part in zip(TRADED[:3], best.cost.parts()[:3], strict=True))
        goal = worth + best.cost.inconvenience
        peak = ascend(instance, TRADED, Prices.zero(instance), goal, steps=TRADED_STEPS, clock=best.clock)
        best.raise_bound(Cost(*best.cost.parts()[:3], -(-peak.relaxed.bound // GRAIN) - worth))


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
