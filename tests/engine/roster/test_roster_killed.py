"""A process that dies in the middle of an import leaves all of it or nothing."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from roster_street import person

from engine.model import Volunteer
from engine.store.port import GraphStore
from engine.store.sqlite import SqliteStore

ROWS, DEATHS = 200, 20
EDGES = ("MEMBER_OF", "BASED_AT", "LIVES_NEAR")
NURSERY = """
import os, sys
from pathlib import Path
from engine.model import LineId
from engine.pinyin import sort_key
from engine.roster import import_roster
from engine.store.sqlite import SqliteStore
sort_key("甲")
for _ in sys.stdin:
    child = os.fork()
    if not child:
        import_roster(SqliteStore(Path(sys.argv[1])), Path(sys.argv[2]), LineId.PARTY)
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""
"""Has loaded everything, and with each line of input begets a process that imports."""


@contextlib.contextmanager
def nursery(store: SqliteStore, path: Path) -> Iterator[Callable[[float], float]]:
    """A function that starts an import, kills it after so many seconds, and tells how long it lived."""
    command = [sys.executable, "-c", NURSERY, str(store.path), str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None

        def die(after: float) -> float:
            print(file=parent.stdin, flush=True)
            child, start = int(parent.stdout.readline()), time.monotonic()
            if after:
                time.sleep(after)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            assert parent.stdout.readline() == "gone\n"
            return time.monotonic() - start

        yield die
        parent.stdin.close()


def found(path: Path) -> list[int]:
    """How many people and edges there are; afterwards nobody is there."""
    store = SqliteStore(path)
    counts = store.counts()
    with store.tx() as tx:
        tx.delete_nodes(Volunteer)
    store.close()
    return [counts["Volunteer"], *(counts[edge] for edge in EDGES)]


def test_killing_an_import_leaves_all_or_nothing(store: GraphStore, tmp_path: Path, xlsx: Callable[..., Path]) -> None:
    assert isinstance(store, SqliteStore)
    names = ["甲" + "".join("零一二三四五六七八九"[int(digit)] for digit in str(number)) for number in range(ROWS)]
    path = xlsx(*(person(number, name=name) for number, name in enumerate(names)))
    nothing, everything = [0] * 4, [ROWS] * 4
    chance = random.Random(20261122)
    with nursery(store, path) as die:
        life = die(0)
        assert found(store.path) == everything
        left = []
        for _ in range(DEATHS):
            die(chance.uniform(0.2, 1.0) * life)
            left.append(found(store.path))
    assert all(counts in (nothing, everything) for counts in left)
    assert nothing in left, "no process died before the end of its import"
