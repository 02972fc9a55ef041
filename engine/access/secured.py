"""The store as a viewer sees it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn, TypeVar

from engine.access.rewriting import Rewritings
from engine.access.scope import Scope, scope_of
from engine.access.viewer import Viewer
from engine.errors import Unauthenticated
from engine.model import Node
from engine.store import Match, Row, eq
from engine.store.port import Reader

N = TypeVar("N", bound=Node)


SECONDS = 30.0
"""So long a scope that was found is used again; grants themselves are looked up with every request."""
MOST_KEPT = 1000


@dataclass(slots=True)
class Scopes:
    """The scopes that were found lately, for all requests of a server."""

    _kept: dict[tuple[str, str, tuple[str, ...]], tuple[float, Scope]] = field(default_factory=dict)
    rewritings: Rewritings = field(default_factory=Rewritings)
    """What became lately of questions within these scopes."""

    def of(self, reader: Reader, viewer: Viewer) -> Scope:
        """What the viewer's role is over, as it was at most :data:`SECONDS` ago."""
        key = viewer.role.value, viewer.scope_label, viewer.scope_ids
        now = time.monotonic()
        if (found := self._kept.get(key)) is not None and now - found[0] < SECONDS:
            return found[1]
        scope = scope_of(reader, viewer)
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[key] = now, scope
        return scope


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
        return self._reader.query(self._scopes.rewritings.question(self.viewer, self.scope, question))

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
