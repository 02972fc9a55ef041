"""The graph store: one port, its questions, and the stores that answer them (floor 1)."""

from engine.store.kinds import kinds_of
from engine.store.opening import open_store
from engine.store.port import (
    Arrival,
    CountedReader,
    DatedReader,
    Edge,
    GraphStore,
    MovableStore,
    Reader,
    Snapshot,
    Transaction,
)
from engine.store.question import (
    AllOf,
    AnyOf,
    Condition,
    Exists,
    Match,
    Not,
    Op,
    Row,
    eq,
    has,
    is_in,
    where,
)

__all__ = [
    "AllOf",
    "AnyOf",
    "Arrival",
    "Condition",
    "CountedReader",
    "DatedReader",
    "Edge",
    "Exists",
    "GraphStore",
    "Match",
    "MovableStore",
    "Not",
    "Op",
    "Reader",
    "Row",
    "Snapshot",
    "Transaction",
    "eq",
    "has",
    "is_in",
    "kinds_of",
    "open_store",
    "where",
]
