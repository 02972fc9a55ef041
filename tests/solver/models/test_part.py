"""A part of a plan as an instance of its own: what is best there is as good for the whole."""

from dataclasses import replace

import numpy as np
import pytest

from solver.check import check
from solver.models.build import build
from solver.models.instance import Instance
from solver.models.mip import solve_part
from solver.models.part import Standing, movable, part_of
from solver.models.start import first_choice
from solver.models.sweep import Sweeper
from solver.models.tally import NOBODY, Choice, cost_of, plan_of
from solver.models.whole import whole_model
from solver.plan import Cost
from solver.progress import Clock
from solver.solve import solve
from tests.solver.town import town

WEIGHTS = (10**8, 10**6, 10**4, 1)


def _better(instance: Instance, choice: Choice, free: np.ndarray) -> Choice:
    standing = Standing(instance, choice)
    part = part_of(standing, np.flatnonzero(free))
    everyone = np.ones(len(part.candidates), dtype=bool)
    answer = solve_part(whole_model(part.instance), everyone, WEIGHTS, clock=Clock(None, None))
    assert answer.proved
    return standing.merged([(part, np.flatnonzero(answer.x[: len(everyone)] > 0.5))])


@pytest.mark.parametrize("seed", range(4))
def test_a_part_planned_anew_leaves_a_plan_that_holds_and_is_no_worse(seed: int) -> None:
    problem = town(people=40, places=12, seed=seed, teams=2)
    instance = build(problem)
    choice = first_choice(instance, Sweeper(instance), seed=0, sweeps=1)
    chance = np.random.default_rng(seed)
    for _ in range(4):
        inside = (chance.random(len(instance.units)) < 0.4) & movable(instance, choice)
        before, choice = choice, _better(instance, choice, inside[instance.candidate_unit])
        assert cost_of(instance, choice) <= cost_of(instance, before)
        assert check(problem, plan_of(instance, choice, Cost())).violations == ()


@pytest.mark.parametrize("seed", range(3))
def test_a_part_with_everybody_in_it_is_the_whole(seed: int) -> None:
    problem = town(people=25, places=7, seed=seed)
    instance = build(problem)
    everyone = np.ones(len(instance.candidate_unit), dtype=bool)
    assert cost_of(instance, _better(instance, Choice(NOBODY, ()), everyone)) == solve(problem).cost


def test_those_who_go_with_a_team_are_in_no_part(street) -> None:
    from solver.problem import Team

    band = (Team(id="band", members=("ann", "bob")),)
    people = [street.person("ann"), street.person("bob"), street.person("cat")]
    instance = build(street.problem(people, teams=band, team_shifts=(street.team_shift("parade"),)))
    assert movable(instance, Choice(NOBODY, ())).tolist() == [True, True, True]
    assert movable(instance, Choice(NOBODY, (0,))).tolist() == [False, False, True]


def test_a_minor_keeps_the_adult_beside_him_who_stands_outside_of_the_part(street) -> None:
    people = [street.person("kid", tags=("minor",)), street.person("ann", home=1), street.person("bob", home=2)]
    instance = build(street.problem(people, [street.shift("s", min=2, desired=2, max=2)]))
    kid, ann = (int(np.flatnonzero(instance.candidate_unit == unit)[0]) for unit in (0, 1))
    alone = _better(
        instance, Choice(np.array([ann]), ()), instance.candidate_unit == 0
    )  # the kid may come: ann is there
    assert alone.candidates.tolist() == [kid, ann]
    # ann may not leave the kid, and nobody else can take her place when bob has no say
    kept = _better(instance, Choice(np.array([kid, ann]), ()), instance.candidate_unit == 1)
    assert kept.candidates.tolist() == [kid, ann]


def test_a_minor_with_a_named_escort_keeps_him_whichever_of_them_is_planned_anew(street) -> None:
    people = [street.person("kid", tags=("minor",)), street.person("ann"), street.person("bob", home=2)]
    shifts = [street.shift("s", min=2, desired=2, max=2), street.shift("t", street.evening + 1440, desired=1, max=1)]
    instance = build(street.problem(people, shifts, escorts={"kid": ("bob",)}))
    at_s = [int(np.flatnonzero((instance.candidate_unit == u) & (instance.candidate_shift == 0))[0]) for u in range(3)]
    kid, ann, bob = at_s
    # with ann the kid may not serve, though it would fill the seat; with bob, who lives 1,000 m away, he does
    assert kid not in _better(instance, Choice(np.array([ann]), ()), instance.candidate_unit == 0).candidates
    assert kid in _better(instance, Choice(np.array([bob]), ()), instance.candidate_unit == 0).candidates
    assert bob in _better(instance, Choice(np.array([kid, bob]), ()), instance.candidate_unit == 2).candidates
    assert {kid, bob} < set(_better(instance, Choice(np.array([ann]), ()), instance.candidate_unit >= 0).candidates)


def test_shares_count_those_outside_of_the_part() -> None:
    problem = town(people=30, places=8, seed=3)
    heavy = replace(problem, weights=replace(problem.weights, share=5_000))
    instance = build(heavy)
    choice = first_choice(instance, Sweeper(instance), seed=0)
    inside = np.arange(len(instance.units)) < 15
    better = _better(instance, choice, inside[instance.candidate_unit])
    again = _better(instance, better, inside[instance.candidate_unit])
    assert cost_of(instance, again) == cost_of(instance, better) <= cost_of(instance, choice)
