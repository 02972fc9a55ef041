"""Killed at any moment, a copy or a restore has left what says that it is unfinished; run again, it is whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.district import load_district
from engine.errors import StoreUnavailable
from engine.moving import back_up, opened_archive
from engine.store import open_store
from tests.engine.moving.contents import content, silent

ROOT = Path(__file__).resolve().parents[3]
KILLS = {"sqlite": 6, "neo4j": 2}

RUN = """
import sys
import cli, engine.district, engine.reports.moved
from engine.moving import merging, sections
from engine.store import open_store
sections.PAGE = merging.PAGE = 50
print("ready", flush=True)
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo district and a backup of it."""
    folder = tmp_path_factory.mktemp("demo")
    store = open_store(str(folder / "demo.db"))
    load_district(store, ROOT / "data" / "erqi")
    back_up(store, folder / "demo.zst", silent)
    store.close()
    return folder


def begun(*arguments: str) -> subprocess.Popen[str]:
    """The command in a process of its own, about to move the first rows."""
    command = [sys.executable, "-c", RUN, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def is_finished(address: str) -> bool:
    """Whether the store may be opened, and if so, is not empty."""
    store = open_store(address, arriving=True)
    there, any_rows = store.arriving(), any(store.counts().values())
    store.close()
    if there:
        with pytest.raises(StoreUnavailable, match="不完整"):
            open_store(address)
    return any_rows and not there


@pytest.mark.parametrize("move", ["copy", "restore"])
def test_a_killed_move_is_recognised_and_run_again_to_the_end(demo: Path, target: str, move: str) -> None:
    moments = random.Random(f"{move} {target}")
    kind = "neo4j" if "://" in target else "sqlite"
    source = [str(demo / "demo.db"), target] if move == "copy" else [str(demo / "demo.zst"), "--store", target]
    unfinished = 0
    for _ in range(KILLS[kind]):
        if is_finished(target):
            break
        process = begun(move, *source)
        time.sleep(moments.uniform(0.05, 0.4 if kind == "sqlite" else 1.5))
        process.kill()
        process.communicate()
        unfinished += not is_finished(target)
    assert unfinished
    process = begun(move, *source)
    _, complaints = process.communicate(timeout=300)
    assert process.returncode == 0 or "已有内容" in complaints, complaints
    store, origin = open_store(target), open_store(str(demo / "demo.db"))
    assert content(store) == content(origin)
    store.close()
    origin.close()


def test_what_killed_backups_left_goes_with_the_next_one_but_not_what_is_being_written(
    demo: Path, tmp_path: Path
) -> None:
    store, goal = str(demo / "demo.db"), tmp_path / "a.zst"
    running = []
    parts = []
    for file in (goal, tmp_path / "b.zst"):
        running.append(begun("backup", str(file), "--store", store))
        parts.append(_part_of(file))
        running[-1].send_signal(signal.SIGSTOP)
    killed, held = running
    killed.kill()
    killed.communicate()
    assert all(part.exists() for part in parts)
    (folder := tmp_path / ".not-a-file.jiujin-part").mkdir()  # what cannot be removed is told
    again = begun("backup", str(goal), "--store", store)
    _, complaints = again.communicate(timeout=300)
    assert again.returncode == 0, complaints
    assert f"请自行删除：{folder}" in complaints
    assert [part.exists() for part in parts] == [False, True]
    held.send_signal(signal.SIGCONT)
    _, complaints = held.communicate(timeout=300)
    assert held.returncode == 0, complaints
    assert sorted(tmp_path.iterdir()) == [folder, goal, tmp_path / "b.zst"]
    for file in (goal, tmp_path / "b.zst"):
        with opened_archive(file) as archive:
            archive.verify(silent)


def _part_of(file: Path) -> Path:
    """The unfinished file, as soon as it is there."""
    for _ in range(60_000):
        if found := list(file.parent.glob(f".{file.name}.*.jiujin-part")):
            return found[0]
        time.sleep(0.001)
    raise AssertionError("the backup never began, or was over before it was seen")
