"""Accounts: made, disabled and enabled, their passwords set anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.accounts.audits import note
from engine.accounts.granting import checked, give, known_account
from engine.accounts.moments import stamp, utc_now
from engine.accounts.names import account_id, possible, tidy
from engine.accounts.passwords import Passwords, password_faults
from engine.errors import Conflict, Fault, InvalidInput
from engine.model import Account, Role
from engine.store import GraphStore, Match, eq
from engine.store.port import Reader, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What an account should be: without a password one logs in through an identity provider, or not at all."""

    name: str
    password: str | None = None
    subject: str = ""
    """Issuer and subject at an identity provider, joined by ``|``."""
    role: Role | None = None
    over: Sequence[str] = ()
    services: Sequence[str] = ()


def add_account(
    store: GraphStore, passwords: Passwords, new: NewAccount, *, actor: str, now: datetime | None = None
) -> str:
    """The account exists and holds its role; its id. Raises ``InvalidInput`` with every fault; ``Conflict``."""
    kept = "" if new.password is None else passwords.hash(new.password)
    with store.tx() as tx:
        return create(tx, new, kept, actor=actor, now=now or utc_now())


def create(tx: Transaction, new: NewAccount, kept: str, *, actor: str, now: datetime) -> str:
    """The account, with this hash of its password, in an open transaction. Raises what ``add_account`` raises."""
    faults = list(_faults(tx, new))
    scopes = checked(tx, new.role, new.over, new.services, faults) if new.role else ()
    if faults:
        raise InvalidInput("账户有误，没有写入任何内容", faults)
    name = tidy(new.name)
    account = Account(
        id=account_id(name), name=name, password_hash=kept, created_at=stamp(now), subject=new.subject.strip()
    )
    try:
        tx.create_node(account)
    except Conflict:
        raise Conflict("这个登录名已经有了") from None
    note(tx, actor, "ADD_ACCOUNT", now, account.id)
    if new.role:
        give(tx, account.id, new.role, scopes, new.services, actor=actor, now=now)
    return account.id


def _faults(reader: Reader, new: NewAccount) -> list[Fault]:
    faults = []
    if not possible(new.name) or len(account_id(new.name)) > 120:
        shown = tidy(new.name)[:60]
        faults.append(Fault("写法不对", "登录名", value=shown, expected="1 至 60 个字母、数字、汉字或 _ . @ -"))
    if new.password is not None:
        faults += password_faults(new.password, tidy(new.name))
    if new.subject and not all(part.strip() for part in new.subject.partition("|")):
        faults.append(Fault("写法不对", "外部身份", expected="签发者|编号"))
    elif new.subject and by_subject(reader, new.subject.strip()) is not None:
        faults.append(Fault("已属于另一个账户", "外部身份"))
    return faults


def by_subject(reader: Reader, subject: str) -> Account | None:
    """The account that this identity is linked to."""
    rows = reader.query(Match("a", Account).where(eq("a.subject", subject)).select("a").limit(1)) if subject else []
    return Account.from_props(rows[0]["a"]) if rows else None


def disable_account(store: GraphStore, name: str, *, actor: str, now: datetime | None = None) -> bool:
    """Nobody logs in by this account, and all its tokens are void; whether that is new."""
    return _switch(store, name, disabled=True, actor=actor, now=now)


def enable_account(store: GraphStore, name: str, *, actor: str, now: datetime | None = None) -> bool:
    """One can log in again; earlier tokens stay void. Whether that is new."""
    return _switch(store, name, disabled=False, actor=actor, now=now)


def _switch(store: GraphStore, name: str, *, disabled: bool, actor: str, now: datetime | None) -> bool:
    with store.tx() as tx:
        account = known_account(tx, name)
        if account.disabled == disabled:
            return False
        tx.update(Account, account.id, {"disabled": disabled, "epoch": account.epoch + 1})
        note(tx, actor, "DISABLE_ACCOUNT" if disabled else "ENABLE_ACCOUNT", now or utc_now(), account.id)
        return True


def reset_password(
    store: GraphStore, passwords: Passwords, name: str, password: str, *, actor: str, now: datetime | None = None
) -> None:
    """The account has this password, and its earlier tokens are void. Raises ``InvalidInput``, ``NotFound``."""
    checked_password(password, name)
    kept = passwords.hash(password)
    with store.tx() as tx:
        set_password(tx, known_account(tx, name), kept)
        note(tx, actor, "RESET_PASSWORD", now or utc_now(), account_id(name))


def checked_password(password: str, name: str) -> None:
    """It may be the password of this account. Raises ``InvalidInput``."""
    if faults := list(password_faults(password, tidy(name))):
        raise InvalidInput("口令不合要求", faults)


def set_password(tx: Transaction, account: Account, kept: str) -> None:
    """The account has this hash, and its earlier tokens are void."""
    tx.update(Account, account.id, {"password_hash": kept, "epoch": account.epoch + 1})
