"""Reads on one connection: a question's rows, one node."""

from __future__ import annotations

import json
import sqlite3
from typing import TypeVar

from engine.model import Node
from engine.store.question import Match, Row
from engine.store.sqlite.compiler import compiled
from engine.store.sqlite.faults import translated

N = TypeVar("N", bound=Node)

EXPLAIN = "EXPLAIN QUERY PLAN "
READ_NODE = "SELECT props, version FROM nodes WHERE label = ? AND id = ?"


def answer(connection: sqlite3.Connection, question: Match) -> list[Row]:
    """The rows that answer the question. Raises ``StoreUnavailable``; ``ValueError`` for a malformed question."""
    statement = compiled(question)
    try:
        with translated():
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
