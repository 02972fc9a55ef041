"""Whatever the model allows comes back from a store as it was, for every label and every type of edge."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from engine.model import EDGES, NODES, EdgeType, Node
from engine.store import Edge, GraphStore, Match, eq
from engine.store.properties import node_of
from tests.engine.model.generated import edge_properties, nodes

ENDS = [
    pytest.param(edge, source, target, id=f"{source}-{edge.name}-{target}")
    for edge in EDGES
    for source in edge.sources
    for target in edge.targets
]
few = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


class Undone(Exception):
    """Raised to leave a transaction without a trace."""


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.LABEL)
def test_a_node_comes_back_as_it_was(store: GraphStore, node: type[Node]) -> None:
    @few
    @given(nodes(node))
    def comes_back(written: Node) -> None:
        with suppress(Undone), store.tx() as tx:
            assert tx.upsert_nodes([written]) == 1
            assert tx.get(node, written.id) == written
            (row,) = tx.query(Match("n", node).where(eq("n.id", written.id)))
            assert node.from_props(row["n"]) == written
            assert row["n"] == {**written.to_props(), "version": 1}
            assert tx.upsert_nodes([node.from_props(row["n"])]) == 0
            raise Undone

    comes_back()


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.LABEL)
def test_each_property_comes_back_by_itself(store: GraphStore, node: type[Node]) -> None:
    @few
    @given(nodes(node))
    def comes_back(written: Node) -> None:
        props = written.to_props()
        with suppress(Undone), store.tx() as tx:
            tx.create_node(written)
            (row,) = tx.query(Match("n", node).select(*(f"n.{name}" for name in props)))
            assert {field.removeprefix("n."): value for field, value in row.items()} == props
            raise Undone

    comes_back()


@pytest.mark.parametrize(("edge", "source", "target"), ENDS)
def test_an_edge_comes_back_as_it_was(store: GraphStore, edge: EdgeType, source: str, target: str) -> None:
    start, end = node_of(source), node_of(target)

    @few
    @given(nodes(start), nodes(end), edge_properties(edge))
    def comes_back(first: Node, last: Node, properties: dict[str, Any]) -> None:
        with suppress(Undone), store.tx() as tx:
            tx.upsert_nodes([first, last])
            assert tx.upsert_edges(edge.name, start, end, [Edge(first.id, last.id, properties)]) == 1
            ahead = Match("a", start).hop(edge.name, "b", end, edge_alias="e").select("a.id", "e", "b.id")
            back = Match("b", end).hop(edge.name, "a", start, edge_alias="e", reverse=True).select("a.id", "e", "b.id")
            assert tx.query(ahead) == tx.query(back) == [{"a.id": first.id, "e": properties, "b.id": last.id}]
            raise Undone

    comes_back()
