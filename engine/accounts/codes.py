"""Codes that are used once: kept as a session's hash, void when used or when their time is over."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from engine.accounts.moments import stamp
from engine.accounts.tokens import fingerprint
from engine.errors import Conflict, Unauthenticated
from engine.model import Account, Session
from engine.store import Edge, Match, eq
from engine.store.port import Reader, Transaction

VOID = "此代码无效、已用过或已过期"


def make_code(
    tx: Transaction, purpose: str, lasts: timedelta, now: datetime, *, account: str = "", bound_to: str = ""
) -> str:
    """A new code; ``use_code`` then gives the account, if there is one, to who knows what it is bound to."""
    code = secrets.token_urlsafe(24)
    kept = fingerprint(f"{purpose} {bound_to} {code}")
    tx.create_node(Session(id=f"{purpose}:{kept}", token_hash=kept, expires_at=stamp(now + lasts)))
    if account:
        tx.upsert_edges("HOLDS", Account, Session, [Edge(account, f"{purpose}:{kept}")])
    return code


def check_code(reader: Reader, purpose: str, code: str, now: datetime, *, bound_to: str = "") -> Session:
    """What is kept of the code. Raises ``Unauthenticated`` for one that is not good."""
    kept = fingerprint(f"{purpose} {bound_to} {code}")
    session = reader.get(Session, f"{purpose}:{kept}")
    if session is None or session.revoked or session.expires_at <= stamp(now):
        raise Unauthenticated(VOID)
    return session


def use_code(tx: Transaction, purpose: str, code: str, now: datetime, *, bound_to: str = "") -> str:
    """The account that the code was made for, or empty; the code is void now. Raises ``Unauthenticated``."""
    session = check_code(tx, purpose, code, now, bound_to=bound_to)
    try:
        tx.update(Session, session.id, {"revoked": True}, version=session.version)
    except Conflict:
        raise Unauthenticated(VOID) from None
    held = Match("a", Account).hop("HOLDS", "s", Session, eq("s.id", session.id)).select("a.id")
    return next((str(row["a.id"]) for row in tx.query(held)), "")
