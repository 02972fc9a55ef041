"""Whoever is killed, the server or a program that writes: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from engine.errors import StoreUnavailable
from engine.model import Organization, Volunteer
from engine.store import Edge, GraphStore, Match
from engine.store.neo4j import Access, Neo4jStore
from engine.store.neo4j_server.home import USER, Home, ServerSettings
from engine.store.neo4j_server.process import running
from engine.store.neo4j_server.server import start, stop
from tests.engine.store.fuhua_street import volunteer
from tests.neo4j_fixture import start_or_skip

ROOT = Path(__file__).resolve().parents[4]
KILLS, WRITES = 2, 20
SIZE = 300
PEOPLE = Match("v", Volunteer).count("n")


@pytest.fixture(scope="module")
def home(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A server that may be killed."""
    if "neo4j" not in pytestconfig.getoption("stores"):
        pytest.skip("Neo4j is not among --stores")
    made = start_or_skip(pytestconfig, tmp_path_factory.mktemp("killed"))
    yield made
    stop(made)


@pytest.fixture
def killable(home: Home) -> Iterator[Neo4jStore]:
    """An empty store on that server."""
    store = Neo4jStore(Access(home.address(), USER, home.password()), patience=2.0)
    store.migrate()
    with store.tx() as tx:
        tx.delete_nodes(Volunteer)
        tx.delete_nodes(Organization)
    yield store
    store.close()


def kill(home: Home) -> None:
    """Afterwards the server is gone, without a warning."""
    number = running(home)
    assert number is not None
    os.kill(number, signal.SIGKILL)
    while running(home) is not None:
        time.sleep(0.01)


def restart(home: Home) -> None:
    """Afterwards the killed server answers again, on the same port."""
    port = int(home.listening().rpartition(":")[2])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
        start(home, ServerSettings(port=port), print)


def bulk_write(store: GraphStore, step: int) -> None:
    """The store holds this step, and no other."""
    with store.tx() as tx:
        tx.delete_nodes(Volunteer)
        tx.upsert_nodes([Organization(id="o", name=f"第{step}轮")])
        for part in range(0, SIZE, 100):
            ids = [f"v{i}" for i in range(part, part + 100)]
            tx.upsert_nodes(volunteer(id, load=step) for id in ids)
            tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge(id, "o") for id in ids])


def step_in(store: GraphStore) -> int:
    """The one step that the store holds, whole."""
    rows = store.query(Match("v", Volunteer).hop("MEMBER_OF", "o", Organization).select("v.load", "o.name", "v.id"))
    counts = store.counts()
    assert counts["Volunteer"] == counts["MEMBER_OF"] == len(rows) == SIZE
    ((step, name),) = {(row["v.load"], row["o.name"]) for row in rows}
    assert name == f"第{step}轮"
    return int(step)


class Writing(Thread):
    """Writes step after step until the store gives way; remembers the last one that was acknowledged."""

    def __init__(self, store: GraphStore, step: int) -> None:
        super().__init__()
        self.store, self.step = store, step
        self.enough = Event()
        self.last = step + WRITES // KILLS
        self.said = ""

    def run(self) -> None:
        try:
            while True:
                bulk_write(self.store, self.step + 1)
                self.step += 1
                if self.step >= self.last:
                    self.enough.set()
        except StoreUnavailable as error:
            self.said = str(error)


def test_a_server_killed_during_bulk_writes_keeps_what_it_acknowledged(home: Home, killable: Neo4jStore) -> None:
    moments = random.Random(20261122)
    bulk_write(killable, 0)
    step = 0
    for _ in range(KILLS):
        writing = Writing(killable, step)
        writing.start()
        assert writing.enough.wait(120)
        writing.join(moments.uniform(0, 0.3))
        kill(home)
        writing.join(60)
        assert writing.said.startswith("数据库")
        restart(home)
        step = step_in(killable)
        assert step in (writing.step, writing.step + 1)  # one more when the answer alone was lost
    assert step >= WRITES


def test_a_restart_in_mid_transaction_undoes_it_and_says_so(home: Home, killable: Neo4jStore) -> None:
    with pytest.raises(StoreUnavailable, match="刚才的改动没有保存"):
        _write_through_a_kill(home, killable)
    with pytest.raises(StoreUnavailable, match="连不上"):
        killable.query(PEOPLE)
    with pytest.raises(StoreUnavailable, match="连不上"), killable.tx():
        pass
    restart(home)
    assert killable.query(PEOPLE) == [{"n": 0}]
    with killable.tx() as tx:
        tx.upsert_nodes([volunteer("a")])
    assert killable.query(PEOPLE) == [{"n": 1}]


def _write_through_a_kill(home: Home, store: Neo4jStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes(volunteer(f"v{i}") for i in range(10))
        kill(home)
        tx.upsert_nodes(volunteer(f"w{i}") for i in range(10))


def test_a_failed_transaction_is_not_saved_though_its_error_is_caught(home: Home, killable: Neo4jStore) -> None:
    with pytest.raises(StoreUnavailable):
        _catch_the_error(home, killable)
    assert killable.query(PEOPLE) == [{"n": 0}]


def _catch_the_error(home: Home, store: Neo4jStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a")])
        kill(home)
        with pytest.raises(StoreUnavailable):
            tx.upsert_nodes([volunteer("b")])
        restart(home)


def test_a_short_absence_of_the_server_is_waited_for(home: Home, killable: Neo4jStore) -> None:
    patient = Neo4jStore(Access(home.address(), USER, home.password()), patience=60.0)
    kill(home)
    starting = Thread(target=restart, args=[home])
    starting.start()
    with patient.tx() as tx:
        tx.upsert_nodes([volunteer("a")])
    assert patient.query(PEOPLE) == [{"n": 1}]
    starting.join()
    patient.close()


HALF = """
import os, signal, sys
from engine.store import open_store
from tests.engine.store.fuhua_street import volunteer

store = open_store(sys.argv[1])
with store.tx() as tx:
    tx.upsert_nodes(volunteer(f"v{i}") for i in range(100))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_program_killed_in_its_transaction_leaves_nothing_and_holds_nobody_up(
    home: Home, killable: Neo4jStore
) -> None:
    environment = os.environ | {"JIUJIN_NEO4J_USER": USER, "JIUJIN_NEO4J_PASSWORD": home.password()}
    ended = subprocess.run([sys.executable, "-c", HALF, home.address()], cwd=ROOT, env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    with killable.tx() as tx:
        assert tx.query(PEOPLE) == [{"n": 0}]
        tx.upsert_nodes([volunteer("a")])
    assert killable.query(PEOPLE) == [{"n": 1}]
