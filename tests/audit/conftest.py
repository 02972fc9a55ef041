"""Two servers that really run, one a profile, and the programs from npm; without node what needs them is skipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from server import Settings
from tests.node_fixture import packages
from tests.test_server import Served, serve


@pytest.fixture(scope="session")
def programs(pytestconfig: pytest.Config) -> None:
    """Skips the test where they cannot be had; fails it under ``CI``."""
    packages(pytestconfig)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server in the open profile."""
    yield from serve(tmp_path_factory.mktemp("open"), Settings())


@pytest.fixture(scope="session")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server in production."""
    yield from serve(tmp_path_factory.mktemp("production"), Settings(production=True))
