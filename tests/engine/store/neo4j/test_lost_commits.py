"""The connection is lost before the server has said that it committed: the graph itself knows whether it did."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import cast

import pytest
from neo4j import Transaction
from neo4j.exceptions import IncompleteCommit, ServiceUnavailable

from engine.errors import StoreUnavailable
from engine.model import Volunteer
from engine.store import open_store
from engine.store.neo4j import Neo4jStore
from engine.store.neo4j import store as module
from tests.engine.store.fuhua_street import volunteer

Lose = Callable[[Callable[[Transaction], None]], None]


@pytest.fixture
def lose(monkeypatch: pytest.MonkeyPatch) -> Lose:
    """The next commit ends as told, and then its connection is gone; later ones are as ever."""

    def losing(end: Callable[[Transaction], None]) -> None:
        commit = Transaction.commit

        def lost(transaction: Transaction) -> None:
            monkeypatch.setattr(Transaction, "commit", commit)
            end(transaction)
            raise IncompleteCommit("the connection is gone")

        monkeypatch.setattr(Transaction, "commit", lost)

    return losing


def write(store: Neo4jStore, id: str) -> None:
    with store.tx() as tx:
        tx.create_node(volunteer(id))


def test_what_was_saved_all_the_same_is_no_error(neo4j_store: Neo4jStore, lose: Lose) -> None:
    lose(Transaction.commit)
    write(neo4j_store, "a")
    assert neo4j_store.get(Volunteer, "a")
    write(neo4j_store, "b")


def test_what_was_not_saved_is_said_to_be_not_saved(neo4j_store: Neo4jStore, lose: Lose) -> None:
    lose(Transaction.rollback)
    with pytest.raises(StoreUnavailable, match="没有保存，请稍后再试"):
        write(neo4j_store, "a")
    assert neo4j_store.get(Volunteer, "a") is None
    write(neo4j_store, "a")


def test_others_may_write_before_it_is_asked(neo4j_store: Neo4jStore, lose: Lose, neo4j_address: str) -> None:
    def saved_and_followed(transaction: Transaction) -> None:
        transaction.commit()
        with closing(cast("Neo4jStore", open_store(neo4j_address))) as other:
            write(other, "b")

    lose(saved_and_followed)
    write(neo4j_store, "a")
    assert neo4j_store.get(Volunteer, "a")


def test_after_too_many_writes_of_others_nothing_is_claimed(
    neo4j_store: Neo4jStore, lose: Lose, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MARKS", -1)  # as if so many had written since that its mark may be gone
    lose(Transaction.rollback)
    with pytest.raises(StoreUnavailable, match="重新读取；没有保存就再做一次"):
        write(neo4j_store, "a")


def test_a_server_that_does_not_come_back_leaves_it_open(
    neo4j_store: Neo4jStore, lose: Lose, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(access: str) -> None:
        raise ServiceUnavailable("nobody there")

    def ended(transaction: Transaction) -> None:
        transaction.commit()
        monkeypatch.setattr(neo4j_store, "_session", gone)

    neo4j_store.patience = 0.2
    lose(ended)
    with pytest.raises(StoreUnavailable, match="重新读取；没有保存就再做一次"):
        write(neo4j_store, "a")
