"""The graph on a Neo4j server."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Lock, local
from typing import Any, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, GraphDatabase, ManagedTransaction, Session, Transaction, unit_of_work
from neo4j.exceptions import DriverError, IncompleteCommit, Neo4jError

from engine.model import Node
from engine.store import deadline
from engine.store.arrivals import check_begin, check_turn
from engine.store.changes import known
from engine.store.neo4j import schema
from engine.store.neo4j.access import Access
from engine.store.neo4j.faults import (
    BUSY,
    CLOSED,
    LOST,
    NOT_BUILT,
    check_version,
    is_of_another,
    may_try_again,
    translated,
    unavailable,
)
from engine.store.neo4j.reading import answer, explained, read_counts, read_moments, read_node, run
from engine.store.neo4j.snapshot import Neo4jSnapshot
from engine.store.neo4j.transaction import Neo4jTransaction
from engine.store.question import Match, Row

N = TypeVar("N", bound=Node)
T = TypeVar("T")

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what the driver would print, an error says

READ_SECONDS = 30.0
"""After so long the server gives up a question."""
WRITE_SECONDS = 600.0
"""After so long the server undoes a transaction, with all that waiting for its turn took."""
SNAPSHOT_SECONDS = 6 * 3600.0
"""After so long the server lets writers have their turn again, and a snapshot is lost."""
PAUSE = 0.1
"""Seconds before what failed is tried again."""

MARKS = 50
"""Of so many of the last writes the graph keeps that they were saved."""
TAKE_TURN = f"""
MATCH (t:JiujinTurn {{id: 'writing'}})
SET t.taken = t.taken + 1, t.marks = (coalesce(t.marks, []) + $mark)[-{MARKS}..]
RETURN coalesce(t.arriving, ''), t.taken
"""
WAS_SAVED = """
MATCH (t:JiujinTurn {id: 'writing'})
SET t.taken = t.taken
RETURN $mark IN coalesce(t.marks, []), t.taken
"""
ARRIVING = "MATCH (t:JiujinTurn {id: 'writing'}) RETURN coalesce(t.arriving, '')"
BEGIN_ARRIVAL = "MATCH (t:JiujinTurn {id: 'writing'}) SET t.arriving = $what"
END_ARRIVAL = "MATCH (t:JiujinTurn {id: 'writing'}) REMOVE t.arriving"


class Neo4jStore:
    """A :class:`GraphStore` on a server; ``patience``: seconds to go on trying to reach it; ``wait``: seconds to wait
    for a write of another thread or program.

    Neo4j lets writers run side by side and see each other's commits. So that what a transaction has read stays true
    until it commits, each begins by writing to one node: its lock makes writers take turns, in all programs.
    """

    def __init__(self, access: Access, patience: float = 10.0, wait: float = 60.0) -> None:
        self.patience = patience
        self.wait = wait
        self._closed = False
        self._turn = Lock()
        self._thread = local()
        with translated():
            self._driver = GraphDatabase.driver(
                access.address,
                auth=(access.user, access.password),
                connection_timeout=5.0,
                connection_acquisition_timeout=patience,
                max_transaction_retry_time=patience,
                liveness_check_timeout=30.0,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )

    def migrate(self) -> list[int]:
        """The schema is the newest; the numbers of the migrations that were applied now."""
        with translated():
            self._driver.verify_connectivity()
            check_version(self._driver.get_server_info().agent)
            with self._session(WRITE_ACCESS) as session:
                return schema.migrate(session)

    @contextmanager
    def tx(self) -> Iterator[Neo4jTransaction]:
        """One writing transaction; commits at the end of the block, rolls back on any exception."""
        with self._turn_taken() as (begun, arriving, mark):
            check_turn(arriving, arrival=False)
            with _transaction(begun, mark) as transaction:
                yield transaction

    @contextmanager
    def snapshot(self) -> Iterator[Neo4jSnapshot]:
        """The graph at this moment; writers wait until the end of the block."""
        with self._turn_taken(snapshot=True) as (begun, arriving, _):
            check_turn(arriving, arrival=False)
            yield Neo4jSnapshot(begun)

    def arriving(self) -> str:
        """What is moving in; empty when the graph is finished."""
        values = self._read(lambda transaction: run(transaction, ARRIVING, {})[0])
        if not values:
            raise unavailable(NOT_BUILT)
        return str(values[0][0])

    def begin_arrival(self, what: str) -> None:
        """The graph is unfinished. Raises ``Conflict`` unless it was empty, or the same was moving in already."""
        with self._turn_taken() as (begun, arriving, _):
            check_begin(arriving, what, read_counts(begun))
            run(begun, BEGIN_ARRIVAL, {"what": what})

    @contextmanager
    def arrival(self) -> Iterator[Neo4jTransaction]:
        """One transaction of what is moving in."""
        with self._turn_taken() as (begun, arriving, mark):
            check_turn(arriving, arrival=True)
            with _transaction(begun, mark) as transaction:
                yield transaction

    def end_arrival(self) -> None:
        """The graph is finished."""
        with self._turn_taken() as (begun, *_):
            run(begun, END_ARRIVAL, {})

    def query(self, question: Match) -> list[Row]:
        """The rows that answer the question."""
        return self._read(lambda transaction: answer(transaction, question))

    def get(self, node: type[N], id: str) -> N | None:
        """The node, or ``None``."""
        return self._read(lambda transaction: read_node(transaction, known(node), id))

    def explain(self, question: Match) -> list[str]:
        """The steps in which Neo4j would answer."""
        return self._read(lambda transaction: explained(transaction, question))

    def counts(self) -> dict[str, int]:
        """Label or edge type → how many there are."""
        return self._read(read_counts)

    def moments(self) -> dict[str, str]:
        """Label or edge type → the mark of the last transaction that wrote one of them."""
        return self._read(read_moments)

    def close(self) -> None:
        """Nothing is held open any more; may be called twice."""
        self._closed = True
        self._driver.close()

    def _read(self, work: Callable[[ManagedTransaction], T]) -> T:
        """What the work reads; a read changes nothing, so it is tried again when the server gives way."""
        seconds = deadline.at_most(READ_SECONDS)
        with translated(), self._session(READ_ACCESS) as session:
            return session.execute_read(unit_of_work(timeout=seconds)(work))

    def _session(self, access: str) -> Session:
        if self._closed:
            raise unavailable(CLOSED)
        bookmarks: Any = self._driver.execute_query_bookmark_manager  # a read sees what was written before it
        return self._driver.session(default_access_mode=access, fetch_size=-1, bookmark_manager=bookmarks)

    @contextmanager
    def _turn_taken(self, snapshot: bool = False) -> Iterator[tuple[Transaction, str, str]]:
        """A transaction of the one thread that may write, what is moving in, and the transaction's mark."""
        if getattr(self._thread, "writing", False):
            raise RuntimeError("this thread is writing already: a transaction inside another would wait for ever")
        if not self._turn.acquire(timeout=self.wait):
            raise unavailable(BUSY)
        self._thread.writing = True
        try:
            seconds = deadline.at_most(SNAPSHOT_SECONDS if snapshot else WRITE_SECONDS)
            with translated(), self._begun(seconds) as begun:
                yield begun
        finally:
            self._thread.writing = False
            self._turn.release()

    @contextmanager
    def _begun(self, seconds: float) -> Iterator[tuple[Transaction, str, str]]:
        """A transaction whose turn it is. Until then nothing is written, so beginning is tried again."""
        began, mark = time.monotonic(), uuid.uuid4().hex
        while True:
            with self._session(WRITE_ACCESS) as session:
                try:
                    begun = session.begin_transaction(timeout=seconds)
                    turn, _ = run(begun, TAKE_TURN, {"mark": mark})
                except (DriverError, Neo4jError) as error:
                    enough = self.wait if is_of_another(error) else self.patience
                    if not may_try_again(error) or time.monotonic() - began > enough:
                        raise
                else:
                    if not turn:
                        raise unavailable(NOT_BUILT)
                    with _settling(begun, partial(self._was_saved, mark, turn[0][1])):
                        yield begun, str(turn[0][0]), mark
                    return
            time.sleep(PAUSE)

    def _was_saved(self, mark: str, number: int) -> bool | None:
        """Whether the write with this mark, the so manieth, was saved, although nobody said so; ``None`` when that
        cannot be found out. Asked in a turn of its own, so the write is over."""
        began = time.monotonic()
        while True:
            with suppress(DriverError, Neo4jError), self._session(WRITE_ACCESS) as session:
                with session.begin_transaction(timeout=WRITE_SECONDS) as asked:
                    ((saved, last),), _ = run(asked, WAS_SAVED, {"mark": mark})
                    asked.commit()
                return True if saved else (False if last < number + MARKS else None)
            if time.monotonic() - began > self.patience:
                return None
            time.sleep(PAUSE)


@contextmanager
def _transaction(begun: Transaction, mark: str) -> Iterator[Neo4jTransaction]:
    transaction = Neo4jTransaction(begun, mark)
    try:
        yield transaction
        transaction.finish()
    finally:
        transaction.end()


@contextmanager
def _settling(begun: Transaction, was_saved: Callable[[], bool | None]) -> Iterator[None]:
    """The transaction commits at the end of the block; on any exception it is undone. Where the connection is lost
    before the server has said that it committed, the graph is asked."""
    try:
        yield
        deadline.check()
        begun.commit()
    except IncompleteCommit as lost:
        saved = was_saved()
        if saved is None:
            raise
        if not saved:
            raise unavailable(LOST) from lost
    except BaseException:
        with suppress(DriverError, Neo4jError):  # a server that is gone undoes it by itself
            begun.close()
        raise
