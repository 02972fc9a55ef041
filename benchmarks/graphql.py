"""``./jiujin bench graphql``: compiled documents beside stock Strawberry, in one run, on each store.

"Above the store" is the processor's time for an answer over a store that has its rows in memory: it holds all but the
store, and others on the machine do not change it much. Ten pages of 100 are asked for by ten aliases, as a client
would, so the limits stay as they are.
"""

from __future__ import annotations

import asyncio
import gc
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.own_neo4j import free_port, own_neo4j
from engine.access import Scopes, Viewer
from engine.model import Community, Organization, Role, Station, Volunteer
from engine.store import Edge, GraphStore, Match, Row, open_store
from engine.store.neo4j_server.home import USER, Home, ServerSettings
from schema.app import Schema, build_schema
from schema.context import Context
from schema.cursor import Cursors
from schema.ids import global_id
from schema.negotiation import encoded

ROOT = Path(__file__).resolve().parents[1]
DEPARTMENTS, PEOPLE, STATIONS = 10, 1000, 20
CONNECTIONS, SECONDS = 16, 5.0
IN_A_ROW = 5
"""Answers of one kind, as a server gives them: the first of them finds the processor's caches full of other things."""
FIELDS = "id name pinyin phone skills freeHours maxWeek maxDay load version"
PAGE = "p{n}: volunteers(first: 100, where: {{load: {{eq: {n}}}}}) {{ nodes {{ {fields} }} }}"
LIST = "{" + " ".join(PAGE.format(n=n, fields=FIELDS) for n in range(PEOPLE // 100)) + "}"
NESTED = """{ organizations(first: 10, where: {kind: {eq: UNIT}}) { nodes { name
  members(first: 50) { nodes { name phone station { name communities(first: 5) { nodes { name } } } } } } } }"""
LOOK_UP = "query ($id: ID!) { node(id: $id) { id ... on Volunteer { name phone station { name } } } }"
QUESTIONS = {f"list {PEOPLE:,} × 10": LIST, "nested, 3 levels, 500 people": NESTED}
HEADERS = "\r\n".join(
    (
        "POST /graphql HTTP/1.1",
        "host: localhost",
        "content-type: application/json",
        "authorization: Bearer {token}",
        "content-length: {length}",
        "",
        "",
    )
)
HEAD = "| store | question | | store alone, ms | whole answer, ms | above the store, ms of CPU | stock / compiled |"


def fill(store: GraphStore) -> None:
    """A made-up district: ten units of a hundred people each, twenty stations, each for three communities."""
    people = [
        Volunteer(
            id=f"v{n:04}",
            name=f"甲{n}",
            pinyin=f"jia {n:04}",
            phone=f"138{n:08}",
            home_lat=34.75,
            home_lon=113.65,
            skills=("leader", "first_aid"),
            free_hours=(480, 720, 1920, 2160),
            load=n // 100,
        )
        for n in range(PEOPLE)
    ]
    units = [Organization(id=f"o{n}", name=f"第{n}处") for n in range(DEPARTMENTS)]
    stations = [Station(id=f"s{n}", name=f"{n}号站", lat=34.75, lon=113.65) for n in range(STATIONS)]
    communities = [Community(id=f"c{n}", name=f"{n}号社区") for n in range(STATIONS * 3)]
    with store.tx() as tx:
        for nodes in (people, units, stations, communities):
            tx.upsert_nodes(nodes)
        members = [Edge(one.id, units[n // 100].id) for n, one in enumerate(people)]
        tx.upsert_edges("MEMBER_OF", Volunteer, Organization, members)
        based = [Edge(one.id, stations[n % STATIONS].id) for n, one in enumerate(people)]
        tx.upsert_edges("BASED_AT", Volunteer, Station, based)
        serves = [Edge(stations[n % STATIONS].id, one.id) for n, one in enumerate(communities)]
        tx.upsert_edges("SERVES", Station, Community, serves)


@dataclass
class Remembering:
    """A store that answers what it was asked before from memory: what an answer takes then is the server's own time."""

    within: GraphStore
    known: dict[Match, list[Row]] = field(default_factory=dict)

    def query(self, question: Match) -> list[Row]:
        found = self.known.get(question)
        if found is None:
            found = self.known[question] = self.within.query(question)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.within, name)


OFFICER = Viewer(
    account="bench",
    role=Role.OFFICER,
    scope_label="Organization",
    scope_ids=tuple(f"o{n}" for n in range(DEPARTMENTS)),
)
"""Whose people these are; what he sees is a condition of each question."""


def context(store: Any, scopes: Scopes) -> Context:
    """For one document, as the officer asks it; the server keeps the scopes, as ours does."""
    cursors = Cursors(b"bench")
    return Context(store=store, jobs=None, cursors=cursors, viewer=OFFICER, scopes=scopes)  # type: ignore[arg-type]


async def answer(schema: Schema, store: Any, document: str, scopes: Scopes) -> str:
    """The whole answer as text."""
    result = await schema.execute(document, context_value=context(store, scopes))
    assert result.errors is None, result.errors
    return encoded({"data": result.data})


async def measured(store: GraphStore, schemas: Mapping[str, Schema], document: str, runs: int) -> dict[str, float]:
    """Milliseconds, medians of runs that take turns: the store alone, each schema's whole answer, and of the processor
    what each takes above the store."""
    remembering, scopes = Remembering(store), Scopes()
    texts = {await answer(schema, remembering, document, scopes) for schema in schemas.values()}
    assert len(texts) == 1, "the two answer differently"
    times: dict[str, list[float]] = {name: [] for name in ("store", *schemas, *(f"above {name}" for name in schemas))}
    for _ in range(runs):
        began = time.perf_counter()
        for question in remembering.known:
            store.query(question)
        times["store"].append(time.perf_counter() - began)
        for name, schema in schemas.items():
            began = time.perf_counter()
            await answer(schema, store, document, scopes)
            times[name].append(time.perf_counter() - began)
            gc.collect()  # what others left is not this one's
            for _ in range(IN_A_ROW):
                began = time.process_time()
                await answer(schema, remembering, document, scopes)
                times[f"above {name}"].append(time.process_time() - began)
    return {name: statistics.median(taken) * 1000 for name, taken in times.items()}


def look_ups(address: str, environment: Mapping[str, str], *, compiled: bool) -> tuple[float, float]:
    """Answers a second, and the median milliseconds of one, of a server of its own under sixteen connections."""
    command = [sys.executable, "-m", "benchmarks.graphql_server", address, "compiled" if compiled else "stock"]
    server = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port, token = server.stdout.readline().split()
        return asyncio.run(_pressed(int(port), token))
    finally:
        server.terminate()
        server.wait(30)
        server.stdout.close()  # type: ignore[union-attr]


async def _pressed(port: int, token: str) -> tuple[float, float]:
    await _client(port, token, 0, time.perf_counter() + 1)  # not counted
    until = time.perf_counter() + SECONDS
    taken = await asyncio.gather(*(_client(port, token, number, until) for number in range(CONNECTIONS)))
    every = [one for part in taken for one in part]
    return len(every) / SECONDS, statistics.median(every) * 1000


async def _client(port: int, token: str, number: int, until: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    taken = []
    while (began := time.perf_counter()) < until:
        number = (number + 7) % PEOPLE
        variables = {"id": global_id("Volunteer", f"v{number:04}")}
        body = json.dumps({"query": LOOK_UP, "variables": variables}).encode()
        writer.write(HEADERS.format(length=len(body), token=token).encode() + body)
        answered = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in answered.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        text = await reader.readexactly(int(length.split(b":")[1]))
        assert b'"errors"' not in text, text
        taken.append(time.perf_counter() - began)
    writer.close()
    await writer.wait_closed()
    return taken


@contextmanager
def opened(kind: str, folder: Path, environment: dict[str, str]) -> Iterator[tuple[str, GraphStore]]:
    """An empty store of the kind; for Neo4j a server of its own."""
    if kind == "neo4j":
        home = Home(folder / "neo4j")
        with own_neo4j(folder / "neo4j", ServerSettings(port=free_port()), print) as store:
            environment |= {"JIUJIN_NEO4J_USER": USER, "JIUJIN_NEO4J_PASSWORD": home.password()}
            yield home.address(), store
        return
    address = f"sqlite://{folder / 'graph.db'}"
    with closing(open_store(address)) as embedded:
        yield address, embedded


def main(console: Console, *, stores: list[str], runs: int, environment: Mapping[str, str]) -> None:
    """Prints two Markdown tables: lists beside stock Strawberry, and look-ups under sixteen connections."""
    console.print(f"{platform.machine()}, Python {platform.python_version()}; medians of {runs} runs that take turns\n")
    schemas = {"stock": build_schema(compiled=False), "compiled": build_schema()}
    lists, pressed = (
        [HEAD, "|---|---|---|---|---|---|---|"],
        ["| store | | answers a second | median, ms |", "|---|---|---|---|"],
    )
    for kind in stores:
        known = dict(environment)
        with tempfile.TemporaryDirectory() as folder, opened(kind, Path(folder), known) as (address, store):
            fill(store)
            for title, document in QUESTIONS.items():
                found = asyncio.run(measured(store, schemas, document, runs))
                above = {name: found[f"above {name}"] for name in schemas}
                for name in schemas:
                    ratio = f"{above['stock'] / above['compiled']:.1f}" if name == "compiled" else ""
                    row = f"{found['store']:.1f} | {found[name]:.1f} | {above[name]:.1f} | {ratio}"
                    lists.append(f"| {kind} | {title} | {name} | {row} |")
            for name in schemas:
                rate, middle = look_ups(address, known, compiled=name == "compiled")
                pressed.append(f"| {kind} | {name} | {rate:,.0f} | {middle:.1f} |")
    console.print("\n".join([*lists, "", *pressed]), markup=False, soft_wrap=True)
