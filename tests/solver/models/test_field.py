"""A choice in a pool's model: it satisfies every row, costs there what it costs, and corners only better it."""

import numpy as np
import pytest

from solver.models.build import build
from solver.models.corner import solve_corner
from solver.models.field import Field, point
from solver.models.instance import Instance
from solver.models.losses import Map
from solver.models.prices import Prices
from solver.models.start import first_choice
from solver.models.sweep import Sweeper
from solver.models.tally import NOBODY, Choice, cost_of
from solver.models.town import ORDERED
from solver.models.whole import Frame
from solver.progress import Clock
from tests.solver.town import town


@pytest.fixture(params=[1, 2, 3, 4])
def placed(request: pytest.FixtureRequest) -> tuple[Instance, Choice]:
    """A town of fifty with teams and minors, and its first plan."""
    instance = build(town(people=50, places=12, seed=request.param, teams=request.param % 3))
    return instance, first_choice(instance, Sweeper(instance), 0)


def test_the_point_of_a_choice_keeps_every_row_and_costs_what_the_choice_costs(placed: tuple[Instance, Choice]) -> None:
    instance, choice = placed
    model = Field(Frame(instance), np.arange(len(instance.candidate_unit)), ORDERED, choice).model
    x = point(model, choice)
    reached = model.matrix @ x
    assert (reached >= model.low - 1e-6).all()
    assert (reached <= model.high + 1e-6).all()
    assert (x <= model.upper + 1e-6).all()
    # `point` rounds shares up as the cost does, so all four parts agree exactly
    assert tuple(np.rint(model.parts @ x + model.constant).astype(int).tolist()) == cost_of(instance, choice).parts()


def test_a_corner_is_solved_to_a_choice_that_holds_and_costs_what_its_program_says(
    placed: tuple[Instance, Choice],
) -> None:
    instance, choice = placed
    field = Field(Frame(instance), np.arange(len(instance.candidate_unit)), ORDERED, choice)
    corner = field.corner(np.arange(0, len(instance.units), 2))
    values = solve_corner(corner, Clock(None, None), 0)
    assert values is not None
    found = field.with_corners([(corner, values)])
    gain = corner.program.cost @ (corner.start - values)
    before, after = (np.dot(ORDERED, cost_of(instance, one).parts()) for one in (choice, found))
    assert gain >= 0
    assert before - after == pytest.approx(gain, abs=1)


def test_two_corners_that_overfill_a_seat_are_not_allowed_together(street) -> None:
    people = [street.person("ann"), street.person("bob")]
    instance = build(street.problem(people, [street.shift("s", desired=1, max=1)]))
    field = Field(Frame(instance), np.arange(2), ORDERED, Choice(NOBODY, ()))
    corners = [field.corner(np.array([unit])) for unit in range(2)]
    solved = [(corner, np.where(corner.columns < 2, 1.0, 0.0)) for corner in corners]
    assert not field.step(field.with_corners(solved))
    assert field.step(field.with_corners(solved[:1]))
    assert not field.step(field.choice)  # it costs no less


def test_a_plan_that_no_price_can_better_has_no_losses(street) -> None:
    # Ann alone, one shift at her door: with a seat's price of zero she stays at home and the seat is short, both at no
    # loss to their own best; at a price between her walk (0 m) and the seat's worth, coming is best for both.
    instance = build(street.problem([street.person("ann")], [street.shift("s", min=1, desired=1, max=1)]))
    prices = Prices.zero(instance)
    prices.seat[:] = 500_000  # 500 m
    mine = Map(instance, prices, ORDERED)
    mine.within(np.arange(1))
    assert mine.losses(Choice(np.array([0]), ())).tolist() == [0]
    # an empty seat loses its whole worth less the price, and Ann, who stays away, the price: the larger one is told
    assert mine.losses(Choice(NOBODY, ())).tolist() == [(ORDERED[0] - 500) * 1000]


def test_a_neighbourhood_holds_those_who_compete_for_the_seat_first(street) -> None:
    near, far = street.person("near"), street.person("far", home=3)
    shifts = [
        street.shift("here", desired=1),
        street.shift("there", street.tuesday + street.evening, node=5, desired=1),
    ]
    instance = build(street.problem([near, far], shifts))
    prices = Prices.zero(instance)
    mine = Map(instance, prices, ORDERED)
    mine.within(np.arange(len(instance.candidate_unit)))
    assert mine.around(0, 1).tolist() == [0]
    assert mine.around(0, 9).tolist() == [0, 1]
