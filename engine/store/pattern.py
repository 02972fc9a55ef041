"""A question held against the model: what each alias stands for. What is malformed is a ``ValueError`` here.

Both kinds of store compile from this, so that they refuse the same questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.store.properties import Properties, Property, edge_properties, edge_types, fits, node_properties, plain
from engine.store.question import AllOf, AnyOf, Condition, Exists, Hop, Match, Not, Op, Where

Scope = Mapping[str, "Element"]
"""Alias → what it stands for; the alias ``""`` where fields carry none."""

MOST_HOPS = 30
"""SQLite joins 64 tables at most, and a hop takes two."""


@dataclass(frozen=True, slots=True)
class Element:
    """A node or an edge of the pattern."""

    label: str
    """The node's label; of an edge, its type."""
    properties: Properties
    edge: bool = False
    optional: bool = False


def node_element(label: str, optional: bool = False) -> Element:
    """A node of this label."""
    return Element(label, node_properties(label), optional=optional)


def elements(question: Match) -> dict[str, Element]:
    """Alias → element, in the order of naming, for a question that is well-formed. Raises ``ValueError``."""
    if len(question.hops) > MOST_HOPS:
        raise ValueError(f"more than {MOST_HOPS} hops")
    scope = {_alias(question.alias): node_element(question.node.LABEL)}
    for hop in question.hops:
        scope.update(_hop_elements(hop, scope))
    required = {alias: element for alias, element in scope.items() if not element.optional}
    check_where(question.condition, required)
    for hop in question.hops:
        own = {
            alias: replace(scope[alias], optional=False) for alias in (hop.source, hop.alias, hop.edge_alias) if alias
        }
        check_where(hop.where, own)
    _check_answer(question, scope)
    return scope


def lookup(field: str, scope: Scope) -> tuple[str, Element, Property]:
    """Alias, element and property that the field names. Raises ``ValueError``."""
    alias, _, name = field.rpartition(".")
    if alias not in scope:
        raise ValueError(f"{field!r}: no such alias here (there are {', '.join(map(repr, scope))})")
    if name not in scope[alias].properties:
        raise ValueError(f"{field!r}: {scope[alias].label} has no property {name!r}")
    return alias, scope[alias], scope[alias].properties[name]


def check_where(part: Where, scope: Scope) -> None:
    """The condition is well-formed. Raises ``ValueError``."""
    match part:
        case AllOf(parts) | AnyOf(parts):
            for inner in parts:
                check_where(inner, scope)
        case Not(inner):
            check_where(inner, scope)
        case Exists():
            _check_exists(part, scope)
        case Condition(field, op, value):
            _check_value(field, lookup(field, scope)[2], op, plain(value))
        case _:
            raise ValueError(f"not a condition: {part!r}")


def _alias(alias: str) -> str:
    if not alias.isidentifier():
        raise ValueError(f"not an alias: {alias!r}")
    return alias


def _hop_elements(hop: Hop, scope: Scope) -> Iterator[tuple[str, Element]]:
    start = scope.get(hop.source)
    if start is None or start.edge:
        raise ValueError(f"the hop to {hop.alias!r} starts from {hop.source!r}, which is no node of the pattern")
    low, high = hop.depth
    if not 0 <= low <= high:
        raise ValueError(f"not a range of depths: {hop.depth}")
    if hop.edge_alias and hop.depth != (1, 1):
        raise ValueError(f"{hop.edge_alias!r}: an edge has an alias only where the depth is (1, 1)")
    if {hop.alias, hop.edge_alias} & set(scope) or hop.alias == hop.edge_alias:
        raise ValueError(f"an alias is used twice: {hop.alias!r} or {hop.edge_alias!r}")
    ends = (hop.label, start.label) if hop.reverse else (start.label, hop.label)
    if not (low == 0 and hop.label == start.label):
        kinds = edge_types(hop.edge, *ends, several=high > 1)
    else:
        kinds = edge_types(hop.edge, *ends, several=True)
    optional = hop.optional or start.optional
    yield _alias(hop.alias), node_element(hop.label, optional)
    if hop.edge_alias:
        yield _alias(hop.edge_alias), Element(hop.edge, edge_properties(kinds), edge=True, optional=optional)


def _check_exists(part: Exists, scope: Scope) -> None:
    start = scope.get(part.alias)
    if start is None or start.edge:
        raise ValueError(f"exists: {part.alias!r} is no node here")
    ends = (part.label, start.label) if part.reverse else (start.label, part.label)
    edge_types(part.edge, *ends)
    check_where(part.where, {"": node_element(part.label)})


def _check_value(field: str, known: Property, op: Op, value: Any) -> None:
    if op is Op.IS_NULL:
        right = isinstance(value, bool)
    elif known.many or op is Op.HAS:
        right = known.many and op is Op.HAS and fits(value, known.kind)
    elif op is Op.IN:
        right = isinstance(value, list) and all(fits(item, known.kind) for item in value)
    elif op in (Op.CONTAINS, Op.STARTS_WITH):
        right = known.kind is str and isinstance(value, str)
    elif op in (Op.EQ, Op.NE):
        right = fits(value, known.kind)
    else:
        right = known.kind is not bool and fits(value, known.kind)
    if not right:
        raise ValueError(f"{field!r}: {op.value} does not take a value of type {type(value).__name__}")


def _check_answer(question: Match, scope: Scope) -> None:
    names = [aggregate.name for aggregate in question.aggregates]
    for field in question.selected:
        if field not in scope:
            lookup(field, scope)
    if len({*names, *question.selected}) < len(names) + len(question.selected):
        raise ValueError("a column of the answer is named twice")
    if question.size is not None and question.size < 0:
        raise ValueError(f"not a limit: {question.size}")
    for aggregate in question.aggregates:
        _check_aggregate(aggregate.function, aggregate.field, scope)
    for order in question.orders:
        if order.field not in names:
            _check_order(question, order.field, scope)
    _check_cursor(question, scope)


def _check_aggregate(function: str, field: str, scope: Scope) -> None:
    if field in scope and not scope[field].edge and function in ("count", "count_distinct"):
        return
    known = lookup(field, scope)[2]
    if function not in ("count", "count_distinct", "sum", "min", "max"):
        raise ValueError(f"no such function: {function!r}")
    numeric = known.kind in (int, float)
    if known.many or (function == "sum" and not numeric) or (function in ("min", "max") and known.kind is bool):
        raise ValueError(f"{field!r}: there is no {function} of it")


def _check_order(question: Match, field: str, scope: Scope) -> None:
    alias, _, known = lookup(field, scope)
    if known.many:
        raise ValueError(f"{field!r}: a list has no order")
    if question.aggregates and not {alias, field} & set(question.selected):
        raise ValueError(f"{field!r}: groups are sorted by what is selected or counted")


def _check_cursor(question: Match, scope: Scope) -> None:
    if not question.cursor:
        return
    if question.aggregates or len(question.cursor) != len(question.orders):
        raise ValueError("a cursor has one value for each field of the order, and no aggregates")
    for order, value in zip(question.orders, question.cursor, strict=True):
        _, element, known = lookup(order.field, scope)
        if element.optional or not known.required or not fits(plain(value), known.kind):
            raise ValueError(f"{order.field!r}: a cursor needs a required property and a value of its type")
