"""Weeks, days and clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.calendar import clock, date_of, monday_of, span, today, week_of, weeks_before
from engine.errors import InvalidInput


def test_a_week_begins_on_its_monday() -> None:
    # 2026-11-23 is a Monday, and 2026-01-01 a Thursday, so week 1 of 2026 begins on 2025-12-29.
    assert monday_of("2026-W48") == date(2026, 11, 23)
    assert monday_of("2026-W01") == date(2025, 12, 29)


@pytest.mark.parametrize("written", ["2026-48", "2026-W54", "2025-W53", "2026-W00", "W48", "", "2026-W48 "])
def test_what_is_no_week_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        monday_of(written)
    assert "2026-W48" in str(refusal.value)


def test_every_day_lies_in_the_week_that_names_it() -> None:
    assert week_of(date(2026, 11, 29)) == "2026-W48"
    assert week_of(date(2027, 1, 3)) == "2026-W53"  # 2026 has 53 weeks: it begins on a Thursday


def test_weeks_before_go_back_over_new_year() -> None:
    assert weeks_before("2027-W02", 3) == ("2027-W01", "2026-W53", "2026-W52")


def test_minutes_read_as_people_write_them() -> None:
    assert date_of("2026-W48", 6 * 1440) == date(2026, 11, 29)
    assert clock(1440 + 425) == "07:05"
    assert span(5 * 1440 + 510, 5 * 1440 + 630) == "周六 08:30–10:30"


def test_today_is_the_day_in_beijing_wherever_the_server_stands() -> None:
    before, day, after = datetime.now(UTC), today(), datetime.now(UTC)
    assert day in {(moment + timedelta(hours=8)).date() for moment in (before, after)}
