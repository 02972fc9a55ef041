"""``jiujin neo4j`` as people call it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.neo4j_fixture import Neo4jServer

ROOT = Path(__file__).resolve().parents[1]


def neo4j(command: str, home: Path, *, path: str = os.environ["PATH"]) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path, "HOME": str(home), "PYTHONUTF8": "1"}
    called = [sys.executable, str(ROOT / "cli.py"), "neo4j", command, "--home", str(home)]
    return subprocess.run(called, env=environment, capture_output=True, text=True, timeout=300, check=False)


def test_a_start_tells_what_to_export_but_not_the_password(neo4j_server: Neo4jServer) -> None:
    ended = neo4j("start", neo4j_server.home.folder)
    assert ended.returncode == 0, ended.stderr
    assert f"已在运行：{neo4j_server.address}" in ended.stdout
    assert f"export JIUJIN_STORE={neo4j_server.address}\n" in ended.stdout
    assert f"export JIUJIN_NEO4J_PASSWORD_FILE={neo4j_server.home.password_file}\n" in ended.stdout
    assert neo4j_server.password not in ended.stdout + ended.stderr


def test_the_status_of_a_server_is_told(neo4j_server: Neo4jServer) -> None:
    ended = neo4j("status", neo4j_server.home.folder)
    assert ended.returncode == 0, ended.stderr
    for part in ("5.26", neo4j_server.address, str(neo4j_server.home.folder), "MB"):
        assert part in ended.stdout


def test_where_none_runs_the_status_ends_with_3_and_a_stop_is_content(tmp_path: Path) -> None:
    assert neo4j("status", tmp_path).returncode == 3
    ended = neo4j("stop", tmp_path)
    assert ended.returncode == 0
    assert "没有在运行" in ended.stdout


def test_without_java_there_is_one_sentence(tmp_path: Path) -> None:
    ended = neo4j("start", tmp_path, path="")
    assert ended.returncode == 2
    assert "PROGRAM_MISSING" in ended.stderr
    assert "缺少 Java 17" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_home_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for command in ("start", "stop", "status"):
        ended = neo4j(command, tmp_path / "file")
        assert ended.returncode == 2
        assert "SERVER_FAILED" in ended.stderr
        assert "Traceback" not in ended.stderr
