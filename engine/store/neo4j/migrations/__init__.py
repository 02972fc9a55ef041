"""The numbered steps from an empty database to today's form; a step that was released is never changed again.

Each of a step's statements may be run again over what it left: Neo4j does not take changes of the schema and of the
data in one transaction. Constraints and indexes of the model are no steps: they follow it (``schema``).
"""

from __future__ import annotations

from typing import Protocol

from engine.store.neo4j.migrations import m0001_graph, m0002_job_progress, m0003_assignment_week, m0004_moments


class Migration(Protocol):
    """One step: its number and its statements."""

    NUMBER: int
    STATEMENTS: tuple[str, ...]


MIGRATIONS: tuple[Migration, ...] = (m0001_graph, m0002_job_progress, m0003_assignment_week, m0004_moments)

__all__ = ["MIGRATIONS", "Migration"]
