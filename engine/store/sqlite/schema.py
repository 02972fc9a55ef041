"""Brings a file to today's schema: migrations, each with its record in one transaction, and the model's indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from engine.model import NODES, property_rules
from engine.store.sqlite.faults import unavailable
from engine.store.sqlite.migrations import MIGRATIONS, Migration
from engine.store.sqlite.terms import literal, node_value

RECORDS = "CREATE TABLE migrations (number INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)"

SUPPOSED = (
    ("nodes", "sqlite_autoindex_nodes_1", "200000 200000 1"),
    ("edges", "edges", "700000 4 3 1"),
    ("edges", "edges_back", "700000 4 3 1"),
)
"""Table, index, and how many rows there are: in all, with the same first column, with the same first two, …"""
ANY_LABEL = """
UPDATE sqlite_stat1 SET stat = rows || ' ' || rows || ' 1'
FROM (SELECT stat + 0 AS rows FROM sqlite_stat1 WHERE idx = 'sqlite_autoindex_nodes_1')
WHERE idx = 'sqlite_autoindex_nodes_1'
"""
"""Labels are few and of all sizes: what is true of the mean label misleads, so any may hold all nodes."""
READ_STATISTICS = "ANALYZE sqlite_schema"
SUPPOSED_PROPERTY = "10000 20 1"
COUNTED = "SELECT idx, stat FROM sqlite_stat1 WHERE idx IN ('sqlite_autoindex_nodes_1', 'edges')"


def migrate(connection: sqlite3.Connection) -> list[int]:
    """The schema is today's; the numbers applied now. Raises ``StoreUnavailable`` for a file of another program, or
    of a newer version of this one."""
    fresh = [migration.NUMBER for migration in MIGRATIONS if _apply(connection, migration)]
    follow_model(connection)
    return fresh


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that commits at the end of the block and rolls back on any exception."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def arriving(connection: sqlite3.Connection) -> str:
    """What is moving in, or nothing; for a file whose schema is today's."""
    row = connection.execute("SELECT what FROM arrival").fetchone()
    return str(row[0]) if row else ""


def follow_model(connection: sqlite3.Connection) -> None:
    """There is an index for each property that the model wants indexed, and none that it no longer wants."""
    wanted = model_indexes()
    if _indexes(connection) == wanted:
        return
    with writing(connection):
        there = _indexes(connection)
        for name in there:
            if there[name] != wanted.get(name):
                connection.execute(f'DROP INDEX "{name}"')
        for name, statement in wanted.items():
            if there.get(name) != statement:
                connection.execute(statement)
    refresh_statistics(connection)
    _suppose_statistics(connection)


def refresh_statistics(connection: sqlite3.Connection) -> None:
    """The planner knows how many rows there are; that it does not know is no error (another program may write)."""
    with suppress(sqlite3.OperationalError), writing(connection):
        connection.execute("ANALYZE")
        connection.execute(ANY_LABEL)
        connection.execute(READ_STATISTICS)


def counted_rows(connection: sqlite3.Connection) -> int:
    """How many nodes and edges there were when they were last counted; none, while this is supposed only."""
    stats = dict(connection.execute(COUNTED).fetchall())
    return sum(int(stats.get(idx, "0").split()[0]) for _, idx, supposed in SUPPOSED[:2] if stats.get(idx) != supposed)


def _suppose_statistics(connection: sqlite3.Connection) -> None:
    """Where no rows were counted yet, the planner supposes a town. With nothing to go by it reads whole labels; from
    the first rows to the first count it would answer so."""
    with suppress(sqlite3.OperationalError), writing(connection):
        if connection.execute("SELECT 1 FROM sqlite_stat1 WHERE tbl = 'nodes'").fetchone():
            return
        supposed = [*SUPPOSED, *(("nodes", name, SUPPOSED_PROPERTY) for name in model_indexes())]
        connection.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", supposed)
        connection.execute(READ_STATISTICS)


def model_indexes() -> dict[str, str]:
    """Name → statement of each index that follows from the model's ``indexed`` rules."""
    return {
        f"model_{node.LABEL}_{name}": (
            f'CREATE INDEX "model_{node.LABEL}_{name}" ON nodes ({node_value("", name)}, id) '
            f"WHERE label = {literal(node.LABEL)}"
        )
        for node in NODES
        for name, rule in property_rules(node).items()
        if rule.indexed
    }


def _indexes(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name LIKE 'model\\_%' ESCAPE '\\'"
    )
    return dict(rows.fetchall())


def _apply(connection: sqlite3.Connection, migration: Migration) -> bool:
    if migration.NUMBER in _applied(connection):
        return False
    with writing(connection):
        applied = _applied(connection)
        if migration.NUMBER in applied:  # another program was quicker
            return False
        if not applied:
            connection.execute(RECORDS)
        for statement in migration.STATEMENTS:
            connection.execute(statement)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        connection.execute("INSERT INTO migrations (number, applied_at) VALUES (?, ?)", (migration.NUMBER, now))
    return True


def _applied(connection: sqlite3.Connection) -> set[int]:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "migrations" not in tables:
        raise unavailable("打不开：这个文件属于别的程序")
    if not tables:
        return set()
    applied = {number for (number,) in connection.execute("SELECT number FROM migrations")}
    if newer := applied - {migration.NUMBER for migration in MIGRATIONS}:
        raise unavailable(f"打不开：它出自更新版本的程序（结构第 {max(newer)} 版），请先升级本程序")
    return applied
