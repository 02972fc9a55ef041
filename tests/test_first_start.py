"""The first start of a server prints a link; with it the first administrator comes in, and later starts print none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.neo4j_fixture import free_port

ROOT = Path(__file__).resolve().parents[1]
WELCOME = """mutation ($input: WelcomeInput!) { welcome(input: $input) {
  ... on LogInSuccess { me { name role } tokens { accessToken } } ... on Refusal { code } } }"""


@contextmanager
def started(folder: Path) -> Iterator[tuple[str, str]]:
    """A server on a store in the folder: its address, and what it printed before it was ready."""
    port = free_port()
    environment = {**os.environ, "JIUJIN_STORE": str(folder / "new.db"), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    environment.pop("JIUJIN_KEYS", None)
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout is not None
        told = ""
        try:
            while "running on" not in told.lower():
                line = server.stdout.readline()
                assert line, told
                told += line
            yield f"http://127.0.0.1:{port}", told
        finally:
            server.terminate()
            server.stdout.read()


def welcome(address: str, code: str, name: str) -> dict[str, object]:
    given = {"code": code, "name": name, "password": "correct-horse-9"}
    body = {"query": WELCOME, "variables": {"input": given}}
    answer: dict[str, object] = httpx.post(f"{address}/graphql", json=body, timeout=60).json()["data"]["welcome"]
    return answer


def test_the_link_of_the_first_start_makes_one_administrator(tmp_path: Path) -> None:
    with started(tmp_path) as (address, told):
        link = re.search(r"(http://\S+)/#welcome=(\S+)", told)
        assert link
        assert link[1] == address
        made = welcome(address, link[2], "boss")
        assert made["me"] == {"name": "boss", "role": "ADMIN"}
        assert welcome(address, link[2], "thief") == {"code": "UNAUTHENTICATED"}
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    with started(tmp_path) as (address, told):
        assert "welcome" not in told
        bearer = {"authorization": f"Bearer {made['tokens']['accessToken']}"}  # type: ignore[index]
        me = httpx.post(f"{address}/graphql", json={"query": "{ me { name } }"}, headers=bearer, timeout=60)
        assert me.json() == {"data": {"me": {"name": "boss"}}}, "the keys outlive the server"
