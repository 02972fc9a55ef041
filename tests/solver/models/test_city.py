"""A city in areas: each person is in one, areas of a turn share no shift, and the plan never gets worse."""

from __future__ import annotations

import pickle
from functools import partial

import numpy as np
import pytest

import solver.solve
from solver.check import check
from solver.models.build import build
from solver.models.city import _apart, _Place, _shifts_of, approach_city, areas
from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.start import first_choice
from solver.models.sweep import Sweeper
from solver.progress import Clock, Progress
from solver.solve import solve
from tests.solver.town import town


@pytest.fixture(scope="module")
def city() -> Instance:
    return build(town(people=120, places=20, seed=1))


@pytest.mark.parametrize("most", [1, 7, 50, 1000])
def test_areas_hold_every_unit_once_and_at_most_so_many(city: Instance, most: int) -> None:
    free = np.arange(0, len(city.units), 2)
    found = areas(city, free, most)
    assert np.sort(np.concatenate(found)).tolist() == free.tolist()
    assert all(0 < len(area) <= most for area in found)


def test_people_at_one_address_are_still_halved(street) -> None:
    instance = build(street.problem([street.person(f"v{i}") for i in range(9)], [street.shift("s", desired=2)]))
    assert sorted(map(len, areas(instance, np.arange(9), 2))) == [1, 2, 2, 2, 2]


def test_nobody_is_in_no_area(city: Instance) -> None:
    assert areas(city, np.zeros(0, dtype=np.int64), 5) == []


def _places(city: Instance, units: list[np.ndarray]) -> list[_Place]:
    return [_Place(own, _shifts_of(city, own)) for own in units]


@pytest.mark.parametrize("count", [1, 2, 40])
def test_areas_of_one_turn_share_no_shift_and_none_is_lost(city: Instance, count: int) -> None:
    turn, rest = _apart(_places(city, areas(city, np.arange(len(city.units)), 1)), count)
    assert 0 < len(turn) <= count
    shifts = [set(place.shifts.tolist()) for place in turn]
    assert len(set().union(*shifts)) == sum(map(len, shifts))
    assert sorted(np.concatenate([place.units for place in [*turn, *rest]]).tolist()) == list(range(len(city.units)))


def test_two_ends_of_a_street_are_planned_in_one_turn(street) -> None:
    people = [street.person("ann"), street.person("bob", home=5)]  # 2,500 m apart, nobody walks more than 2,000
    shifts = [street.shift("here", min=1, desired=1), street.shift("there", node=5, min=1, desired=1)]
    instance = build(street.problem(people, shifts))
    turn, rest = _apart(_places(instance, areas(instance, np.arange(2), 1)), 2)
    assert ([place.units.tolist() for place in turn], rest) == ([[0], [1]], [])


def _as_a_city(monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    monkeypatch.setattr(solver.solve, "WHOLE", 0)
    monkeypatch.setattr(solver.solve, "TOWN", 0)
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
    assert len(post.sent) == 8  # four areas, by their flows and by their relaxations
    assert not any(b"Volunteer" in item or b"Presence" in item for item in post.sent)
