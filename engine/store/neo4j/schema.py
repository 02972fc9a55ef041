"""Brings a database to today's form: migrations, each with its record, and the model's constraints and indexes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from neo4j import Session
from neo4j.exceptions import Neo4jError

from engine.model import NODES, Node, property_rules
from engine.store.neo4j.faults import unavailable
from engine.store.neo4j.migrations import MIGRATIONS, Migration
from engine.store.neo4j.points import POINT, has_point
from engine.store.neo4j.reading import run
from engine.store.neo4j.terms import word

PREFIX = "model_"
"""What the names of the model's constraints and indexes begin with."""

CHINESE = "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
"""Words are pairs of characters."""

BUILDING_SECONDS = 300
APPLIED = "MATCH (m:JiujinMigration) RETURN m.number"
RECORD = "MERGE (m:JiujinMigration {number: $number}) ON CREATE SET m.applied_at = $now"
STATES = "SHOW INDEXES YIELD name, state WHERE name STARTS WITH $prefix RETURN name, state"
CONSTRAINTS = "SHOW CONSTRAINTS YIELD name WHERE name STARTS WITH $prefix RETURN name"


def migrate(session: Session) -> list[int]:
    """The form is today's; the numbers applied now. Raises ``StoreUnavailable`` for a database of a newer program, or
    one in which the model's constraints and indexes cannot be."""
    fresh = [migration.NUMBER for migration in MIGRATIONS if _apply(session, migration)]
    follow_model(session)
    return fresh


def follow_model(session: Session) -> None:
    """There are the constraints and indexes that the model wants, in use, and none that it no longer wants."""
    wanted = model_constraints() | model_indexes()
    there = _states(session)
    if there == dict.fromkeys(wanted, "ONLINE"):
        return
    constraints = {name for (name,) in _values(session, CONSTRAINTS, prefix=PREFIX)}
    for name in there.keys() - wanted.keys():
        _values(session, f"DROP {'CONSTRAINT' if name in constraints else 'INDEX'} {word(name)} IF EXISTS")
    for name in wanted.keys() - there.keys():
        _make(session, wanted[name])
    _values(session, "CALL db.awaitIndexes($seconds)", seconds=BUILDING_SECONDS)
    states = _states(session)
    if missing := sorted(name for name in wanted if states.get(name) != "ONLINE"):
        raise unavailable(f"缺少索引：{'、'.join(missing)}")


def model_constraints() -> dict[str, str]:
    """Name → statement of each constraint: an id is one node's of its label."""
    names = {word(node.LABEL): f"{PREFIX}{node.LABEL}_id" for node in NODES}
    return {
        name: f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label, name in names.items()
    }


def model_indexes() -> dict[str, str]:
    """Name → statement of each index: of properties that the model wants indexed, of points, of the words of names."""
    return {name: statement for node in NODES for name, statement in _indexes_of(node)}


def _indexes_of(node: type[Node]) -> Iterator[tuple[str, str]]:
    label = word(node.LABEL)
    for name, rule in property_rules(node).items():
        if rule.indexed:
            index = f"{PREFIX}{label}_{word(name)}"
            yield index, f"CREATE INDEX {index} IF NOT EXISTS FOR (n:{label}) ON (n.{name})"
    if has_point(node):
        index = f"{PREFIX}{label}_{POINT}"
        yield index, f"CREATE POINT INDEX {index} IF NOT EXISTS FOR (n:{label}) ON (n.{POINT})"
    if "name" in property_rules(node):
        index = f"{PREFIX}{label}_words"
        yield index, f"CREATE FULLTEXT INDEX {index} IF NOT EXISTS FOR (n:{label}) ON EACH [n.name] {CHINESE}"


def _apply(session: Session, migration: Migration) -> bool:
    applied = {number for (number,) in _values(session, APPLIED)}
    if newer := applied - {known.NUMBER for known in MIGRATIONS}:
        raise unavailable(f"打不开：它出自更新版本的程序（结构第 {max(newer)} 版），请先升级本程序")
    if migration.NUMBER in applied:
        return False
    for statement in migration.STATEMENTS:
        _make(session, statement)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    _values(session, RECORD, number=migration.NUMBER, now=now)
    return True


def _make(session: Session, statement: str) -> None:
    """What the statement makes is there. Raises ``StoreUnavailable`` where the data does not allow a constraint."""
    try:
        _values(session, statement)
    except Neo4jError as error:
        code = error.code or ""
        if "ConstraintCreationFailed" in code:
            raise unavailable("用不了：有重复的编号，唯一约束建不起来，请先去掉重复的数据") from error
        if not code.endswith("AlreadyExists"):  # IF NOT EXISTS does not see what another program makes just now
            raise


def _states(session: Session) -> dict[str, str]:
    return dict(_values(session, STATES, prefix=PREFIX))


def _values(session: Session, text: str, **parameters: Any) -> list[list[Any]]:
    """All of an answer; each statement may be tried again, as when another program changes the schema just now."""
    return session.execute_write(lambda transaction: run(transaction, text, parameters)[0])
