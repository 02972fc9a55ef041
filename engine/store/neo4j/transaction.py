"""One writing transaction on a Neo4j server.

Whatever can be refused is refused before anything is written, since Neo4j cannot take back one statement alone: so each
call holds wholly or not at all, also when its error is caught. Writers take turns (``store``), so what is read here
stays true until the commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from neo4j import Result, ResultSummary, Transaction

from engine.errors import Conflict, NotFound
from engine.model import Node, Props
from engine.store.changes import edge_props, known, node_props, with_changes
from engine.store.kinds import kinds_gone
from engine.store.neo4j.batches import Batch, batches
from engine.store.neo4j.conditions import matched, narrowed
from engine.store.neo4j.faults import LOST, translated
from engine.store.neo4j.points import with_point
from engine.store.neo4j.reading import MOMENT, answer, read_moments, read_node, run
from engine.store.neo4j.terms import Draft, Place, arrow, word
from engine.store.pattern import check_where, node_element
from engine.store.port import Edge
from engine.store.properties import edge_properties, edge_types, plain
from engine.store.question import AllOf, Match, Row, Where

N = TypeVar("N", bound=Node)

NODES_THERE = "UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id"
CREATE_NODES = "UNWIND $rows AS props CREATE (n:{label}) SET n = props, n.version = 1"
COUNTED = "\nRETURN count(*)"
"""A statement that returns something is answered before it is done, so that the next rows are made meanwhile."""
CHANGE_NODES = """
UNWIND $rows AS props
MATCH (n:{label} {{id: props.id}})
WHERE properties(n) <> props {{.*, version: n.version}}
SET n = props {{.*, version: n.version + 1}}
RETURN count(n)
"""
PUT_NODES = "UNWIND $rows AS props MERGE (n:{label} {{id: props.id}}) SET n = props"
CREATE_NODE = "MERGE (n:{label} {{id: $props.id}}) ON CREATE SET n = $props, n.version = 1"
EDGES_THERE = """
UNWIND $rows AS row
MATCH (a:{source} {{id: row.source}})
MATCH (b:{target} {{id: row.target}})
MATCH (a){arrow}(b)
RETURN a.id, b.id
"""
CREATE_EDGES = """
UNWIND $rows AS row
MATCH (a:{source} {{id: row.source}})
MATCH (b:{target} {{id: row.target}})
CREATE (a){arrow}(b)
"""
PROPERTIES = "SET e = row.props"
CHANGE_EDGES = """
UNWIND $rows AS row
MATCH (a:{source} {{id: row.source}})
MATCH (b:{target} {{id: row.target}})
MATCH (a){arrow}(b)
WHERE properties(e) <> row.props
SET e = row.props
RETURN count(e)
"""
LAY_ASIDE = """
CALL (n) {{ MATCH (n)-[e]-() DELETE e }}
REMOVE n:{label}
SET n = {{}}, n:JiujinGone
RETURN count(n)
"""
DELETE_ASIDE = "MATCH (n:JiujinGone) DELETE n"
MARK = "MATCH (t:JiujinTurn {id: 'writing'}) SET t += $moments"
ABSENT = "UNWIND $ids AS id WITH id WHERE NOT EXISTS {{ MATCH (:{label} {{id: id}}) }} RETURN DISTINCT id LIMIT 5"


class Neo4jTransaction:
    """Writes in one transaction of the server's."""

    def __init__(self, transaction: Transaction, mark: str) -> None:
        self._mark = mark
        self._before: dict[str, str] | None = None
        """The marks of before, once they were asked for."""
        self._kinds: set[str] = set()
        """Labels and edge types of which something was written."""
        self._open: Transaction | None = transaction
        self._sent: Result | None = None
        self._aside = 0
        """Nodes that are deleted at the end only: every deleted one makes each later look into an index slower."""
        self._made: set[tuple[str, Hashable]] = set()
        """Label and id of nodes made here: they are there, and have no edges but those that were written here."""
        self._tied: set[tuple[str, str, str]] = set()
        """Type, and labels of both ends, of the edges written here."""

    @property
    def _transaction(self) -> Transaction:
        if self._open is None:
            raise RuntimeError("the transaction is over")
        return self._open

    def finish(self) -> None:
        """All is done but the commit."""
        if self._aside:
            self._run(DELETE_ASIDE)
        if self._kinds:
            self._send(MARK + COUNTED, moments={MOMENT + kind: self._mark for kind in sorted(self._kinds)})
        self._settle()

    def end(self) -> None:
        """Nothing more can be asked of it."""
        self._open = None

    def moments(self) -> dict[str, str]:
        """Label or edge type → the mark of the last transaction that wrote one of them, this one among them."""
        if self._before is None:  # nobody else writes while this one has its turn
            self._settle()
            with translated(LOST):
                self._before = read_moments(self._transaction)
        return self._before | dict.fromkeys(self._kinds, self._mark)

    def query(self, question: Match) -> list[Row]:
        """The rows that answer the question, with this transaction's own writes."""
        self._settle()
        with translated(LOST):
            return answer(self._transaction, question)

    def get(self, node: type[N], id: str) -> N | None:
        """The node, or ``None``."""
        self._settle()
        with translated(LOST):
            return read_node(self._transaction, known(node), id)

    def upsert_nodes(self, nodes: Iterable[Node]) -> int:
        """Each node exists with exactly these properties; how many were new or changed."""
        rows: defaultdict[str, list[Props]] = defaultdict(list)
        for node in nodes:
            rows[node.LABEL].append(with_point(node_props(node)))
        return sum(self._upserted(label, props) for label, props in rows.items())

    def put_nodes(self, nodes: Iterable[Node]) -> None:
        """Each node exists with exactly these properties and this version."""
        rows: defaultdict[str, list[Props]] = defaultdict(list)
        for node in nodes:
            rows[node.LABEL].append(with_point(node_props(node)) | {"version": node.version})
        self._kinds.update(rows)
        for label, props in rows.items():
            for batch in batches(props, lambda row: row["id"]):
                self._run(PUT_NODES.format(label=word(label)), rows=batch)

    def create_node(self, node: Node) -> None:
        """The node exists, with version 1. Raises ``Conflict`` when the id is taken."""
        props = with_point(node_props(node))
        _, summary = self._run(CREATE_NODE.format(label=word(node.LABEL)), props=props)
        if not summary.counters.nodes_created:
            raise Conflict(f"{node.TERM}“{node.id}”已经存在")
        self._kinds.add(node.LABEL)

    def update(self, node: type[Node], id: str, changes: Mapping[str, Any], version: int | None = None) -> None:
        """The named properties have these values. Raises ``NotFound``, ``Conflict``, ``InvalidNode``."""
        there = self.get(node, id)
        if there is None:
            raise NotFound(f"没有{node.TERM}“{id}”")
        if version is not None and version != there.version:
            raise Conflict
        changed = with_changes(node, there.to_props(), changes)
        self._upserted(node.LABEL, [with_point(node_props(changed))])

    def upsert_edges(self, edge: str, source: type[Node], target: type[Node], edges: Iterable[Edge]) -> int:
        """Each edge exists with exactly these properties; how many were new or changed."""
        kinds = edge_types(edge, known(source).LABEL, known(target).LABEL)
        properties, term = edge_properties(kinds), kinds[0].term
        rows = [
            {"source": plain(one.source), "target": plain(one.target), "props": edge_props(one, properties, term)}
            for one in edges
        ]
        self._check_ends(source, target, rows)
        names = {"source": word(source.LABEL), "target": word(target.LABEL), "arrow": arrow(edge, variable="e")}
        parts = list(batches(rows, _pair))
        there = self._edges_there(EDGES_THERE.format(**names), (edge, source.LABEL, target.LABEL), parts)
        create, change = CREATE_EDGES.format(**names), CHANGE_EDGES.format(**names)
        if any(row["props"] for row in rows):
            create += PROPERTIES
        written = sum(self._written(part, there, _pair, create, change) for part in parts)
        self._kinds.update([edge] if written else [])
        return written

    def delete_nodes(self, node: type[Node], *parts: Where) -> int:
        """No node of this label matches any more, nor do its edges; how many went."""
        draft = Draft()
        place, clauses = _found(draft, known(node), AllOf(parts))
        text = f"{clauses}\nWITH DISTINCT {place.variable} AS n{LAY_ASIDE.format(label=word(node.LABEL))}"
        values, _ = self._run(text, **draft.parameters)
        self._aside += int(values[0][0])
        self._kinds |= kinds_gone(node.LABEL)
        self._made = {(label, id) for label, id in self._made if label != node.LABEL}
        return int(values[0][0])

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
        near, starts = _found(draft, source, sources if sources is not None else AllOf())
        far, ends = _found(draft, target, targets if targets is not None else AllOf())
        joined = f"MATCH ({near.variable}){arrow(edge, variable='e')}({far.variable})"
        text = f"{starts}\n{ends}\n{joined}\nWITH DISTINCT e\nDELETE e"
        self._kinds.add(edge)
        return self._run(text, **draft.parameters)[1].counters.relationships_deleted

    def _run(self, text: str, **parameters: Any) -> tuple[list[list[Any]], ResultSummary]:
        self._settle()
        with translated(LOST):
            return run(self._transaction, text, parameters)

    def _send(self, text: str, **parameters: Any) -> None:
        """The server does it while its next rows are made here; what goes wrong is told with whatever is asked next."""
        self._settle()
        with translated(LOST):
            self._sent = self._transaction.run(text, parameters)

    def _settle(self) -> None:
        """All that was sent is done."""
        sent, self._sent = self._sent, None
        if sent is not None:
            with translated(LOST):
                sent.consume()

    def _upserted(self, label: str, props: list[Props]) -> int:
        parts = list(batches(props, _id))
        look = NODES_THERE.format(label=word(label))
        there: set[Hashable] = {id for part in parts for (id,) in self._run(look, ids=[_id(row) for row in part])[0]}
        create, change = CREATE_NODES.format(label=word(label)), CHANGE_NODES.format(label=word(label))
        made = {(label, id) for id in map(_id, props) if id not in there}
        written = sum(self._written(part, there, _id, create, change) for part in parts)
        self._made |= made
        self._kinds.update([label] if written else [])
        return written

    def _written(
        self, rows: Batch, there: set[Hashable], key: Callable[[dict[str, Any]], Hashable], create: str, change: str
    ) -> int:
        """The rows are in the graph, those whose key is there already changed, the others created; how many were
        written. Apart, since a MERGE of many rows keeps them all waiting between its steps."""
        new = [row for row in rows if key(row) not in there]
        old = [row for row in rows if key(row) in there]
        if new:
            self._send(create + COUNTED, rows=new)
            there.update(map(key, new))
        return len(new) + (int(self._run(change, rows=old)[0][0][0]) if old else 0)

    def _edges_there(self, text: str, kind: tuple[str, str, str], parts: Sequence[Batch]) -> set[Hashable]:
        """Which of the edges there are. What was made here without edges of this kind need not be asked for."""
        _, source, target = kind
        there: set[Hashable] = set()
        for part in parts:
            pairs = [pair for pair in map(_pair, part) if kind in self._tied or not self._is_new(source, target, pair)]
            if pairs:
                values, _ = self._run(text, rows=[{"source": a, "target": b} for a, b in pairs])
                there.update((a, b) for a, b in values)
        self._tied.add(kind)
        return there

    def _is_new(self, source: str, target: str, pair: tuple[str, str]) -> bool:
        """Whether one of the ends was made here."""
        return (source, pair[0]) in self._made or (target, pair[1]) in self._made

    def _check_ends(self, source: type[Node], target: type[Node], rows: Sequence[dict[str, Any]]) -> None:
        """Raises ``NotFound``."""
        absent = []
        for node, end in ((source, "source"), (target, "target")):
            given = [id for id in {row[end] for row in rows} if (node.LABEL, id) not in self._made]
            if given:
                values, _ = self._run(ABSENT.format(label=word(node.LABEL)), ids=given)
                absent += [f"{node.TERM}“{id}”" for (id,) in values]
        if absent:
            raise NotFound("没有" + "、".join(absent))


def _id(row: dict[str, Any]) -> str:
    return str(row["id"])


def _pair(row: dict[str, Any]) -> tuple[str, str]:
    return row["source"], row["target"]


def _found(draft: Draft, node: type[Node], where: Where) -> tuple[Place, str]:
    """A place for the nodes of the label that match (fields without alias), and the clauses that find them."""
    place = Place(draft.variable("n"), node_element(node.LABEL))
    check_where(where, {"": place.element})
    clauses = [f"MATCH {place.node()}", matched(place, *narrowed(draft, {"": place}, where))]
    return place, "\n".join(filter(None, clauses))
