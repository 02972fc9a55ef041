"""Where else somebody could go: what the rules leave open, the best for the plan first."""

import pytest

from solver.explain import other_places
from solver.plan import Cost
from solver.solve import solve_with_reasons


def test_who_may_go_elsewhere_is_told_where_the_most_lacking_first(street) -> None:
    people = [street.person("ann", home=1, max_week=1)]
    shifts = [street.shift("s", min=1, desired=1, priority=3), street.shift("t", min=1, desired=2, priority=2)]
    solution = solve_with_reasons(street.problem(people, shifts))
    assert solution.plan.assignments == (("ann", "s"),)
    (found,) = other_places(solution, "ann", "s")
    # s lacks its one person then, priority 3; t has its least, priority 2
    assert (found.shift, found.metres, found.change) == ("t", 500, Cost(3 - 2, 0, 0, 0))


def test_a_shift_that_is_full_or_at_the_same_time_as_another_duty_is_not_told(street) -> None:
    ann, bob = street.person("ann"), street.person("bob")
    shifts = [street.shift("s", min=1, desired=1, max=1), street.shift("t", min=1, desired=1, max=1)]
    solution = solve_with_reasons(street.problem([ann, bob], shifts))
    for person, shift in solution.plan.assignments:
        assert other_places(solution, person, shift) == ()


def test_who_is_not_there_has_nowhere_to_go_from(street) -> None:
    solution = solve_with_reasons(street.problem([street.person("ann")], [street.shift("s", min=1, desired=1)]))
    with pytest.raises(KeyError):
        other_places(solution, "ann", "t")
