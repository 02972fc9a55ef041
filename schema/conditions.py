"""Compiles a filter input into conditions of one store question."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any

import strawberry

from engine.errors import Fault, InvalidInput
from engine.model import property_types
from engine.store.question import AllOf, AnyOf, Condition, Exists, Not, Op, Where
from schema.edges import EdgeField, Step, edges_of
from schema.ids import key_of
from schema.node import Node
from schema.types import BY_LABEL

MAX_CONDITIONS = 100
MAX_LIST = 1000

OPERATORS = {
    "eq": Op.EQ,
    "ne": Op.NE,
    "in_": Op.IN,
    "lt": Op.LT,
    "lte": Op.LTE,
    "gt": Op.GT,
    "gte": Op.GTE,
    "contains": Op.CONTAINS,
    "starts_with": Op.STARTS_WITH,
    "has": Op.HAS,
}


def conditions(noun: type[Node], filter: Any, alias: str = "") -> Where:
    """What the filter asks of the node that ``alias`` names. Raises ``InvalidInput`` when it is too large."""
    compiled = AllOf(tuple(_parts(noun, filter, alias)))
    if (size := _size(compiled)) > MAX_CONDITIONS:
        raise InvalidInput("筛选太复杂", [Fault(f"共 {size} 个条件", "where", expected=f"至多 {MAX_CONDITIONS} 个")])
    return compiled


def _parts(noun: type[Node], filter: Any, alias: str) -> Iterator[Where]:
    types, edges = property_types(noun.MODEL), edges_of(noun)
    for name, value in _given(filter):
        if name == "and_":
            yield from (AllOf(tuple(_parts(noun, part, alias))) for part in value)
        elif name == "or_":
            yield AnyOf(tuple(AllOf(tuple(_parts(noun, part, alias))) for part in value))
        elif name == "not_":
            yield Not(AllOf(tuple(_parts(noun, value, alias))))
        elif name in edges:
            yield from _edge(edges[name], value, alias)
        elif name in types:
            yield from _property(noun, name, value, alias)


def _given(filter: Any) -> Iterator[tuple[str, Any]]:
    """The fields that were given; null means the same as leaving out."""
    for field in dataclasses.fields(filter):
        value = getattr(filter, field.name)
        if value is not None and value is not strawberry.UNSET:
            yield field.name, value


def _property(noun: type[Node], name: str, filter: Any, alias: str) -> Iterator[Condition]:
    field = f"{alias}.{name}" if alias else name
    for operator, value in _given(filter):
        if isinstance(value, list) and len(value) > MAX_LIST:
            raise InvalidInput("筛选太长", [Fault("列表太长", noun.called(name), expected=f"至多 {MAX_LIST} 项")])
        yield Condition(field, OPERATORS[operator], _plain(noun, name, value))


def _plain(noun: type[Node], name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_plain(noun, name, item) for item in value)
    if name == "id":
        return key_of(value, noun.MODEL.LABEL)
    return value.value if isinstance(value, Enum) else value


def _edge(edge: EdgeField, filter: Any, alias: str) -> Iterator[Where]:
    noun = BY_LABEL[edge.target]
    if not edge.many:
        yield _exists(edge.steps, AllOf(tuple(_parts(noun, filter, ""))), alias)
        return
    for quantifier, wanted in _given(filter):
        found = _exists(edge.steps, AllOf(tuple(_parts(noun, wanted, ""))), alias)
        yield found if quantifier == "some" else Not(found)


def _exists(steps: Sequence[Step], where: AllOf, alias: str) -> Exists:
    first, *rest = steps
    inner = AllOf((_exists(rest, where, ""),)) if rest else where
    return Exists(alias, first.edge, first.label, inner, first.reverse)


def _size(where: Where) -> int:
    """How many conditions and edges there are."""
    if isinstance(where, AllOf | AnyOf):
        return sum(map(_size, where.parts))
    if isinstance(where, Not):
        return _size(where.part)
    return 1 + (_size(where.where) if isinstance(where, Exists) else 0)
