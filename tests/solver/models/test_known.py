"""What of a known plan may still stand."""

import numpy as np

from solver.models.build import build
from solver.models.instance import Instance
from solver.models.known import filled, known_choice, previous_seats
from solver.models.start import orders
from solver.models.sweep import Sweeper
from solver.models.tally import Choice
from solver.problem import Pair, Problem, Team


def _kept(problem: Problem, teams: tuple[Pair, ...] = ()) -> tuple[list[Pair], list[Pair]]:
    """The pairs and the teams that stand."""
    instance = build(problem)
    choice = known_choice(instance, Sweeper(instance), teams)
    options = [instance.options[o] for o in choice.options]
    return _pairs(instance, choice), [(problem.teams[o.team].id, problem.team_shifts[o.shift].id) for o in options]


def _pairs(instance: Instance, choice: Choice) -> list[Pair]:
    problem = instance.problem
    return [
        (problem.volunteers[m].id, problem.shifts[instance.candidate_shift[c]].id)
        for c in choice.candidates
        for m in instance.units[instance.candidate_unit[c]]
    ]


def test_all_of_it_stands_when_nothing_changed(street) -> None:
    known = (("ann", "early"), ("bob", "late"))
    assert _kept(street.two(previous=known))[0] == list(known)


def test_what_is_banned_or_out_of_the_free_hours_does_not_stand(street) -> None:
    people = [street.person("ann"), street.person("bob", free=())]
    known = (("ann", "early"), ("ann", "late"), ("bob", "late"))
    assert _kept(street.two(volunteers=people, previous=known, bans=(("ann", "late"),)))[0] == [("ann", "early")]


def test_the_first_of_the_week_stands_when_a_cap_has_come_down(street) -> None:
    people = [street.person("ann", max_week=1), street.person("bob", max_minutes=90)]
    known = (("ann", "late"), ("ann", "early"), ("bob", "late"), ("bob", "early"))
    assert _kept(street.two(volunteers=people, previous=known))[0] == [("ann", "early"), ("bob", "early")]


def test_nobody_stands_above_the_maximum(street) -> None:
    shifts = [street.shift("s", max=1)]
    known = (("bob", "s"), ("ann", "s"))
    assert _kept(street.problem([street.person("ann"), street.person("bob")], shifts, previous=known))[0] == [
        ("ann", "s")
    ]


def test_a_pair_of_whom_one_is_out_does_not_stand(street) -> None:
    known = (("ann", "early"), ("bob", "early"), ("ann", "late"))
    assert _kept(street.two(previous=known, together=(("ann", "bob"),)))[0] == [("ann", "early"), ("bob", "early")]
    assert _kept(street.two(previous=known, together=(("ann", "bob"),), bans=(("bob", "early"),)))[0] == []


def test_a_minor_whose_escort_is_out_does_not_stand(street) -> None:
    people = [street.person("ann", tags=("minor",)), street.person("bob")]
    known = (("ann", "early"), ("bob", "early"))
    assert _kept(street.two(volunteers=people, previous=known))[0] == list(known)
    assert _kept(street.two(volunteers=people, previous=known, bans=(("bob", "early"),)))[0] == []


def test_a_known_team_goes_before_one_that_is_nearer(street) -> None:
    bands = (Team(id="near", members=("ann",)), Team(id="known", members=("bob",)))
    people = [street.person("ann"), street.person("bob", home=4)]
    problem = street.problem(people, teams=bands, team_shifts=(street.team_shift("parade", teams=("near", "known")),))
    assert _kept(problem)[1] == [("near", "parade")]
    assert _kept(problem, (("known", "parade"),))[1] == [("known", "parade")]


def test_open_seats_are_filled_and_nobody_leaves_his_own(street) -> None:
    people = [street.person("ann", home=4, max_week=1), street.person("bob", max_week=1)]
    shifts = [street.shift("far", node=4, desired=1, max=1), street.shift("near", min=1, desired=1, max=1)]
    problem = street.problem(people, shifts, previous=(("bob", "far"),))
    instance = build(problem)
    sweeper = Sweeper(instance)
    known = known_choice(instance, sweeper)
    choice = filled(sweeper, known, known, orders(instance, 0, 2))
    assert _pairs(instance, choice) == [("ann", "near"), ("bob", "far")]  # 2,000 m each, and bob stays


def test_seats_of_the_previous_plan_are_counted(street) -> None:
    problem = street.two(previous=(("ann", "early"), ("bob", "early")))
    assert np.array_equal(previous_seats(build(problem)), [2, 0])
