"""The store as a viewer sees it."""

from __future__ import annotations

from functools import cached_property
from typing import NoReturn, TypeVar

from engine.access.rewriting import Rewriting
from engine.access.scope import Scope, Scopes
from engine.access.viewer import Viewer
from engine.errors import Unauthenticated
from engine.model import Node
from engine.store import Match, Row, eq
from engine.store.port import Reader

N = TypeVar("N", bound=Node)


class Secured:
    """Answers questions about what the viewer sees, whoever put them together; the rows hold the nodes' own values,
    of which :func:`engine.access.fields.shown` says what the viewer is shown."""

    def __init__(self, reader: Reader, viewer: Viewer, scopes: Scopes | None = None) -> None:
        self._reader = reader
        self.viewer = viewer
        self._scopes = scopes or Scopes()

    @cached_property
    def scope(self) -> Scope:
        """What the viewer's role is over."""
        return self._scopes.of(self._reader, self.viewer)

    def query(self, question: Match) -> list[Row]:
        """The rows that the viewer sees. Raises ``NotPermitted`` besides what the store raises."""
        return self._reader.query(Rewriting(self.viewer, self.scope).question(question))

    def get(self, node: type[N], id: str) -> N | None:
        """The node, or ``None`` where there is none that the viewer sees."""
        rows = self.query(Match("n", node).where(eq("n.id", id)))
        return node.from_props(rows[0]["n"]) if rows else None


class Closed:
    """The store as somebody sees it who has not logged in."""

    def query(self, question: Match) -> NoReturn:
        """Raises ``Unauthenticated``."""
        raise Unauthenticated("请先登录")

    def get(self, node: type[N], id: str) -> NoReturn:
        """Raises ``Unauthenticated``."""
        raise Unauthenticated("请先登录")
