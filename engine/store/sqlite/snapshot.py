"""The graph in a SQLite file as it was at one moment, while others go on writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from engine.model import Node
from engine.store.changes import known
from engine.store.question import Match, Row
from engine.store.sqlite.reading import answer, read_counts, read_node

N = TypeVar("N", bound=Node)


class SqliteSnapshot:
    """One reading transaction; a second connection watches for what is committed meanwhile."""

    def __init__(self, connection: sqlite3.Connection, watcher: sqlite3.Connection) -> None:
        self._connection, self._watcher = connection, watcher
        self._commits = _commits(watcher)

    def query(self, question: Match) -> list[Row]:
        """The rows that answer the question."""
        return answer(self._connection, question)

    def get(self, node: type[N], id: str) -> N | None:
        """The node, or ``None``."""
        return read_node(self._connection, known(node), id)

    def counts(self) -> dict[str, int]:
        """Label or edge type → how many there are."""
        return read_counts(self._connection)

    def changed(self) -> bool:
        """Whether the file was written to since."""
        return _commits(self._watcher) != self._commits


@contextmanager
def reading(connection: sqlite3.Connection, watcher: sqlite3.Connection) -> Iterator[SqliteSnapshot]:
    """A snapshot that lasts as long as the block."""
    snapshot = SqliteSnapshot(connection, watcher)
    connection.execute("BEGIN")
    try:
        yield snapshot
    finally:
        connection.execute("ROLLBACK")


def _commits(watcher: sqlite3.Connection) -> int:
    """A number that differs once another connection has committed."""
    (number,) = watcher.execute("PRAGMA data_version").fetchone()
    return int(number)
