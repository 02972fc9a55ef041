"""Small random graphs in which values often meet: few labels, few values, awkward ones among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

from engine.model import (
    EDGES,
    Community,
    Node,
    Organization,
    OrganizationKind,
    Station,
    Subdistrict,
    Volunteer,
)
from engine.store import Edge, GraphStore, Transaction
from tests.engine.store.reference import Reference

LABELS: tuple[type[Node], ...] = (Volunteer, Organization, Station, Community, Subdistrict)
WORDS = ("张", "张三", "张三丰", "chen", "Chen", "che", "50%", "5_%", "o'b\"k\\", "𠮷野家", "é", "\U0010ffff", " 空格")
FLOATS = (34.7466, 34.746600000000001, 34.123456789012345, 0.1, -89.99999999999999, 7.0, 1e-7)
DAYS = ("2026-11-22", "2026-11-23", "2027-01-01")
VALUES: dict[type, tuple[Any, ...]] = {str: (*WORDS, *DAYS), int: (0, 1, 2, 3), float: FLOATS, bool: (True, False)}
"""What properties hold and conditions ask for, by kind."""

Ends = tuple[str, type[Node], type[Node]]
LINKS: tuple[Ends, ...] = tuple(
    (edge.name, source, target)
    for edge in EDGES
    for source in LABELS
    for target in LABELS
    if source.LABEL in edge.sources and target.LABEL in edge.targets
)
"""Every edge of the model between these labels."""

word = st.sampled_from(WORDS[:-1])
number = st.sampled_from(FLOATS)
days = st.lists(st.sampled_from([date.fromisoformat(day) for day in DAYS]), max_size=2, unique=True).map(tuple)
tags = st.lists(st.sampled_from(["leader", "急救", "a"]), max_size=2, unique=True).map(tuple)


@dataclass(frozen=True)
class RandomGraph:
    """Nodes and edges, to be written anywhere."""

    nodes: list[Node]
    edges: list[tuple[Ends, list[Edge]]]

    def write(self, tx: Transaction) -> None:
        """The transaction holds the graph."""
        tx.upsert_nodes(self.nodes)
        for (name, source, target), edges in self.edges:
            tx.upsert_edges(name, source, target, edges)

    def reference(self) -> Reference:
        """The reference that holds the graph."""
        reference = Reference()
        reference.add_nodes(self.nodes)
        for (name, source, target), edges in self.edges:
            reference.add_edges(name, source, target, edges)
        return reference


@st.composite
def volunteers(draw: st.DrawFn, id: str) -> Volunteer:
    """A volunteer with some of the optional properties."""
    work = draw(st.none() | number)
    return Volunteer(
        id=id,
        name=draw(word),
        pinyin=draw(word),
        phone=draw(st.sampled_from(["13800000001", "13800000002"])),
        minor=draw(st.booleans()),
        skills=draw(tags),
        home_lat=draw(number),
        home_lon=draw(number),
        work_lat=work,
        work_lon=work,
        away=draw(days),
        load=draw(st.integers(0, 3)),
        note=draw(st.just("") | word),
    )


def node(label: type[Node], id: str) -> st.SearchStrategy[Node]:
    """A node of one of the labels."""
    if label is Volunteer:
        return volunteers(id)
    if label is Organization:
        return st.builds(Organization, id=st.just(id), name=word, kind=st.sampled_from(OrganizationKind))
    if label is Station:
        return st.builds(Station, id=st.just(id), name=word, lat=number, lon=number, functions=tags)
    place = st.none() | number
    return st.builds(label, id=st.just(id), name=word, **({"lat": place, "lon": place} if label is Community else {}))


@st.composite
def graphs(draw: st.DrawFn) -> RandomGraph:
    """A few nodes of each label (ids meet across labels) and edges between them."""
    counts = {label: draw(st.integers(0, 4)) for label in LABELS}
    nodes = [draw(node(label, f"x{i}")) for label, count in counts.items() for i in range(count)]
    edges = []
    for name, source, target in LINKS:
        pairs = [(f"x{a}", f"x{b}") for a in range(counts[source]) for b in range(counts[target])]
        chosen = draw(st.lists(st.sampled_from(pairs), max_size=5, unique=True)) if pairs else []
        edges.append(((name, source, target), [Edge(a, b, draw(edge_values(name))) for a, b in chosen]))
    return RandomGraph(nodes, edges)


def edge_values(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the properties that an edge of this type may have."""
    kinds = {key: kind for edge in EDGES if edge.name == name for key, kind in edge.properties.items()}
    optional = {key: st.sampled_from(VALUES[kind]) for key, kind in kinds.items()}
    return st.fixed_dictionaries({}, optional=optional)


class Undone(Exception):
    """Raised to leave a transaction without a trace."""


def empty(store: GraphStore) -> bool:
    """Whether nothing is in the store."""
    return not any(store.counts().values())
