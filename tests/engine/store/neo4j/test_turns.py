"""Several programs on one Neo4j server: they see each other's writes, and none undoes what another has done."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import Conflict, NotFound
from engine.model import Organization, Volunteer
from engine.store import Edge, GraphStore, Match, open_store
from engine.store.neo4j import Neo4jStore
from tests.engine.store.fuhua_street import JIA, fill, volunteer

ROOT = Path(__file__).resolve().parents[4]
PEOPLE = Match("v", Volunteer)


def programs(text: str, address: str, names: str) -> list[str]:
    """What programs of this text print that run at once, each with a name of its own."""
    running = [
        subprocess.Popen([sys.executable, "-c", text, address, name], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for name in names
    ]
    told = [program.communicate()[0] for program in running]
    assert [program.returncode for program in running] == [0] * len(names)
    return told


@pytest.fixture
def two(neo4j_store: Neo4jStore, neo4j_address: str) -> Iterator[list[GraphStore]]:
    """Two stores on the same server, as two programs have them."""
    other = open_store(neo4j_address)
    yield [neo4j_store, other]
    other.close()


def test_a_write_through_one_is_seen_through_the_other(two: list[GraphStore]) -> None:
    ours, theirs = two
    fill(ours)
    assert theirs.get(Volunteer, JIA) == ours.get(Volunteer, JIA)
    with theirs.tx() as tx:
        tx.update(Volunteer, JIA, {"load": 7})
    assert ours.query(PEOPLE.select("v.load").order("-v.load").limit(1)) == [{"v.load": 7}]


def test_of_two_updates_of_one_version_the_second_is_a_conflict(two: list[GraphStore]) -> None:
    ours, theirs = two
    fill(ours)
    with ours.tx() as tx:
        tx.update(Volunteer, JIA, {"load": 3}, version=1)
    with pytest.raises(Conflict), theirs.tx() as tx:
        tx.update(Volunteer, JIA, {"load": 4}, version=1)
    assert [row["v.load"] for row in ours.query(PEOPLE.order("-v.load").limit(1).select("v.load"))] == [3]


COUNTING = """
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


def test_what_a_transaction_has_read_stays_true_until_it_commits(neo4j_store: Neo4jStore, neo4j_address: str) -> None:
    programs(COUNTING, neo4j_address, "ab")
    loads = [row["v.load"] for row in neo4j_store.query(PEOPLE.order("v.load").select("v.load", "v.id"))]
    assert loads == list(range(50))  # each write saw all that were before it, of either program


SAME = """
import sys
from engine.model import Organization, Volunteer
from engine.store import Edge, open_store
from tests.engine.store.fuhua_street import volunteer

store = open_store(sys.argv[1])
written = 0
for _ in range(5):
    with store.tx() as tx:
        written += tx.upsert_nodes([Organization(id="o", name="单位"), *(volunteer(f"v{i}") for i in range(200))])
        edges = [Edge(f"v{i}", "o", {"since": "2026-01-01"}) for i in range(200)]
        written += tx.upsert_edges("MEMBER_OF", Volunteer, Organization, edges)
print(written)
store.close()
"""


def test_the_same_written_at_once_is_there_once(neo4j_store: Neo4jStore, neo4j_address: str) -> None:
    told = programs(SAME, neo4j_address, "ab")
    assert sorted(map(int, told)) == [0, 401]
    counts = neo4j_store.counts()
    assert (counts["Volunteer"], counts["Organization"], counts["MEMBER_OF"]) == (200, 1, 200)


def test_several_programs_may_make_one_store_at_once(neo4j_store: Neo4jStore, neo4j_address: str) -> None:
    with neo4j_store._session("WRITE") as session:
        for (name,) in session.run("SHOW CONSTRAINTS YIELD name").values():
            session.run(f"DROP CONSTRAINT {name}").consume()
        for (name,) in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").values():
            session.run(f"DROP INDEX {name}").consume()
        session.run("MATCH (n) WHERE n:JiujinTurn OR n:JiujinMigration DELETE n").consume()
    assert sorted(map(int, programs(SAME, neo4j_address, "abc"))) == [0, 0, 401]
    assert neo4j_store.migrate() == []


def test_an_edge_of_a_node_that_goes_meanwhile_is_refused(two: list[GraphStore]) -> None:
    ours, theirs = two
    fill(ours)
    with theirs.tx() as tx:
        tx.delete_nodes(Organization)
    with pytest.raises(NotFound, match="没有单位“branch”"), ours.tx() as tx:
        tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge(JIA, "branch")])
    with ours.tx() as tx:
        assert tx.upsert_nodes([volunteer("v9")]) == 1
