"""Stores between which graphs move."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store import MovableStore, open_store
from tests.conftest import STORES, opener


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[MovableStore]:
    """An empty SQLite store beside the store under test."""
    store = open_store(str(tmp_path / "origin.db"))
    yield store
    store.close()


@pytest.fixture(params=list(STORES))
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store of each kind under test."""
    if request.param not in request.config.getoption("stores"):
        pytest.skip(f"{request.param} is not among --stores")
    opener(request, request.param)(tmp_path).close()
    return str(tmp_path / "graph.db" if request.param == "sqlite" else request.getfixturevalue("neo4j_address"))
