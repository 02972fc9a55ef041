"""Shifts as columns in the order of time."""

from solver.timetable import Timetable, starts_of, touches_quiet

NIGHT = (21 * 60, 7 * 60)


def test_shifts_come_by_start_then_end_then_as_given(street) -> None:
    shifts = [
        street.shift("late", 900),
        street.shift("long", 600, end=800),
        street.shift("a", 600),
        street.shift("b", 600),
    ]
    times = Timetable(shifts)
    assert [shifts[s].id for s in times.order] == ["a", "b", "long", "late"]
    assert times.rank.tolist() == [3, 2, 0, 1]
    # the hours are 600–690 (a, b), 600–800 (long), 900–990 (late)
    assert times.hour.tolist() == [2, 1, 0, 0]
    assert [group.tolist() for group in starts_of(times)] == [[2, 3, 1], [0]]


def test_places_are_numbered_as_they_come(street) -> None:
    times = Timetable(
        [street.shift("a", place="park"), street.shift("b", place="gate"), street.shift("c", place="park")]
    )
    assert times.place.tolist() == [0, 1, 0]


def test_a_shift_touches_the_night_when_it_shares_a_minute_with_it() -> None:
    assert touches_quiet(20 * 60, 21 * 60 + 1, NIGHT)
    assert not touches_quiet(20 * 60, 21 * 60, NIGHT)
    assert touches_quiet(1440 + 419, 1440 + 500, NIGHT)
    assert not touches_quiet(1440 + 420, 1440 + 500, NIGHT)
    assert not touches_quiet(0, 1440, (300, 300))
