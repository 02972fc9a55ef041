"""The way in: log-in, refresh, another role, log-out; what all of these need, once for each server."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.access import Viewer
from engine.accounts.attempts import Attempts
from engine.accounts.audits import note
from engine.accounts.credential import Credential, admit
from engine.accounts.held import HeldGrant, held_grants, viewer_of
from engine.accounts.keys import Keys
from engine.accounts.moments import Clock, stamp, utc_now
from engine.accounts.names import account_id, possible
from engine.accounts.passwords import Passwords
from engine.accounts.people import checked_password, set_password
from engine.accounts.tokens import ACCESS_LASTS, REFRESH_LASTS, Claims, Use, fingerprint, issue, read
from engine.errors import Conflict, LoginFailed, NotFound, Unauthenticated
from engine.model import Account, Session
from engine.store import Edge, GraphStore, Op, eq
from engine.store.port import Transaction
from engine.store.question import Condition, Exists, where


@dataclass(frozen=True, slots=True)
class Entrance:
    """The keys, the cost of passwords, the failed attempts, the clock."""

    keys: Keys = field(default_factory=Keys)
    passwords: Passwords = field(default_factory=Passwords)
    attempts: Attempts = field(default_factory=Attempts)
    now: Clock = utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class LogIn:
    """Tokens for somebody, and in which grant he acts; the refresh token is empty where the old one stays good."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: str
    """When the access token expires."""
    viewer: Viewer
    grant: str


def log_in(
    store: GraphStore, entrance: Entrance, name: str, password: str, *, grant: str = "", address: str = ""
) -> LogIn:
    """A new session. Raises ``LoginFailed`` (after the same work whatever is wrong), ``TooManyAttempts``,
    ``NotFound`` for a grant that the account does not hold."""
    account = proved(store, entrance, name, password, address)
    outdated = entrance.passwords.is_outdated(account.password_hash)
    anew = {"password_hash": entrance.passwords.hash(password)} if outdated else {}
    with store.tx() as tx:
        made = open_session(tx, entrance, account, grant)
        if anew and tx.get(Account, account.id) == account:
            tx.update(Account, account.id, anew)
        return made


def proved(store: GraphStore, entrance: Entrance, name: str, password: str, address: str) -> Account:
    """The enabled account with this name and password. Raises ``LoginFailed``, ``TooManyAttempts``."""
    key = account_id(name)[:120]
    entrance.attempts.begin(key, address)
    account = store.get(Account, key) if possible(name) else None
    right = entrance.passwords.matches(account.password_hash if account else "", password)
    if account is None or not right or account.disabled:
        raise LoginFailed
    entrance.attempts.succeed(key, address)
    return account


def open_session(tx: Transaction, entrance: Entrance, account: Account, grant: str = "") -> LogIn:
    """Tokens of a new session of this account; its expired ones go. Raises ``LoginFailed``, ``NotFound``."""
    now = entrance.now()
    chosen = choose(held_grants(tx, account.id), grant)
    tx.delete_nodes(
        Session,
        where(
            Condition("expires_at", Op.LT, stamp(now)),
            Exists("", "HOLDS", Account.LABEL, eq("id", account.id), reverse=True),
        ),
    )
    session = f"session:{secrets.token_urlsafe(16)}"
    made = _tokens(entrance, account, chosen, session, now)
    tx.create_node(_session(session, made, now))
    tx.upsert_edges("HOLDS", Account, Session, [Edge(account.id, session)])
    note(tx, account.id, "LOG_IN", now, session, role=chosen.role)
    return made


def choose(grants: tuple[HeldGrant, ...], wanted: str) -> HeldGrant:
    """The grant that is wanted, else the first. Raises ``LoginFailed`` where there is none, ``NotFound``."""
    if not grants:
        raise LoginFailed("这个账户还没有任何授权，请找管理员")
    found = next((grant for grant in grants if grant.id == wanted or not wanted), None)
    if found is None:
        raise NotFound("没有这项授权")
    return found


def refresh(store: GraphStore, entrance: Entrance, token: str) -> LogIn:
    """New tokens of the same session for its newest refresh token; an older one ends the session.

    Raises ``Unauthenticated``.
    """
    now = entrance.now()
    claims = read(entrance.keys, Use.REFRESH, token, now)
    with store.tx() as tx:
        session = tx.get(Session, claims.session)
        newest = session is not None and secrets.compare_digest(session.token_hash, fingerprint(token))
        if session is not None and newest:
            return _refreshed(tx, entrance, claims, session, now)
        if session is not None and not session.revoked:
            tx.update(Session, session.id, {"revoked": True})
            note(tx, claims.account, "REFRESH_TOKEN_REUSED", now, session.id)
    raise Unauthenticated


def _refreshed(tx: Transaction, entrance: Entrance, claims: Claims, session: Session, now: datetime) -> LogIn:
    acting = Claims(
        account=claims.account,
        grant=session.grant,
        session=session.id,
        epoch=claims.epoch,
        expires=claims.expires,
    )
    admit(tx, acting, now)
    account = tx.get(Account, claims.account)
    if account is None:
        raise Unauthenticated
    grant = choose(held_grants(tx, account.id), session.grant)
    made = _tokens(entrance, account, grant, session.id, now)
    tx.upsert_nodes([_session(session.id, made, now)])
    return made


def act_as(store: GraphStore, entrance: Entrance, credential: Credential, grant: str) -> LogIn:
    """An access token for another grant of the same account, in which the session goes on. Raises ``NotFound``."""
    now, claims = entrance.now(), credential.claims
    with store.tx() as tx:
        admit(tx, claims, now)
        chosen = choose(held_grants(tx, claims.account), grant)
        account = tx.get(Account, claims.account)
        if account is None:
            raise Unauthenticated
        tx.update(Session, claims.session, {"grant": chosen.id})
        note(tx, claims.account, "ACT_AS", now, chosen.id, role=chosen.role)
        return _tokens(entrance, account, chosen, claims.session, now, refreshable=False)


def log_out(store: GraphStore, entrance: Entrance, credential: Credential) -> None:
    """The session has ended, with all its tokens."""
    claims = credential.claims
    with store.tx() as tx:
        tx.update(Session, claims.session, {"revoked": True})
        note(tx, claims.account, "LOG_OUT", entrance.now(), claims.session, role=credential.viewer.role)


def change_password(
    store: GraphStore, entrance: Entrance, credential: Credential, old: str, new: str, *, address: str = ""
) -> LogIn:
    """The account has the new password; all its sessions have ended but a new one.

    Raises ``InvalidInput``, ``LoginFailed``, ``TooManyAttempts``.
    """
    checked_password(new, credential.viewer.name)
    proved(store, entrance, credential.viewer.name, old, address)
    kept = entrance.passwords.hash(new)
    with store.tx() as tx:
        account = tx.get(Account, credential.claims.account)
        if account is None:
            raise Unauthenticated
        set_password(tx, account, kept)
        note(tx, account.id, "CHANGE_PASSWORD", entrance.now(), account.id, role=credential.viewer.role)
        changed = tx.get(Account, account.id) or account
        return open_session(tx, entrance, changed, credential.claims.grant)


def service_token(store: GraphStore, entrance: Entrance, name: str, grant: str, lasts: timedelta, *, actor: str) -> str:
    """An access token of a session that lasts long and is not refreshed; disabling the account makes it void."""
    now = entrance.now()
    end = now + lasts
    session = f"session:{secrets.token_urlsafe(16)}"
    entrance.keys.keep(end)
    with store.tx() as tx:
        account = tx.get(Account, account_id(name)[:120])
        if account is None or account.disabled:
            raise NotFound("没有这个账户，或已停用")
        if account.password_hash or account.subject:
            raise Conflict("这是人的账户；请为服务程序另取一个名字")
        chosen = choose(held_grants(tx, account.id), grant)
        claims = Claims(
            account=account.id, grant=chosen.id, session=session, epoch=account.epoch, expires=int(end.timestamp())
        )
        token = issue(entrance.keys, Use.ACCESS, claims, now)
        kept = fingerprint(secrets.token_urlsafe(32))  # of no token: nothing refreshes this session
        tx.create_node(Session(id=session, token_hash=kept, grant=chosen.id, expires_at=stamp(end)))
        tx.upsert_edges("HOLDS", Account, Session, [Edge(account.id, session)])
        note(tx, actor, "ISSUE_SERVICE_TOKEN", now, account.id, session)
        return token


def _tokens(
    entrance: Entrance,
    account: Account,
    grant: HeldGrant,
    session: str,
    now: datetime,
    *,
    refreshable: bool = True,
) -> LogIn:
    def token(use: Use, lasts: timedelta) -> str:
        claims = Claims(
            account=account.id,
            grant=grant.id,
            session=session,
            epoch=account.epoch,
            expires=int((now + lasts).timestamp()),
        )
        return issue(entrance.keys, use, claims, now)

    return LogIn(
        access_token=token(Use.ACCESS, ACCESS_LASTS),
        refresh_token=token(Use.REFRESH, REFRESH_LASTS) if refreshable else "",
        expires_at=stamp(now + ACCESS_LASTS),
        viewer=viewer_of(account.id, account.name, grant),
        grant=grant.id,
    )


def _session(id: str, made: LogIn, now: datetime) -> Session:
    return Session(
        id=id,
        token_hash=fingerprint(made.refresh_token),
        grant=made.grant,
        expires_at=stamp(now + REFRESH_LASTS),
    )
