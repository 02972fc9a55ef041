"""What accounts hold: their grants, with what these are over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from engine.access import Viewer
from engine.accounts.scopes import Scope, scope_fields, scopes_in, with_scopes
from engine.model import Account, District, Grant, Role
from engine.store import Match, Row, eq
from engine.store.port import Reader

ROLES = tuple(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldGrant:
    """A role within a scope; one without a scope is an administrator's or a service's."""

    id: str
    role: Role
    scopes: tuple[Scope, ...]
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """An account as an administrator sees it: never its hashes."""

    id: str
    name: str
    disabled: bool
    has_password: bool
    linked: bool
    """Whether one comes through an identity provider."""
    grants: tuple[HeldGrant, ...]


GRANT_FIELDS = ("g.id", "g.role", "g.scopes", *scope_fields())


def held_grants(reader: Reader, account: str) -> tuple[HeldGrant, ...]:
    """The grants of an account, those of the widest role first."""
    question = Match("a", Account).where(eq("a.id", account)).hop("HOLDS", "g", Grant)
    return grants_in(reader.query(with_scopes(question, "g").select(*GRANT_FIELDS)))


def grants_in(rows: list[Row]) -> tuple[HeldGrant, ...]:
    """The grants of these rows, in the order of roles, then of ids."""
    of_grant: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["g.id"] is not None:
            of_grant[row["g.id"]].append(row)
    found = [
        HeldGrant(id=id, role=Role(own[0]["g.role"]), scopes=scopes_in(own), services=tuple(own[0]["g.scopes"] or ()))
        for id, own in of_grant.items()
    ]
    return tuple(sorted(found, key=lambda grant: (ROLES.index(grant.role), grant.id)))


def viewer_of(account: str, name: str, grant: HeldGrant) -> Viewer:
    """Who acts in this grant."""
    unbound = District.LABEL if grant.role is Role.ADMIN else ""
    return Viewer(
        account=account,
        name=name,
        role=grant.role,
        scope_label=grant.scopes[0].label if grant.scopes else unbound,
        scope_ids=tuple(scope.id for scope in grant.scopes),
        services=frozenset(grant.services),
    )


def list_accounts(reader: Reader) -> list[AccountView]:
    """All accounts in the order of names."""
    people = reader.query(Match("a", Account).order("a.name", "a.id").select("a"))
    question = Match("a", Account).hop("HOLDS", "g", Grant)
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for row in reader.query(with_scopes(question, "g").select("a.id", *GRANT_FIELDS)):
        rows[row["a.id"]].append(row)
    accounts = [Account.from_props(row["a"]) for row in people]
    return [
        AccountView(
            id=one.id,
            name=one.name,
            disabled=one.disabled,
            has_password=bool(one.password_hash),
            linked=bool(one.subject),
            grants=grants_in(rows[one.id]),
        )
        for one in accounts
    ]
