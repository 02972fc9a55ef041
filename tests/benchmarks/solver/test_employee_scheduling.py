"""The quickstart's case in our format: its minutes are our metres, its hard constraints our hard rules."""

import pytest

from benchmarks.solver.employee_scheduling import LARGE, SMALL, Hospital, employees
from solver.check import check
from solver.pair_costs import wish_cost
from solver.problem import DAY, Interval, Shift, Volunteer
from solver.solve import solve

DAYS = range(7)


def marked(volunteer: Volunteer) -> dict[int, int]:
    """The days on which a shift by day costs, or is worth, something: 1 undesired, -1 desired."""
    return {w.weekday: w.cost // 480 for w in volunteer.prefers if w.category == "day" and w.weekday is not None}


def minutes_on(day: int, shift: Shift) -> int:
    return max(0, min(shift.end, (day + 1) * DAY) - max(shift.start, day * DAY))


def is_within(shift: Shift, free: tuple[Interval, ...]) -> bool:
    return any(start <= shift.start and shift.end <= end for start, end in free)


@pytest.mark.parametrize("hospital", [SMALL, LARGE])
def test_a_wish_is_counted_in_minutes_of_its_day(hospital: Hospital) -> None:
    problem = employees(hospital, seed=1)
    for volunteer in problem.volunteers:
        for shift in problem.shifts:
            minutes = sum(sign * minutes_on(day, shift) for day, sign in marked(volunteer).items())
            assert wish_cost(volunteer, shift) == minutes


def test_somebody_is_free_for_a_shift_exactly_when_it_touches_no_unavailable_day() -> None:
    problem = employees(SMALL, seed=2)
    away = 0
    for volunteer in problem.volunteers:
        gone = [d for d in DAYS if not any(a <= d * DAY and (d + 1) * DAY <= b for a, b in volunteer.free)]
        away += len(gone)
        for shift in problem.shifts:
            assert is_within(shift, volunteer.free) == (not any(minutes_on(day, shift) for day in gone))
    assert away > 0


def test_the_small_hospital_is_fully_staffed_and_proved() -> None:
    problem = employees(SMALL, seed=0)
    plan = solve(problem)
    assert check(problem, plan).holds
    assert plan.cost.parts()[:3] == (0, 0, 0)
    assert plan.bound == plan.cost


def test_the_same_seed_gives_the_same_hospital_and_another_seed_another() -> None:
    assert employees(SMALL, seed=0) == employees(SMALL, seed=0)
    assert employees(SMALL, seed=0) != employees(SMALL, seed=1)
