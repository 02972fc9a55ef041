"""The first administrator: whoever has the code that the server printed at its start names and secures the account."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.accounts.codes import VOID, check_code, make_code, use_code
from engine.accounts.entrance import Entrance, LogIn, open_session
from engine.accounts.moments import stamp
from engine.accounts.people import NewAccount, create
from engine.errors import Unauthenticated
from engine.model import Account, Grant, Role, Session
from engine.store import GraphStore, Match, Op, eq
from engine.store.port import Reader
from engine.store.question import Condition

WELCOME = "welcome"
LASTS = timedelta(hours=24)


def has_administrator(reader: Reader) -> bool:
    """Whether somebody who is not disabled is an administrator."""
    question = Match("a", Account).where(eq("a.disabled", False)).hop("HOLDS", "g", Grant, eq("g.role", Role.ADMIN))
    return bool(reader.query(question.select("a.id").limit(1)))


def welcome_code(store: GraphStore, now: datetime) -> str:
    """A code for the first administrator, good for a day; empty where there is one already."""
    if has_administrator(store):
        return ""
    with store.tx() as tx:
        late = Condition("expires_at", Op.LT, stamp(now))
        tx.delete_nodes(Session, Condition("id", Op.STARTS_WITH, f"{WELCOME}:"), late)
        return make_code(tx, WELCOME, LASTS, now)


def welcome(store: GraphStore, entrance: Entrance, code: str, name: str, password: str) -> LogIn:
    """The first administrator, logged in; no other code is good any more.

    Raises ``Unauthenticated`` for a code that is not, ``InvalidInput``, ``Conflict``.
    """
    now = entrance.now()
    check_code(store, WELCOME, code, now)  # before the work that a hash is
    new = NewAccount(name=name, password=password, role=Role.ADMIN)
    kept = entrance.passwords.hash(password)
    with store.tx() as tx:
        use_code(tx, WELCOME, code, now)
        if has_administrator(tx):
            raise Unauthenticated(VOID)
        account = create(tx, new, kept, actor=WELCOME, now=now)
        tx.delete_nodes(Session, Condition("id", Op.STARTS_WITH, f"{WELCOME}:"))
        made = tx.get(Account, account)
        if made is None:
            raise Unauthenticated
        return open_session(tx, entrance, made)
