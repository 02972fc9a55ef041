"""Every plan of a tiny problem, judged by the independent check: the oracle of the solver's tests."""

from collections.abc import Iterator
from itertools import product

from solver.cost import cost_of
from solver.plan import Cost, PinLeftOut, Plan, Status
from solver.problem import Pair, Problem
from solver.rules import RULES
from solver.rules.settle import settle
from solver.rules.week import Week
from solver.walking import Walking


def cheapest(problem: Problem) -> Cost:
    """The least cost of all plans that keep every hard rule."""
    walking = Walking(problem.network)
    left_out = settle(problem, walking).left_out
    named = tuple(PinLeftOut(volunteer=v, shift=s, reason=min(why)) for (v, s), why in left_out.items())
    costs = []
    for assignments, teams in _plans(problem):
        plan = Plan(
            week=problem.week, status=Status.FEASIBLE, assignments=assignments, teams=teams,
            cost=Cost(), bound=Cost(), pins_left_out=named,
        )  # fmt: skip
        week = Week(problem, plan, walking)
        if not any(True for rule in RULES for _ in rule.violations(week)):
            costs.append(cost_of(week))
    return min(costs)


def _plans(problem: Problem) -> Iterator[tuple[tuple[Pair, ...], tuple[Pair, ...]]]:
    pairs = [
        (v.id, s.id)
        for v in problem.volunteers
        for s in problem.shifts
        if (v.id, s.id) in problem.pins or any(a <= s.start and s.end <= b for a, b in v.free)
    ]
    options = [(team, shift.id) for shift in problem.team_shifts for team in shift.teams]
    for chosen in product((False, True), repeat=len(pairs)):
        assignments = tuple(pair for pair, taken in zip(pairs, chosen, strict=True) if taken)
        for teams in product((False, True), repeat=len(options)):
            yield assignments, tuple(option for option, taken in zip(options, teams, strict=True) if taken)
