"""The graph on a Neo4j server while nobody else may write to it: Neo4j has no snapshots."""

from __future__ import annotations

from typing import TypeVar

from neo4j import Transaction

from engine.model import Node
from engine.store.changes import known
from engine.store.neo4j.faults import translated
from engine.store.neo4j.reading import answer, read_counts, read_node
from engine.store.question import Match, Row

N = TypeVar("N", bound=Node)


class Neo4jSnapshot:
    """A transaction that holds the writers' turn."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def query(self, question: Match) -> list[Row]:
        """The rows that answer the question."""
        with translated():
            return answer(self._transaction, question)

    def get(self, node: type[N], id: str) -> N | None:
        """The node, or ``None``."""
        with translated():
            return read_node(self._transaction, known(node), id)

    def counts(self) -> dict[str, int]:
        """Label or edge type → how many there are."""
        with translated():
            return read_counts(self._transaction)

    def changed(self) -> bool:
        """Never: writers wait."""
        return False
