"""A cost is a vector, compared from the left."""

from hypothesis import given
from hypothesis import strategies as st

from solver.plan import Cost

COSTS = st.builds(Cost, *[st.integers(-5, 5)] * 4)


def test_one_more_person_at_the_minimum_is_worth_any_walking():
    assert Cost(0, 9, 9, 10**9) < Cost(1, 0, 0, -(10**9))


@given(COSTS, COSTS)
def test_costs_compare_as_their_parts_from_the_left(a, b):
    assert (a < b, a == b, a <= b) == (a.parts() < b.parts(), a.parts() == b.parts(), a.parts() <= b.parts())
