"""Moments as accounts, sessions and audits keep them: ISO 8601 in UTC to the second, so that texts sort."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The moment by this machine's clock."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """The moment as the graph keeps it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
