"""What is said when a Neo4j server cannot be used: one sentence, the same on the command line, with exit code 2."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from neo4j.exceptions import ConfigurationError, DriverError, Neo4jError, ServiceUnavailable, UnsupportedServerProduct

from engine.errors import StoreUnavailable
from engine.model import Volunteer
from engine.store import open_store
from engine.store.neo4j import Access, Neo4jStore, reading
from engine.store.neo4j import store as module
from engine.store.neo4j.faults import BUSY, check_version, reason_of
from tests.engine.store.fuhua_street import volunteer

ROOT = Path(__file__).resolve().parents[4]
NOBODY = Access("neo4j://127.0.0.1:1", "neo4j", "x")
"""Where no server is."""


def coded(code: str) -> Neo4jError:
    return Neo4jError._hydrate_neo4j(code=f"Neo.{code}", message="english")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (coded("ClientError.Security.Unauthorized"), "用户名或密码不对"),
        (coded("ClientError.Security.AuthenticationRateLimit"), "稍后再试"),
        (coded("ClientError.Transaction.TransactionTimedOut"), "用时太久"),
        (coded("ClientError.Transaction.TransactionTimedOutClientConfiguration"), "用时太久"),
        (coded("ClientError.General.ForbiddenOnReadOnlyDatabase"), "只能读"),
        (coded("TransientError.General.MemoryPoolOutOfMemoryError"), "内存不足"),
        (coded("TransientError.Transaction.DeadlockDetected"), "另一次写入"),
        (coded("TransientError.General.DatabaseUnavailable"), "正在启动"),
        (coded("DatabaseError.General.UnknownError"), "内部出错"),
        (ServiceUnavailable("english"), "连不上"),
        (UnsupportedServerProduct("english"), "5.26"),
        (ConfigurationError("english"), "证书"),
    ],
)
def test_each_fault_has_its_sentence(error: DriverError | Neo4jError, said: str) -> None:
    assert said in (reason_of(error) or "")


def test_a_fault_of_this_program_is_not_hidden() -> None:
    assert reason_of(coded("ClientError.Statement.SyntaxError")) is None


@pytest.mark.parametrize("agent", ["Neo4j/5.26.0", "Neo4j/5.26.30", "Neo4j/2025.10.1", "Neo4j/5.27-aura"])
def test_a_server_that_is_new_enough_is_taken(agent: str) -> None:
    check_version(agent)


@pytest.mark.parametrize("agent", ["Neo4j/5.25.1", "Neo4j/4.4.40", "Memgraph"])
def test_a_server_that_is_too_old_is_refused(agent: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"需要 Neo4j 5\.26 或更新"):
        check_version(agent)


def test_an_unreachable_server_is_named() -> None:
    store = Neo4jStore(NOBODY, patience=0.1)
    for ask in (store.migrate, store.counts, lambda: store.get(Volunteer, "v1"), lambda: store.tx().__enter__()):
        with pytest.raises(StoreUnavailable, match="连不上"):
            ask()
    store.close()


def test_a_question_that_takes_too_long_is_given_up(neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "READ_SECONDS", 0.3)
    monkeypatch.setattr(reading, "COUNTS", "UNWIND range(1, 1000000000) AS n RETURN 'n', count(n % 7 + n % 11)")
    with pytest.raises(StoreUnavailable, match="用时太久"):
        neo4j_store.counts()


def test_a_write_that_takes_too_long_is_undone(neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WRITE_SECONDS", 0.5)
    with pytest.raises(StoreUnavailable, match="用时太久"):
        _write_slowly(neo4j_store)
    assert neo4j_store.get(Volunteer, "v0") is None


def _write_slowly(store: Neo4jStore) -> None:
    with store.tx() as tx:
        for number in range(10_000):
            tx.upsert_nodes([volunteer(f"v{number}")])


def test_a_write_of_another_program_is_waited_for_and_then_named(neo4j_store: Neo4jStore, neo4j_address: str) -> None:
    other = open_store(neo4j_address)
    neo4j_store.wait = 0.1
    with other.tx() as tx:
        tx.upsert_nodes([volunteer("a")])
        with pytest.raises(StoreUnavailable, match=BUSY), neo4j_store.tx():
            pass
        assert neo4j_store.get(Volunteer, "a") is None  # reading goes on
    with neo4j_store.tx() as tx:
        tx.upsert_nodes([volunteer("b")])
    other.close()


def command_line(address: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "cli.py", "show", "plan:none"],
        cwd=ROOT,
        env=os.environ | environment | {"JIUJIN_STORE": address, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_line_says_that_no_server_is_there() -> None:
    ended = command_line(NOBODY.address, JIUJIN_NEO4J_PASSWORD="x")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "STORE_UNAVAILABLE 数据库连不上：请检查地址和端口，以及 Neo4j 是否正在运行\n"


def test_the_command_line_says_that_the_password_is_wrong(neo4j_store: Neo4jStore, neo4j_address: str) -> None:
    ended = command_line(neo4j_address, JIUJIN_NEO4J_USER="nobody", JIUJIN_NEO4J_PASSWORD="no-secret-of-ours")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("STORE_UNAVAILABLE 数据库拒绝登录：用户名或密码不对")
    assert ended.stderr.count("\n") == 1
    assert "no-secret-of-ours" not in ended.stderr


def test_the_command_line_says_that_an_index_cannot_be(neo4j_store: Neo4jStore, neo4j_address: str) -> None:
    with neo4j_store._session("WRITE") as session:
        session.run("DROP CONSTRAINT model_Team_id").consume()
        session.run("CREATE (:Team {id: 't', name: '甲'}), (:Team {id: 't', name: '乙'})").consume()
    ended = command_line(neo4j_address)
    with neo4j_store._session("WRITE") as session:
        session.run("MATCH (t:Team) DELETE t").consume()
    neo4j_store.migrate()
    assert ended.returncode == 2
    assert ended.stderr == "STORE_UNAVAILABLE 数据库用不了：有重复的编号，唯一约束建不起来，请先去掉重复的数据\n"


def test_the_command_line_answers_when_all_is_well(neo4j_store: Neo4jStore, neo4j_address: str) -> None:
    ended = command_line(neo4j_address)
    assert (ended.returncode, ended.stderr) == (2, "NOT_FOUND 没有这份周计划\n")
