"""The same import, run by two programs at once, leaves what one alone leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine.model import EDGES, NODES, Volunteer
from engine.store import GraphStore, Match, open_store
from tests.conftest import Opener

ROOT = Path(__file__).resolve().parents[3]
LABELS = {node.LABEL: node for node in NODES}

IMPORT = """
import sys
from pathlib import Path
from engine.district import load_district
from engine.errors import StoreUnavailable
from engine.store import open_store

store = open_store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
while True:
    try:
        load_district(store, Path("data/erqi"))
        break
    except StoreUnavailable as error:  # the other has taken longer than one waits for his turn
        assert "正忙于另一次写入" in str(error)
store.close()
"""


def imported(address: str, programs: int) -> None:
    """So many programs have imported the demo district at once."""
    command = [sys.executable, "-c", IMPORT, address]
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) for _ in range(programs)]
    for program in running:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in running:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in running:
        program.communicate()
        assert program.returncode == 0


def content(store: GraphStore) -> str:
    """All nodes and edges as text; for the ids that people drew stand their names and telephone numbers.

    Those who serve together are joined from the lesser id to the greater: which way says nothing.
    """
    people = store.query(Match("v", Volunteer).select("v.id", "v.name", "v.phone"))
    drawn = {row["v.id"]: f"{row['v.name']} {row['v.phone']}" for row in people}
    assert len(set(drawn.values())) == len(drawn)
    found = []
    for label, node in LABELS.items():
        for row in store.query(Match("n", node)):
            found.append([label, row["n"] | {"id": drawn.get(row["n"]["id"], row["n"]["id"])}])
    for edge in EDGES:
        for source in edge.sources:
            for target in edge.targets:
                pattern = Match("a", LABELS[source]).hop(edge.name, "b", LABELS[target], edge_alias="e")
                for row in store.query(pattern.select("a.id", "b.id", "e")):
                    ends = [drawn.get(id, id) for id in (row["a.id"], row["b.id"])]
                    ordered = sorted(ends) if edge.name == "TOGETHER" else ends
                    found.append([edge.name, source, target, *ordered, row["e"]])
    return "\n".join(sorted(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in found))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What one import leaves."""
    address = f"sqlite://{tmp_path_factory.mktemp('once')}/graph.db"
    imported(address, 1)
    store = open_store(address)
    told = content(store)
    store.close()
    return told


def test_two_imports_at_once_leave_what_one_leaves(
    store: GraphStore, open_empty: Opener, tmp_path: Path, once: str
) -> None:
    imported(open_empty.address(tmp_path), 2)
    assert len(once.splitlines()) == sum(store.counts().values())
    assert content(store) == once
