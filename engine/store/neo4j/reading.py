"""Reads in an open transaction: a question's rows, one node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from neo4j import ManagedTransaction, ResultSummary, Transaction

from engine.model import EDGES, NODES, Node
from engine.store.neo4j.compiler import compiled
from engine.store.neo4j.points import without_point
from engine.store.neo4j.terms import word
from engine.store.properties import plain
from engine.store.question import Match, Row

N = TypeVar("N", bound=Node)

COUNTS = """
MATCH (n) RETURN labels(n)[0] AS name, count(*) AS n
UNION ALL
MATCH ()-[e]->() RETURN type(e) AS name, count(*) AS n
"""
"""Looks at all there is: to ask for each name takes a new server far longer to understand than to answer."""

MOMENT = "moment_"
"""What the names of those properties of the writers' node begin with that hold the marks of the last writes."""
MOMENTS = """
MATCH (t:JiujinTurn {id: 'writing'}) UNWIND keys(t) AS key
WITH t, key WHERE key STARTS WITH $prefix
RETURN key, t[key]
"""

Open = ManagedTransaction | Transaction


def run(transaction: Open, text: str, parameters: Mapping[str, Any]) -> tuple[list[list[Any]], ResultSummary]:
    """All values of the answer, and what was done. The text holds words of the model only; what a user gave is in the
    parameters."""
    result = transaction.run(text, dict(parameters))
    return result.values(), result.consume()


def answer(transaction: Open, question: Match) -> list[Row]:
    """The rows that answer the question. Raises ``ValueError`` for a malformed question."""
    statement = compiled(question)
    values, _ = run(transaction, statement.text, statement.parameters)
    return [statement.row(row) for row in values]


def explained(transaction: Open, question: Match) -> list[str]:
    """The steps in which Neo4j would answer, from the last to the first: each operator with its details."""
    statement = compiled(question)
    _, summary = run(transaction, f"EXPLAIN {statement.text}", statement.parameters)
    return list(_steps(summary.plan or {}))


def _steps(plan: Mapping[str, Any]) -> Iterator[str]:
    if plan:
        yield f"{plan['operatorType'].partition('@')[0]} {plan['args'].get('Details', '')}"
    for child in plan.get("children", ()):
        yield from _steps(child)


def read_node(transaction: Open, node: type[N], id: str) -> N | None:
    """The node, or ``None``."""
    text = f"MATCH (n:{word(node.LABEL)} {{id: $id}}) RETURN properties(n)"
    values, _ = run(transaction, text, {"id": plain(id)})
    return node.from_props(without_point(values[0][0])) if values else None


def read_counts(transaction: Open) -> dict[str, int]:
    """Label or edge type → how many there are."""
    counts = {node.LABEL: 0 for node in NODES} | {edge.name: 0 for edge in EDGES}
    found = dict(run(transaction, COUNTS, {})[0])
    return {name: found.get(name, count) for name, count in counts.items()}


def read_moments(transaction: Open) -> dict[str, str]:
    """Label or edge type → the mark of the last transaction that wrote one of them."""
    values, _ = run(transaction, MOMENTS, {"prefix": MOMENT})
    return {key.removeprefix(MOMENT): mark for key, mark in values}
