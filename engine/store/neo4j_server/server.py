"""To start, stop and look at the server of a home."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from engine.errors import ServerFailed
from engine.store.neo4j_server.home import LOOPBACK, Home, ServerSettings
from engine.store.neo4j_server.jars import cache_folder, fetch_jars
from engine.store.neo4j_server.locks import locked
from engine.store.neo4j_server.probe import version_of
from engine.store.neo4j_server.process import launch, running, set_initial_password
from engine.store.neo4j_server.programs import java as find_java

PATIENCE = 180
"""Seconds that a server may take to start or to stop."""


@dataclass(frozen=True, slots=True)
class Status:
    """A server that lives."""

    pid: int
    address: str
    version: str | None
    """None while it does not answer."""
    store_bytes: int
    memory_bytes: int | None
    """What it holds of the machine's memory; None where the system has no /proc."""


def start(home: Home, settings: ServerSettings, say: Callable[[str], None]) -> bool:
    """Afterwards the server of this home answers; True if it was started now, False if it lived already.

    Raises ``ProgramMissing``, ``DownloadFailed``, ``ServerFailed``.
    """
    with _told_in_a_sentence(), locked(home.turn):
        lived = running(home) is not None
        if not lived:
            _launch(home, settings, say)
        _wait_for_an_answer(home)
    return not lived


def stop(home: Home) -> bool:
    """Afterwards the server of this home has written everything and ended; False if none lived.

    Raises ``ServerFailed``.
    """
    with _told_in_a_sentence():
        if running(home) is None:
            return False
        with locked(home.turn):
            if pid := running(home):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
            _wait_for_the_end(home)
    return True


def status(home: Home) -> Status | None:
    """How the server of this home is, None if none lives. Raises ``ServerFailed``."""
    with _told_in_a_sentence():
        pid = running(home)
        if pid is None:
            return None
        return Status(pid, home.address(), version_of(home), _size_of(home.data), _memory_of(pid))


def _launch(home: Home, settings: ServerSettings, say: Callable[[str], None]) -> None:
    java = find_java(say)
    jars = fetch_jars(cache_folder(), say)
    _refuse_a_taken_port(settings.port)
    home.prepare(settings)
    if not home.has_been_used:
        set_initial_password(home, java, jars)
    launch(home, java, jars, settings)


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: old connections do not count
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise ServerFailed(
                f"端口 {port} 用不了（{error.strerror}），请用 --port 另选一个。Port {port} cannot be used."
            ) from error


def _wait_for_an_answer(home: Home) -> None:
    deadline = time.monotonic() + PATIENCE
    while version_of(home) is None:
        if running(home) is None:
            raise ServerFailed(f"Neo4j 没有启动成功：{_complaint(home)}\n详情 Details: {home.console}")
        if time.monotonic() > deadline:
            raise ServerFailed(f"Neo4j {PATIENCE} 秒内没有应答。It does not answer.\n详情 Details: {home.console}")
        time.sleep(0.2)


def _wait_for_the_end(home: Home) -> None:
    deadline = time.monotonic() + PATIENCE
    while pid := running(home):
        if time.monotonic() > deadline:
            raise ServerFailed(f"Neo4j（进程 {pid}）{PATIENCE} 秒内没有停下。Process {pid} has not ended yet.")
        time.sleep(0.1)


def _complaint(home: Home) -> str:
    """The first complaint among what the server printed."""
    printed = home.console.read_text(encoding="utf-8", errors="replace")
    found = re.search(r"^.*(?:ERROR|Error|Exception).*$", printed, re.MULTILINE)
    return found[0] if found else "没有留下原因。It left no reason."


def _size_of(folder: Path) -> int:
    """The bytes in a folder whose files come and go."""
    size = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            size += path.stat().st_size
    return size


def _memory_of(pid: int) -> int | None:
    try:
        told = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    resident = re.search(r"^VmRSS:\s+(\d+) kB$", told, re.MULTILINE)
    return int(resident[1]) * 1024 if resident else None


@contextmanager
def _told_in_a_sentence() -> Iterator[None]:
    """A file or folder that cannot be used becomes ``ServerFailed``."""
    try:
        yield
    except OSError as error:
        raise ServerFailed(f"{error.filename} 用不了：{error.strerror}。It cannot be used.") from error
