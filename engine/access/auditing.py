"""What is written down: every look at something sensitive, and every write, in the write's own transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

from engine.access.viewer import Viewer
from engine.model import Audit, Node, Role
from engine.store import Condition, Match, Op, eq, has
from engine.store.port import GraphStore, Reader, Transaction

MOST_SUBJECTS = 1000
"""One record names so many ids; more of them make more records."""
LOOK = "LOOK"
LOOKED_FOR = frozenset({"Volunteer", "Organization", "Station", "Road", "Plan"})
"""What hangs on these (shifts, segments, assignments) is found through them."""

Look = tuple[str, str]
"""``Volunteer.phone`` and the id of whose it is."""


def audit(
    at: str, account: str, action: str, subjects: tuple[str, ...], role: Role | None = None, **more: Any
) -> Audit:
    """One new record; ``more`` are further properties of it."""
    id, acted = f"audit:{uuid.uuid4().hex}", role.value if role else ""
    return Audit(id=id, at=at, account=account, role=acted, action=action, subjects=subjects, **more)


def audits(viewer: Viewer, action: str, subjects: Iterable[str], fields: Iterable[str] = ()) -> list[Audit]:
    """The records of one action, in the order of the subjects' ids."""
    ids, named = sorted(set(subjects)), tuple(sorted(set(fields)))
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    parts = (tuple(ids[start : start + MOST_SUBJECTS]) for start in range(0, max(1, len(ids)), MOST_SUBJECTS))
    return [
        audit(at, viewer.account, action, part, role=viewer.role, purpose=viewer.purpose, fields=named)
        for part in parts
    ]


def record_looks(store: GraphStore, viewer: Viewer, looks: Iterable[Look]) -> None:
    """It is written down that the viewer has seen these, one record for each field."""
    by_field: dict[str, set[str]] = {}
    for field, id in looks:
        by_field.setdefault(field, set()).add(id)
    records = [record for field in sorted(by_field) for record in audits(viewer, LOOK, by_field[field], (field,))]
    if records:
        with store.tx() as tx:
            tx.upsert_nodes(records)


def read_audits(
    reader: Reader, *, account: str = "", action: str = "", subject: str = "", since: str = "", most: int = 50
) -> list[Audit]:
    """The newest records, at most so many, of an account, an action, something's id, from a time (ISO 8601, UTC) on."""
    question = Match("a", Audit).order("-a.at", "a.id").limit(most)
    if account:
        question = question.where(eq("a.account", account))
    if action:
        question = question.where(eq("a.action", action))
    if subject:
        question = question.where(has("a.subjects", subject))
    if since:
        question = question.where(Condition("a.at", Op.GTE, since))
    return [Audit.from_props(row["a"]) for row in reader.query(question)]


class Noting:
    """A transaction that keeps in mind which nodes it writes, of the nouns for which somebody would look."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.written: set[str] = set()

    def upsert_nodes(self, nodes: Iterable[Node]) -> int:
        """As the transaction's own."""
        several = list(nodes)
        self.written.update(node.id for node in several if node.LABEL in LOOKED_FOR)
        return self._tx.upsert_nodes(several)

    def create_node(self, node: Node) -> None:
        """As the transaction's own."""
        self._tx.create_node(node)
        self.written.update([node.id] if node.LABEL in LOOKED_FOR else [])

    def update(self, node: type[Node], id: str, *args: Any, **kwargs: Any) -> None:
        """As the transaction's own."""
        self._tx.update(node, id, *args, **kwargs)
        self.written.update([id] if node.LABEL in LOOKED_FOR else [])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)


class Recording:
    """A store whose transactions leave a record of who wrote, and of what he wanted to change; ``noting``: also of what
    they wrote, where nobody says it beforehand."""

    def __init__(
        self, store: GraphStore, viewer: Viewer, action: str, subjects: Iterable[str] = (), *, noting: bool = False
    ) -> None:
        self._store, self._viewer, self._action, self._subjects = store, viewer, action, tuple(subjects)
        self._noting = noting

    @contextmanager
    def tx(self) -> Iterator[Transaction]:
        """One writing transaction, with its record."""
        with self._store.tx() as tx:
            noted = Noting(tx)
            yield cast("Transaction", noted) if self._noting else tx
            tx.upsert_nodes(audits(self._viewer, self._action, {*self._subjects, *noted.written}))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)
