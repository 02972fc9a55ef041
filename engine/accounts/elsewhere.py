"""Who has logged in at an identity provider comes in by the account that the identity is linked to."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.accounts.codes import VOID, make_code, use_code
from engine.accounts.entrance import Entrance, LogIn, open_session
from engine.accounts.people import by_subject
from engine.accounts.provider import challenge_of
from engine.errors import LoginFailed, Unauthenticated
from engine.model import Account
from engine.store import GraphStore

PURPOSE = "elsewhere"
LASTS = timedelta(seconds=60)


def code_for(store: GraphStore, subject: str, challenge: str, now: datetime) -> str:
    """A code by which the page whose challenge this is ends the log-in. Raises ``LoginFailed`` for a stranger."""
    with store.tx() as tx:
        account = by_subject(tx, subject)
        if account is None or account.disabled:
            raise LoginFailed("此身份没有关联可用的账户，请找管理员")
        return make_code(tx, PURPOSE, LASTS, now, account=account.id, bound_to=challenge)


def log_in_with_code(store: GraphStore, entrance: Entrance, code: str, verifier: str, grant: str = "") -> LogIn:
    """A new session. Raises ``Unauthenticated``; ``NotFound`` for a grant that the account does not hold."""
    with store.tx() as tx:
        id = use_code(tx, PURPOSE, code, entrance.now(), bound_to=challenge_of(verifier))
        account = tx.get(Account, id) if id else None
        if account is None or account.disabled:
            raise Unauthenticated(VOID)
        return open_session(tx, entrance, account, grant)
