"""Each part of the cost, on plans small enough to add up by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.cost import breakdown, cost_of
from solver.plan import Cost
from solver.problem import Need, Preference, Presence, Share, Team, Weights
from solver.rules.week import Week

ANN, BOB = ("ann", "early"), ("bob", "early")


def parts(street, problem, *pairs, teams=()):
    return breakdown(Week(problem, street.plan(problem, *pairs, teams=teams)))


def cost(street, problem, *pairs, teams=()):
    return cost_of(Week(problem, street.plan(problem, *pairs, teams=teams)))


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (0, Cost(below_minimum=4, below_desired=4)),  # 2 × (2 − 0), 2 × (4 − 2)
        (1, Cost(below_minimum=2, below_desired=4)),
        (2, Cost(below_desired=4)),
        (3, Cost(below_desired=2)),
        (4, Cost()),
        (5, Cost(inconvenience=150)),  # one above the desired four
    ],
)
def test_people_count_towards_minimum_then_desired_then_too_many(street, people, expected):
    crowd = [street.person(f"v{i}") for i in range(5)]
    problem = street.problem(crowd, [street.shift("early", min=2, desired=4, max=5, priority=2)])
    assert cost(street, problem, *((f"v{i}", "early") for i in range(people))) == expected


def test_needs_count_the_missing_tags_and_the_team_shifts_without_a_team(street):
    needs = (Need(tag="leader", count=2), Need(tag="first_aid", count=1))
    problem = street.problem(
        [street.person("ann", tags=("leader", "first_aid"))],
        [street.shift("early", some_have=needs, priority=3)],
        teams=(Team(id="band", members=("ann",)),),
        team_shifts=(street.team_shift("parade", 3000, priority=2),),
    )
    assert cost(street, problem).needs_unmet == 3 * (2 + 1) + 2
    assert cost(street, problem, ANN).needs_unmet == 3 * 1 + 2
    assert cost(street, problem, ANN, teams=[("band", "parade")]).needs_unmet == 3 * 1


def test_walking_is_one_way_from_where_each_person_is(street):
    at = (Presence(street.evening, street.evening + 1, 2),)
    people = [street.person("ann", home=1), street.person("bob", home=5, at=at)]
    assert parts(street, street.problem(people, [street.shift("early")]), ANN, BOB).walking == 500 + 1000


def test_of_two_parallel_ways_the_shorter_counts(street):
    network = type(street.network)(
        nodes=street.network.nodes, edges=((0, 1, 900), (1, 0, 70), (1, 1, 5), (0, 2, 80), (2, 1, 0))
    )
    problem = street.two(volunteers=[street.person("ann", home=1)])
    short = type(problem)(week=problem.week, network=network, volunteers=problem.volunteers, shifts=problem.shifts)
    assert parts(street, short, ANN).walking == 70


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"place": "gate"}, 7),
        ({"place": "market"}, 0),
        ({"category": "tidiness"}, 7),
        ({"place": "gate", "category": "help"}, 0),
        ({"place": "gate", "weekday": 0}, 7),
        ({"weekday": 1}, 0),
        ({}, 7),
    ],
)
def test_a_preference_counts_when_all_its_keys_match(street, wish, expected):
    ann = street.person("ann", prefers=(Preference(cost=7, **wish), Preference(cost=1, place="gate")))
    assert parts(street, street.two(volunteers=[ann]), ANN).prefers == expected + 1


@pytest.mark.parametrize(
    ("bonds", "expected"),
    [
        ({"claims": ("gate",)}, -800),
        ({"organization_claims": ("gate",)}, -400),
        ({"claims": ("gate",), "organization_claims": ("gate",)}, -800),
        ({"served": ("gate",)}, -200),
        ({"claims": ("gate",), "served": ("gate",)}, -1000),
        ({"claims": ("market",)}, 0),
    ],
)
def test_claims_and_past_service_draw_people_to_a_place(street, bonds, expected):
    assert parts(street, street.two(volunteers=[street.person("ann", **bonds)]), ANN).claims == expected


@pytest.mark.parametrize(
    ("lately", "shifts", "expected"),
    [(0, 1, 0), (0, 2, 150), (0, 5, 0 + 150 + 350 + 600 + 900), (3, 1, 0), (4, 1, 150), (11, 2, 350 + 600)],
)
def test_each_further_shift_of_a_person_costs_more(street, lately, shifts, expected):
    days = [street.shift(f"s{i}", 600 + 1440 * i) for i in range(shifts)]
    problem = street.problem([street.person("ann", load=lately)], days)
    assert parts(street, problem, *(("ann", s.id) for s in days)).load == expected


def test_a_team_adds_the_walking_and_the_load_of_its_members_and_nothing_else(street):
    ann = street.person("ann", home=2, claims=("gate",), prefers=(Preference(cost=9, place="gate"),))
    problem = street.problem(
        [ann],
        [street.shift("early", 600)],
        teams=(Team(id="band", members=("ann",)),),
        team_shifts=(street.team_shift("parade", 3000),),
        previous=(),
        shares=(Share(tag="adult", part=0),),
    )
    alone = parts(street, problem, teams=[("band", "parade")])
    assert (alone.walking, alone.load, alone.total) == (1000, 0, 1000)
    assert parts(street, problem, ANN, teams=[("band", "parade")]).load == 150


def test_stability_counts_what_is_taken_off_and_what_is_put_on(street):
    problem = street.two(previous=(ANN, BOB, ANN))
    assert parts(street, problem, ANN, BOB).stability == 0
    assert parts(street, problem, ANN).stability == 1500
    assert parts(street, problem, ANN, ("bob", "late")).stability == 1500 + 300
    assert parts(street, street.two(), ANN).stability == 0


@pytest.mark.parametrize(
    ("part", "tolerance", "expected"),
    [
        (500, 0, 0),  # ann is one of two: exactly half
        (700, 200, 0),  # at the lower end of 500 to 900
        (701, 200, 1),  # z = 501 × 2 − 1000 = 2: 200 × 2 / 1000 = 0.4, rounded up
        (300, 200, 0),  # at the upper end
        (300, 100, 40),  # z = 1000 − 400 × 2 = 200: 200 × 200 / 1000
        (1000, 0, 200),  # z = 2000 − 1000
    ],
)
def test_a_share_costs_what_lies_outside_its_tolerance(street, part, tolerance, expected):
    people = [street.person("ann", tags=("line:A",)), street.person("bob")]
    problem = street.two(volunteers=people, shares=(Share(tag="line:A", part=part, tolerance=tolerance),))
    assert parts(street, problem, ANN, BOB).shares == expected
    assert parts(street, problem).shares == 0


def test_an_instance_may_carry_its_own_weights(street):
    weights = Weights(claim=-1, served=-2, taken_off=3, put_on=4, over_desired=5, share=1000)
    ann = street.person("ann", claims=("gate",), served=("gate",))
    problem = street.two(
        volunteers=[ann], weights=weights, previous=(("ann", "late"),), shares=(Share(tag="x", part=7),)
    )
    found = parts(street, problem, ANN)
    assert (found.claims, found.stability, found.over_desired, found.shares) == (-3, 7, 5, 7)
    assert found.total == -3 + 7 + 5 + 7


@given(st.integers(0, 40), st.integers(0, 8))
def test_the_load_is_convex_so_even_weeks_are_cheapest(lately, count):
    from solver.cost import load
    from solver.problem import Volunteer

    person = Volunteer(id="ann", home=0, load=lately)
    steps = [load(person, n + 1) - load(person, n) for n in range(count + 1)]
    assert steps == sorted(steps)
