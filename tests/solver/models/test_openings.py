"""Open seats and people who can take on one more: the best step of that kind, and nobody leaves what he has."""

import numpy as np
import pytest

from solver.check import check
from solver.models.build import build
from solver.models.openings import matched
from solver.models.start import first_choice
from solver.models.sweep import Sweeper
from solver.models.tally import NOBODY, Choice, cost_of, plan_of
from solver.plan import Cost
from solver.problem import Need, Problem
from tests.solver.town import town

IDLE = Choice(NOBODY, ())


def _pairs(problem: Problem, choice: Choice = IDLE) -> set[tuple[str, str]]:
    plan = plan_of(build(problem), matched(build(problem), choice), Cost())
    assert check(problem, plan).violations == ()
    return set(plan.assignments)


def test_seats_are_shared_out_by_what_all_of_them_walk_together(street) -> None:
    # ann is nearer to both; if she takes the nearer one, bob walks 2,500 m, which is too far: ann 500 m, bob 1,500 m
    people = [street.person("ann", home=2), street.person("bob", home=0)]
    shifts = [street.shift("near", node=3, desired=1, max=1), street.shift("far", node=5, desired=1, max=1)]
    assert _pairs(street.problem(people, shifts)) == {("ann", "far"), ("bob", "near")}


def test_a_minimum_goes_before_a_wish_and_a_skill_to_where_it_lacks(street) -> None:
    people = [street.person("ann", home=3), street.person("led", tags=("adult", "leader"))]
    wish = street.shift("wish", desired=1, max=1, priority=3)
    must = street.shift("must", min=1, desired=2, max=2, some_have=(Need(tag="leader"),))
    # both come to the minimum's shift or one to the wish: the leader is wanted at "must", ann may have either seat
    assert ("led", "must") in _pairs(street.problem(people, [wish, must]))
    assert _pairs(street.problem(people[:1], [wish, must])) == {("ann", "must")}


def test_the_weeks_rules_hold(street) -> None:
    shifts = [street.shift("has", min=1, desired=1), street.shift("open", street.evening + 100, desired=1)]
    known = Choice(
        np.array([0]), ()
    )  # ann at "has", 18:00 to 19:30; "open" begins at 19:40, ten minutes later: the gap is 30
    for facts in ({}, {"max_week": 1}, {"max_day": 1}, {"max_minutes": 100}):
        assert _pairs(street.problem([street.person("ann", **facts)], shifts), known) == {("ann", "has")}
    later = [shifts[0], street.shift("open", street.evening + street.tuesday, desired=1)]
    assert len(_pairs(street.problem([street.person("ann")], later), known)) == 2
    assert len(_pairs(street.problem([street.person("ann", max_minutes=100)], later), known)) == 1


def test_nobody_above_the_desired_and_nobody_at_all_are_fine(street) -> None:
    people = [street.person("ann"), street.person("bob")]
    assert len(_pairs(street.problem(people, [street.shift("s", desired=1, max=5)]))) == 1
    assert _pairs(street.problem(people)) == set()
    assert _pairs(street.problem([], [street.shift("s", desired=1)])) == set()


@pytest.mark.parametrize("seed", range(4))
def test_in_a_town_everybody_keeps_what_he_has_and_the_plan_is_no_worse(seed: int) -> None:
    problem = town(people=60, places=16, seed=seed, teams=2)
    instance = build(problem)
    sweeper = Sweeper(instance)
    choice = first_choice(instance, sweeper, seed=0, sweeps=1)
    half = choice.candidates[::2]
    taken = np.zeros(len(instance.candidate_unit), dtype=bool)
    taken[half] = True
    known = Choice(np.flatnonzero(sweeper.without_lost_wards(taken)), choice.options)
    found = matched(instance, known)
    assert set(found.candidates) > set(known.candidates)
    assert cost_of(instance, found) < cost_of(instance, known)
    assert check(problem, plan_of(instance, found, Cost())).violations == ()
