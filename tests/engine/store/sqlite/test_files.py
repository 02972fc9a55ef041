"""What the SQLite store says of files that it cannot use, and that nothing is then half-written."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import InvalidInput, StoreUnavailable
from engine.model import Assignment, JobProgress, PlanJob, Shift, Volunteer
from engine.store import Edge, GraphStore, Match, open_store
from engine.store.opening import sqlite_path
from engine.store.sqlite import SqliteStore, connections
from tests.engine.store.fuhua_street import volunteer

ROOT = Path(__file__).resolve().parents[4]
EVERYONE = Match("v", Volunteer).count("n")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph.db"


@pytest.fixture
def sqlite_store(path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(path, patience=0.1)
    store.migrate()
    yield store
    store.close()


def people(store: GraphStore) -> int:
    return int(store.query(EVERYONE)[0]["n"])


def test_an_address_names_a_file() -> None:
    assert sqlite_path("sqlite:///a/b.db") == Path("/a/b.db")
    assert sqlite_path("sqlite:///a/%E5%9B%BE.db") == Path("/a/图.db")
    assert sqlite_path("sqlite:a/b.db") == Path("a/b.db")
    assert sqlite_path("a/b.db") == Path("a/b.db")
    assert sqlite_path("/a:b/c.db") == Path("/a:b/c.db")


@pytest.mark.parametrize("address", ["", "oracle://server/db", "sqlite:", "sqlite://"])
def test_an_unknown_kind_of_address_is_invalid(address: str) -> None:
    with pytest.raises(InvalidInput, match="数据库地址"):
        open_store(address)


def test_missing_folders_are_made(tmp_path: Path) -> None:
    store = open_store(f"sqlite://{tmp_path}/a/b/graph.db")
    store.close()
    assert (tmp_path / "a" / "b" / "graph.db").exists()


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnavailable, match="文件夹"):
        open_store(f"sqlite://{tmp_path}/file/graph.db")


def test_a_folder_in_place_of_the_file_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="打不开"):
        open_store(f"sqlite://{tmp_path}")


def test_a_file_that_is_no_database_is_unavailable_and_stays_as_it_is(path: Path) -> None:
    path.write_text("姓名,手机号\n" * 200)
    with pytest.raises(StoreUnavailable, match="不是数据库"):
        open_store(str(path))
    assert path.read_text() == "姓名,手机号\n" * 200


def test_a_database_of_another_program_is_unavailable_and_stays_as_it_is(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    with pytest.raises(StoreUnavailable, match="别的程序"):
        open_store(str(path))
    other = sqlite3.connect(path)
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]
    other.close()


def test_a_store_of_a_newer_program_is_refused(sqlite_store: SqliteStore, path: Path) -> None:
    sqlite_store.close()
    newer = sqlite3.connect(path)
    with newer:
        newer.execute("INSERT INTO migrations VALUES (999, '2030-01-01')")
    newer.close()
    with pytest.raises(StoreUnavailable, match="第 999 版"):
        open_store(str(path))


def test_a_store_that_was_never_migrated_says_so(path: Path) -> None:
    store = SqliteStore(path)
    with pytest.raises(StoreUnavailable, match="还没有建好"):
        people(store)
    store.close()


def test_a_damaged_file_is_unavailable(sqlite_store: SqliteStore, path: Path) -> None:
    with sqlite_store.tx() as tx:
        tx.upsert_nodes(volunteer(f"v{number}") for number in range(500))
    sqlite_store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable, match="损坏"):
        open_store(str(path))


def test_a_full_disk_is_unavailable_and_nothing_is_half_written(
    path: Path, sqlite_store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_store.tx() as tx:
        tx.upsert_nodes([volunteer("before")])
    sqlite_store.close()
    monkeypatch.setattr(connections, "PRAGMAS", (*connections.PRAGMAS, "PRAGMA max_page_count = 60"))
    full = SqliteStore(path)
    with pytest.raises(StoreUnavailable, match="磁盘已满"):
        _write_much(full)
    assert people(full) == 1
    with full.tx() as tx:  # there is still room for a little
        tx.upsert_nodes([volunteer("after")])
    assert people(full) == 2
    full.close()


def _write_much(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("first")])
        tx.upsert_nodes(volunteer(f"v{number}", note="长" * 500) for number in range(1000))


GREEDY = """
import sys
import tempfile
from engine.errors import StoreUnavailable
from engine.store import open_store
from tests.engine.store.fuhua_street import volunteer
store = open_store(sys.argv[1])
try:
    with store.tx() as tx:
        tx.upsert_nodes(volunteer(f"v{number}", note="长" * 500) for number in range(2000))
except StoreUnavailable as error:
    sys.exit(str(error))
finally:
    store.close()
"""


def test_a_file_that_may_not_grow_is_unavailable_and_nothing_is_half_written(path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", GREEDY, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000)),
    )
    assert "读写出错" in ended.stderr or "磁盘已满" in ended.stderr
    store = open_store(str(path))
    assert people(store) == 0
    store.close()


def test_a_write_of_another_program_is_waited_for_and_then_named(sqlite_store: SqliteStore, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="另一个程序"), sqlite_store.tx():
        pass
    assert people(sqlite_store) == 0  # reading goes on
    other.execute("COMMIT")
    other.close()
    with sqlite_store.tx() as tx:
        tx.upsert_nodes([volunteer("a")])


WRITE_TO = """
import os, sys
from engine.errors import StoreUnavailable
from engine.store import open_store
from tests.engine.store.fuhua_street import volunteer
if os.getuid() == 0:
    os.setuid(65534)
try:
    store = open_store(sys.argv[1])
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a")])
except StoreUnavailable as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize("mode", [0o555, 0o755])
def test_a_folder_where_nothing_may_be_written_is_unavailable(mode: int) -> None:
    with tempfile.TemporaryDirectory() as folder:  # tmp_path is shut to others by whatever else starts pytest meanwhile
        _nothing_may_be_written(Path(folder) / "inside", mode)


def _nothing_may_be_written(inside: Path, mode: int) -> None:
    inside.mkdir()
    store = open_store(f"sqlite://{inside}/graph.db")
    store.close()
    (inside / "graph.db").chmod(0o444)
    inside.chmod(mode)
    if os.getuid() == 0:  # the child runs as nobody then, who must come here
        inside.parent.chmod(0o711)
    ended = subprocess.run(
        [sys.executable, "-c", WRITE_TO, str(inside / "graph.db")], cwd=ROOT, capture_output=True, text=True
    )
    assert "数据库" in ended.stderr
    assert "权限" in ended.stderr
    inside.chmod(0o755)


def test_migrations_are_recorded_with_their_numbers(path: Path) -> None:
    store = SqliteStore(path)
    assert store.migrate() == [1, 2, 3, 4, 5]
    assert store.migrate() == []
    store.close()
    file = sqlite3.connect(path)
    assert [number for (number,) in file.execute("SELECT number FROM migrations")] == [1, 2, 3, 4, 5]
    file.close()


def test_jobs_of_before_get_their_progress(sqlite_store: SqliteStore, path: Path) -> None:
    with sqlite_store.tx() as tx:
        tx.create_node(PlanJob(id="job-1", week="2026-W48", started_at="2026-11-20T10:00:00+08:00"))
    before = sqlite3.connect(path)
    with before:
        before.execute("DELETE FROM migrations WHERE number = 3")
    before.close()
    assert sqlite_store.migrate() == [3]
    with sqlite_store.tx() as tx:
        assert tx.upsert_nodes([JobProgress(id="job-1")]) == 0


def test_assignments_of_before_get_the_week_of_their_shift(sqlite_store: SqliteStore, path: Path) -> None:
    with sqlite_store.tx() as tx:
        tx.upsert_nodes(
            [
                Shift(id="s", week="2026-W48", start=420, end=510, min=1, desired=1, max=1),
                Assignment(id="a", week="2026-W01", metres=9),
            ]
        )
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge("a", "s")])
    before = sqlite3.connect(path)
    with before:
        before.execute("DELETE FROM migrations WHERE number = 4")
        before.execute("UPDATE nodes SET props = json_remove(props, '$.week') WHERE id = 'a'")
    before.close()
    assert sqlite_store.migrate() == [4]
    with sqlite_store.tx() as tx:
        assert tx.upsert_nodes([Assignment(id="a", week="2026-W48", metres=9)]) == 0


def test_a_commit_is_on_the_disk_before_it_returns(sqlite_store: SqliteStore) -> None:
    with sqlite_store._connections.one() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_what_is_written_is_plain_json(sqlite_store: SqliteStore, path: Path) -> None:
    with sqlite_store.tx() as tx:
        tx.upsert_nodes([volunteer("a", name="张三")])
    file = sqlite3.connect(path)
    (text,) = file.execute("SELECT props FROM nodes").fetchone()
    file.close()
    assert "张三" in text
    assert json.loads(text)["name"] == "张三"
