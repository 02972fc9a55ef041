"""The store as a viewer sees it."""

from __future__ import annotations

from typing import TypeVar

from engine.access.rewriting import Rewriting
from engine.access.scope import Scope, scope_of
from engine.access.viewer import Viewer
from engine.model import Node
from engine.store import Match, Row, eq
from engine.store.port import Reader

N = TypeVar("N", bound=Node)


class Secured:
    """Answers questions about what the viewer sees, whoever put them together; the rows hold the nodes' own values,
    of which :func:`engine.access.fields.shown` says what the viewer is shown."""

    def __init__(self, reader: Reader, viewer: Viewer, scope: Scope | None = None) -> None:
        self._reader = reader
        self.viewer = viewer
        self._scope = scope

    @property
    def scope(self) -> Scope:
        """What the viewer's role is over; asked for once."""
        if self._scope is None:
            self._scope = scope_of(self._reader, self.viewer)
        return self._scope

    def query(self, question: Match) -> list[Row]:
        """The rows that the viewer sees. Raises ``NotPermitted`` besides what the store raises."""
        return self._reader.query(Rewriting(self.viewer, self.scope).question(question))

    def get(self, node: type[N], id: str) -> N | None:
        """The node, or ``None`` where there is none that the viewer sees."""
        rows = self.query(Match("n", node).where(eq("n.id", id)).select("n.id"))
        return self._reader.get(node, id) if rows else None
