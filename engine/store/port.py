"""The port: what every graph store does, whatever it is made of.

Reading needs no transaction. Writing happens inside ``with store.tx() as tx:``, all of it or nothing; a transaction
sees its own writes. Stores are safe to use from several threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from engine.model import Node, Props
from engine.store.question import Match, Row, Where

N = TypeVar("N", bound=Node)


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge to write: both ends by id (labels follow from the edge's type and the nodes), and its properties."""

    source: str
    target: str
    properties: Mapping[str, Any] = field(default_factory=dict)


class Reader(Protocol):
    """What a store and an open transaction can both answer."""

    def query(self, question: Match) -> list[Row]:
        """The rows that answer the question. Raises ``StoreUnavailable``; ``ValueError`` for a malformed question."""

    def get(self, node: type[N], id: str) -> N | None:
        """The node, or ``None``."""


class CountedReader(Reader, Protocol):
    """What also knows at once how much there is."""

    def counts(self) -> dict[str, int]:
        """Label or edge type → how many there are, for every label and type of the model."""


class DatedReader(Reader, Protocol):
    """What also knows at once whether something has been written since."""

    def moments(self) -> dict[str, str]:
        """Label or edge type → the mark of the last transaction that wrote or deleted one of them, which no other
        transaction has; without those that were never written since there are marks.

        So whoever has read what depends on some kinds alone (``kinds_of``) knows that it is still so while their
        marks are those of before he read. A mark is written in the transaction that it is of, whatever process that
        runs in; within a transaction, what it has written itself bears its own already.
        """


class Transaction(DatedReader, Protocol):
    """Writes, all or nothing. Raises ``StoreUnavailable`` when the store gives way."""

    def upsert_nodes(self, nodes: Iterable[Node]) -> int:
        """Each node exists with exactly these properties (what they lack is removed); how many were new or changed.

        A node that is equal already keeps its version; otherwise the version goes up by one.
        """

    def create_node(self, node: Node) -> None:
        """The node exists, with version 1. Raises ``Conflict`` when the id is taken."""

    def update(self, node: type[Node], id: str, changes: Mapping[str, Any], version: int | None = None) -> None:
        """The named properties have these values (``None`` removes). The result is validated as the model demands.

        Raises ``NotFound``; ``Conflict`` when ``version`` is given and not the stored one; ``InvalidNode``.
        """

    def upsert_edges(self, edge: str, source: type[Node], target: type[Node], edges: Iterable[Edge]) -> int:
        """Each edge exists with exactly these properties; how many were new or changed. Raises ``NotFound`` (ends)."""

    def delete_nodes(self, node: type[Node], *parts: Where) -> int:
        """No node of this label matches (fields without alias) any more, nor do its edges; how many went."""

    def delete_edges(
        self,
        edge: str,
        source: type[Node],
        target: type[Node],
        sources: Where | None = None,
        targets: Where | None = None,
    ) -> int:
        """No edge of this type joins matching ends any more (fields without alias); how many went."""


class GraphStore(CountedReader, DatedReader, Protocol):
    """A graph that is kept."""

    def migrate(self) -> list[int]:
        """The schema is the newest; the numbers of the migrations that were applied now."""

    def tx(self) -> AbstractContextManager[Transaction]:
        """One writing transaction; commits at the end of the block, rolls back on any exception."""

    def explain(self, question: Match) -> list[str]:
        """The steps in which the store would answer, in its own words; nothing is looked up."""

    def close(self) -> None:
        """Nothing is held open any more; may be called twice."""


class Snapshot(CountedReader, Protocol):
    """The graph as it was at one moment, for as long as the block lasts."""

    def changed(self) -> bool:
        """Whether the store was written to since that moment."""


class Arrival(Transaction, Protocol):
    """A transaction that brings in what comes from elsewhere."""

    def put_nodes(self, nodes: Iterable[Node]) -> None:
        """Each node exists with exactly these properties and this version."""


class MovableStore(GraphStore, Protocol):
    """A store out of which a whole graph moves, and into which one does.

    What moves in takes many transactions. From ``begin_arrival`` to ``end_arrival``, in all programs and also after a
    crash, the graph counts as unfinished: ``open_store`` refuses it, and so do ``tx`` and ``snapshot``.
    """

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """The graph at this moment, for one thread. A store that has no snapshots lets writers wait meanwhile."""

    def arriving(self) -> str:
        """What is moving in, as given to ``begin_arrival``; empty when the graph is finished."""

    def begin_arrival(self, what: str) -> None:
        """The graph is unfinished. Raises ``Conflict`` unless it was empty, or the same was moving in already."""

    def arrival(self) -> AbstractContextManager[Arrival]:
        """One transaction of what is moving in. Raises ``StoreUnavailable`` when the graph is finished."""

    def end_arrival(self) -> None:
        """The graph is finished."""


__all__ = [
    "Arrival",
    "CountedReader",
    "DatedReader",
    "Edge",
    "GraphStore",
    "MovableStore",
    "Props",
    "Reader",
    "Snapshot",
    "Transaction",
]
