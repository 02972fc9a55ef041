"""What a graph consists of, by the model: a section for each label and each pair of labels that an edge may join."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from engine.model import EDGES, NODES, EdgeType, Node
from engine.store import Arrival, CountedReader, Edge, Match, Reader, Row, eq
from engine.store.changes import as_text, edge_props, node_text
from engine.store.properties import edge_properties, edge_types, node_of

T = TypeVar("T")

PAGE = 5_000
"""Rows that are in memory at once."""


class Section(ABC, Generic[T]):
    """Rows of one kind, in the order of their keys."""

    @property
    @abstractmethod
    def heading(self) -> tuple[str, ...]:
        """What tells the section from all others."""

    @property
    def name(self) -> str:
        """The label or the edge's type."""
        return self.heading[1]

    @property
    @abstractmethod
    def question(self) -> Match:
        """Asks a store for all rows in their order."""

    @abstractmethod
    def of_row(self, row: Row) -> T:
        """What the store's row says."""

    @abstractmethod
    def of_json(self, value: Any) -> T:
        """What ``text`` described. Raises one of many errors for what no store could hold."""

    @abstractmethod
    def key(self, item: T) -> tuple[str, ...]:
        """By which the rows are ordered, and no two are equal."""

    @abstractmethod
    def text(self, item: T) -> str:
        """The row as one line of JSON, the same for equal rows. Raises ``ValueError`` for text no store can hold."""

    @abstractmethod
    def put(self, arrival: Arrival, items: Sequence[T]) -> None:
        """The graph has these rows, exactly so."""

    @abstractmethod
    def drop(self, arrival: Arrival, item: T) -> None:
        """The graph no longer has this row."""


@dataclass(frozen=True, slots=True)
class NodeSection(Section[Node]):
    """The nodes of one label."""

    node: type[Node]

    @property
    def heading(self) -> tuple[str, ...]:
        return ("nodes", self.node.LABEL)

    @property
    def question(self) -> Match:
        return Match("n", self.node).order("n.id")

    def of_row(self, row: Row) -> Node:
        return self.node.from_props(row["n"])

    def of_json(self, value: Any) -> Node:
        node = self.node.from_props(value)
        node_text(node)
        return node

    def key(self, item: Node) -> tuple[str, ...]:
        return (item.id,)

    def text(self, item: Node) -> str:
        return as_text(item.to_props() | {"version": item.version})

    def put(self, arrival: Arrival, items: Sequence[Node]) -> None:
        arrival.put_nodes(items)

    def drop(self, arrival: Arrival, item: Node) -> None:
        arrival.delete_nodes(self.node, eq("id", item.id))


@dataclass(frozen=True, slots=True)
class EdgeSection(Section[Edge]):
    """The edges of one type between two labels."""

    edge: str
    source: type[Node]
    target: type[Node]

    @property
    def heading(self) -> tuple[str, ...]:
        return ("edges", self.edge, self.source.LABEL, self.target.LABEL)

    @property
    def question(self) -> Match:
        edges = Match("a", self.source).hop(self.edge, "b", self.target, edge_alias="e")
        return edges.order("a.id", "b.id").select("a.id", "b.id", "e")

    def of_row(self, row: Row) -> Edge:
        return Edge(row["a.id"], row["b.id"], row["e"])

    def of_json(self, value: Any) -> Edge:
        source, target, properties = value["from"], value["to"], value.get("props", {})
        if not (isinstance(source, str) and isinstance(target, str)):
            raise TypeError("an id is a text")
        kinds = edge_types(self.edge, self.source.LABEL, self.target.LABEL)
        edge = Edge(source, target, properties)
        return Edge(source, target, edge_props(edge, edge_properties(kinds), kinds[0].term))

    def key(self, item: Edge) -> tuple[str, ...]:
        return (item.source, item.target)

    def text(self, item: Edge) -> str:
        props = {"props": dict(item.properties)} if item.properties else {}
        return as_text({"from": item.source, "to": item.target, **props})

    def put(self, arrival: Arrival, items: Sequence[Edge]) -> None:
        arrival.upsert_edges(self.edge, self.source, self.target, items)

    def drop(self, arrival: Arrival, item: Edge) -> None:
        ends = eq("id", item.source), eq("id", item.target)
        arrival.delete_edges(self.edge, self.source, self.target, *ends)


def _edge_sections(edge: EdgeType) -> Iterator[EdgeSection]:
    for source in edge.sources:
        for target in edge.targets:
            yield EdgeSection(edge.name, node_of(source), node_of(target))


SECTIONS: tuple[Section[Any], ...] = (
    *map(NodeSection, NODES),
    *dict.fromkeys(section for edge in EDGES for section in _edge_sections(edge)),
)
"""All of them; an edge comes after its ends."""

Item = tuple[Section[Any], Any]
"""A row, and the section that it belongs to."""


def read(reader: Reader, section: Section[T]) -> Iterator[T]:
    """All rows of a section, page by page."""
    question = section.question.limit(PAGE)
    rows = reader.query(question)
    while rows:
        items = [section.of_row(row) for row in rows]
        yield from items
        if len(rows) < PAGE:
            return
        rows = reader.query(question.after(section.key(items[-1])))


def read_all(reader: CountedReader) -> Iterator[Item]:
    """All rows of a graph, section by section; once all of a name are read, no other section of it is asked for."""
    left = Counter(reader.counts())
    for section in SECTIONS:
        if left[section.name] <= 0:
            continue
        for item in read(reader, section):
            yield section, item
            left[section.name] -= 1


def parsed(line: str) -> Any:
    """The JSON value of a line, without what no store can hold. Raises ``ValueError``, ``RecursionError``."""
    return json.loads(line, parse_int=_whole_number, parse_constant=_no_number)


def _whole_number(text: str) -> int:
    number = int(text)
    if not -(2**63) <= number < 2**63:
        raise ValueError("out of range")
    return number


def _no_number(text: str) -> float:
    raise ValueError(f"not a number: {text}")
