"""Nearest first: every rule holds, and the desk decides as its docstring says."""

import random
from dataclasses import replace

import pytest

from benchmarks.solver.greedy import greedy
from benchmarks.solver.plans import plain_bound
from solver.check import check
from solver.problem import Need, Network, Problem, Share, Shift, Team, TeamShift, Volunteer
from solver.solve import solve
from tests.solver.town import town

EVENING = 18 * 60
ROW = Network(nodes=tuple((113.65, 34.74 + i / 1000) for i in range(6)), edges=tuple((i, i + 1, 500) for i in range(5)))


def person(name: str, home: int = 0, **facts: object) -> Volunteer:
    return Volunteer(id=name, home=home, **{"tags": ("adult",), "free": ((0, 10_080),)} | facts)


def shift(name: str, start: int = EVENING, **facts: object) -> Shift:
    known = {"min": 1, "desired": 1, "max": 1, "end": start + 90} | facts
    return Shift(id=name, place="gate", node=0, category="tidiness", start=start, **known)


def served(problem: Problem) -> set[tuple[str, str]]:
    plan = greedy(problem)
    assert check(problem, plan).holds
    return set(plan.assignments)


def row(volunteers: list[Volunteer], shifts: list[Shift], **facts: object) -> Problem:
    return Problem(week="2026-W48", network=ROW, volunteers=tuple(volunteers), shifts=tuple(shifts), **facts)


@pytest.mark.parametrize("seed", range(8))
def test_every_rule_holds_with_teams_pins_escorts_and_a_previous_plan(seed: int) -> None:
    chance, problem = random.Random(seed), town(people=40, places=6, seed=seed, teams=2)
    adults = [v.id for v in problem.volunteers if "adult" in v.tags]
    minors = [v.id for v in problem.volunteers if "minor" in v.tags]
    pairs = [(chance.choice([*adults, *minors]), chance.choice(problem.shifts).id) for _ in range(14)]
    problem = replace(
        problem,
        pins=tuple(pairs[:8]),
        bans=tuple(set(pairs[8:10]) - set(pairs[:8])),
        previous=tuple(pairs[10:]),
        escorts={name: (chance.choice(adults),) for name in minors[:2]},
    )
    assert check(problem, greedy(problem)).violations == ()


def test_the_nearest_person_takes_the_only_seat() -> None:
    assert served(row([person("far", 3), person("near", 1)], [shift("s")])) == {("near", "s")}


def test_the_urgent_shift_takes_the_only_person() -> None:
    shifts = [shift("calm"), shift("urgent", priority=3)]
    assert served(row([person("ann")], shifts)) == {("ann", "urgent")}


def test_whoever_fills_a_need_goes_before_those_who_are_nearer() -> None:
    people = [person("near"), person("leader", 2, tags=("adult", "leader"))]
    assert served(row(people, [shift("s")])) == {("near", "s")}
    assert served(row(people, [shift("s", some_have=(Need(tag="leader"),))])) == {("leader", "s")}


def test_a_minor_serves_beside_an_adult_and_never_alone() -> None:
    child = person("child", tags=("minor",))
    pair = shift("s", min=2, desired=2, max=2)
    assert served(row([child], [pair])) == set()
    assert served(row([child, person("ann", 3)], [pair])) == {("ann", "s"), ("child", "s")}


def test_those_who_serve_together_are_both_seated_or_neither() -> None:
    people, tied = [person("ann"), person("bob", 1)], (("ann", "bob"),)
    assert served(row(people, [shift("s")], together=tied)) == set()
    assert served(row(people, [shift("s", max=2)], together=tied)) == {("ann", "s"), ("bob", "s")}


def test_a_team_that_can_go_is_sent() -> None:
    goes = TeamShift(id="ts", place="gate", node=0, start=EVENING, end=EVENING + 90, teams=("band",))
    problem = row(
        [person("ann")], [shift("s")], teams=(Team(id="band", members=("ann",)),), team_shifts=(goes,)
    )  # fmt: skip
    plan = greedy(problem)
    assert check(problem, plan).holds
    assert (plan.teams, plan.assignments) == ((("band", "ts"),), ())


def test_the_same_problem_gives_the_same_plan() -> None:
    problem = town(people=30, places=5, seed=3)
    assert greedy(problem) == greedy(problem)


@pytest.mark.parametrize("seed", range(3))
def test_the_plainest_bound_is_a_bound(seed: int) -> None:
    problem = replace(town(people=20, places=3, seed=seed), shares=(Share(tag="line:PARTY", part=500),))
    assert plain_bound(problem) <= solve(problem).cost
