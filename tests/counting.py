"""A reader that counts what it is asked."""

from __future__ import annotations

from typing import TypeVar

from engine.model import Node
from engine.store import Match, Row
from engine.store.port import Reader

N = TypeVar("N", bound=Node)


class Counting:
    """Answers like the reader within; ``asked`` counts the questions, and nodes that were got."""

    def __init__(self, within: Reader) -> None:
        self.within, self.asked = within, 0

    def query(self, question: Match) -> list[Row]:
        self.asked += 1
        return self.within.query(question)

    def get(self, node: type[N], id: str) -> N | None:
        self.asked += 1
        return self.within.get(node, id)
