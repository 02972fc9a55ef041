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
from engine.store.changes import known
from engine.store.neo4j import schema
from engine.store.neo4j.access import Access
from engine.store.neo4j.faults import BUSY, CLOSED, NOT_BUILT, check_version, may_try_again, translated, unavailable
from engine.store.neo4j.reading import answer, explained, read_node, run
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
PAUSE = 0.1
"""Seconds before what failed is tried again."""

TAKE_TURN = "MATCH (t:JiujinTurn {id: 'writing'}) SET t.taken = t.taken + 1 RETURN t.taken"
COUNTS = "\nUNION ALL ".join(
    [f"MATCH (n:{word(node.LABEL)}) WITH count(n) AS n RETURN '{node.LABEL}' AS name, n" for node in NODES]
    + [f"MATCH ()-[e:{word(edge.name)}]->() WITH count(e) AS n RETURN '{edge.name}' AS name, n" for edge in EDGES]
)


class Neo4jStore:
    """A :class:`GraphStore` on a server; ``patience``: seconds to go on trying to reach it, and to wait for a write of
    another thread.

    Neo4j lets writers run side by side and see each other's commits. So that what a transaction has read stays true
    until it commits, each begins by writing to one node: its lock makes writers take turns, in all programs.
    """

    def __init__(self, access: Access, patience: float = 10.0) -> None:
        self.patience = patience
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
        if getattr(self._thread, "writing", False):
            raise RuntimeError("this thread is writing already: a transaction inside another would wait for ever")
        if not self._turn.acquire(timeout=self.patience):
            raise unavailable(BUSY)
        self._thread.writing = True
        try:
            with translated(), self._begun() as begun:
                transaction = Neo4jTransaction(begun)
                try:
                    yield transaction
                    transaction.finish()
                finally:
                    transaction.end()
        finally:
            self._thread.writing = False
            self._turn.release()

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
    def _begun(self) -> Iterator[Transaction]:
        """A transaction whose turn it is. Until then nothing is written, so beginning is tried again."""
        deadline = time.monotonic() + self.patience
        while True:
            with self._session(WRITE_ACCESS) as session:
                try:
                    begun = session.begin_transaction(timeout=WRITE_SECONDS)
                    turn, _ = run(begun, TAKE_TURN, {})
                except (DriverError, Neo4jError) as error:
                    if not may_try_again(error) or time.monotonic() > deadline:
                        raise
                else:
                    if not turn:
                        raise unavailable(NOT_BUILT)
                    with _settling(begun):
                        yield begun
                    return
            time.sleep(PAUSE)


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
