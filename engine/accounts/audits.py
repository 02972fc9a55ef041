"""What is written down of each change of accounts, in the transaction that makes it."""

from __future__ import annotations

from datetime import datetime

from engine.access.auditing import audit
from engine.accounts.moments import stamp
from engine.model import Role
from engine.store.port import Transaction


def note(tx: Transaction, actor: str, action: str, now: datetime, *subjects: str, role: Role | None = None) -> None:
    """Who did what to which nodes."""
    tx.create_node(audit(stamp(now), actor, action, subjects, role))
