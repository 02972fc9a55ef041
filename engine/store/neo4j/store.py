"""The graph on a Neo4j server."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock, local
from typing import Any, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, GraphDatabase, ManagedTransaction, Session, Transaction, unit_of_work
from neo4j.exceptions import DriverError, Neo4jError

from engine.model import EDGES, NODES, Node
from engine.store.arrivals import check_begin, check_turn
from engine.store.changes import known
from engine.store.neo4j import schema
from engine.store.neo4j.access import Access
from engine.store.neo4j.faults import (
    BUSY,
    CLOSED,
    NOT_BUILT,
    check_version,
    is_of_another,
    may_try_again,
    translated,
    unavailable,
)
from engine.store.neo4j.reading import answer, explained, read_node, run
from engine.store.neo4j.snapshot import Neo4jSnapshot
from engine.store.neo4j.terms import word
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

TAKE_TURN = "MATCH (t:JiujinTurn {id: 'writing'}) SET t.taken = t.taken + 1 RETURN coalesce(t.arriving, '')"
ARRIVING = "MATCH (t:JiujinTurn {id: 'writing'}) RETURN coalesce(t.arriving, '')"
BEGIN_ARRIVAL = "MATCH (t:JiujinTurn {id: 'writing'}) SET t.arriving = $what"
END_ARRIVAL = "MATCH (t:JiujinTurn {id: 'writing'}) REMOVE t.arriving"
COUNTS = "\nUNION ALL ".join(
    [f"MATCH (n:{word(node.LABEL)}) WITH count(n) AS n RETURN '{node.LABEL}' AS name, n" for node in NODES]
    + [f"MATCH ()-[e:{word(edge.name)}]->() WITH count(e) AS n RETURN '{edge.name}' AS name, n" for edge in EDGES]
)


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
        with self._turn_taken() as (begun, arriving):
            check_turn(arriving, arrival=False)
            with _transaction(begun) as transaction:
                yield transaction

    @contextmanager
    def snapshot(self) -> Iterator[Neo4jSnapshot]:
        """The graph at this moment; writers wait until the end of the block."""
        with self._turn_taken(snapshot=True) as (begun, arriving):
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
        with self._turn_taken() as (begun, arriving):
            check_begin(arriving, what, dict(run(begun, COUNTS, {})[0]))
            run(begun, BEGIN_ARRIVAL, {"what": what})

    @contextmanager
    def arrival(self) -> Iterator[Neo4jTransaction]:
        """One transaction of what is moving in."""
        with self._turn_taken() as (begun, arriving):
            check_turn(arriving, arrival=True)
            with _transaction(begun) as transaction:
                yield transaction

    def end_arrival(self) -> None:
        """The graph is finished."""
        with self._turn_taken() as (begun, _):
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
        values = self._read(lambda transaction: run(transaction, COUNTS, {})[0])
        return dict(values)

    def close(self) -> None:
        """Nothing is held open any more; may be called twice."""
        self._closed = True
        self._driver.close()

    def _read(self, work: Callable[[ManagedTransaction], T]) -> T:
        """What the work reads; a read changes nothing, so it is tried again when the server gives way."""
        with translated(), self._session(READ_ACCESS) as session:
            return session.execute_read(unit_of_work(timeout=READ_SECONDS)(work))

    def _session(self, access: str) -> Session:
        if self._closed:
            raise unavailable(CLOSED)
        bookmarks: Any = self._driver.execute_query_bookmark_manager  # a read sees what was written before it
        return self._driver.session(default_access_mode=access, fetch_size=-1, bookmark_manager=bookmarks)

    @contextmanager
    def _turn_taken(self, snapshot: bool = False) -> Iterator[tuple[Transaction, str]]:
        """A transaction of the one thread that may write, and what is moving in."""
        if getattr(self._thread, "writing", False):
            raise RuntimeError("this thread is writing already: a transaction inside another would wait for ever")
        if not self._turn.acquire(timeout=self.wait):
            raise unavailable(BUSY)
        self._thread.writing = True
        try:
            with translated(), self._begun(SNAPSHOT_SECONDS if snapshot else WRITE_SECONDS) as begun:
                yield begun
        finally:
            self._thread.writing = False
            self._turn.release()

    @contextmanager
    def _begun(self, seconds: float) -> Iterator[tuple[Transaction, str]]:
        """A transaction whose turn it is. Until then nothing is written, so beginning is tried again."""
        began = time.monotonic()
        while True:
            with self._session(WRITE_ACCESS) as session:
                try:
                    begun = session.begin_transaction(timeout=seconds)
                    turn, _ = run(begun, TAKE_TURN, {})
                except (DriverError, Neo4jError) as error:
                    enough = self.wait if is_of_another(error) else self.patience
                    if not may_try_again(error) or time.monotonic() - began > enough:
                        raise
                else:
                    if not turn:
                        raise unavailable(NOT_BUILT)
                    with _settling(begun):
                        yield begun, str(turn[0][0])
                    return
            time.sleep(PAUSE)


@contextmanager
def _transaction(begun: Transaction) -> Iterator[Neo4jTransaction]:
    transaction = Neo4jTransaction(begun)
    try:
        yield transaction
        transaction.finish()
    finally:
        transaction.end()


@contextmanager
def _settling(begun: Transaction) -> Iterator[None]:
    """The transaction commits at the end of the block; on any exception it is undone."""
    try:
        yield
        begun.commit()
    except BaseException:
        with suppress(DriverError, Neo4jError):  # a server that is gone undoes it by itself
            begun.close()
        raise
