"""Killed at any moment, the store opens and holds all or nothing; two programs may write at once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from engine.model import Organization, Volunteer
from engine.store import GraphStore, Match, open_store

ROOT = Path(__file__).resolve().parents[4]
KILLS = 50
SIZE = 40
PEOPLE = Match("v", Volunteer).count("n")

WORK = f"""
import os, signal, sys, time
from engine.model import Organization, Volunteer
from engine.store import Edge, open_store
from tests.engine.store.fuhua_street import volunteer

def work_without_end():
    store = open_store(sys.argv[1])
    step = 0
    while True:
        step += 1
        with store.tx() as tx:
            tx.delete_nodes(Volunteer)
            tx.upsert_nodes([Organization(id="o", name=f"第{{step}}轮")])
            for part in range(0, {SIZE}, 4):
                ids = [f"v{{i}}" for i in range(part, part + 4)]
                tx.upsert_nodes(volunteer(id, load=step, note="长" * 300) for id in ids)
                tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge(id, "o") for id in ids])
"""
RESTLESS = WORK + "work_without_end()"
KILLED = (
    WORK
    + """
for line in sys.stdin:  # each line: after how many seconds the next child dies
    child = os.fork()
    if not child:
        work_without_end()
    time.sleep(float(line))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print("killed", flush=True)
"""
)


def program(text: str, *arguments: str) -> subprocess.Popen[str]:
    """The text as a Python program of its own."""
    command = [sys.executable, "-c", text, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def assert_whole(path: Path) -> None:
    """The store opens and holds one whole step of the restless program, or nothing."""
    store = open_store(str(path))
    question = Match("v", Volunteer).hop("MEMBER_OF", "o", Organization).select("v.load", "o.name", "v.id")
    rows = store.query(question)
    assert len(rows) in (0, SIZE)
    assert store.counts()["Volunteer"] == store.counts()["MEMBER_OF"] == len(rows)
    assert len({(row["v.load"], row["o.name"]) for row in rows}) <= 1
    assert_sound(store)
    store.close()


def assert_sound(store: GraphStore) -> None:
    """SQLite itself finds no fault in the file."""
    with store._connections.one() as connection:  # type: ignore[attr-defined]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_killed_at_any_moment_the_store_holds_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    moments = random.Random(20261122)
    with program(KILLED, str(path)) as killed:
        assert killed.stdin is not None
        assert killed.stdout is not None
        for _ in range(KILLS):
            print(moments.uniform(0.005, 0.12), file=killed.stdin, flush=True)
            assert killed.stdout.readline() == "killed\n"
            assert_whole(path)
        killed.stdin.close()


def test_killed_while_it_is_made_the_store_is_made_next_time(tmp_path: Path) -> None:
    moments = random.Random(7)
    for number in range(6):
        path = tmp_path / f"{number}.db"
        with program(RESTLESS, str(path)) as maker:
            while not path.exists() and maker.poll() is None:
                time.sleep(0.001)
            time.sleep(moments.uniform(0, 0.01))
            maker.kill()
        assert_whole(path)


WRITER = """
import sys
from engine.model import Volunteer
from engine.store import Match, open_store
from tests.engine.store.fuhua_street import volunteer

store = open_store(sys.argv[1])
for step in range(25):
    with store.tx() as tx:
        there = tx.query(Match("v", Volunteer).count("n"))[0]["n"]
        tx.create_node(volunteer(f"{sys.argv[2]}-{step}", load=there))
store.close()
"""


def test_two_programs_may_make_and_write_one_store_at_once(tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    writers = [program(WRITER, str(path), name) for name in "ab"]
    for writer in writers:
        with writer:
            assert writer.wait() == 0
    store = open_store(str(path))
    loads = [row["v.load"] for row in store.query(Match("v", Volunteer).order("v.load").select("v.load", "v.id"))]
    assert loads == list(range(50))  # each write saw all that were before it, of either program
    assert_sound(store)
    store.close()
