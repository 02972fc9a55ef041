"""One real Neo4j server for all tests that ask for it, in a folder of its own, on a free port.

Where it cannot be had for want of Java, Maven or a network, these tests are skipped and the summary says so; where
``CI`` is set they fail.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.errors import DownloadFailed, ProgramMissing
from engine.store.neo4j_server.home import USER, Home, ServerSettings
from engine.store.neo4j_server.server import start, stop
from tests.missing import skip_for_want_of


@dataclass(frozen=True, slots=True)
class Neo4jServer:
    """A running server and how to log in."""

    home: Home
    address: str
    user: str
    password: str


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def start_or_skip(config: pytest.Config, folder: Path) -> Home:
    """A server started in the folder; else the test is skipped, or fails under ``CI``."""
    home = Home(folder)
    with pytest.MonkeyPatch.context() as patch:
        # Compiled in haste, as tests are short: it starts in half the time.
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
        try:
            start(home, ServerSettings(port=free_port()), print)
        except (ProgramMissing, DownloadFailed) as error:
            skip_for_want_of(config, "NEO4J WAS NOT TESTED", f"{error.code}: {error.message}")
    return home


@pytest.fixture(scope="session")
def neo4j_server(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A running server; what a test leaves in it the next one finds."""
    home = start_or_skip(pytestconfig, tmp_path_factory.mktemp("neo4j"))
    yield Neo4jServer(home, home.address(), USER, home.password())
    stop(home)
