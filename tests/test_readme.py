"""What the READMEs say is so: their queries, copied into a shell, give the answers printed there; commands exist."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.accounts import CHEAP, Passwords
from engine.accounts.demo import add_demo_accounts
from engine.district import load_district
from engine.store import open_store

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")
LOG_IN = re.compile(r"```sh\n(PASSWORD=.*?)\n```", re.DOTALL)
PASSWORD = "one-for-the-readme"
QUERY = re.compile(r"```sh\n(curl .*?)\n```\s+```json\n(.*?)\n```", re.DOTALL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on the demo district."""
    path = tmp_path_factory.mktemp("readme") / "demo.db"
    store = open_store(str(path))
    load_district(store, ROOT / "data" / "erqi")
    add_demo_accounts(store, Passwords(cost=CHEAP), PASSWORD)
    store.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--port", str(port), "--store", str(path)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", server)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        assert server.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not answer within two minutes")


@pytest.mark.parametrize("readme", READMES)
def test_each_query_gives_the_answer_printed_below_it(readme: str, demo: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("NO CURL ON THIS MACHINE: the README's queries were not tried")
    text = (ROOT / readme).read_text(encoding="utf-8").replace("127.0.0.1:8000", demo)
    (log_in,) = LOG_IN.findall(text)
    log_in = log_in.replace("the-one-that-the-demo-printed", PASSWORD)
    pairs = QUERY.findall(text)
    assert len(pairs) == 3
    for command, printed in pairs:
        ended = subprocess.run(
            f"{log_in}\n{command}", shell=True, capture_output=True, text=True, timeout=300, check=True
        )
        assert json.loads(ended.stdout) == json.loads(printed)


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_named(readme: str) -> None:
    from cli import app, imports
    from cli_accounts import app as accounts
    from cli_exports import app as exports

    text = (ROOT / readme).read_text(encoding="utf-8")
    names = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    names += [f"import {command.name}" for command in imports.registered_commands]
    of_accounts = [one.name or one.callback.__name__ for one in accounts.registered_commands if one.callback]
    of_exports = [f"export {one.name}" for one in exports.registered_commands]
    assert [name for name in of_exports if f"./jiujin {name}" not in text] == []
    assert [name for name in of_accounts if f"account {name}`" not in text and f"`{name}`" not in text] == []
    assert [name for name in names if f"./jiujin {name}" not in text] == []


@pytest.mark.parametrize(
    "readme",
    [
        *READMES,
        "CONTRIBUTING.md",
        "docs/access.md",
        "docs/accounts.md",
        "docs/api.md",
        "docs/architecture.md",
        "docs/cluster.md",
        "docs/decisions.md",
        "docs/exports.md",
        "docs/graph-questions.md",
        "docs/operations.md",
        "docs/repair.md",
    ],
)
def test_every_link_leads_somewhere(readme: str) -> None:
    page = ROOT / readme
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
