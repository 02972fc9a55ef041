"""The relaxation by pricing: the same optimum as over all candidates at once, and a bound that no plan beats."""

import numpy as np
import pytest

from solver.models.build import build
from solver.models.certificate import FINE, part_weights
from solver.models.corner import Alone
from solver.models.divided import divided_master
from solver.models.highs import Linear, Program
from solver.models.linear import Level, Master
from solver.models.prices import GRAIN, Weights4
from solver.models.tiles import areas
from solver.models.town import ORDERED
from solver.models.whole import Frame, whole_model
from solver.problem import Team
from solver.progress import Clock
from solver.solve import solve
from tests.solver.town import town

FREE = Clock(None, None)
TOWNS = [
    {"people": 40, "places": 10, "seed": 1, "teams": 1},
    {"people": 60, "places": 12, "seed": 2},
    {"people": 30, "places": 9, "seed": 3},
]


def _climbed(master: Master) -> Level:
    level = master.climb(rounds=100, enough=0.0, lone=0.0, between=lambda: None)
    assert level is not None
    return level


@pytest.mark.parametrize("size", TOWNS)
def test_pricing_ends_at_the_optimum_over_all_candidates(size: dict[str, int]) -> None:
    instance = build(town(**size))
    model = whole_model(instance)
    cost = np.array(ORDERED, dtype=float) @ model.parts
    whole = Linear(Program(model.matrix, model.low, model.high, model.upper, cost), FREE)
    assert whole.run()
    level = _climbed(Master(Frame(instance), np.zeros(0, dtype=np.int64), ORDERED, FREE))
    assert level.value == pytest.approx(whole.value + np.dot(ORDERED, model.constant), rel=1e-9)
    # the bound plans exact weeks at these prices, so it is no worse than the relaxation but for rounding to grains
    assert level.relaxed.bound / GRAIN >= level.value - len(model.low)


@pytest.mark.parametrize("size", TOWNS)
def test_the_bases_of_areas_lead_to_a_bound_as_good(size: dict[str, int]) -> None:
    instance = build(town(**size))
    frame, nobody = Frame(instance), np.zeros(0, dtype=np.int64)
    alone = _climbed(Master(frame, nobody, ORDERED, FREE))
    parts = areas(instance, np.flatnonzero(np.diff(instance.unit_ptr) > 0), 12)
    assert len(parts) > 1
    some = np.arange(0, len(instance.candidate_unit), 2)
    divided = _climbed(divided_master(frame, some, ORDERED, parts, Alone(), FREE, 0))
    # both stop where the bound has reached their value; that of exact weeks may lie above the relaxation's optimum
    assert divided.gap <= 1e-3
    assert divided.relaxed.bound / GRAIN >= alone.value - len(frame.low)


@pytest.mark.parametrize("size", TOWNS)
def test_no_plan_is_cheaper_than_what_the_basis_proves_at_the_weights_of_a_part(size: dict[str, int]) -> None:
    problem = town(**size)
    optimum = solve(problem).cost.parts()
    master = Master(Frame(build(problem)), np.zeros(0, dtype=np.int64), ORDERED, FREE)
    _climbed(master)
    for part in range(3):
        weights = part_weights(ORDERED, part)
        assert weights[part] == FINE
        assert weights[part + 1 :] == (0,) * (3 - part)
        assert master.level_at(weights).relaxed.bound / GRAIN <= np.dot(weights, optimum)


def test_half_a_minor_beside_half_an_adult_fills_no_seat(street) -> None:
    # One adult and one minor, each with one shift a week; two shifts that want one person. Without the row of the first
    # seat half of each of them would fill half of each shift. In truth the adult fills one: one stays empty.
    people = [street.person("ann", max_week=1), street.person("kid", tags=("minor",), max_week=1)]
    shifts = [street.shift("a", min=1, desired=1), street.shift("b", street.tuesday + street.evening, min=1, desired=1)]
    master = Master(Frame(build(street.problem(people, shifts))), np.zeros(0, dtype=np.int64), (1000, 0, 0, 0), FREE)
    assert _climbed(master).value == pytest.approx(1000)


@pytest.mark.parametrize("size", TOWNS)
def test_with_other_weights_it_goes_on_to_their_optimum(size: dict[str, int]) -> None:
    frame, nobody = Frame(build(town(**size))), np.zeros(0, dtype=np.int64)
    light: Weights4 = (1000, 100, 10, 1)
    master = Master(frame, nobody, light, FREE)
    before = _climbed(master)
    cheap = master.cover()
    master.weigh(ORDERED)
    after, alone = _climbed(master), _climbed(Master(frame, nobody, ORDERED, FREE))
    assert after.value == pytest.approx(alone.value, rel=1e-9)
    assert tuple(master.cover()) < tuple(cheap)  # where a missing person costs a kilometre, walking was dearer
    assert before.value == pytest.approx(_climbed(Master(frame, nobody, light, FREE)).value, rel=1e-9)


def test_of_half_options_those_are_taken_that_may_stand_together(street) -> None:
    people = [street.person(name) for name in ("ann", "bob")]
    teams = (Team(id="t1", members=("ann",)), Team(id="t2", members=("bob",)))
    wanted = tuple(street.team_shift(name, teams=("t1", "t2")) for name in ("x", "y"))
    instance = build(street.problem(people, teams=teams, team_shifts=wanted))
    pair = [(option.team, option.shift) for option in instance.options]
    taken = np.array([5 if one == (0, 0) or one == (1, 1) else 4 for one in pair])
    assert [pair[i] for i in instance.teams.matched(-taken)] == [(0, 0), (1, 1)]
    assert sorted(pair[i] for i in instance.teams.matched(taken - 9)) == [(0, 1), (1, 0)]
    assert instance.teams.matched(np.zeros(len(pair), dtype=np.int64)) == ()
