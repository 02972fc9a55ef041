"""Only the server itself holds its lock, so no other process is ever taken for it."""

from __future__ import annotations

import fcntl
import subprocess
from pathlib import Path

from engine.store.neo4j_server.home import Home
from engine.store.neo4j_server.process import running
from engine.store.neo4j_server.server import status, stop


def test_a_stranger_who_got_the_number_of_a_dead_server_is_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with subprocess.Popen(["sleep", "60"]) as stranger:
        home.life.write_text(f"{stranger.pid}\n", encoding="ascii")
        assert status(home) is None
        assert not stop(home)
        assert stranger.poll() is None
        stranger.kill()


def test_a_home_that_is_not_there_has_no_server(tmp_path: Path) -> None:
    home = Home(tmp_path / "nowhere")
    assert status(home) is None
    assert not stop(home)
    assert not home.folder.exists()


def test_while_it_is_launched_it_has_no_number(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.life.open("w", encoding="ascii") as life:
        fcntl.flock(life, fcntl.LOCK_EX)
        assert running(home) is None
        life.write("123\n")
        life.flush()
        assert running(home) == 123
