"""A Neo4j server that lives as long as a measurement."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from engine.store.neo4j import Access, Neo4jStore
from engine.store.neo4j_server.home import USER, Home, ServerSettings
from engine.store.neo4j_server.server import start, stop


@contextmanager
def own_neo4j(folder: Path, settings: ServerSettings, tell: Callable[[str], object]) -> Iterator[Neo4jStore]:
    """A store on a server that lives as long as the block, also when the program is asked to end."""
    home = Home(folder)
    before = signal.signal(signal.SIGTERM, _end)
    try:
        start(home, settings, tell)
        with closing(Neo4jStore(Access(home.address(), USER, home.password()))) as store:
            store.migrate()
            yield store
    finally:
        stop(home)
        signal.signal(signal.SIGTERM, before)


def _end(*_: object) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
