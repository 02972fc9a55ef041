"""Links to calendars: good without a log-in, for what their maker may see now, until they are taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from engine.access import read_audits
from engine.accounts import Entrance, disable_account, held_grants, reset_password, revoke_grant
from engine.accounts.names import account_id
from engine.accounts.tokens import Use, seal, unseal
from engine.model import Account, Role, Session
from engine.store import GraphStore, Match
from schema.ids import global_id
from server import create_app
from tests.entering import PASSWORD
from tests.schema.exports.conftest import As

LINK = """mutation ($input: CalendarLinkInput!) { calendarLink(input: $input) {
  ... on CalendarLinkSuccess { path expiresAt } ... on Refusal { code message } } }"""
REVOKE = "mutation { revokeCalendarLinks { ... on RevokeCalendarLinksSuccess { count } ... on Refusal { code } } }"
VOID = "没有这个日历，或者链接已经失效\n"
STATION = {"stationId": global_id("Station", "S")}


async def link(client: httpx.AsyncClient, headers: dict[str, str], **given: str) -> dict[str, Any]:
    body = {"query": LINK, "variables": {"input": given}}
    answered = await client.post("/graphql", json=body, headers=headers)
    made: dict[str, Any] = answered.json()["data"]["calendarLink"]
    return made


async def told(client: httpx.AsyncClient, path: str) -> str:
    answered = await client.get(path)
    assert answered.status_code == 200, answered.text
    return answered.text.replace("\r\n ", "")


async def test_a_link_is_fetched_without_a_log_in_and_kept_by_no_shared_cache(
    client: httpx.AsyncClient, acting: As
) -> None:
    made = await link(client, acting(Role.STATION_LEADER), **STATION)
    answered = await client.get(made["path"])
    assert answered.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answered.headers["cache-control"] == "private, no-cache"
    assert "戊五（已邀请）" in answered.text.replace("\r\n ", "")
    again = await client.get(made["path"], headers={"if-none-match": answered.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("role", "seen"),
    [(Role.STATION_LEADER, {"甲一", "乙二", "戊五"}), (Role.CHIEF, {"甲一", "戊五"}), (Role.VOLUNTEER, {"甲一"})],
)
async def test_a_link_shows_what_its_maker_may_see(
    client: httpx.AsyncClient, acting: As, role: Role, seen: set[str]
) -> None:
    text = await told(client, (await link(client, acting(role), **STATION))["path"])
    assert {name for name in ("甲一", "乙二", "丙三", "丁四", "戊五") if name in text} == seen


async def test_there_is_a_link_for_whom_one_sees_and_for_nobody_else(client: httpx.AsyncClient, acting: As) -> None:
    headers = acting(Role.VOLUNTEER)
    mine = await link(client, headers, volunteerId=global_id("Volunteer", "v1"))
    assert "灯笼路甲段" in await told(client, mine["path"])
    for id in ("v2", "nobody"):
        refused = await link(client, headers, volunteerId=global_id("Volunteer", id))
        assert refused == {"code": "NOT_FOUND", "message": "没有这名志愿者"}
    assert (await link(client, headers, stationId=global_id("Station", "x")))["code"] == "NOT_FOUND"
    assert (await link(client, headers))["code"] == "INVALID_INPUT"
    both = await link(client, headers, volunteerId=global_id("Volunteer", "v1"), **STATION)
    assert both["code"] == "INVALID_INPUT"


def _disable(store: GraphStore, entrance: Entrance, name: str) -> None:
    disable_account(store, name, actor="console")


def _revoke(store: GraphStore, entrance: Entrance, name: str) -> None:
    (grant,) = held_grants(store, account_id(name))
    revoke_grant(store, grant.id, actor="console")


def _reset(store: GraphStore, entrance: Entrance, name: str) -> None:
    reset_password(store, entrance.passwords, name, f"{PASSWORD}-2", actor="console")


@pytest.mark.parametrize("undo", [_disable, _revoke, _reset])
async def test_a_link_is_void_when_its_account_may_no_longer(
    client: httpx.AsyncClient,
    acting: As,
    towns: GraphStore,
    entrance: Entrance,
    undo: Callable[[GraphStore, Entrance, str], None],
) -> None:
    made = await link(client, acting(Role.STATION_LEADER), **STATION)
    other = await link(client, acting(Role.CHIEF), **STATION)
    undo(towns, entrance, "test-station-leader")
    answered = await client.get(made["path"])
    assert (answered.status_code, answered.text) == (404, VOID)
    assert await told(client, other["path"])


async def test_links_are_taken_back_all_at_once_and_a_new_one_is_good(client: httpx.AsyncClient, acting: As) -> None:
    headers = acting(Role.STATION_LEADER)
    first, second = [await link(client, headers, **STATION) for _ in range(2)]
    answered = await client.post("/graphql", json={"query": REVOKE}, headers=headers)
    assert answered.json()["data"] == {"revokeCalendarLinks": {"count": 2}}
    assert [(await client.get(made["path"])).status_code for made in (first, second)] == [404, 404]
    assert await told(client, (await link(client, headers, **STATION))["path"])


async def test_a_link_outlives_the_session_and_ends_after_a_year(
    client: httpx.AsyncClient, acting: As, towns: GraphStore, entrance: Entrance
) -> None:
    made = await link(client, acting(Role.STATION_LEADER), **STATION)
    for days, status in ((364, 200), (366, 404)):
        later = replace(entrance, now=lambda days=days: entrance.now() + timedelta(days=days))
        transport = httpx.ASGITransport(create_app(towns, entrance=later))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as then:
            assert (await then.get(made["path"])).status_code == status


async def test_no_other_token_opens_a_calendar_nor_a_link_s_token_anything_else(
    client: httpx.AsyncClient, acting: As, towns: GraphStore, entrance: Entrance
) -> None:
    headers = acting(Role.STATION_LEADER)
    token = (await link(client, headers, **STATION))["path"].removeprefix("/calendar/").removesuffix(".ics")
    said = unseal(entrance.keys, Use.CALENDAR, token, entrance.now())
    forged = seal(entrance.keys, Use.CALENDAR, said | {"label": "Road"}, said["exp"], entrance.now())
    for wrong in (headers["authorization"].removeprefix("Bearer "), f"{token[:-2]}xx", "x", forged):
        answered = await client.get(f"/calendar/{wrong}.ics")
        assert (answered.status_code, answered.text) == (404, VOID)
    answered = await client.post(
        "/graphql", json={"query": "{ me { name } }"}, headers={"authorization": f"Bearer {token}"}
    )
    assert answered.status_code == 401


async def test_a_link_is_written_down_and_its_token_is_not_kept(
    client: httpx.AsyncClient, acting: As, towns: GraphStore
) -> None:
    made = await link(client, acting(Role.STATION_LEADER), **STATION)
    (record,) = read_audits(towns, action="CALENDAR_LINK")
    assert (record.account, record.role) == ("account:test-station-leader", "STATION_LEADER")
    assert "S" in record.subjects
    kept = str(towns.query(Match("s", Session).select("s"))) + str(towns.query(Match("a", Account).select("a")))
    assert made["path"].removeprefix("/calendar/").removesuffix(".ics") not in kept


async def test_a_hundred_links_are_enough(
    client: httpx.AsyncClient, acting: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.accounts.calendar_links.MOST_LINKS", 1)
    headers = acting(Role.STATION_LEADER)
    assert "path" in await link(client, headers, **STATION)
    assert (await link(client, headers, **STATION))["code"] == "INVALID_INPUT"
