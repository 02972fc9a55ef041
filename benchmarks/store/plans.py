"""How a store answers what a service asks: the patterns of one asking, and the steps that read too much."""

from __future__ import annotations

import re
from typing import TypeVar

from benchmarks.store.questions import Question, Subject
from engine.model import Node
from engine.store import GraphStore, Match, Row

N = TypeVar("N", bound=Node)

SCANS = re.compile(
    r"(AllNodesScan|NodeByLabelScan|CartesianProduct|(Un)?[Dd]irected(All)?Relationship(s|Type)Scan)\b"
    r"|SCAN (n\d|e\d|step)(?!.* INDEX model_)"
    r"|SEARCH n\d+ USING (COVERING )?INDEX sqlite_autoindex_nodes_1 \(label=\?\)"
    r"|BLOOM FILTER|.*AUTOMATIC"
)
"""How a step begins that reads all nodes, edges or a label, also to make a filter or an index of them. SQLite's scan by
an index of one label's property reads only that label, in its order, as far as a page goes."""

EDGE = re.compile(r":(\w+)\]")


class Noting:
    """A reader that answers from a store, and notes what it was asked."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self.asked: list[Match] = []

    def query(self, question: Match) -> list[Row]:
        """The rows that answer the question."""
        self.asked.append(question)
        return self._store.query(question)

    def get(self, node: type[N], id: str) -> N | None:
        """The node, or ``None``."""
        return self._store.get(node, id)


def scans(store: GraphStore, question: Match) -> list[str]:
    """The steps of the store's plan that read all nodes, edges or a label; not those that read an edge type of which
    there is none."""
    found = [step for step in store.explain(question) if SCANS.match(step)]
    counts = store.counts() if found else {}
    return [step for step in found if not ((edge := EDGE.search(step)) and counts[edge[1]] == 0)]


def asked(store: GraphStore, question: Question, subject: Subject) -> list[Match]:
    """Each pattern that the question puts to the store."""
    noting = Noting(store)
    question.ask(noting, subject)
    return noting.asked
