"""The graph in one SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, local
from typing import TypeVar

from engine.model import EDGES, NODES, Node
from engine.store.changes import known
from engine.store.question import Match, Row
from engine.store.sqlite import schema
from engine.store.sqlite.connections import Connections
from engine.store.sqlite.faults import translated, unavailable
from engine.store.sqlite.reading import answer, explained, read_node
from engine.store.sqlite.transaction import SqliteTransaction

N = TypeVar("N", bound=Node)

COUNTS = "SELECT label, count(*) FROM nodes GROUP BY label UNION ALL SELECT type, count(*) FROM edges GROUP BY type"
MANY_CHANGES = 2_000
MANY_OF = 5
"""After so many changes, and a fifth of all rows or more, the planner's statistics are made anew."""


class SqliteStore:
    """A :class:`GraphStore` in one file; ``patience``: seconds to wait for another program's write."""

    def __init__(self, path: Path | str, patience: float = 10.0) -> None:
        self.path = Path(path)
        self.patience = patience
        self._connections = Connections(self.path, patience)
        self._turn = Lock()
        self._thread = local()
        self._changes = 0
        """Rows written since the statistics were made, as far as this store has seen."""

    def migrate(self) -> list[int]:
        """The schema is the newest; the numbers of the migrations that were applied now."""
        with translated(), self._connections.one() as connection:
            return schema.migrate(connection)

    @contextmanager
    def tx(self) -> Iterator[SqliteTransaction]:
        """One writing transaction; commits at the end of the block, rolls back on any exception."""
        if getattr(self._thread, "writing", False):
            raise RuntimeError("this thread is writing already: a transaction inside another would wait for ever")
        if not self._turn.acquire(timeout=self.patience):
            raise unavailable("正忙于另一次写入，请稍后再试")
        self._thread.writing = True
        try:
            with translated(), self._connections.one() as connection:
                before = connection.total_changes
                transaction = SqliteTransaction(connection)
                try:
                    with schema.writing(connection):
                        yield transaction
                finally:
                    transaction.end()
                self._changes += connection.total_changes - before
                if self._changes >= max(MANY_CHANGES, schema.counted_rows(connection) // MANY_OF):
                    schema.refresh_statistics(connection)
                    self._changes = 0
        finally:
            self._thread.writing = False
            self._turn.release()

    def query(self, question: Match) -> list[Row]:
        """The rows that answer the question."""
        with self._connections.one() as connection:
            return answer(connection, question)

    def get(self, node: type[N], id: str) -> N | None:
        """The node, or ``None``."""
        with self._connections.one() as connection:
            return read_node(connection, known(node), id)

    def explain(self, question: Match) -> list[str]:
        """The steps in which SQLite would answer."""
        with self._connections.one() as connection:
            return explained(connection, question)

    def counts(self) -> dict[str, int]:
        """Label or edge type → how many there are."""
        empty = {node.LABEL: 0 for node in NODES} | {edge.name: 0 for edge in EDGES}
        with translated(), self._connections.one() as connection:
            return empty | dict(connection.execute(COUNTS).fetchall())

    def close(self) -> None:
        """Nothing is held open any more; may be called twice."""
        self._connections.close()
