"""What is in a store, asked without the code under test, and ways to fill one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engine.model import EDGES, NODES
from engine.moving import merging, sections
from engine.store import Match, MovableStore, Reader
from engine.store.properties import node_of
from tests.engine.store.random_graphs import RandomGraph


def content(store: Reader) -> list[str]:
    """Every node with its version and every edge, as sorted text."""
    rows = [[node.LABEL, row["n"]] for node in NODES for row in store.query(Match("n", node))]
    for edge in EDGES:
        for source in map(node_of, edge.sources):
            for target in map(node_of, edge.targets):
                asked = Match("a", source).hop(edge.name, "b", target, edge_alias="e").select("a.id", "b.id", "e")
                rows += [[edge.name, source.LABEL, target.LABEL, row] for row in store.query(asked)]
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)


def silent(doing: str, rows: int) -> None:
    """Told of progress, says nothing."""


def emptied(store: MovableStore) -> MovableStore:
    """The store, finished and with nothing in it."""
    store.end_arrival()
    with store.tx() as tx:
        for node in NODES:
            tx.delete_nodes(node)
    return store


def fill_with(store: MovableStore, graph: RandomGraph) -> None:
    """The store holds the graph, with the versions that its nodes have."""
    emptied(store).begin_arrival("随机图")
    with store.arrival() as arrival:
        graph.write(arrival)
        arrival.put_nodes(graph.nodes)
    store.end_arrival()


@contextmanager
def pages_of(rows: int) -> Iterator[None]:
    """Within the block, so many rows are in memory at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sections, "PAGE", rows)
        patch.setattr(merging, "PAGE", rows)
        yield
