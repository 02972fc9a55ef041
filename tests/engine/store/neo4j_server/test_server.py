"""A real server is started, looked at, killed, started again and stopped."""

from __future__ import annotations

import os
import signal
import socket
import stat
import time
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from engine.errors import ServerFailed
from engine.store.neo4j_server.home import Home, ServerSettings
from engine.store.neo4j_server.jars import VERSION
from engine.store.neo4j_server.process import running
from engine.store.neo4j_server.server import start, status, stop
from tests.neo4j_fixture import Neo4jServer, free_port, start_or_skip


def names(home: Home) -> list[str]:
    """The names of the nodes in a server's graph."""
    with GraphDatabase.driver(home.address(), auth=("neo4j", home.password())) as driver:
        return [record["name"] for record in driver.execute_query("MATCH (n:Road) RETURN n.name AS name").records]


def test_a_server_answers_by_its_routing_address(neo4j_server: Neo4jServer) -> None:
    with GraphDatabase.driver(neo4j_server.address, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        assert driver.execute_query("RETURN 1 AS one").records[0]["one"] == 1


def test_its_status_is_told(neo4j_server: Neo4jServer) -> None:
    told = status(neo4j_server.home)
    assert told is not None
    assert told.version == VERSION
    assert told.address == neo4j_server.address
    assert told.store_bytes > 100_000
    assert told.memory_bytes is None or told.memory_bytes > 100 * 2**20


def test_a_second_start_finds_it_running(neo4j_server: Neo4jServer) -> None:
    before = running(neo4j_server.home)
    assert start(neo4j_server.home, ServerSettings(port=free_port()), print) is False
    assert running(neo4j_server.home) == before


def test_only_this_machine_reaches_it_and_only_its_owner_reads_its_files(neo4j_server: Neo4jServer) -> None:
    home = neo4j_server.home
    port = int(neo4j_server.address.rpartition(":")[2])
    with socket.socket() as elsewhere:
        elsewhere.settimeout(2)
        assert elsewhere.connect_ex(("127.0.0.2", port)) != 0  # an address of this machine, too
    for path in (home.password_file, home.data, home.console.parent):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_the_password_is_in_no_command_line_and_no_log(neo4j_server: Neo4jServer) -> None:
    written = [path.read_bytes() for path in neo4j_server.home.console.parent.iterdir()]
    assert [text for text in written if neo4j_server.password.encode() in text] == []
    command = Path(f"/proc/{running(neo4j_server.home)}/cmdline")
    if command.exists():
        assert neo4j_server.password.encode() not in command.read_bytes()


def test_a_wrong_password_is_one_sentence(neo4j_server: Neo4jServer) -> None:
    right = neo4j_server.home.password()
    try:
        neo4j_server.home.password_file.write_text("not-the-password", encoding="ascii")
        with pytest.raises(ServerFailed, match="密码"):
            status(neo4j_server.home)
    finally:
        neo4j_server.home.password_file.write_text(right, encoding="ascii")


def test_a_taken_port_is_refused(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    port = int(neo4j_server.address.rpartition(":")[2])
    with pytest.raises(ServerFailed, match=f"端口 {port}"):
        start(Home(tmp_path), ServerSettings(port=port), print)
    assert status(Home(tmp_path)) is None


def test_what_was_written_outlives_a_kill_and_a_stop_ends_it(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    home = start_or_skip(pytestconfig, tmp_path)
    try:
        with GraphDatabase.driver(home.address(), auth=("neo4j", home.password())) as driver:
            driver.execute_query("CREATE (:Road {name: '福华街'})")
        killed = running(home)
        assert killed
        os.kill(killed, signal.SIGKILL)
        while status(home):
            time.sleep(0.05)
        start_or_skip(pytestconfig, tmp_path)
        assert running(home) != killed
        assert names(home) == ["福华街"]
    finally:
        assert stop(home)
    assert status(home) is None
    assert not stop(home)
