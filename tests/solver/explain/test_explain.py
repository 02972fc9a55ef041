"""Explanations read off a solution: of a seat, of an empty seat, of who could stand in."""

import pytest

from solver.explain import stand_ins, why_empty, why_here
from solver.plan import Cost, Kind, Why
from solver.problem import Team
from solver.solve import solve_with_reasons
from tests.solver.town import town


def test_a_seat_tells_its_metres_and_every_part_of_its_cost(street) -> None:
    ann = street.person("ann", home=2, claims=("gate",), served=("gate",), load=4)
    solution = solve_with_reasons(street.problem([ann], [street.shift("s", min=1, desired=1)]))
    reason = why_here(solution, "ann", "s")
    assert (reason.metres, reason.from_work, reason.claim, reason.served) == (1000, False, -800, -200)
    assert reason.load == 150  # ⌊4/4⌋ = 1: L(1) = 150
    assert reason.total == 150 == solution.plan.cost.inconvenience
    assert (reason.next_place, reason.next_person) == (None, None)


def test_a_seat_tells_the_next_best_place_and_the_next_best_person(street) -> None:
    people = [street.person("ann", max_week=1), street.person("bob", home=1, max_week=1)]
    shifts = [street.shift("s", min=1, desired=1, max=1), street.shift("t", node=3, max=1)]
    solution = solve_with_reasons(street.problem(people, shifts))
    reason = why_here(solution, "ann", "s")
    assert reason.next_person is not None
    assert reason.next_place is not None
    assert (reason.next_person.volunteer, reason.next_person.change) == ("bob", Cost(0, 0, 0, 500))
    # leaving s leaves it one below its minimum; t wants nobody, so one there is above the desired number: 1,500 m + 150
    assert (reason.next_place.shift, reason.next_place.change) == ("t", Cost(1, 0, 0, 1650))


def test_a_pinned_seat_says_that_it_is_pinned(street) -> None:
    problem = street.problem([street.person("ann", home=5, free=())], [street.shift("s")], pins=(("ann", "s"),))
    reason = why_here(solve_with_reasons(problem), "ann", "s")
    assert (reason.pinned, reason.metres, reason.next_place) == (True, 2500, None)


def test_who_goes_with_a_team_is_told_so(street) -> None:
    problem = street.problem(
        [street.person("ann", home=1)],
        teams=(Team(id="band", members=("ann",)),),
        team_shifts=(street.team_shift("parade"),),
    )
    reason = why_here(solve_with_reasons(problem), "ann", "parade")
    assert (reason.team, reason.metres) == ("band", 500)


def test_a_seat_that_is_not_in_the_plan_has_no_reason(street) -> None:
    with pytest.raises(KeyError):
        why_here(solve_with_reasons(street.two()), "ann", "early")


def test_the_waterfall_counts_each_person_once_at_the_first_rule_that_keeps_him(street) -> None:
    people = [
        street.person("asleep", free=(), tags=("minor",)),
        street.person("led", tags=("adult", "leader")),
        street.person("kid", tags=("minor",)),
        street.person("banned"),
        street.person("far", home=5),
        street.person("busy", max_week=1),
    ]
    shifts = [
        street.shift("s", min=2, desired=2, max=2, category="traffic", none_have=("leader",)),
        street.shift("t", street.evening + 30, min=1, desired=1, max=1, priority=3, none_have=("leader",)),
    ]
    bans = (("banned", "s"), ("banned", "t"), ("kid", "t"))
    solution = solve_with_reasons(street.problem(people, shifts, bans=bans))
    found = why_empty(solution, "s")
    assert found.asked == 6
    assert found.steps == (
        Why("free", 1),
        Why("tags", 1),
        Why("minor", 1),
        Why("ban", 1),
        Why("walk_limit", 1),
        Why("no_overlap", 1),
    )
    assert found.left == ()


def test_those_who_are_left_are_named_with_what_they_serve_instead(street) -> None:
    problem = street.problem(
        [street.person("ann")], [street.shift("s"), street.shift("t", 1440 + street.evening, min=1, desired=1)]
    )
    found = why_empty(solve_with_reasons(problem), "s")
    assert found.left == (("ann", ("t",)),)


def test_a_team_shift_without_a_team_says_why(street) -> None:
    problem = street.problem(
        [street.person("ann")],
        teams=(Team(id="band", members=("ann",)),),
        team_shifts=(street.team_shift("one", priority=2), street.team_shift("two", 1440 + street.evening)),
    )
    (fall,) = solve_with_reasons(problem).plan.shortfalls
    assert (fall.shift, fall.kind, fall.why) == ("two", Kind.TEAM, (Why("队伍已有别的集体班次", 1),))


def test_stand_ins_are_ranked_by_what_they_cost_the_plan(street) -> None:
    people = [
        street.person("ann"),
        street.person("bob", home=1),
        street.person("cat", home=2),
        street.person("dan", free=()),
    ]
    solution = solve_with_reasons(street.problem(people, [street.shift("s", min=1, desired=1, max=2)]))
    found = stand_ins(solution, "s", 2)
    # each would be one above the desired number: 150, and their walk
    assert [(s.volunteers, s.leaves, s.change) for s in found] == [
        (("bob",), None, Cost(0, 0, 0, 650)),
        (("cat",), None, Cost(0, 0, 0, 1150)),
    ]


def test_a_stand_in_who_serves_elsewhere_says_what_he_would_leave(street) -> None:
    people = [street.person("ann", max_week=1)]
    shifts = [street.shift("s", min=1, desired=1), street.shift("t", node=1, min=1, desired=1)]
    solution = solve_with_reasons(street.problem(people, shifts))
    (found,) = stand_ins(solution, "t")
    assert (found.leaves, found.change) == ("s", Cost(0, 0, 0, 500))


def test_no_alternative_of_a_proved_plan_is_better_than_the_plan() -> None:
    problem = town(people=40, places=10, seed=2)
    solution = solve_with_reasons(problem)
    slack = Cost(0, 0, 0, -2 * problem.weights.share)  # a move's effect on the shares is left out of the differences
    for volunteer, shift in solution.plan.assignments:
        reason = why_here(solution, volunteer, shift)
        for other in (reason.next_place, reason.next_person):
            assert other is None or other.change >= slack
    for wanted in problem.shifts:
        assert all(other.change >= slack for other in stand_ins(solution, wanted.id))
