"""A city in areas: each person is in one, areas of a turn share no shift, and the plan never gets worse."""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

import solver.models.town
import solver.solve
from solver.check import check
from solver.models.build import build
from solver.models.city import _around_gaps, _holds, _scattered, approach_city, areas
from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.start import first_choice
from solver.models.sweep import Sweeper
from solver.models.tally import Choice
from solver.progress import Clock, Progress
from solver.solve import solve
from tests.solver.conftest import EVENING
from tests.solver.town import town


@pytest.fixture(scope="module")
def city() -> Instance:
    return build(town(people=120, places=20, seed=1))


@pytest.mark.parametrize("first", [1 / 2, 1 / 3])
@pytest.mark.parametrize("most", [1, 7, 50, 1000])
def test_areas_hold_every_unit_once_and_at_most_so_many(city: Instance, most: int, first: float) -> None:
    free = np.arange(0, len(city.units), 2)
    found = areas(city, free, most, first)
    assert np.sort(np.concatenate(found)).tolist() == free.tolist()
    assert all(0 < len(area) <= most for area in found)


def test_another_first_cut_moves_the_borders(city: Instance) -> None:
    free = np.arange(len(city.units))
    small, large = areas(city, free, 15), areas(city, free, 60, 1 / 3)
    across = [area for area in small if not any(np.isin(area, one).all() for one in large)]
    assert across
    assert all(any(np.isin(area, one).all() for one in areas(city, free, 60)) for area in small)


def test_people_at_one_address_are_still_halved(street) -> None:
    instance = build(street.problem([street.person(f"v{i}") for i in range(9)], [street.shift("s", desired=2)]))
    assert sorted(map(len, areas(instance, np.arange(9), 2))) == [1, 2, 2, 2, 2]


def test_around_a_gap_are_those_who_could_come_and_those_who_could_replace_them_wherever_they_live(street) -> None:
    people = [street.person("ann", max_week=1, free=((EVENING, EVENING + 300),)), street.person("bob", max_week=1)]
    lone = street.shift("lone", EVENING, min=1, desired=1, all_have=("adult",), none_have=("young",))
    other = street.shift("other", EVENING + 150, min=1, desired=1, place="far")
    people[1] = replace(people[1], tags=("adult", "young"))
    instance = build(street.problem([*people, street.person("eve", free=())], [lone, other]))
    ann = [c for c in range(len(instance.candidate_unit)) if instance.candidate_unit[c] == 0]
    ann_at_other = next(c for c in ann if instance.candidate_shift[c] == 1)
    choice = Choice(np.array([ann_at_other]), ())
    free = np.arange(len(instance.units))
    assert [area.tolist() for area in _around_gaps(instance, choice, free, 10)] == [[0, 1]]
    assert [area.tolist() for area in _around_gaps(instance, choice, free, 1)] == [[0]]
    assert [area.tolist() for area in _around_gaps(instance, choice, free[1:], 10)] == []


def test_nobody_is_in_no_area(city: Instance) -> None:
    assert areas(city, np.zeros(0, dtype=np.int64), 5) == []


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10])
def test_scattered_areas_are_all_there_and_neighbours_are_apart(count: int) -> None:
    found = [int(units[0]) for units in _scattered([np.array([k]) for k in range(count)])]
    assert sorted(found) == list(range(count))
    if count == 10:  # in steps of three
        assert found == [0, 3, 6, 9, 1, 4, 7, 2, 5, 8]


def test_two_areas_that_took_the_last_seat_at_once_do_not_both_keep_it(street) -> None:
    people = [street.person("ann"), street.person("bob")]
    instance = build(street.problem(people, [street.shift("s", desired=1, max=1)]))
    assert _holds(instance, Choice(np.array([0]), ()))
    assert not _holds(instance, Choice(np.array([0, 1]), ()))


def _as_a_city(monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    monkeypatch.setattr(solver.solve, "WHOLE", 0)
    monkeypatch.setattr(solver.solve, "TOWN", 0)
    monkeypatch.setattr(solver.models.town, "AREA", people)
    monkeypatch.setattr(solver.solve, "approach_city", partial(approach_city, people=people))


@pytest.mark.parametrize(("seed", "teams"), [(1, 0), (2, 2)])
def test_its_plan_holds_and_the_optimum_lies_between_bound_and_cost(
    monkeypatch: pytest.MonkeyPatch, seed: int, teams: int
) -> None:
    problem = town(people=50, places=12, seed=seed, teams=teams)
    optimum = solve(problem).cost
    _as_a_city(monkeypatch, 20)
    told: list[Progress] = []
    plan = solve(problem, on_progress=told.append)
    assert {"分片初排", "分片优化"} <= {progress.stage for progress in told}
    assert check(problem, plan).holds
    assert plan.bound <= optimum <= plan.cost <= told[0].cost


class Post:
    """Keeps what would be sent, and sends nothing."""

    size = 1

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def run(self, task, items, clock, seed):
        self.sent.extend(pickle.dumps(item) for item in items)
        return [None for _ in items]


def test_an_area_travels_without_its_people_and_their_homes() -> None:
    instance = build(town(people=30, places=8, seed=1))
    sweeper = Sweeper(instance)
    best = Incumbent(instance, first_choice(instance, sweeper, 0), Clock(None, None), None)
    post = Post()
    approach_city(instance, best, sweeper, post, seed=0, people=10)
    around = _around_gaps(instance, best.choice, np.arange(len(instance.units)), 40)
    # four areas, by their flows and by their relaxations, twice all of them together, and those around gaps
    assert len(post.sent) == 10 + len(around)
    assert not any(b"Volunteer" in item or b"Presence" in item for item in post.sent)
