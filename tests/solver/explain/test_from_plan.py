"""A solution made of a problem and a plan explains as that of the solve does; a plan that is not sound is refused."""

from dataclasses import replace

import pytest

from solver.explain import stand_ins, why_here
from solver.explain.from_plan import UnsoundPlanError, solution_from_pairs, solution_from_plan
from solver.plan import Cost, Status
from solver.solve import solve_with_reasons
from tests.solver.town import town


@pytest.mark.parametrize("seed", range(4))
def test_the_plan_of_a_solve_gives_its_own_solution_again(seed: int) -> None:
    problem = town(people=30, places=8, seed=seed, teams=2)
    solved = solve_with_reasons(problem)
    again = solution_from_plan(problem, solved.plan)
    assert again.choice == solved.choice
    pair = solved.plan.assignments[0]
    assert why_here(again, *pair) == why_here(solved, *pair)
    assert stand_ins(again, pair[1]) == stand_ins(solved, pair[1])


def test_bare_pairs_give_the_cost_and_what_is_lacking(street) -> None:
    problem = street.problem([street.person("ann")], [street.shift("s", min=1, desired=2)], pins=(("ann", "s"),))
    found = solution_from_pairs(problem, [("ann", "s")], [], Cost(9, 9, 9, 9))
    assert found.plan.cost == found.plan.bound == Cost(0, 0, 1, 0)
    assert found.plan.status is Status.OPTIMAL
    assert [fall.missing for fall in found.plan.shortfalls] == [1]


def test_a_plan_that_breaks_a_rule_or_lies_is_refused_with_everything_that_is_wrong(street) -> None:
    problem = street.two(volunteers=[street.person("ann"), street.person("far", home=5)])
    with pytest.raises(UnsoundPlanError, match="步行超过上限"):
        solution_from_plan(problem, street.plan(problem, ("far", "early")))
    with pytest.raises(UnsoundPlanError, match="far 不能在班次 early"):
        solution_from_pairs(problem, [("far", "early")], [("band", "parade")], Cost())
    honest = street.plan(problem, ("ann", "early"))
    with pytest.raises(UnsoundPlanError, match="自报代价"):
        solution_from_plan(problem, replace(honest, cost=Cost(0, 0, 0, 1)))
