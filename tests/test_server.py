"""The whole server on the loopback: real HTTP, real server-sent events, real websockets."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
import websockets

from engine.accounts import Entrance
from engine.model import JobStatus, PlanJob
from engine.store import GraphStore, Match, open_store
from schema.ids import global_id
from schema.limits import Limits
from server import GRACE, WEB, Settings, create_app
from tests.entering import bearer, cheap_entrance, token
from tests.schema import town

START = """mutation { generatePlan(input: {week: "2026-W48", subdistrict: "东街", waitSeconds: 0}) {
  ... on GeneratePlanSuccess { job { id } } } }"""
PROGRESS = """subscription ($id: ID!) { planProgress(jobId: $id) {
  stage seconds job { status plan { number } } cost { inconvenience } } }"""
CHANGES = "subscription ($id: ID!) { planChanged(planId: $id) { plan { id } } }"
ROADS = "{ roads { nodes { name } } }"
NAMES = {"data": {"roads": {"nodes": [{"name": "灯笼路"}, {"name": "竹竿巷"}]}}}


class Served:
    """An application on a port of the loopback, a free one unless told, from its start to its orderly end."""

    def __init__(self, store: GraphStore, settings: Settings, *, port: int = 0, **options: Any) -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # the port may just have been let go
        self.socket.bind(("127.0.0.1", port))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.entrance: Entrance = options.setdefault("entrance", cheap_entrance())
        self.store = store
        config = uvicorn.Config(
            create_app(store, settings, **options),
            log_level="critical",  # that streams are cut at the end is meant so
            ws_max_size=Limits().body,
            timeout_graceful_shutdown=GRACE,
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]})

    def __enter__(self) -> Served:
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive()
            self.thread.join(0.01)
        return self

    @cached_property
    def headers(self) -> dict[str, str]:
        """Those of an administrator, who has logged in."""
        return bearer(token(self.store, self.entrance))

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(60)
        self.socket.close()


def serve(folder: Path, settings: Settings) -> Iterator[Served]:
    store = open_store(str(folder / "graph.db"))
    town.build(store)
    with Served(store, settings) as served:
        yield served
    store.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("open"), Settings())


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("production"), Settings(production=True))


@pytest.fixture
async def client(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://{served.address}", headers=served.headers, timeout=60) as made:
        yield made


async def post(client: httpx.AsyncClient, document: str, **variables: Any) -> Any:
    answered = await client.post("/graphql", json={"query": document, "variables": variables})
    assert answered.status_code == 200, answered.text
    return answered.json()


async def test_who_listens_does_not_hold_up_the_end(tmp_path: Path) -> None:
    """A page that is left open listens for ever, and its server must all the same stop when it is told to."""
    with closing(open_store(str(tmp_path / "graph.db"))) as store:
        town.build(store)
        served = Served(store, Settings()).__enter__()
        body = {"query": CHANGES, "variables": {"id": global_id("Plan", "p1")}}
        async with (
            httpx.AsyncClient(base_url=f"http://{served.address}", headers=served.headers, timeout=60) as client,
            client.stream("POST", "/graphql", json=body, headers={"accept": "text/event-stream"}) as answered,
        ):
            lines = answered.aiter_lines()  # kept: it closes the answer when it goes
            assert await anext(lines) == "event: next"
            await asyncio.to_thread(served.__exit__)
        assert not served.thread.is_alive()


async def start_job(client: httpx.AsyncClient) -> str:
    data = await post(client, START)
    return str(data["data"]["generatePlan"]["job"]["id"])


async def test_a_question_is_answered_by_post_and_by_get(client: httpx.AsyncClient) -> None:
    assert await post(client, ROADS) == NAMES
    assert (await client.get("/graphql", params={"query": ROADS})).json() == NAMES


async def test_nothing_is_changed_by_get(client: httpx.AsyncClient) -> None:
    answered = await client.get("/graphql", params={"query": START})
    assert answered.status_code == 400


async def test_a_form_of_another_site_changes_nothing(client: httpx.AsyncClient) -> None:
    """A cross-site form can only send simple content types, and those are refused."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answered = await client.post("/graphql", content=json.dumps({"query": START}), headers={"content-type": kind})
        assert answered.status_code == 400


async def test_several_documents_at_once_are_refused(client: httpx.AsyncClient) -> None:
    assert (await client.post("/graphql", json=[{"query": ROADS}] * 2)).status_code == 400


async def test_a_request_above_the_limit_is_refused_with_or_without_its_length(client: httpx.AsyncClient) -> None:
    body = json.dumps({"query": ROADS, "variables": {"x": "中" * Limits().body}})

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536].encode()

    for content in (body, pieces()):
        answered = await client.post("/graphql", content=content, headers={"content-type": "application/json"})
        assert answered.status_code == 413
        assert answered.json()["errors"][0]["extensions"]["code"] == "BODY_TOO_LARGE"


async def events(client: httpx.AsyncClient, document: str, **variables: Any) -> list[tuple[str, Any]]:
    """All server-sent events: name and content."""
    found = []
    headers = {"accept": "text/event-stream"}
    body = {"query": document, "variables": variables}
    async with client.stream("POST", "/graphql", json=body, headers=headers) as answered:
        assert answered.headers["content-type"].startswith("text/event-stream")
        name = ""
        async for line in answered.aiter_lines():
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: ") and name == "next":
                found.append((name, json.loads(line[6:])))
            elif line.startswith("data:"):
                found.append((name, None))
    return found


async def test_progress_comes_by_server_sent_events(client: httpx.AsyncClient) -> None:
    found = await events(client, PROGRESS, id=await start_job(client))
    assert found[-1] == ("complete", None)
    states = [content["data"]["planProgress"] for name, content in found if name == "next"]
    assert states[-1]["job"]["status"] == "DONE"
    assert states[-1]["job"]["plan"]["number"] >= 2
    assert states[-1]["cost"]["inconvenience"] is not None


async def test_a_question_can_be_asked_over_server_sent_events(client: httpx.AsyncClient) -> None:
    assert await events(client, ROADS) == [("next", NAMES), ("complete", None)]


@asynccontextmanager
async def connected(served: Served, protocol: str = "graphql-transport-ws") -> AsyncIterator[Any]:
    async with websockets.connect(f"ws://{served.address}/graphql", subprotocols=[protocol]) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": served.headers}))
        yield socket


async def received(socket: Any) -> dict[str, Any]:
    """The next message, which must be text."""
    text = await asyncio.wait_for(socket.recv(), 60)
    assert isinstance(text, str)
    message: dict[str, Any] = json.loads(text)
    return message


async def test_progress_comes_by_websocket(client: httpx.AsyncClient, served: Served) -> None:
    payload = {"query": PROGRESS, "variables": {"id": await start_job(client)}}
    async with connected(served) as socket:
        assert await received(socket) == {"type": "connection_ack"}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        messages = [await received(socket)]
        while messages[-1]["type"] == "next":
            messages.append(await received(socket))
    assert messages[-1] == {"id": "1", "type": "complete"}
    assert messages[-2]["payload"]["data"]["planProgress"]["job"]["status"] == "DONE"


async def test_a_job_that_is_none_is_refused_by_websocket(served: Served) -> None:
    payload = {"query": PROGRESS, "variables": {"id": global_id("PlanJob", "none")}}
    async with connected(served) as socket:
        await received(socket)
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        message = await received(socket)
    errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
    assert errors[0]["extensions"]["code"] == "NOT_FOUND"


async def test_the_limits_hold_on_the_websocket_too(served: Served) -> None:
    deep = "{roads{nodes{segments(first:100){nodes{stations(first:100){nodes{name}}}}}}}"
    async with connected(served) as socket:
        await received(socket)
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": deep}}))
        message = await received(socket)
    assert message["type"] == "error"
    assert message["payload"][0]["extensions"]["code"] == "QUERY_TOO_LARGE"


async def test_the_old_websocket_protocol_is_off(served: Served) -> None:
    with pytest.raises(websockets.ConnectionClosed):
        async with connected(served, "graphql-ws") as socket:
            await received(socket)


async def test_a_page_of_another_site_cannot_open_a_websocket(served: Served) -> None:
    with pytest.raises(websockets.InvalidStatus):
        await websockets.connect(
            f"ws://{served.address}/graphql",
            subprotocols=["graphql-transport-ws"],
            origin="http://elsewhere.example",  # type: ignore[arg-type]
        )


async def test_another_host_name_is_refused(client: httpx.AsyncClient) -> None:
    answered = await client.post("/graphql", json={"query": ROADS}, headers={"host": "elsewhere.example"})
    assert answered.status_code == 400


async def test_health_and_readiness(client: httpx.AsyncClient) -> None:
    for path in ("/healthz", "/readyz"):
        answered = await client.get(path)
        assert (answered.status_code, answered.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/graphiql/", "/graphql?query={__typename}", "/healthz", "/nowhere"])
async def test_every_answer_has_the_security_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] in {"no-store", "no-cache"}


async def test_a_browser_without_a_question_is_led_to_graphiql(client: httpx.AsyncClient) -> None:
    answered = await client.get("/graphql", headers={"accept": "text/html"})
    assert (answered.status_code, answered.headers["location"]) == (307, "/graphiql/")


async def test_graphiql_loads_all_it_needs_from_here(client: httpx.AsyncClient) -> None:
    page = (await client.get("/graphiql/")).text
    parts = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(parts) >= 6
    texts = [page]
    for part in parts:
        answered = await client.get(httpx.URL("http://x/graphiql/").join(part).raw_path.decode())
        assert answered.status_code == 200, part
        if "/vendor/" not in part:
            texts.append(answered.text)
    for text in texts:
        assert "//" not in re.sub(r"(?m)^\s*//.*$", "", text), "an address of another host, or a comment beside code"
    style = (WEB / "vendor" / "graphiql" / "graphiql.min.css").read_text(encoding="utf-8")
    assert not re.search(r"@import|url\((?!['\"]?(data:|#))", style)


@pytest.mark.parametrize("folder", sorted((WEB / "vendor").glob("*/")), ids=lambda folder: folder.name)
def test_the_vendored_files_are_those_of_the_record(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    recorded = {name: digest for digest, name in (line.split() for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.suffix in {".js", ".mjs", ".css"}
    }
    assert found == recorded
    assert any(path.name.startswith("LICENSE") for path in folder.iterdir())


async def test_the_examples_are_offered_as_tabs(client: httpx.AsyncClient) -> None:
    tabs = (await client.get("/graphiql/examples.json")).json()
    assert len(tabs) >= 3
    assert all(tab["query"].strip() for tab in tabs)


async def test_production_keeps_its_schema_to_itself(production: Served) -> None:
    async with httpx.AsyncClient(base_url=f"http://{production.address}", headers=production.headers) as client:
        assert await post(client, ROADS) == NAMES
        introspected = await post(client, "{__schema{types{name}}}")
        assert introspected.get("data") is None
        guessed = await post(client, "{road{nodes{name}}}")
        assert "Did you mean" not in json.dumps(guessed)
        for path in ("/graphiql/", "/graphiql/examples.json"):
            assert (await client.get(path)).status_code == 404
        assert (await client.get("/graphql", headers={"accept": "text/html"})).status_code == 400


def test_the_end_of_the_server_stops_its_jobs(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "graph.db"))
    town.build(store)
    with Served(store, Settings()) as served, httpx.Client(base_url=f"http://{served.address}") as client:
        client.post("/graphql", json={"query": START}, headers=served.headers)
    (row,) = store.query(Match("j", PlanJob).select("j.status"))
    assert row["j.status"] in {JobStatus.STOPPED, JobStatus.DONE}
    store.close()
