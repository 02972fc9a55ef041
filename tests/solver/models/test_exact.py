"""The proof by relaxation and reduced costs, taken on small instances as well; and ended at any moment."""

import pytest

from solver.check import check
from solver.models import exact
from solver.plan import Status
from solver.progress import Progress
from solver.solve import solve
from tests.solver.town import town


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_ways_of_proof_find_the_same_optimum(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    problem = town(people=45, places=12, seed=seed, teams=3)
    at_once = solve(problem)
    monkeypatch.setattr(exact, "GUESS_FROM", 0)
    by_prices = solve(problem)
    assert at_once.status is by_prices.status is Status.OPTIMAL
    assert at_once.cost == by_prices.cost


@pytest.mark.parametrize("reach", [1, 100, 10_000])
def test_the_reach_of_the_first_part_does_not_change_the_optimum(monkeypatch: pytest.MonkeyPatch, reach: int) -> None:
    problem = town(people=35, places=9, seed=8)
    optimum = solve(problem).cost
    monkeypatch.setattr(exact, "GUESS_FROM", 0)
    monkeypatch.setattr(exact, "FIRST_REACH", reach)
    assert solve(problem).cost == optimum


@pytest.mark.parametrize("messages", [1, 2, 3, 4, 5, 6])
def test_ended_after_any_message_it_keeps_what_it_has(monkeypatch: pytest.MonkeyPatch, messages: int) -> None:
    monkeypatch.setattr(exact, "GUESS_FROM", 0)
    problem = town(people=60, places=18, seed=3)
    optimum = solve(problem).cost
    seen: list[Progress] = []
    plan = solve(problem, on_progress=seen.append, stop=lambda: len(seen) >= messages)
    assert check(problem, plan).holds
    assert plan.bound <= optimum <= plan.cost


@pytest.mark.parametrize("seconds", [0.01, 0.05, 0.1, 0.2, 0.4])
def test_a_limit_in_the_middle_of_a_solver_run_is_no_error(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    # a limit that struck before SCIP had any solution once ended in an AttributeError
    monkeypatch.setattr(exact, "GUESS_FROM", 0)
    problem = town(people=120, places=40, seed=3)
    plan = solve(problem, seconds=seconds)
    assert check(problem, plan).holds
    assert plan.bound <= plan.cost
