"""Weeks as people and the planning problem write them: ``2026-W48``, minutes since Monday 00:00, local time."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from engine.errors import Fault, InvalidInput

DAY = 1440
WEEKDAYS = "一二三四五六日"
BEIJING = timezone(timedelta(hours=8))
"""The time that every district keeps, summer and winter."""


def today() -> date:
    """The day that it is in the district, by this machine's clock."""
    return datetime.now(BEIJING).date()


def monday_of(week: str) -> date:
    """The Monday of the ISO week. Raises :class:`InvalidInput` for what is no week."""
    written = re.fullmatch(r"(\d{4})-W(\d{2})", week)
    try:
        if written:
            return date.fromisocalendar(int(written[1]), int(written[2]), 1)
    except ValueError:
        pass
    raise InvalidInput("周的写法不对", [Fault("不是一个 ISO 周", "周", value=week[:20], expected="例如 2026-W48")])


def week_of(day: date) -> str:
    """The ISO week that the day lies in."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def weeks_before(week: str, count: int) -> tuple[str, ...]:
    """The ``count`` weeks before this one, the nearest first."""
    monday = monday_of(week)
    return tuple(week_of(monday - timedelta(weeks=back)) for back in range(1, count + 1))


def date_of(week: str, minute: int) -> date:
    """The day on which the minute of the week lies."""
    return monday_of(week) + timedelta(days=minute // DAY)


def clock(minute: int) -> str:
    """``07:30`` for minute 450 of any day."""
    return f"{minute % DAY // 60:02d}:{minute % 60:02d}"


def weekday_term(minute: int) -> str:
    """``周一`` to ``周日`` for a minute of the week."""
    return f"周{WEEKDAYS[minute // DAY % 7]}"


def span(start: int, end: int) -> str:
    """``周一 07:00–08:30`` for two minutes of the week."""
    return f"{weekday_term(start)} {clock(start)}–{clock(end)}"
