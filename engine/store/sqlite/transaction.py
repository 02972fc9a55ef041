"""One writing transaction on a SQLite store."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from engine.errors import Conflict, NotFound
from engine.model import Node
from engine.store.changes import edge_text, known, node_text, with_changes
from engine.store.kinds import kinds_gone
from engine.store.pattern import check_where, node_element
from engine.store.port import Edge
from engine.store.properties import edge_properties, edge_types
from engine.store.question import AllOf, Match, Row, Where
from engine.store.sqlite.conditions import Place, condition
from engine.store.sqlite.faults import translated
from engine.store.sqlite.reading import answer, read_moments, read_node
from engine.store.sqlite.terms import Draft, literal

N = TypeVar("N", bound=Node)

UPSERT_NODE = """
INSERT INTO nodes (label, id, version, props) VALUES (?, ?, 1, ?)
ON CONFLICT (label, id) DO UPDATE SET props = excluded.props, version = version + 1 WHERE props <> excluded.props
"""
CREATE_NODE = "INSERT INTO nodes (label, id, version, props) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING"
PUT_NODE = """
INSERT INTO nodes (label, id, version, props) VALUES (?, ?, ?, ?)
ON CONFLICT (label, id) DO UPDATE SET props = excluded.props, version = excluded.version
"""
UPDATE_NODE = """
UPDATE nodes SET props = :props, version = version + 1 WHERE label = :label AND id = :id AND props <> :props
"""
UPSERT_EDGE = """
INSERT INTO edges (type, src, dst, props) VALUES (
  :type,
  (SELECT pk FROM nodes WHERE label = :source_label AND id = :source),
  (SELECT pk FROM nodes WHERE label = :target_label AND id = :target),
  :props)
ON CONFLICT (src, type, dst) DO UPDATE SET props = excluded.props WHERE props <> excluded.props
"""
MARK = "INSERT INTO moments (kind, mark) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET mark = excluded.mark"
ABSENT = """
SELECT DISTINCT given.value FROM json_each(:ids) AS given
WHERE NOT EXISTS (SELECT 1 FROM nodes WHERE label = :label AND id = given.value)
LIMIT 5
"""


class SqliteTransaction:
    """Writes on one connection; each call holds wholly or not at all, also when its error is caught."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._open: sqlite3.Connection | None = connection
        self._mark = uuid.uuid4().hex
        self._kinds: set[str] = set()
        """Labels and edge types of which something was written."""

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            raise RuntimeError("the transaction is over")
        return self._open

    def finish(self) -> None:
        """All is done but the commit."""
        if self._kinds:
            self._connection.executemany(MARK, sorted(self._marks().items()))

    def end(self) -> None:
        """Nothing more can be asked of it: its connection serves others from now on."""
        self._open = None

    def query(self, question: Match) -> list[Row]:
        """The rows that answer the question, with this transaction's own writes."""
        return answer(self._connection, question)

    def get(self, node: type[N], id: str) -> N | None:
        """The node, or ``None``."""
        return read_node(self._connection, known(node), id)

    def moments(self) -> dict[str, str]:
        """Label or edge type → the mark of the last transaction that wrote one of them, this one among them."""
        with translated():
            return read_moments(self._connection) | self._marks()

    def _marks(self) -> dict[str, str]:
        return dict.fromkeys(self._kinds, self._mark)

    def _written(self, count: int, kinds: Iterable[str]) -> int:
        """So many of these kinds were written."""
        if count > 0:
            self._kinds.update(kinds)
        return max(count, 0)

    def upsert_nodes(self, nodes: Iterable[Node]) -> int:
        """Each node exists with exactly these properties; how many were new or changed."""
        rows = [(node.LABEL, node.id, node_text(node)) for node in nodes]
        with self._whole() as connection:
            return self._written(connection.executemany(UPSERT_NODE, rows).rowcount, {label for label, _, _ in rows})

    def put_nodes(self, nodes: Iterable[Node]) -> None:
        """Each node exists with exactly these properties and this version."""
        rows = [(node.LABEL, node.id, node.version, node_text(node)) for node in nodes]
        with self._whole() as connection:
            self._written(connection.executemany(PUT_NODE, rows).rowcount, {label for label, *_ in rows})

    def create_node(self, node: Node) -> None:
        """The node exists, with version 1. Raises ``Conflict`` when the id is taken."""
        text = node_text(node)
        with self._whole() as connection:
            if not self._written(connection.execute(CREATE_NODE, (node.LABEL, node.id, text)).rowcount, [node.LABEL]):
                raise Conflict(f"{node.TERM}“{node.id}”已经存在")

    def update(self, node: type[Node], id: str, changes: Mapping[str, Any], version: int | None = None) -> None:
        """The named properties have these values. Raises ``NotFound``, ``Conflict``, ``InvalidNode``."""
        there = self.get(node, id)
        if there is None:
            raise NotFound(f"没有{node.TERM}“{id}”")
        if version is not None and version != there.version:
            raise Conflict
        text = node_text(with_changes(node, there.to_props(), changes))
        with self._whole() as connection:
            row = {"label": node.LABEL, "id": id, "props": text}
            self._written(connection.execute(UPDATE_NODE, row).rowcount, [node.LABEL])

    def upsert_edges(self, edge: str, source: type[Node], target: type[Node], edges: Iterable[Edge]) -> int:
        """Each edge exists with exactly these properties; how many were new or changed."""
        kinds = edge_types(edge, known(source).LABEL, known(target).LABEL)
        properties, term = edge_properties(kinds), kinds[0].term
        labels = {"type": edge, "source_label": source.LABEL, "target_label": target.LABEL}
        rows = [
            {**labels, "source": one.source, "target": one.target, "props": edge_text(one, properties, term)}
            for one in edges
        ]
        with self._whole() as connection:
            try:
                return self._written(connection.executemany(UPSERT_EDGE, rows).rowcount, [edge])
            except sqlite3.IntegrityError as error:  # an end is NULL: there is no such node
                raise self._absent_ends(source, target, rows) from error

    def delete_nodes(self, node: type[Node], *parts: Where) -> int:
        """No node of this label matches any more, nor do its edges; how many went."""
        draft = Draft()
        there = _nodes_where(draft, known(node), AllOf(parts))
        with self._whole() as connection:
            gone = connection.execute(f"DELETE FROM nodes WHERE pk IN ({there})", draft.parameters).rowcount
            return self._written(gone, kinds_gone(node.LABEL))

    def delete_edges(
        self,
        edge: str,
        source: type[Node],
        target: type[Node],
        sources: Where | None = None,
        targets: Where | None = None,
    ) -> int:
        """No edge of this type joins matching ends any more; how many went."""
        edge_types(edge, known(source).LABEL, known(target).LABEL)
        draft = Draft()
        near, far = _place(draft, source), _place(draft, target)
        statement = (
            "DELETE FROM edges WHERE (src, type, dst) IN (\n"
            "  SELECT e.src, e.type, e.dst\n"
            f"  FROM nodes AS {near.table} JOIN edges AS e ON e.src = {near.table}.pk AND e.type = {literal(edge)}\n"
            f"  JOIN nodes AS {far.table} ON {far.table}.pk = e.dst\n"
            f"  WHERE {_fits(draft, near, sources)} AND {_fits(draft, far, targets)})"
        )
        with self._whole() as connection:
            return self._written(connection.execute(statement, draft.parameters).rowcount, [edge])

    @contextmanager
    def _whole(self) -> Iterator[sqlite3.Connection]:
        with translated():
            self._connection.execute("SAVEPOINT step")
            try:
                yield self._connection
            except BaseException:
                if self._connection.in_transaction:  # a full disk ends the whole transaction by itself
                    self._connection.execute("ROLLBACK TO step")
                raise
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("RELEASE step")

    def _absent_ends(self, source: type[Node], target: type[Node], rows: list[dict[str, str]]) -> NotFound:
        absent = []
        for node, end in ((source, "source"), (target, "target")):
            given = {"label": node.LABEL, "ids": json.dumps([row[end] for row in rows])}
            ids = [id for (id,) in self._connection.execute(ABSENT, given)]
            absent += [f"{node.TERM}“{id}”" for id in ids]
        return NotFound("没有" + "、".join(absent))


def _place(draft: Draft, node: type[Node]) -> Place:
    return Place(f"n{draft.name()}", node_element(node.LABEL))


def _fits(draft: Draft, place: Place, where: Where | None) -> str:
    part = where if where is not None else AllOf()
    check_where(part, {"": place.element})
    own = f"{place.table}.label = {literal(place.element.label)}"
    return f"{own} AND {condition(draft, {'': place}, part)}"


def _nodes_where(draft: Draft, node: type[Node], where: Where) -> str:
    place = _place(draft, node)
    return f"SELECT {place.table}.pk FROM nodes AS {place.table} WHERE {_fits(draft, place, where)}"
