"""``./jiujin bench store``: SQLite and Neo4j side by side, each new, loaded with the same town and asked the same."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from rich.console import Console

from benchmarks.own_neo4j import free_port, own_neo4j
from benchmarks.store.measure import Timing, load, replacements, subjects, timed
from benchmarks.store.plans import asked, scans
from benchmarks.store.questions import QUESTIONS
from benchmarks.store.table import Measured, agree, heaviest, markdown, notes, printed
from benchmarks.store.town import Sizes, Town
from benchmarks.where import where
from engine.errors import Fault, InvalidInput
from engine.store import GraphStore, open_store
from engine.store.neo4j_server.home import ServerSettings

WARM = 50
"""Askings that are not counted: Java compiles what is asked often."""
REPLACEMENTS = 9


def main(
    console: Console,
    sizes: Sizes,
    *,
    addresses: Sequence[str],
    neo4j: bool,
    heap: str,
    page_cache: str,
    times: int,
    file: Path | None,
) -> None:
    """Prints the table; the file, if one is named, holds it in Markdown. Without addresses, Neo4j is a server of its
    own in a temporary folder, unless it is not wanted."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stores: dict[str, GraphStore] = {"SQLite": stack.enter_context(closing(open_store(str(folder / "graph.db"))))}
        for address in addresses:
            stores[address] = stack.enter_context(closing(_empty(address)))
        if neo4j and not addresses:
            settings = ServerSettings(port=free_port(), heap=heap, page_cache=page_cache)
            stores["Neo4j"] = stack.enter_context(
                own_neo4j(folder / "neo4j", settings, partial(console.print, markup=False))
            )
        measured = measure(console, stores, Town(sizes), times=times, warm=min(WARM, times))
    title = _title(sizes, times, f"Neo4j: heap {heap}, page cache {page_cache}" if "Neo4j" in stores else "")
    console.print(printed(title, measured))
    for note in notes(measured):
        console.print(note, markup=False, soft_wrap=True)
    if file is not None:
        file.write_text(markdown(title, measured), encoding="utf-8")


def measure(console: Console, stores: Mapping[str, GraphStore], town: Town, *, times: int, warm: int) -> list[Measured]:
    """What each store takes for the same work. Raises ``AssertionError`` when two answer differently."""
    loads, answers = {}, dict[str, dict[str, Timing]]()
    for name, store in stores.items():
        with console.status(f"{name}：写入……"):
            loads[name] = load(store, town)
        console.print(f"{name}：全部写入 {sum(loads[name].values()):.1f} s")
        answers[name] = {}
    for question in QUESTIONS:  # in turn, so that what else the machine does strikes all stores
        for name, store in stores.items():
            with console.status(f"{name}：{question.name}……"):
                found = timed(store, town, question, times=times, warm=warm)
            answers[name][question.name] = found
            console.print(f"{name}：{question.name} {found.median:.2f} / {found.p99:.2f} ms")
    measured = [
        Measured(
            name, loads[name], answers[name], replacements(store, town, REPLACEMENTS), _scans(store, town, answers)
        )
        for name, store in stores.items()
    ]
    if apart := [question.name for question in QUESTIONS if not agree(measured, question.name)]:
        raise AssertionError(f"the stores answer differently: {apart}")
    return measured


def _scans(store: GraphStore, town: Town, answers: Mapping[str, Mapping[str, Timing]]) -> Mapping[str, Sequence[str]]:
    """Each question that is among the heaviest on one of the stores → the steps that read too much."""
    heavy = {name for timings in answers.values() for name in heaviest(timings)}
    return {
        question.name: [
            step
            for pattern in asked(store, question, next(subjects(town, question, 1)))
            for step in scans(store, pattern)
        ]
        for question in QUESTIONS
        if question.name in heavy
    }


def _empty(address: str) -> GraphStore:
    """The store at the address. Raises ``InvalidInput`` when something is in it."""
    store = open_store(address)
    if any(store.counts().values()):
        store.close()
        raise InvalidInput("不能在这里量", [Fault("里面已有数据，只用空的数据库", "--store", value=address)])
    return store


def _title(sizes: Sizes, times: int, server: str) -> str:
    load, _, _ = os.getloadavg()
    counts = (
        f"{sizes.volunteers:,} 名志愿者，{sizes.segments:,} 路段，{sizes.shifts:,} 班次，{sizes.assignments:,} 派班"
    )
    return f"{where()} {counts}；每问 {times} 次；机器负载 {load:.1f}。{server}"
