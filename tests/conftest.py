"""The stores that tests run on: each test that takes ``store`` runs once per store named by ``--stores``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.model import NODES
from engine.store import GraphStore, MovableStore, open_store

pytest_plugins = ["tests.missing", "tests.neo4j_fixture", "tests.node_fixture"]


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens the store of a folder; it is empty the first time."""

    kind: str
    address: Callable[[Path], str]

    def __call__(self, folder: Path) -> MovableStore:
        store = open_store(self.address(folder), arriving=self.kind == "neo4j")
        mark = folder / f"{self.kind}.opened"
        if not mark.exists():
            _empty(store)
            mark.touch()
        return store


def _empty(store: MovableStore) -> None:
    store.end_arrival()
    if any(store.counts().values()):
        with store.tx() as tx:
            for node in NODES:
                tx.delete_nodes(node)


def _sqlite(_: pytest.FixtureRequest) -> Opener:
    return Opener("sqlite", lambda folder: f"sqlite://{folder / 'graph.db'}")


def _neo4j(request: pytest.FixtureRequest) -> Opener:
    """All folders share the one database of the server."""
    address: str = request.getfixturevalue("neo4j_address")
    return Opener("neo4j", lambda _: address)


STORES: dict[str, Callable[[pytest.FixtureRequest], Opener]] = {"sqlite": _sqlite, "neo4j": _neo4j}
"""Name → how to open stores of this kind; another kind has only to be named here."""


SERVICES = frozenset(
    {"accounts", "district", "exports", "jobs", "planning", "reports", "roads", "roster"}
    | {"test_accounts", "test_aggregates", "test_contributions", "test_mutations"}
)
"""Folders and files of tests that take long on a server; what they ask is compared on all stores elsewhere."""


def opener(request: pytest.FixtureRequest, name: str) -> Opener:
    """How to open stores of the named kind. Skips the test where there are none to be had."""
    return STORES[name](request)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stores", nargs="+", choices=sorted(STORES), default=list(STORES), help="stores to test on")
    parser.addoption(
        "--examples", type=int, default=250, help="random graphs, of each of which eight random questions are asked"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "open_empty" in metafunc.fixturenames:
        metafunc.parametrize("open_empty", _stores_of(metafunc), indirect=True)


def _stores_of(metafunc: pytest.Metafunc) -> list[str]:
    """The stores to test on; for services that only ask the port, the embedded one unless others are named."""
    stores: list[str] = metafunc.config.getoption("stores")
    named = any(argument.startswith("--stores") for argument in metafunc.config.invocation_params.args)
    path = metafunc.definition.path
    only_asks = not named and not SERVICES.isdisjoint((path.parent.name, path.stem))
    return ["sqlite"] if only_asks else stores


@pytest.fixture(scope="session")
def neo4j_address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a Neo4j server whose password is in the environment.

    ``JIUJIN_TEST_NEO4J`` may name one, with ``db.lock.acquisition.timeout=2s``; all that is in it goes.
    """
    if address := os.environ.get("JIUJIN_TEST_NEO4J"):
        yield address
        return
    server = request.getfixturevalue("neo4j_server")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIUJIN_NEO4J_USER", server.user)
        patch.setenv("JIUJIN_NEO4J_PASSWORD", server.password)
        yield server.address


@pytest.fixture
def open_empty(request: pytest.FixtureRequest) -> Opener:
    """Opens an empty store of the kind under test in a folder."""
    return opener(request, request.param)


@pytest.fixture
def store(open_empty: Opener, tmp_path: Path) -> Iterator[MovableStore]:
    """An empty store."""
    opened = open_empty(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[GraphStore]]:
    """An empty store of every kind under test that is to be had."""
    opened: list[GraphStore] = []
    for name in request.config.getoption("stores"):
        with suppress(pytest.skip.Exception):
            opened.append(opener(request, name)(tmp_path))
    yield opened
    for store in opened:
        store.close()
