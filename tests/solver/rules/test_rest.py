"""`rest` and `gap`: minutes between two shifts of a person, on two days and on one."""

from solver.problem import Rules, Team

MIDNIGHT = 1440


def in_a_row(street, minutes_between, first_end, **facts):
    """`ann` with a shift that ends at `first_end` and one that begins so many minutes later."""
    start = first_end + minutes_between
    shifts = [street.shift("one", first_end - 60, end=first_end), street.shift("two", start, end=start + 60)]
    return street.problem([street.person("ann")], shifts, **facts)


def test_gap_is_broken_by_29_minutes_on_one_day(street):
    assert street.broken(in_a_row(street, 29, 600), ("ann", "one"), ("ann", "two")) == ["gap"]


def test_gap_holds_with_30_minutes_on_one_day(street):
    assert street.broken(in_a_row(street, 30, 600), ("ann", "one"), ("ann", "two")) == []


def test_rest_is_broken_by_599_minutes_over_a_night(street):
    assert street.broken(in_a_row(street, 599, MIDNIGHT - 60), ("ann", "one"), ("ann", "two")) == ["rest"]


def test_rest_holds_with_600_minutes_over_a_night(street):
    assert street.broken(in_a_row(street, 600, MIDNIGHT - 60), ("ann", "one"), ("ann", "two")) == []


def test_the_day_is_that_of_the_start_even_when_a_shift_ends_after_midnight(street):
    # 'one' is Monday 23:40 to Tuesday 00:40, 'two' begins Tuesday 01:40: two days, so 60 minutes are too few
    assert street.broken(in_a_row(street, 60, MIDNIGHT + 40), ("ann", "one"), ("ann", "two")) == ["rest"]


def test_two_pins_may_break_rest_and_gap_but_a_pin_and_another_shift_may_not(street):
    for problem, rule in (
        (lambda pins: in_a_row(street, 5, 600, pins=pins), "gap"),
        (lambda pins: in_a_row(street, 5, MIDNIGHT, pins=pins), "rest"),
    ):
        both = (("ann", "one"), ("ann", "two"))
        assert street.broken(problem(both), *both) == []
        assert street.broken(problem(both[:1]), *both) == [rule]


def test_a_team_shift_needs_its_rest(street):
    problem = street.problem(
        [street.person("ann")],
        [street.shift("early")],
        rules=Rules(gap=60),
        teams=(Team(id="band", members=("ann",)),),
        team_shifts=(street.team_shift("parade", street.evening + 100),),
    )
    assert street.broken(problem, ("ann", "early"), teams=[("band", "parade")]) == ["gap"]
