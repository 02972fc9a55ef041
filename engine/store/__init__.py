"""The graph store: one port, its questions, and the stores that answer them (floor 1)."""

from engine.store.opening import open_store
from engine.store.port import Edge, GraphStore, Reader, Transaction
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
    "Condition",
    "Edge",
    "Exists",
    "GraphStore",
    "Match",
    "Not",
    "Op",
    "Reader",
    "Row",
    "Transaction",
    "eq",
    "has",
    "is_in",
    "open_store",
    "where",
]
