"""Reads on one connection: a question's rows, one node."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from engine.errors import OutOfTime
from engine.model import EDGES, NODES, Node
from engine.store import deadline
from engine.store.question import Match, Row
from engine.store.sqlite.compiler import compiled
from engine.store.sqlite.faults import translated

N = TypeVar("N", bound=Node)

COUNTS = "SELECT label, count(*) FROM nodes GROUP BY label UNION ALL SELECT type, count(*) FROM edges GROUP BY type"

MOMENTS = "SELECT kind, mark FROM moments"
EXPLAIN = "EXPLAIN QUERY PLAN "
READ_NODE = "SELECT props, version FROM nodes WHERE label = ? AND id = ?"

STEPS = 20_000
"""After so many steps of its machine SQLite asks whether to go on; they take about a millisecond."""


def answer(connection: sqlite3.Connection, question: Match) -> list[Row]:
    """The rows that answer the question. Raises ``StoreUnavailable``; ``ValueError`` for a malformed question."""
    statement = compiled(question)
    try:
        with translated(), _in_time(connection):
            rows = connection.execute(statement.sql, statement.parameters).fetchall()
    except sqlite3.OperationalError as error:  # more hops or deeper conditions than SQLite takes
        raise ValueError(f"the store cannot take this question: {error}") from error
    return [statement.row(values) for values in rows]


def explained(connection: sqlite3.Connection, question: Match) -> list[str]:
    """The steps in which SQLite would answer, each by the words of its query plan."""
    statement = compiled(question)
    with translated():
        rows = connection.execute(EXPLAIN + statement.sql, statement.parameters).fetchall()
    return [str(detail) for *_, detail in rows]


def read_node(connection: sqlite3.Connection, node: type[N], id: str) -> N | None:
    """The node, or ``None``. Raises ``StoreUnavailable``."""
    with translated():
        row = connection.execute(READ_NODE, (node.LABEL, id)).fetchone()
    return None if row is None else node.from_props({**json.loads(row[0]), "version": row[1]})


def read_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Label or edge type → how many there are."""
    empty = {node.LABEL: 0 for node in NODES} | {edge.name: 0 for edge in EDGES}
    return empty | dict(connection.execute(COUNTS).fetchall())


def read_moments(connection: sqlite3.Connection) -> dict[str, str]:
    """Label or edge type → the mark of the last transaction that wrote one of them."""
    return dict(connection.execute(MOMENTS).fetchall())


@contextmanager
def _in_time(connection: sqlite3.Connection) -> Iterator[None]:
    """What runs in the block ends by the deadline. Raises ``OutOfTime``."""
    deadline.check()
    until = deadline.current()
    if until is None:
        yield
        return
    connection.set_progress_handler(lambda: not until.left(), STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise OutOfTime from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
