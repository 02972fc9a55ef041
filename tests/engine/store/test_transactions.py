"""What the port promises of transactions, threads and closing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest

from engine.errors import StoreUnavailable
from engine.model import EDGES, NODES, Volunteer
from engine.store import GraphStore, Match, eq
from tests.engine.store.fuhua_street import JIA, fill, volunteer

ALL = Match("v", Volunteer).count()


class Accident(Exception):
    """What goes wrong in the middle."""


def count(store: GraphStore) -> int:
    return int(store.query(ALL)[0]["count"])


def test_a_transaction_commits_at_its_end(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a")])
    assert count(store) == 1


def test_any_exception_undoes_all_of_it(store: GraphStore) -> None:
    for accident in (Accident, KeyboardInterrupt):
        with pytest.raises(accident):
            _write_until(store, accident)
    assert count(store) == 0


def _write_until(store: GraphStore, accident: type[BaseException]) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a"), volunteer("b")])
        tx.delete_nodes(Volunteer, eq("id", "b"))
        raise accident


def test_a_transaction_sees_its_own_writes(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a")])
        assert tx.query(ALL) == [{"count": 1}]
        assert tx.get(Volunteer, "a") == volunteer("a")


def test_others_see_nothing_before_the_commit(store: GraphStore) -> None:
    with store.tx() as tx, ThreadPoolExecutor(1) as other:
        tx.upsert_nodes([volunteer("a")])
        assert other.submit(count, store).result() == 0
        assert count(store) == 0
    assert count(store) == 1


def test_a_transaction_inside_another_is_refused_at_once(store: GraphStore) -> None:
    with store.tx() as tx:
        with pytest.raises(RuntimeError), store.tx():
            pass
        tx.upsert_nodes([volunteer("a")])
    assert count(store) == 1


def test_a_transaction_that_is_over_refuses_everything(store: GraphStore) -> None:
    with store.tx() as tx:
        pass
    with pytest.raises(RuntimeError):
        tx.upsert_nodes([volunteer("a")])
    with pytest.raises(RuntimeError):
        tx.query(ALL)
    assert count(store) == 0


def test_a_store_is_usable_after_a_failed_transaction(store: GraphStore) -> None:
    with pytest.raises(Accident), store.tx():
        raise Accident
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a")])
    assert count(store) == 1


def test_threads_that_write_wait_for_each_other(store: GraphStore) -> None:
    def add(number: int) -> None:
        for step in range(10):
            with store.tx() as tx:
                there = tx.query(ALL)[0]["count"]
                tx.upsert_nodes([volunteer(f"v{number}-{step}", load=there)])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    loads = [row["v.load"] for row in store.query(Match("v", Volunteer).order("v.load").select("v.load", "v.id"))]
    assert loads == list(range(40))  # each saw all that was written before it


def test_threads_that_read_see_whole_transactions_only(store: GraphStore) -> None:
    done = Event()
    seen: set[int] = set()

    def read() -> None:
        while not done.is_set():
            seen.add(count(store))

    readers = [Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for step in range(20):
        with store.tx() as tx:
            for part in range(5):
                tx.upsert_nodes([volunteer(f"v{step}-{part}")])
    done.set()
    for reader in readers:
        reader.join()
    assert all(number % 5 == 0 for number in seen)


async def test_a_store_is_safe_under_to_thread(store: GraphStore) -> None:
    def add(number: int) -> None:
        with store.tx() as tx:
            tx.upsert_nodes([volunteer(f"v{number}")])

    reads = [asyncio.to_thread(count, store) for _ in range(20)]
    writes = [asyncio.to_thread(add, number) for number in range(20)]
    await asyncio.gather(*(job for pair in zip(reads, writes, strict=True) for job in pair))
    assert count(store) == 20


def test_counts_name_every_label_and_edge_type(store: GraphStore) -> None:
    assert store.counts() == {**{node.LABEL: 0 for node in NODES}, **{edge.name: 0 for edge in EDGES}}
    fill(store)
    counts = store.counts()
    assert (counts["Volunteer"], counts["PART_OF"], counts["MEMBER_OF"], counts["Plan"]) == (3, 2, 3, 0)


def test_migrating_again_applies_nothing(store: GraphStore) -> None:
    assert store.migrate() == []


def test_what_was_written_is_there_when_the_store_is_opened_again(
    store: GraphStore, open_empty: Callable[[Path], GraphStore], tmp_path: Path
) -> None:
    fill(store)
    store.close()
    again = open_empty(tmp_path)
    try:
        assert again.get(Volunteer, JIA) is not None
    finally:
        again.close()


def test_a_store_may_be_closed_twice_and_then_says_so(store: GraphStore) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable):
        store.query(ALL)
    with pytest.raises(StoreUnavailable), store.tx():
        pass
