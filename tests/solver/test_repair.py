"""Repair: what people know stays, what is lost is found again, and whoever is touched is named."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

import solver.repair
from solver.check import check
from solver.models.build import build
from solver.models.known import known_choice
from solver.models.start import orders
from solver.models.sweep import Sweeper
from solver.models.tally import cost_of
from solver.plan import Plan, Status
from solver.problem import Problem, Team
from solver.repair import Touched, repair, touched
from solver.solve import solve
from tests.solver.brute import cheapest
from tests.solver.test_optimum import problems
from tests.solver.town import town


def withdrawn(problem: Problem, plan: Plan, seed: int = 1) -> Problem:
    """The problem after a twentieth of the plan's assignments, at least one, were given back."""
    count = max(1, len(plan.assignments) // 20)
    bans = random.Random(seed).sample(plan.assignments, count)
    return replace(problem, previous=plan.assignments, bans=(*problem.bans, *bans))


@pytest.fixture
def _as_a_town(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.repair, "PROVED", -1)


def test_nobody_is_touched_when_nothing_has_changed(street) -> None:
    known = (("ann", "early"), ("bob", "late"))
    people = [street.person("ann", max_week=1), street.person("bob", max_week=1)]
    shifts = [street.shift("early", min=1, desired=1), street.shift("late", street.evening + 150, min=1, desired=1)]
    found = repair(street.problem(people, shifts, previous=known))
    assert (found.plan.assignments, found.touched, found.plan.status) == (known, (), Status.OPTIMAL)


def test_a_stand_in_comes_and_both_are_named(street) -> None:
    people = [street.person("ann"), street.person("bob", home=1)]
    problem = street.problem(
        people, [street.shift("s", min=1, desired=1)], previous=(("ann", "s"),), bans=(("ann", "s"),)
    )
    found = repair(problem)
    assert found.plan.assignments == (("bob", "s"),)
    assert found.touched == (Touched(id="ann", loses=("s",), gains=()), Touched(id="bob", loses=(), gains=("s",)))


def test_a_known_team_stays_and_one_that_cannot_go_is_named(street) -> None:
    bands = (Team(id="near", members=("ann",)), Team(id="known", members=("bob",)))
    parade = street.team_shift("parade", teams=("near", "known"))
    problem = street.problem([street.person("ann"), street.person("bob", home=1)], teams=bands, team_shifts=(parade,))
    assert repair(problem, teams=(("known", "parade"),)).plan.teams == (("near", "parade"),)  # proved: 500 m less
    full = replace(problem, volunteers=(problem.volunteers[0], replace(problem.volunteers[1], max_week=0)))
    found = repair(full, teams=(("known", "parade"),))
    assert found.teams == (
        Touched(id="near", loses=(), gains=("parade",)),
        Touched(id="known", loses=("parade",), gains=()),
    )


def test_the_touched_are_those_whose_pairs_differ_in_the_order_asked_for() -> None:
    before, after = (("a", "1"), ("b", "1"), ("c", "2")), (("a", "1"), ("b", "2"), ("d", "1"))
    found = touched(before, after, order=["d", "c"])
    assert [(t.id, t.loses, t.gains) for t in found] == [
        ("d", (), ("1",)),
        ("c", ("2",), ()),
        ("b", ("1",), ("2",)),
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_small_repair_is_the_best_plan_there_is(seed: int) -> None:
    problem = town(people=40, places=10, seed=seed, teams=2)
    plan = solve(problem)
    problem = withdrawn(problem, plan)
    found = repair(problem, teams=plan.teams)
    assert found.plan.status is Status.OPTIMAL
    assert found.plan.cost == solve(problem).cost
    assert check(problem, found.plan).holds


@pytest.mark.usefixtures("_as_a_town")
@pytest.mark.parametrize("seed", range(3))
def test_a_towns_repair_lies_between_its_bound_and_sweeps_alone(seed: int) -> None:
    town_problem = town(people=120, places=40, seed=seed, teams=2)
    plan = solve(town_problem, seconds=0)
    problem = withdrawn(town_problem, plan)
    instance = build(problem)
    sweeper = Sweeper(instance)
    swept = sweeper.sweep(known_choice(instance, sweeper, plan.teams), orders(instance, 0, 8))
    found = repair(problem, teams=plan.teams)
    assert check(problem, found.plan).holds
    assert found.plan.bound <= found.plan.cost <= cost_of(instance, swept)


@pytest.mark.usefixtures("_as_a_town")
def test_a_towns_repair_is_the_same_again_and_can_be_stopped() -> None:
    town_problem = town(people=120, places=40, seed=7)
    problem = withdrawn(town_problem, solve(town_problem, seconds=0))
    assert repair(problem, seed=3).plan == repair(problem, seed=3).plan
    at_once = repair(problem, stop=lambda: True)
    assert check(problem, at_once.plan).holds
    assert at_once.plan.bound <= at_once.plan.cost


@pytest.mark.usefixtures("_as_a_town")
def test_whoever_is_not_named_has_the_week_that_he_knows() -> None:
    town_problem = town(people=120, places=40, seed=8, teams=1)
    plan = solve(town_problem, seconds=0)
    problem = withdrawn(town_problem, plan)
    found = repair(problem, teams=plan.teams)
    named = {t.id for t in found.touched}
    assert named
    for volunteer in (v.id for v in problem.volunteers if v.id not in named):
        now, then = ({s for v, s in pairs if v == volunteer} for pairs in (found.plan.assignments, problem.previous))
        assert now == then


@pytest.mark.usefixtures("_as_a_town")
def test_without_a_known_plan_it_makes_one(street) -> None:
    found = repair(street.problem([street.person("ann")], [street.shift("s", min=1, desired=1)]))
    assert found.plan.assignments == (("ann", "s"),)
    assert found.touched == (Touched(id="ann", loses=(), gains=("s",)),)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(problems())
def test_on_tiny_problems_a_repair_is_the_best_of_all_plans(problem: Problem) -> None:
    found = repair(problem)
    assert found.plan.cost == cheapest(problem)
    assert found.plan.status is Status.OPTIMAL
    assert check(problem, found.plan).holds


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(problems())
def test_on_tiny_problems_a_towns_repair_holds_and_its_bound_is_true(problem: Problem) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver.repair, "PROVED", -1)
        plan = repair(problem).plan
    assert check(problem, plan).holds
    assert plan.bound <= cheapest(problem) <= plan.cost
