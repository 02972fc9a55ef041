"""Which pairs are candidates, and what they cost."""

import numpy as np

from solver.candidates import candidate_pairs, without_banned
from solver.crowd import Crowd
from solver.pair_costs import pair_costs
from solver.problem import Preference, Presence, Problem


def candidates(problem: Problem) -> dict[tuple[str, str], int]:
    crowd = Crowd(problem)
    pairs = candidate_pairs(crowd)
    return {
        (problem.volunteers[v].id, problem.shifts[s].id): int(cost)
        for v, s, cost in zip(pairs.volunteer, pairs.shift, pair_costs(crowd, pairs), strict=True)
    }


def test_a_person_at_work_walks_from_there(street) -> None:
    person = street.person("ann", at=(Presence(600, 1100, 2),))
    problem = street.problem([person], [street.shift("s", node=3)])
    # Monday 18:00 is minute 1080, inside [600, 1100): from node 2 to node 3 it is 500 m, from home it would be 1,500
    assert candidates(problem) == {("ann", "s"): 500}


def test_the_presence_ends_before_its_last_minute(street) -> None:
    person = street.person("ann", at=(Presence(600, street.evening, 2),))
    assert candidates(street.problem([person], [street.shift("s", node=3)])) == {("ann", "s"): 1500}


def test_nobody_walks_further_than_the_limit(street) -> None:
    far = [street.shift("near", node=4), street.shift("far", node=5), street.shift("island", node=6)]
    # 4 × 500 = 2,000 m is at the limit, 2,500 beyond it, and no way leads to node 6
    assert candidates(street.problem([street.person("ann")], far)) == {("ann", "near"): 2000}


def test_tags_bans_and_the_hours_of_minors_keep_people_away(street) -> None:
    people = [
        street.person("ann"),
        street.person("kid", tags=("minor",)),
        street.person("led", tags=("adult", "leader")),
    ]
    shifts = [
        street.shift("led_only", all_have=("leader",)),
        street.shift("not_led", none_have=("leader",)),
        street.shift("late", start=20 * 60),  # until 21:30, into the quiet hours
        street.shift("road", category="traffic"),
    ]
    problem = street.problem(people, shifts, bans=(("ann", "late"),))
    assert set(candidates(problem)) == {
        ("led", "led_only"),
        ("ann", "not_led"),
        ("kid", "not_led"),
        ("led", "late"),
        ("ann", "road"),
        ("led", "road"),
    }


def test_wishes_claims_and_recent_service_add_up(street) -> None:
    person = street.person(
        "ann",
        prefers=(Preference(cost=-100, place="gate", weekday=0), Preference(cost=50, category="help")),
        claims=("gate",),
        organization_claims=("gate",),
        served=("gate",),
    )
    # 0 m − 100 (the wish on Mondays at the gate) − 800 (his own claim goes before his organization's) − 200 (served)
    assert candidates(street.problem([person], [street.shift("s")])) == {("ann", "s"): -1100}


def test_what_the_previous_plan_holds_is_dearer_to_leave_than_to_keep(street) -> None:
    problem = street.two(previous=(("ann", "early"),))
    # keeping it takes the 1,500 back that leaving it costs; every other pair is put on for 300
    assert candidates(problem)["ann", "early"] == -1500
    assert candidates(problem)["bob", "early"] == 300


def test_bans_taken_from_the_pairs_of_before_leave_what_would_be_found_anew(street) -> None:
    people = [street.person(name) for name in ("ann", "bob", "cat")]
    problem = street.problem(people, [street.shift("early"), street.shift("late", street.evening + 150)])
    banned = problem.fixed((), (("bob", "late"), ("cat", "early"), ("cat", "late")))
    again, anew = without_banned(candidate_pairs(Crowd(problem)), Crowd(banned)), candidate_pairs(Crowd(banned))
    for column in ("ptr", "shift", "metres"):
        assert np.array_equal(getattr(again, column), getattr(anew, column))
        assert getattr(again, column).dtype == getattr(anew, column).dtype
