"""What is written down of each change of accounts, in the transaction that makes it."""

from __future__ import annotations

import uuid
from datetime import datetime

from engine.accounts.moments import stamp
from engine.model import Audit, Role
from engine.store.port import Transaction


def note(tx: Transaction, actor: str, action: str, now: datetime, *subjects: str, role: Role | None = None) -> None:
    """Who did what to which nodes."""
    tx.create_node(
        Audit(
            id=f"audit:{uuid.uuid4().hex}",
            at=stamp(now),
            account=actor,
            role=role.value if role else "",
            action=action,
            subjects=subjects,
        )
    )
