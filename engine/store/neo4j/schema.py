"""Brings a database to today's form: migrations, each with its record, and the model's constraints and indexes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from neo4j import Session
from neo4j.exceptions import Neo4jError

from engine.model import NODES, property_rules
from engine.store.neo4j.faults import unavailable
from engine.store.neo4j.migrations import MIGRATIONS, Migration
from engine.store.neo4j.points import POINT, has_point
from engine.store.neo4j.terms import word
from engine.store.properties import node_properties

PREFIX = "model_"
"""What the names of the model's constraints and indexes begin with."""

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
    constraints = {name for (name,) in _values(session, CONSTRAINTS, prefix=PREFIX)}
    for name in there.keys() - wanted.keys():
        _values(session, f"DROP {'CONSTRAINT' if name in constraints else 'INDEX'} {word(name)} IF EXISTS")
    for name in wanted.keys() - there.keys():
        _create(session, wanted[name])
    if any(_states(session).get(name) != "ONLINE" for name in wanted):
        _wait(session, wanted)


def model_constraints() -> dict[str, str]:
    """Name → statement of each constraint: an id is one node's of its label."""
    names = {word(node.LABEL): f"{PREFIX}{node.LABEL}_id" for node in NODES}
    return {
        name: f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label, name in names.items()
    }


def model_indexes() -> dict[str, str]:
    """Name → statement of each index: of properties that the model wants indexed, of points, of names by words."""
    indexes = {
        f"{PREFIX}{node.LABEL}_{name}": f"FOR (n:{word(node.LABEL)}) ON (n.{word(name)})"
        for node in NODES
        for name, rule in property_rules(node).items()
        if rule.indexed
    }
    points = {
        f"{PREFIX}{node.LABEL}_{POINT}": f"FOR (n:{word(node.LABEL)}) ON (n.{POINT})"
        for node in NODES
        if has_point(node)
    }
    return {
        **{name: f"CREATE INDEX {name} IF NOT EXISTS {of}" for name, of in indexes.items()},
        **{name: f"CREATE POINT INDEX {name} IF NOT EXISTS {of}" for name, of in points.items()},
        f"{PREFIX}names": _names_index(f"{PREFIX}names"),
    }


def _names_index(name: str) -> str:
    """The full-text index of all names; its analyzer cuts Chinese into pairs of characters."""
    labels = "|".join(word(node.LABEL) for node in NODES if "name" in node_properties(node.LABEL))
    options = "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
    return f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{labels}) ON EACH [n.name] {options}"


def _apply(session: Session, migration: Migration) -> bool:
    applied = {number for (number,) in _values(session, APPLIED)}
    if newer := applied - {known.NUMBER for known in MIGRATIONS}:
        raise unavailable(f"打不开：它出自更新版本的程序（结构第 {max(newer)} 版），请先升级本程序")
    if migration.NUMBER in applied:
        return False
    for statement in migration.STATEMENTS:
        _values(session, statement)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    _values(session, RECORD, number=migration.NUMBER, now=now)
    return True


def _create(session: Session, statement: str) -> None:
    try:
        _values(session, statement)
    except Neo4jError as error:
        if "ConstraintCreationFailed" not in (error.code or ""):
            raise
        raise unavailable("用不了：有重复的编号，唯一约束建不起来，请先去掉重复的数据") from error


def _wait(session: Session, wanted: dict[str, str]) -> None:
    _values(session, "CALL db.awaitIndexes($seconds)", seconds=BUILDING_SECONDS)
    states = _states(session)
    if missing := sorted(name for name in wanted if states.get(name) != "ONLINE"):
        raise unavailable(f"缺少索引：{'、'.join(missing)}")


def _states(session: Session) -> dict[str, str]:
    return dict(_values(session, STATES, prefix=PREFIX))


def _values(session: Session, text: str, **parameters: Any) -> list[list[Any]]:
    return session.run(text, parameters).values()
