"""Tokens over HTTP, server-sent events and websockets: void ones are refused whole, and what lasts ends with them."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import websockets

from engine.accounts import CHEAP, Entrance, Keys, NewAccount, Passwords, add_account, disable_account, log_in
from engine.accounts.tokens import LEEWAY
from engine.model import Role
from engine.store import GraphStore, open_store
from server import Settings
from tests.engine.accounts.lane import StandingClock
from tests.engine.accounts.test_tokens import FORGED
from tests.engine.jobs.slow_planner import SlowPlanner
from tests.schema import town
from tests.test_server import PROGRESS, START, Served, received

PASSWORD = "correct-horse-9"
ME = "{ me { name role } }"
ABOUT = "{ about { version } }"
WANG = {"data": {"me": {"name": "wang", "role": "ADMIN"}}}


@dataclass
class House:
    """A server whose clock is moved by hand, and its store."""

    served: Served
    store: GraphStore
    entrance: Entrance
    clock: StandingClock
    planner: SlowPlanner

    def token(self) -> str:
        return log_in(self.store, self.entrance, "wang", PASSWORD).access_token


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    store, clock, planner = open_store(str(tmp_path / "graph.db")), StandingClock(), SlowPlanner()
    town.build(store)
    entrance = Entrance(keys=Keys(), passwords=Passwords(cost=CHEAP), now=clock)
    add_account(store, entrance.passwords, NewAccount(name="wang", password=PASSWORD, role=Role.ADMIN), actor="console")
    with Served(store, Settings(), generate=planner, entrance=entrance, check_every=0.1) as served:
        yield House(served, store, entrance, clock, planner)
    store.close()


def post(house: House, document: str, *, accept: str = "application/json", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    address = f"http://{house.served.address}/graphql"
    return httpx.post(address, json={"query": document}, headers={"accept": accept, **named}, timeout=60)


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def expired(house: House) -> str:
    token = house.token()
    house.clock.advance(minutes=15, seconds=LEEWAY)
    return token


def disabled(house: House) -> str:
    token = house.token()
    disable_account(house.store, "wang", actor="console")
    return token


def of_other_keys(house: House) -> str:
    return log_in(house.store, Entrance(keys=Keys(), passwords=house.entrance.passwords), "wang", PASSWORD).access_token


def refresh_token(house: House) -> str:
    return log_in(house.store, house.entrance, "wang", PASSWORD).refresh_token


VOID: dict[str, Callable[[House], str]] = {
    "expired": expired,
    "disabled": disabled,
    "other keys": of_other_keys,
    "refresh": refresh_token,
    **{name: lambda _, name=name: FORGED[name] for name in ("none", "HS256 with our public key", "unknown key")},
    "garbage": lambda _: "x",
}
REFUSED = {"errors": [{"message": "请重新登录", "extensions": {"code": "UNAUTHENTICATED"}}]}


def test_a_good_token_says_who_asks_by_post_get_and_stream(house: House) -> None:
    token = house.token()
    assert post(house, ME, **bearer(token)).json() == WANG
    assert post(house, ME, authorization=f"bearer  {token}").json() == WANG
    got = httpx.get(f"http://{house.served.address}/graphql", params={"query": ME}, headers=bearer(token))
    assert got.json() == WANG
    assert (
        json.dumps(WANG["data"], separators=(",", ":"))
        in post(house, ME, accept="text/event-stream", **bearer(token)).text
    )


def test_without_a_token_one_is_nobody(house: House) -> None:
    assert post(house, ME).json() == {"data": {"me": None}}


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream", "application/graphql-response+json"])
@pytest.mark.parametrize("void", VOID)
def test_a_void_token_is_refused_whole_and_alike(house: House, void: str, accept: str) -> None:
    answered = post(house, ABOUT, accept=accept, **bearer(VOID[void](house)))
    assert answered.status_code == 401
    assert answered.json() == REFUSED
    assert answered.headers["www-authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize("header", ["Basic d2FuZzp4", "x", "Bearer", "Token abc"])
def test_another_scheme_is_refused_as_a_void_token(house: House, header: str) -> None:
    answered = post(house, ABOUT, authorization=header)
    assert (answered.status_code, answered.json()) == (401, REFUSED)


@pytest.mark.parametrize("purpose", [quote("查" * 201), "%ff", quote("a\nb"), "%00"])
def test_a_malformed_purpose_is_refused(house: House, purpose: str) -> None:
    answered = post(house, ABOUT, jiujin_purpose=purpose)
    assert answered.status_code == 400
    assert answered.json()["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


def test_a_purpose_may_be_chinese(house: House) -> None:
    assert post(house, ABOUT, jiujin_purpose=quote("查" * 200)).status_code == 200


def connected(house: House) -> Any:
    return websockets.connect(f"ws://{house.served.address}/graphql", subprotocols=["graphql-transport-ws"])  # type: ignore[list-item]


async def begun(socket: Any, **payload: str) -> dict[str, Any]:
    await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
    return await received(socket)


async def asked(socket: Any, document: str, **variables: Any) -> dict[str, Any]:
    payload = {"query": document, "variables": variables}
    await socket.send(json.dumps({"id": document[:9], "type": "subscribe", "payload": payload}))
    return await received(socket)


async def closed(socket: Any) -> tuple[int, str]:
    """With what code and reason the server closes."""
    with suppress(websockets.ConnectionClosed):
        async for _ in socket:
            pass
    return socket.close_code, socket.close_reason


async def test_a_websocket_says_in_its_first_message_who_asks(house: House) -> None:
    async with connected(house) as socket:
        assert await begun(socket, authorization=f"Bearer {house.token()}", purpose="查岗") == {
            "type": "connection_ack"
        }
        assert (await asked(socket, ME))["payload"] == WANG
    async with connected(house) as socket:
        assert await begun(socket) == {"type": "connection_ack"}
        assert (await asked(socket, ME))["payload"] == {"data": {"me": None}}


@pytest.mark.parametrize("void", VOID)
async def test_a_websocket_with_a_void_token_is_closed(house: House, void: str) -> None:
    async with connected(house) as socket:
        await socket.send(
            json.dumps({"type": "connection_init", "payload": {"authorization": f"Bearer {VOID[void](house)}"}})
        )
        assert (await closed(socket))[0] == 4403


ENDS: dict[str, Callable[[House], object]] = {
    "expires": lambda house: house.clock.advance(minutes=15, seconds=LEEWAY),
    "is disabled": lambda house: disable_account(house.store, "wang", actor="console"),
}


@pytest.mark.parametrize("end", ENDS)
async def test_a_websocket_is_closed_when_its_token_ends(house: House, end: str) -> None:
    async with connected(house) as socket:
        await begun(socket, authorization=f"Bearer {house.token()}")
        ENDS[end](house)
        assert await closed(socket) == (4403, "UNAUTHENTICATED")


async def test_each_operation_of_a_websocket_is_looked_at(tmp_path: Path) -> None:
    """Also between two looks: here the next one is an hour away."""
    store, clock = open_store(str(tmp_path / "graph.db")), StandingClock()
    town.build(store)
    entrance = Entrance(keys=Keys(), passwords=Passwords(cost=CHEAP), now=clock)
    add_account(store, entrance.passwords, NewAccount(name="wang", password=PASSWORD, role=Role.ADMIN), actor="console")
    with Served(store, Settings(), entrance=entrance, check_every=3600) as served:
        house = House(served, store, entrance, clock, SlowPlanner())
        async with connected(house) as socket:
            await begun(socket, authorization=f"Bearer {house.token()}")
            assert (await asked(socket, ME))["payload"] == WANG
            await received(socket)
            disable_account(store, "wang", actor="console")
            await socket.send(json.dumps({"id": "2", "type": "subscribe", "payload": {"query": ME}}))
            assert await closed(socket) == (4403, "UNAUTHENTICATED")
    store.close()


@pytest.mark.parametrize("end", ENDS)
async def test_a_running_subscription_ends_with_its_token_by_websocket(house: House, end: str) -> None:
    async with connected(house) as socket:
        await begun(socket, authorization=f"Bearer {house.token()}")
        job = (await asyncio.to_thread(post, house, START, **bearer(house.token()))).json()["data"]["generatePlan"][
            "job"
        ]["id"]
        assert (await asked(socket, PROGRESS, id=job))["type"] == "next"
        ENDS[end](house)
        assert await closed(socket) == (4403, "UNAUTHENTICATED")
    house.planner.go.set()


@pytest.mark.parametrize("end", ENDS)
async def test_a_running_stream_ends_with_its_token(house: House, end: str) -> None:
    job = (await asyncio.to_thread(post, house, START, **bearer(house.token()))).json()["data"]["generatePlan"]["job"][
        "id"
    ]
    headers = {"accept": "text/event-stream", **bearer(house.token())}
    body = {"query": PROGRESS, "variables": {"id": job}}
    address = f"http://{house.served.address}/graphql"
    async with (
        httpx.AsyncClient(timeout=60) as client,
        client.stream("POST", address, json=body, headers=headers) as it,
    ):
        lines = it.aiter_lines()
        told = [await anext(lines)]
        ENDS[end](house)
        told += [line async for line in lines]
    assert told[0] == "event: next"
    datas = [line.removeprefix("data: ") for line in told if line.startswith("data: ")]
    assert json.loads(datas[-2]) == REFUSED
    assert [line for line in told if line.startswith("event")][-1] == "event: complete"
    house.planner.go.set()


async def test_a_stream_that_nobody_reads_any_more_leaves_nothing_behind(house: House) -> None:
    job = (await asyncio.to_thread(post, house, START, **bearer(house.token()))).json()["data"]["generatePlan"]["job"][
        "id"
    ]
    headers = {"accept": "text/event-stream", **bearer(house.token())}
    body = {"query": PROGRESS, "variables": {"id": job}}
    address = f"http://{house.served.address}/graphql"
    async with (
        httpx.AsyncClient(timeout=60) as client,
        client.stream("POST", address, json=body, headers=headers) as it,
    ):
        await anext(it.aiter_lines())
    house.planner.go.set()
    assert post(house, ME, **bearer(house.token())).json() == WANG


def test_no_token_and_no_password_is_in_a_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = house.token()
    post(house, ME, **bearer(token))
    post(house, ME, **bearer(token[:-4] + "AAAA"))
    document = f'mutation {{ logIn(input: {{name: "wang", password: "{PASSWORD}x"}}) {{ __typename }} }}'
    assert post(house, document).json()["data"]["logIn"]["__typename"] == "UnauthenticatedError"
    ours = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))
    )
    for secret in (PASSWORD, token, token.split(".")[2], "argon2id"):
        assert secret not in ours
