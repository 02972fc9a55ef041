"""The demo's accounts: one for each role, one password for all; only where the people are invented."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.accounts.audits import note
from engine.accounts.granting import checked, give
from engine.accounts.moments import utc_now
from engine.accounts.names import account_id
from engine.accounts.passwords import Passwords
from engine.accounts.people import NewAccount, checked_password, create, set_password
from engine.errors import Conflict, Fault, InvalidInput
from engine.model import LINE_TERMS, Account, District, Line, Organization, OrganizationKind, Role, Station, Volunteer
from engine.store import GraphStore, Match, eq
from engine.store.port import Reader, Transaction

SUBDISTRICT, STATION, ROAD = "福华街街道", "冬青社区志愿服务站", "福华街"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A log-in of the demo, and what to say of it."""

    name: str
    role: Role
    over: tuple[str, ...]
    told: str


def is_demo(reader: Reader) -> bool:
    """Whether the people in the graph are invented."""
    return bool(reader.query(Match("d", District).where(eq("d.demo", True)).select("d.id").limit(1)))


def demo_accounts(reader: Reader) -> Iterator[DemoAccount]:
    """Who logs in to the demo: one for each role, an officer for each line."""
    (district,) = reader.query(Match("d", District).where(eq("d.demo", True)).select("d.id", "d.name").limit(1))
    yield DemoAccount("demo-admin", Role.ADMIN, (), "全部")
    yield DemoAccount("demo-coordinator", Role.COORDINATOR, (district["d.id"],), district["d.name"])
    yield DemoAccount("demo-subdistrict", Role.COORDINATOR, (SUBDISTRICT,), SUBDISTRICT)
    for line, term in LINE_TERMS.items():
        name = f"demo-{line.lower().replace('_', '-')}"
        yield DemoAccount(name, Role.OFFICER, _departments(reader, line), f"{term}条线")
    yield DemoAccount("demo-station", Role.STATION_LEADER, (STATION,), STATION)
    yield DemoAccount("demo-chief", Role.CHIEF, (ROAD,), ROAD)
    yield DemoAccount("demo-volunteer", Role.VOLUNTEER, (_volunteer(reader),), "本人")


def add_demo_accounts(
    store: GraphStore, passwords: Passwords, password: str = "", now: datetime | None = None
) -> tuple[str, tuple[DemoAccount, ...]]:
    """The accounts exist, all with this password, else with one made up now; earlier tokens of theirs are void.

    Raises ``Conflict`` where the people are real.
    """
    now, password = now or utc_now(), password or f"demo-{secrets.token_urlsafe(9)}"
    checked_password(password, "")
    kept = passwords.hash(password)
    with store.tx() as tx:
        if not is_demo(tx):
            raise Conflict("这里不是示范区")
        demos = tuple(demo_accounts(tx))
        for one in demos:
            _settle(tx, one, kept, now)
    return password, demos


def _settle(tx: Transaction, demo: DemoAccount, kept: str, now: datetime) -> None:
    account = tx.get(Account, account_id(demo.name))
    if account is None:
        create(tx, NewAccount(name=demo.name, role=demo.role, over=demo.over), kept, actor="demo", now=now)
        return
    faults: list[Fault] = []
    scopes = checked(tx, demo.role, demo.over, (), faults)
    if faults:
        raise InvalidInput("示范账户的范围有误", faults)
    set_password(tx, account, kept)
    give(tx, account.id, demo.role, scopes, (), actor="demo", now=now)
    note(tx, "demo", "RESET_PASSWORD", now, account.id)


def _departments(reader: Reader, line: str) -> tuple[str, ...]:
    question = Match("o", Organization).where(eq("o.kind", OrganizationKind.DEPARTMENT))
    rows = reader.query(question.hop("IN_LINE", "l", Line, eq("l.id", line)).select("o.id").order("o.id"))
    return tuple(row["o.id"] for row in rows)


def _volunteer(reader: Reader) -> str:
    """The first grown-up of the station."""
    question = Match("v", Volunteer).where(eq("v.minor", False)).hop("BASED_AT", "s", Station, eq("s.name", STATION))
    return str(reader.query(question.order("v.pinyin", "v.id").limit(1).select("v.id"))[0]["v.id"])
