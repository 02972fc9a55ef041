"""A Neo4j server with an empty store; these tests are left out where Neo4j is not among the stores under test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from engine.store.neo4j import Neo4jStore
from tests.conftest import Opener, opener


@pytest.fixture(scope="session")
def open_neo4j(request: pytest.FixtureRequest) -> Opener:
    if "neo4j" not in request.config.getoption("stores"):
        pytest.skip("Neo4j is not among --stores")
    return opener(request, "neo4j")


@pytest.fixture
def neo4j_store(open_neo4j: Opener, tmp_path: Path) -> Iterator[Neo4jStore]:
    opened = open_neo4j(tmp_path)
    yield cast("Neo4jStore", opened)
    opened.close()
