"""The numbered steps from an empty file to today's schema; a step that was released is never changed again."""

from __future__ import annotations

from typing import Protocol

from engine.store.sqlite.migrations import (
    m0001_graph,
    m0002_arrival,
    m0003_job_progress,
    m0004_assignment_week,
    m0005_moments,
)


class Migration(Protocol):
    """One step: its number and its statements."""

    NUMBER: int
    STATEMENTS: tuple[str, ...]


MIGRATIONS: tuple[Migration, ...] = (
    m0001_graph,
    m0002_arrival,
    m0003_job_progress,
    m0004_assignment_week,
    m0005_moments,
)

__all__ = ["MIGRATIONS", "Migration"]
