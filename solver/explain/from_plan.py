"""A solution from a plan that was made elsewhere or earlier: a file, a stored version, a plan changed by hand."""

from collections.abc import Iterable

import numpy as np

from solver.candidates import Pairs
from solver.check import check
from solver.models.build import build
from solver.models.instance import Instance
from solver.models.solution import Solution
from solver.models.tally import Choice, cost_of, plan_of
from solver.plan import Cost, Plan
from solver.problem import Pair, Problem
from solver.rules import Violation
from solver.walking import Walking


class UnsoundPlanError(ValueError):
    """The plan breaks a rule, or says of itself what is not so; `violations` lists everything."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        self.violations = violations
        super().__init__("计划未通过校核：" + "；".join(str(violation) for violation in violations[:5]))


def solution_from_plan(problem: Problem, plan: Plan) -> Solution:
    """The plan, accepted by the check, with what explanations need; raises UnsoundPlanError for any other."""
    report = check(problem, plan)
    if not report.holds:
        raise UnsoundPlanError(report.violations)
    instance = build(problem)
    return Solution(plan, instance, choice_from(instance, plan.assignments, plan.teams))


def solution_from_pairs(
    problem: Problem,
    assignments: Iterable[Pair],
    teams: Iterable[Pair],
    bound: Cost,
    unbanned: Pairs | None = None,
    walking: Walking | None = None,
) -> Solution:
    """The same from bare pairs: cost and shortfalls are reckoned anew, and a bound above the cost is lowered to it.

    Where they are known: `unbanned`, `models.build.unbanned_pairs` of the problem, whatever its pins and bans; and
    `walking`, the judge's distances.
    """
    instance = build(problem, unbanned)
    choice = choice_from(instance, assignments, teams)
    plan = plan_of(instance, choice, min(bound, cost_of(instance, choice)))
    report = check(problem, plan, walking)
    if not report.holds:
        raise UnsoundPlanError(report.violations)
    return Solution(plan, instance, choice)


def choice_from(instance: Instance, assignments: Iterable[Pair], teams: Iterable[Pair]) -> Choice:
    """The candidates and team options that these pairs are; raises UnsoundPlanError where a pair is none."""
    crowd, problem = instance.crowd, instance.problem
    pinned = set(instance.pinned)
    candidates: set[int] = set()
    strange: list[Violation] = []
    for volunteer, shift in assignments:
        v, s = crowd.index.get(volunteer, -1), crowd.shift_index.get(shift, -1)
        if (v, s) in pinned:
            continue
        unit = int(instance.unit_of[v]) if v >= 0 else -1
        lo, hi = (int(instance.unit_ptr[unit]), int(instance.unit_ptr[unit + 1])) if unit >= 0 else (0, 0)
        found = np.flatnonzero(instance.candidate_shift[lo:hi] == s)
        if len(found):
            candidates.add(lo + int(found[0]))
        else:
            strange.append(
                Violation(rule="plan", message=f"{volunteer} 不能在班次 {shift}", volunteer=volunteer, shift=shift)
            )
    at = {
        (problem.teams[o.team].id, problem.team_shifts[o.shift].id): index for index, o in enumerate(instance.options)
    }
    options: set[int] = set()
    for pair in teams:
        if pair in at:
            options.add(at[pair])
        else:
            strange.append(Violation(rule="teams", message=f"队伍 {pair[0]} 不能去集体班次 {pair[1]}", shift=pair[1]))
    if strange:
        raise UnsoundPlanError(tuple(strange))
    return Choice(np.array(sorted(candidates), dtype=np.int64), tuple(sorted(options)))
