"""The recipe: proved optima of small named weeks, stopping, progress, determinism."""

import threading
from itertools import pairwise

import pytest

from solver.check import check
from solver.plan import Cost, Kind, Status
from solver.problem import Need, Problem, Team
from solver.progress import Progress
from solver.solve import RejectedPlanError, solve
from tests.solver.town import town


def test_an_empty_week_is_optimal(street) -> None:
    plan = solve(street.problem())
    assert (plan.status, plan.assignments, plan.cost) == (Status.OPTIMAL, (), Cost())


def test_the_nearer_person_goes(street) -> None:
    people = [street.person("far", home=3), street.person("near", home=1)]
    plan = solve(street.problem(people, [street.shift("s", min=1, desired=1)]))
    assert plan.assignments == (("near", "s"),)
    assert plan.cost == Cost(0, 0, 0, 500)  # 500 m, the first shift of a person without load costs nothing


def test_work_is_spread_before_somebody_serves_twice_when_the_way_is_short(street) -> None:
    people = [street.person("near"), street.person("next", home=0, load=0)]
    shifts = [
        street.shift("mon", min=1, desired=1),
        street.shift("tue", street.evening + street.tuesday, min=1, desired=1),
    ]
    plan = solve(street.problem(people, shifts))
    # one each costs 0; the second shift of one person would cost L(1) = 100 + 25 · 1 · 2 = 150
    assert {v for v, _ in plan.assignments} == {"near", "next"}
    assert plan.cost == Cost()


def test_a_need_is_worth_any_walk_and_a_minimum_any_need(street) -> None:
    people = [street.person("led", home=4, tags=("adult", "leader"), max_week=1), street.person("ann", max_week=1)]
    shifts = [
        street.shift("here", min=1, desired=1, max=1, some_have=(Need(tag="leader"),)),
        street.shift("there", node=4, min=1, desired=1, max=1),
    ]
    plan = solve(street.problem(people, shifts))
    # the leader walks 2,000 m to serve here, and ann walks 2,000 m there: 4,000 m for one need
    assert plan.assignments == (("led", "here"), ("ann", "there"))
    assert plan.cost == Cost(0, 0, 0, 4000)


def test_a_pair_serves_together_or_not_at_all(street) -> None:
    problem = street.problem(
        [street.person("ann"), street.person("bob", home=2)],
        [street.shift("one", min=1, desired=1, max=1), street.shift("two", street.evening + street.tuesday, desired=2)],
        together=(("ann", "bob"),),
    )
    plan = solve(problem)
    assert plan.assignments == (("ann", "two"), ("bob", "two"))
    assert plan.cost == Cost(1, 0, 0, 1000)  # nobody alone at "one"; bob walks 1,000 m


def test_a_minor_goes_only_beside_an_adult(street) -> None:
    kid = street.person("kid", tags=("minor",))
    wanted = [street.shift("s", min=2, desired=2)]
    assert solve(street.problem([kid], wanted)).assignments == ()
    both = solve(street.problem([kid, street.person("ann", home=4)], wanted))
    assert both.assignments == (("kid", "s"), ("ann", "s"))


def test_a_team_goes_with_all_who_are_free(street) -> None:
    people = [street.person("ann", home=1), street.person("bob"), street.person("cat", free=())]
    problem = street.problem(
        people,
        [street.shift("s", min=1, desired=1)],
        teams=(Team(id="band", members=("ann", "bob", "cat")),),
        team_shifts=(street.team_shift("parade"),),
    )
    plan = solve(problem)
    # at that hour either the team parades or one of the two serves the shift, and a minimum goes before a team
    assert plan.teams == ()
    assert plan.cost.parts()[:2] == (0, 1)
    later = [street.shift("s", street.evening + street.tuesday, min=1, desired=1)]
    plan = solve(street.problem(people, later, teams=problem.teams, team_shifts=problem.team_shifts))
    # ann walks 500 m to the parade; whoever serves on Tuesday has his second shift (150), bob without a walk
    assert (plan.teams, plan.assignments, plan.cost) == ((("band", "parade"),), (("bob", "s"),), Cost(0, 0, 0, 650))


def test_a_pin_stands_even_outside_of_free_hours_and_brings_what_follows(street) -> None:
    people = [street.person("ann", free=(), home=5), street.person("bob")]
    plan = solve(street.problem(people, [street.shift("s", min=1, desired=1)], pins=(("ann", "s"),)))
    assert plan.assignments == (("ann", "s"),)
    assert plan.cost == Cost(0, 0, 0, 2500)


def test_an_impossible_pin_is_left_out_with_its_reason(street) -> None:
    problem = street.problem([street.person("ann")], [street.shift("s")], pins=(("ann", "s"),), bans=(("ann", "s"),))
    plan = solve(problem)
    assert [(p.volunteer, p.shift, p.reason) for p in plan.pins_left_out] == [("ann", "s", "ban")]


def test_repair_moves_as_few_people_as_it_can(street) -> None:
    people = [street.person("ann", max_week=1), street.person("bob", home=1, max_week=1), street.person("cat", home=2)]
    shifts = [
        street.shift("s", min=1, desired=1, max=1),
        street.shift("t", street.evening + street.tuesday, min=1, desired=1, max=1),
    ]
    known = (("bob", "s"), ("cat", "t"))
    plan = solve(street.problem(people, shifts, previous=known))
    # ann is nearer, but each change costs 1,500 + 300
    assert plan.assignments == known
    without_bob = solve(street.problem(people, shifts, previous=known, bans=(("bob", "s"),)))
    assert without_bob.assignments == (("ann", "s"), ("cat", "t"))


def test_an_unfilled_seat_is_named_with_its_reasons(street) -> None:
    people = [street.person("ann", free=()), street.person("bob", tags=("adult", "leader"))]
    plan = solve(street.problem(people, [street.shift("s", min=1, desired=1, none_have=("leader",))]))
    (fall,) = plan.shortfalls
    assert (fall.kind, fall.missing) == (Kind.MINIMUM, 1)
    assert {why.reason: why.people for why in fall.why} == {"free": 1, "tags": 1}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_street_of_sixty_people_is_proved(seed: int) -> None:
    problem = town(people=60, places=18, seed=seed)
    plan = solve(problem)
    assert plan.status is Status.OPTIMAL
    assert check(problem, plan).holds


def test_the_same_problem_and_seed_give_the_same_plan() -> None:
    problem = town(people=40, places=10, seed=5)
    assert solve(problem, seed=3) == solve(problem, seed=3)


def test_another_order_of_the_input_changes_nothing_in_the_cost() -> None:
    problem = town(people=30, places=8, seed=4)
    turned = Problem(
        week=problem.week,
        network=problem.network,
        volunteers=problem.volunteers[::-1],
        shifts=problem.shifts[::-1],
        together=problem.together,
        teams=problem.teams,
        team_shifts=problem.team_shifts,
        shares=problem.shares,
    )
    assert solve(turned).cost == solve(problem).cost


def test_told_to_stop_at_once_it_still_gives_a_verified_plan_with_a_bound() -> None:
    problem = town(people=60, places=18, seed=3)
    stop = threading.Event()
    stop.set()
    plan = solve(problem, stop=stop)
    assert plan.assignments
    assert plan.bound <= plan.cost
    assert check(problem, plan).holds


def test_stopped_in_the_middle_it_keeps_the_best_so_far() -> None:
    problem = town(people=60, places=18, seed=3)
    seen: list[Progress] = []
    plan = solve(problem, on_progress=seen.append, stop=lambda: len(seen) >= 3)
    assert plan.cost <= seen[2].cost
    assert check(problem, plan).holds


def test_no_seconds_at_all_are_enough_for_a_plan() -> None:
    problem = town(people=60, places=18, seed=3)
    assert check(problem, solve(problem, seconds=0)).holds


def test_progress_never_goes_back() -> None:
    seen: list[Progress] = []
    plan = solve(town(people=40, places=10, seed=5), on_progress=seen.append)
    for before, after in pairwise(seen):
        assert after.cost <= before.cost
        assert after.bound >= before.bound
        assert after.seconds >= before.seconds
    assert seen[-1].cost == plan.cost
    assert all(message.stage for message in seen)


def test_a_plan_that_the_check_refuses_is_never_given_out(street, monkeypatch) -> None:
    import solver.solve

    problem = street.two()
    wrong = street.report(problem, ("ann", "early"), ("ann", "early"))
    monkeypatch.setattr(solver.solve, "check", lambda problem, plan: wrong)
    with pytest.raises(RejectedPlanError, match="独立检查"):
        solve(problem)
