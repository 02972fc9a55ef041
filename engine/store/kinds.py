"""Of which kinds (labels and edge types) something is, for the marks of the last writes."""

from __future__ import annotations

from collections.abc import Iterator

from engine.model import EDGES
from engine.store.question import AllOf, AnyOf, Exists, Match, Not, Where


def kinds_of(question: Match) -> frozenset[str]:
    """Every label and edge type on which the answer depends: while none of them is written, it stays the same.

    A hop of several steps goes through nodes of any label, but these come and go with their edges.
    """
    named = {question.node.LABEL, *_named(question.condition)}
    for hop in question.hops:
        named |= {hop.edge, hop.label, *_named(hop.where)}
    return frozenset(named)


def kinds_gone(label: str) -> frozenset[str]:
    """What may go when a node of the label is deleted: the label, and each type of edge that such a node may have."""
    return frozenset({label, *(edge.name for edge in EDGES if label in edge.sources or label in edge.targets)})


def _named(part: Where) -> Iterator[str]:
    match part:
        case AllOf(parts) | AnyOf(parts):
            for inner in parts:
                yield from _named(inner)
        case Not(inner):
            yield from _named(inner)
        case Exists():
            yield from (part.edge, part.label)
            yield from _named(part.where)
