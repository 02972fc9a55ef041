"""What a question's shape says before it is compiled: what is named, where ids are given, which rows must differ."""

from __future__ import annotations

from collections.abc import Mapping

from engine.store.pattern import Scope
from engine.store.question import AllOf, AnyOf, Condition, Exists, Match, Not, Op, Where

COMPARISONS: Mapping[Op, str] = {Op.EQ: "=", Op.NE: "<>", Op.LT: "<", Op.LTE: "<=", Op.GT: ">", Op.GTE: ">="}
"""How the comparisons are written in SQL and in Cypher alike."""


def anchored(part: Where) -> bool:
    """Whether few nodes can satisfy the part, because an id is given (directly, or of a neighbour)."""
    match part:
        case AllOf(parts):
            return any(anchored(inner) for inner in parts)
        case AnyOf(parts):
            return bool(parts) and all(anchored(inner) for inner in parts)
        case Exists():
            return anchored(part.where)
        case Condition(field, op):
            return op in (Op.EQ, Op.IN) and field.rpartition(".")[2] == "id"
        case _:
            return False


def named(part: Where) -> set[str]:
    """The aliases that the part names."""
    match part:
        case AllOf(parts) | AnyOf(parts):
            return {alias for inner in parts for alias in named(inner)}
        case Not(inner):
            return named(inner)
        case Exists(alias):
            return {alias}
        case Condition(field):
            return {field.rpartition(".")[0]}


def compared(part: Where) -> set[str]:
    """The fields that the part compares with a value, outside of negations and neighbours."""
    match part:
        case AllOf(parts) | AnyOf(parts):
            return {field for inner in parts for field in compared(inner)}
        case Condition(field):
            return {field}
        case _:
            return set()


def settled(question: Match, scope: Scope) -> set[str]:
    """The aliases of which only one node is possible in rows that are equal in what is selected and sorted by."""
    shown = question.selected or (() if question.aggregates else tuple(scope))
    fields = {*shown, *(order.field for order in question.orders)}
    ids = {alias for alias, element in scope.items() if not element.edge and f"{alias}.id" in fields}
    return _given_ids(question) | ids | set(shown).intersection(scope)


def always_distinct(question: Match, scope: Scope) -> bool:
    """Whether no two rows of the pattern can be equal in what is selected and sorted by."""
    return {alias for alias, element in scope.items() if not element.edge} <= settled(question, scope)


def _given_ids(question: Match) -> set[str]:
    """The aliases whose id is given."""
    parts = list(question.condition.parts)
    for hop in question.hops:
        parts += hop.where.parts if isinstance(hop.where, AllOf) else ()
    equal = {part.field for part in parts if isinstance(part, Condition) and part.op is Op.EQ}
    return {field.removesuffix(".id") for field in equal if field.endswith(".id")}
