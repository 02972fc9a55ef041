"""`week_cap`, `day_cap`, `minutes_cap`, and what pins do to them."""

import pytest

from solver.problem import Team

MORNING, NOON = 540, 720  # Monday 9:00 and 12:00, each with a shift of 90 minutes


def busy(street, caps, **facts):
    """`ann` with these caps; shifts on Monday `morning` and `noon`, on Tuesday `next_day`."""
    shifts = [street.shift("morning", MORNING), street.shift("noon", NOON), street.shift("next_day", 1440 + NOON)]
    return street.problem([street.person("ann", **caps)], shifts, **facts)


MONDAY = (("ann", "morning"), ("ann", "noon"))
ALL = (*MONDAY, ("ann", "next_day"))


def test_week_cap_is_broken_by_one_shift_too_many(street):
    assert street.broken(busy(street, {"max_week": 2}), *ALL) == ["week_cap"]


def test_week_cap_holds_with_as_many_as_it_says(street):
    assert street.broken(busy(street, {"max_week": 3}), *ALL) == []


def test_day_cap_is_broken_by_two_shifts_that_start_on_one_day(street):
    report = street.report(busy(street, {"max_day": 1}), *ALL)
    assert [v.message for v in report.violations] == ["超过每天班次上限：ann 周一 2 班，上限 1 班"]


def test_day_cap_holds_with_one_shift_on_each_day(street):
    assert street.broken(busy(street, {"max_day": 1}), ALL[0], ALL[2]) == []


def test_minutes_cap_is_broken_by_one_minute(street):
    assert street.broken(busy(street, {"max_minutes": 269}), *ALL) == ["minutes_cap"]


def test_minutes_cap_holds_at_exactly_its_minutes(street):
    assert street.broken(busy(street, {"max_minutes": 270}), *ALL) == []


@pytest.mark.parametrize(
    ("caps", "rule"), [({"max_week": 1}, "week_cap"), ({"max_day": 1}, "day_cap"), ({"max_minutes": 90}, "minutes_cap")]
)
def test_pins_may_break_a_cap_but_nothing_else_may_stand_beside_them_then(street, caps, rule):
    assert street.broken(busy(street, caps, pins=MONDAY), *MONDAY) == []
    assert street.broken(busy(street, caps, pins=MONDAY[:1]), *MONDAY) == [rule]


def test_a_team_shift_counts_for_the_caps_even_beside_a_pin(street):
    problem = busy(
        street,
        {"max_week": 1},
        pins=(("ann", "next_day"),),
        teams=(Team(id="band", members=("ann",)),),
        team_shifts=(street.team_shift("parade"),),
    )
    assert street.broken(problem, ("ann", "next_day"), teams=[("band", "parade")]) == ["week_cap"]
