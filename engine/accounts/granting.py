"""Roles given and taken away."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from engine.access import Action
from engine.accounts.audits import note
from engine.accounts.moments import utc_now
from engine.accounts.names import account_id
from engine.accounts.scopes import Scope, find_scopes
from engine.errors import Fault, InvalidInput, NotFound
from engine.model import NODES, Account, Grant, Role
from engine.store import Edge, GraphStore, Match, eq
from engine.store.port import Reader, Transaction

CLASSES = {node.LABEL: node for node in NODES}


def grant_role(
    store: GraphStore,
    name: str,
    role: Role,
    over: Sequence[str] = (),
    *,
    services: Sequence[str] = (),
    actor: str,
    now: datetime | None = None,
) -> str:
    """The account holds the role over these places, organizations or this person; the grant's id.

    A second time changes nothing, but for the services, which are then the new ones. Raises ``InvalidInput`` with
    every fault, ``NotFound`` for the account.
    """
    with store.tx() as tx:
        account = known_account(tx, name)
        faults: list[Fault] = []
        scopes = checked(tx, role, over, services, faults)
        if faults:
            raise InvalidInput("授权有误，没有改动任何内容", faults)
        return give(tx, account.id, role, scopes, services, actor=actor, now=now or utc_now())


def checked(
    reader: Reader, role: Role, over: Sequence[str], services: Sequence[str], faults: list[Fault]
) -> tuple[Scope, ...]:
    """What the role would be over; what is wrong is added to the faults."""
    if services and role is not Role.SERVICE:
        faults.append(Fault("只有服务程序有服务权限", "服务权限"))
    if role is Role.SERVICE and not services:
        faults.append(Fault("没有填", "服务权限", expected="、".join(Action)))
    for unknown in sorted(set(services) - set(Action)):
        faults.append(Fault("没有这项服务权限", "服务权限", value=unknown[:40], expected="、".join(Action)))
    return find_scopes(reader, role, over, faults)


def give(
    tx: Transaction,
    account: str,
    role: Role,
    scopes: Sequence[Scope],
    services: Sequence[str],
    *,
    actor: str,
    now: datetime,
) -> str:
    """The account holds the role over these scopes; the grant's id. An audit says so unless it was so already."""
    told = "\n".join((account, role, *sorted(scope.id for scope in scopes)))
    grant = Grant(
        id=f"grant:{hashlib.sha256(told.encode()).hexdigest()[:20]}", role=role, scopes=tuple(sorted(set(services)))
    )
    changed = tx.upsert_nodes([grant])
    changed += tx.upsert_edges("HOLDS", Account, Grant, [Edge(account, grant.id)])
    for label in {scope.label for scope in scopes}:
        edges = [Edge(grant.id, scope.id) for scope in scopes if scope.label == label]
        changed += tx.upsert_edges("OVER", Grant, CLASSES[label], edges)
    if changed:
        note(tx, actor, "GRANT_ROLE", now, account, grant.id)
    return grant.id


def revoke_grant(store: GraphStore, grant: str, *, actor: str, now: datetime | None = None) -> bool:
    """Nobody holds the grant any more, and tokens for it are void; whether somebody did."""
    with store.tx() as tx:
        holders = tx.query(Match("a", Account).hop("HOLDS", "g", Grant, eq("g.id", grant)).select("a.id"))
        gone = tx.delete_nodes(Grant, eq("id", grant))
        if gone:
            note(tx, actor, "REVOKE_GRANT", now or utc_now(), *(row["a.id"] for row in holders), grant)
        return bool(gone)


def known_account(reader: Reader, name: str) -> Account:
    """The account of this name. Raises ``NotFound``."""
    account = reader.get(Account, account_id(name)[:120])
    if account is None:
        raise NotFound("没有这个账户；./jiujin account list 列出全部账户")
    return account
