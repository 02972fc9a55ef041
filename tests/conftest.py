"""The stores that tests run on: each test that takes ``store`` runs once per store named by ``--stores``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.model import NODES
from engine.store import GraphStore, open_store

pytest_plugins = ["tests.neo4j_fixture"]


def _sqlite(folder: Path) -> GraphStore:
    return open_store(f"sqlite://{folder / 'graph.db'}")


def _neo4j(folder: Path) -> GraphStore:
    """The one database of the server, emptied when it is opened for the folder the first time."""
    store = open_store(os.environ["JIUJIN_TEST_NEO4J"])
    mark = folder / "neo4j"
    if not mark.exists():
        empty(store)
        mark.touch()
    return store


def empty(store: GraphStore) -> None:
    """Nothing of the model is in the store."""
    if any(store.counts().values()):
        with store.tx() as tx:
            for node in NODES:
                tx.delete_nodes(node)


STORES: dict[str, Callable[[Path], GraphStore]] = {"sqlite": _sqlite, "neo4j": _neo4j}
"""Name → what opens an empty store of this kind; another kind has only to be named here."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stores", nargs="+", choices=sorted(STORES), default=["sqlite"], help="stores to test on")
    parser.addoption(
        "--examples", type=int, default=250, help="random graphs, of each of which eight random questions are asked"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "open_empty" in metafunc.fixturenames:
        metafunc.parametrize("open_empty", metafunc.config.getoption("stores"), indirect=True)


@pytest.fixture
def open_empty(request: pytest.FixtureRequest) -> Callable[[Path], GraphStore]:
    """Opens an empty store of the kind under test in a folder."""
    return STORES[request.param]


@pytest.fixture
def store(open_empty: Callable[[Path], GraphStore], tmp_path: Path) -> Iterator[GraphStore]:
    """An empty store."""
    opened = open_empty(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[GraphStore]]:
    """An empty store of every kind under test."""
    opened = [STORES[name](tmp_path) for name in request.config.getoption("stores")]
    yield opened
    for store in opened:
        store.close()
