"""The graph in one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, local
from typing import TypeVar

from engine.model import Node
from engine.store import deadline
from engine.store.arrivals import check_begin, check_turn
from engine.store.changes import known
from engine.store.question import Match, Row
from engine.store.sqlite import schema
from engine.store.sqlite.connections import Connections
from engine.store.sqlite.faults import translated, unavailable
from engine.store.sqlite.reading import answer, explained, read_counts, read_moments, read_node
from engine.store.sqlite.snapshot import SqliteSnapshot, reading
from engine.store.sqlite.transaction import SqliteTransaction

N = TypeVar("N", bound=Node)

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
        with self._turn_taken() as connection:
            before = connection.total_changes
            with self._transaction(connection, arrival=False) as transaction:
                yield transaction
            self._changes += connection.total_changes - before
            if self._changes >= max(MANY_CHANGES, schema.counted_rows(connection) // MANY_OF):
                schema.refresh_statistics(connection)
                self._changes = 0

    @contextmanager
    def snapshot(self) -> Iterator[SqliteSnapshot]:
        """The graph at this moment; others go on writing."""
        one = self._connections.one
        with translated(), one() as connection, one() as watcher, reading(connection, watcher) as snapshot:
            check_turn(schema.arriving(connection), arrival=False)  # the first read settles the moment
            yield snapshot

    def arriving(self) -> str:
        """What is moving in; empty when the graph is finished."""
        with translated(), self._connections.one() as connection:
            return schema.arriving(connection)

    def begin_arrival(self, what: str) -> None:
        """The graph is unfinished. Raises ``Conflict`` unless it was empty, or the same was moving in already."""
        with self._turn_taken() as connection, schema.writing(connection):
            there = schema.arriving(connection)
            check_begin(there, what, read_counts(connection))
            if not there:
                connection.execute("INSERT INTO arrival (what) VALUES (?)", (what,))

    @contextmanager
    def arrival(self) -> Iterator[SqliteTransaction]:
        """One transaction of what is moving in."""
        with self._turn_taken() as connection, self._transaction(connection, arrival=True) as transaction:
            yield transaction

    def end_arrival(self) -> None:
        """The graph is finished."""
        with self._turn_taken() as connection:
            with schema.writing(connection):
                connection.execute("DELETE FROM arrival")
            schema.refresh_statistics(connection)

    @contextmanager
    def _transaction(self, connection: sqlite3.Connection, arrival: bool) -> Iterator[SqliteTransaction]:
        transaction = SqliteTransaction(connection)
        try:
            with schema.writing(connection):
                check_turn(schema.arriving(connection), arrival)
                yield transaction
                transaction.finish()
                deadline.check()
        finally:
            transaction.end()

    @contextmanager
    def _turn_taken(self) -> Iterator[sqlite3.Connection]:
        """A connection for the one thread that may write."""
        if getattr(self._thread, "writing", False):
            raise RuntimeError("this thread is writing already: a transaction inside another would wait for ever")
        if not self._turn.acquire(timeout=self.patience):
            raise unavailable("正忙于另一次写入，请稍后再试")
        self._thread.writing = True
        try:
            with translated(), self._connections.one() as connection:
                yield connection
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
        with translated(), self._connections.one() as connection:
            return read_counts(connection)

    def moments(self) -> dict[str, str]:
        """Label or edge type → the mark of the last transaction that wrote one of them."""
        with translated(), self._connections.one() as connection:
            return read_moments(connection)

    def close(self) -> None:
        """Nothing is held open any more; may be called twice."""
        self._connections.close()
