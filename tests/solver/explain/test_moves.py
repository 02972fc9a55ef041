"""Each exchange that is said to be open can be made: the rules themselves find nothing wrong with the plan after it."""

import random
from dataclasses import replace

import pytest

from solver.explain.moves import moves_of
from solver.explain.picture import picture
from solver.problem import Need
from solver.rules import RULES
from solver.rules.week import Week
from solver.solve import Solution, solve_with_reasons
from tests.solver.town import town


def pairs_of(solution: Solution, candidate: int) -> set[tuple[str, str]]:
    """Who serves where with this candidate; nobody with -1."""
    if candidate < 0:
        return set()
    instance = solution.instance
    shift = instance.problem.shifts[instance.candidate_shift[candidate]].id
    return {(instance.problem.volunteers[m].id, shift) for m in instance.units[instance.candidate_unit[candidate]]}


def exchanged(solution: Solution, left: int, taken: int) -> set[str]:
    """The rules that the plan breaks after the exchange, but for the headcount."""
    pairs = (set(solution.plan.assignments) - pairs_of(solution, left)) | pairs_of(solution, taken)
    plan = replace(solution.plan, assignments=tuple(sorted(pairs)))
    week = Week(solution.instance.problem, plan)
    return {rule.name for rule in RULES for _ in rule.violations(week)} - {"max"}


@pytest.mark.parametrize("seed", range(4))
def test_no_exchange_breaks_a_rule_and_none_is_forgotten(seed: int) -> None:
    problem = town(people=20, places=8, seed=seed, teams=1)
    problem = replace(problem, volunteers=tuple(replace(v, max_day=2, max_minutes=300) for v in problem.volunteers))
    solution = solve_with_reasons(problem)
    view = picture(solution)
    moves = moves_of(view)
    open_ = set(zip(moves.left.tolist(), moves.taken.tolist(), strict=True))
    chance = random.Random(seed)
    for left, taken in chance.sample(sorted(open_), min(40, len(open_))):
        assert exchanged(solution, left, taken) == set()
    unit = solution.instance.candidate_unit
    every = [
        (left, taken)
        for taken in range(len(unit))
        if taken not in view.chosen_set and (-1, taken) not in open_
        for left in (-1, *(c for c in solution.choice.candidates if unit[c] == unit[taken]))
    ]
    for left, taken in chance.sample(every, min(60, len(every))):
        assert ((left, taken) in open_) == (exchanged(solution, left, taken) == set())


def test_nobody_leaves_a_minor_alone(street) -> None:
    people = [street.person("ann", max_week=1), street.person("kid", tags=("minor",), max_week=1)]
    shifts = [
        street.shift("s", min=2, desired=2, priority=3),
        street.shift("t", min=0, some_have=(Need(tag="leader"),)),
    ]
    solution = solve_with_reasons(street.problem(people, shifts))
    assert len(solution.plan.assignments) == 2
    assert len(moves_of(picture(solution)).left) == 0  # ann may not go, and at t nobody would be beside the kid
