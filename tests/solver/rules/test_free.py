"""`free`: the whole shift lies inside one free interval."""


def test_free_is_broken_when_the_shift_ends_a_minute_after_the_free_time(street):
    ann = street.person("ann", free=((street.evening, street.evening + 89),))
    assert street.broken(street.problem([ann], [street.shift("early")]), ("ann", "early")) == ["free"]


def test_free_holds_when_the_free_time_is_exactly_the_shift(street):
    ann = street.person("ann", free=((street.evening, street.evening + 90),))
    assert street.broken(street.problem([ann], [street.shift("early")]), ("ann", "early")) == []


def test_two_free_intervals_that_meet_do_not_hold_a_shift_across_them(street):
    ann = street.person("ann", free=((1000, street.evening + 30), (street.evening + 30, 1300)))
    assert street.broken(street.problem([ann], [street.shift("early")]), ("ann", "early")) == ["free"]


def test_a_pin_may_break_free(street):
    problem = street.problem([street.person("ann", free=())], [street.shift("early")], pins=(("ann", "early"),))
    assert street.broken(problem, ("ann", "early")) == []
