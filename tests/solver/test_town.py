"""The way of a town (flow, prices, neighbourhoods), taken on a small one whose optimum the proof knows."""

import pytest

import solver.solve
from solver.check import check
from solver.plan import Cost
from solver.problem import Need
from solver.solve import solve
from tests.solver.town import town


@pytest.fixture
def _as_a_town(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.solve, "WHOLE", 0)


@pytest.mark.parametrize(("seed", "teams"), [(1, 0), (2, 3)])
def test_its_plan_holds_and_the_optimum_lies_between_bound_and_cost(
    monkeypatch: pytest.MonkeyPatch, seed: int, teams: int
) -> None:
    problem = town(people=50, places=12, seed=seed, teams=teams)
    optimum = solve(problem).cost
    monkeypatch.setattr(solver.solve, "WHOLE", 0)
    plan = solve(problem)
    assert check(problem, plan).holds
    assert plan.bound <= optimum <= plan.cost


@pytest.mark.usefixtures("_as_a_town")
def test_its_neighbourhoods_find_the_cover_that_the_proof_finds() -> None:
    # the proof's optimum is (0, 0, 0, 60 102); a neighbourhood of eighty people nearly holds the whole town
    cost = solve(town(people=90, places=15, seed=6)).cost
    assert cost.parts()[:3] == (0, 0, 0)
    assert cost.inconvenience < 60_102 * 1.2


@pytest.mark.usefixtures("_as_a_town")
def test_a_town_where_nobody_can_serve_has_an_empty_plan(street) -> None:
    plan = solve(street.problem([street.person("ann", free=())], [street.shift("s", min=1, desired=2)]))
    assert plan.assignments == ()
    assert plan.cost == Cost(1, 0, 1, 0)


def test_even_the_first_bound_knows_whom_nobody_can_replace(street) -> None:
    # Nobody is free: the minimum of 1 and one more desired are missing in every plan, and so is the leader.
    shift = street.shift("s", min=1, desired=2, priority=3, some_have=(Need(tag="leader"),))
    problem = street.problem([street.person("ann", free=())], [shift])
    assert solve(problem, stop=lambda: True).bound.parts()[:3] == (3, 3, 3)


def test_the_first_bound_is_below_the_optimum_of_towns() -> None:
    for seed in range(3):
        problem = town(people=40, places=10, seed=seed, teams=1)
        assert solve(problem, stop=lambda: True).bound <= solve(problem).cost
