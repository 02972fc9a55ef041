"""A token that was found good: who comes with it, in which session, until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from engine.access import Viewer
from engine.accounts.held import grants_in, viewer_of
from engine.accounts.keys import Keys
from engine.accounts.moments import stamp, utc_now
from engine.accounts.scopes import scope_fields, with_scopes
from engine.accounts.tokens import LEEWAY, Claims, Use, read
from engine.errors import Unauthenticated
from engine.model import Account, Grant, Session
from engine.store import GraphStore, Match, eq
from engine.store.port import Reader

QUESTION = with_scopes(Match("a", Account).hop("HOLDS", "s", Session).hop("HOLDS", "g", Grant, source="a"), "g").select(
    "a.name", "s.expires_at", "g.id", "g.role", "g.scopes", *scope_fields(named=False)
)


@dataclass(frozen=True, slots=True)
class Credential:
    """Good at the moment when it was made; ``admit`` its claims again to know whether it still is."""

    viewer: Viewer
    claims: Claims

    def seconds_left(self, now: datetime) -> float:
        """How long the token lasts; not above 0 when it has expired."""
        return self.claims.expires + LEEWAY - now.timestamp()


def authenticate(store: GraphStore, keys: Keys, token: str, now: Callable[[], datetime] = utc_now) -> Viewer:
    """Who comes with this access token. Raises ``Unauthenticated``, always in the same words."""
    return present(store, keys, token, now()).viewer


def present(store: GraphStore, keys: Keys, token: str, now: datetime) -> Credential:
    """The same, with the session and the end. Raises ``Unauthenticated``."""
    return admit(store, read(keys, Use.ACCESS, token, now), now)


def admit(reader: Reader, claims: Claims, now: datetime) -> Credential:
    """One question: the account is not disabled, of this epoch, its session goes on, it holds the grant.

    Raises ``Unauthenticated``, also when the claims have expired.
    """
    rows = reader.query(
        QUESTION.where(
            eq("a.id", claims.account),
            eq("a.epoch", claims.epoch),
            eq("a.disabled", False),
            eq("s.id", claims.session),
            eq("s.revoked", False),
            eq("g.id", claims.grant),
        )
    )
    late = claims.expires + LEEWAY <= now.timestamp()
    if late or not rows or rows[0]["s.expires_at"] <= stamp(now):
        raise Unauthenticated
    return Credential(viewer_of(claims.account, rows[0]["a.name"], grants_in(rows)[0]), claims)
