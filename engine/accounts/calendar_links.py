"""Links to calendars that other programs fetch without a log-in: signed, good for a year, and void at once when taken
back, or when the account is disabled, loses the grant or gets another password."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from engine.access import Viewer
from engine.accounts.audits import note
from engine.accounts.credential import Credential, admit
from engine.accounts.entrance import Entrance
from engine.accounts.moments import stamp
from engine.accounts.tokens import Claims, Use, fingerprint, seal, unseal
from engine.errors import InvalidInput, Unauthenticated
from engine.model import Account, Session
from engine.store import Condition, Edge, GraphStore, Match, Op, eq, is_in
from engine.store.port import Reader

LASTS = timedelta(days=365)
SESSION = "session:calendar:"
MOST_LINKS = 100
"""So many links of one account are good at a time."""
OF = ("Volunteer", "Station")
"""Whose calendars there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLink:
    """A token for the address, and until when it is good."""

    token: str
    expires_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Who made the link, with the rights that he has now, and whose calendar it is for."""

    viewer: Viewer
    label: str
    id: str


def calendar_link(store: GraphStore, entrance: Entrance, credential: Credential, label: str, id: str) -> CalendarLink:
    """A new link to the calendar of this volunteer or station, for the grant that acts. Raises ``Unauthenticated``,
    ``InvalidInput`` when there are too many."""
    now, acting = entrance.now(), credential.claims
    end = now + LASTS
    session = f"{SESSION}{secrets.token_urlsafe(16)}"
    entrance.keys.keep(end)
    with store.tx() as tx:
        admit(tx, acting, now)
        if len(_links(tx, acting.account)) >= MOST_LINKS:
            raise InvalidInput(f"日历链接太多（上限 {MOST_LINKS} 个），请先收回旧的")
        said = {
            "sub": acting.account,
            "gid": acting.grant,
            "sid": session,
            "epoch": acting.epoch,
            "label": label,
            "of": id,
        }
        token = seal(entrance.keys, Use.CALENDAR, said, int(end.timestamp()), now)
        kept = fingerprint(secrets.token_urlsafe(32))  # of no token: nothing refreshes this session
        tx.create_node(Session(id=session, token_hash=kept, grant=acting.grant, expires_at=stamp(end)))
        tx.upsert_edges("HOLDS", Account, Session, [Edge(acting.account, session)])
        note(tx, acting.account, "CALENDAR_LINK", now, id, session, role=credential.viewer.role)
    return CalendarLink(token=token, expires_at=stamp(end))


def subscriber(store: GraphStore, entrance: Entrance, token: str) -> Subscriber:
    """Who comes with this link's token. Raises ``Unauthenticated``, always in the same words."""
    now = entrance.now()
    said = unseal(entrance.keys, Use.CALENDAR, token, now)
    account, grant, session, label, id = (said.get(name) for name in ("sub", "gid", "sid", "label", "of"))
    epoch, expires = said.get("epoch"), said.get("exp")
    if not (
        isinstance(account, str)
        and isinstance(grant, str)
        and isinstance(session, str)
        and isinstance(id, str)
        and label in OF
        and isinstance(epoch, int)
        and isinstance(expires, int)
    ):
        raise Unauthenticated
    claims = Claims(account=account, grant=grant, session=session, epoch=epoch, expires=expires)
    return Subscriber(viewer=admit(store, claims, now).viewer, label=str(label), id=id)


def revoke_calendar_links(store: GraphStore, entrance: Entrance, credential: Credential) -> int:
    """No calendar link of this account is good any more; how many were."""
    now, account = entrance.now(), credential.claims.account
    with store.tx() as tx:
        links = _links(tx, account)
        tx.delete_nodes(Session, is_in("id", links))
        note(tx, account, "REVOKE_CALENDAR_LINKS", now, *links, role=credential.viewer.role)
    return len(links)


def _links(reader: Reader, account: str) -> tuple[str, ...]:
    question = Match("a", Account).where(eq("a.id", account))
    question = question.hop("HOLDS", "s", Session, Condition("s.id", Op.STARTS_WITH, SESSION))
    return tuple(sorted(row["s.id"] for row in reader.query(question.select("s.id"))))
