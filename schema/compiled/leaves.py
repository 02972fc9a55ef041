"""Scalars and enumerations: which values are answers as they are, and what is made of the others."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
    Undefined,
)
from strawberry.execution import optimized_is_awaitable

Shape = Callable[[Any], Any]


class Unusual(Exception):
    """The value is for graphql-core to judge."""


def unusual(value: Any) -> Any:
    """Leaves every value to graphql-core."""
    raise Unusual


AS_IT_IS: dict[GraphQLLeafType, str] = {
    GraphQLString: "type({v}) is str",
    GraphQLID: "type({v}) is str",
    GraphQLInt: "type({v}) is int and -2147483648 <= {v} <= 2147483647",
    GraphQLFloat: "type({v}) is float and {v} - {v} == 0.0",
    GraphQLBoolean: "({v} is True or {v} is False)",
}
"""Scalar → the condition under which a value is its own answer."""


def shape_of(kind: GraphQLLeafType) -> Shape:
    """The answer for a value that is not null. Raises ``Unusual``, or whatever the type raises."""
    coerce = kind.coerce_output_value

    def shape(value: Any) -> Any:
        if value is None or value is Undefined or isinstance(value, Exception) or optimized_is_awaitable(value):
            raise Unusual
        if (coerced := coerce(value)) is None or coerced is Undefined:
            raise Unusual
        return coerced

    return _enum_shape(kind, shape) if isinstance(kind, GraphQLEnumType) else shape


def _enum_shape(kind: GraphQLEnumType, shape: Shape) -> Shape:
    """The same, looked up for members and for the texts that stand for them."""
    names: dict[type, dict[Any, str]] = {}
    members = getattr(kind, "wrapped_cls", ())
    for value in (*members, *(value.value for value in kind.values.values())):
        if isinstance(value, Enum) or type(value) is str:
            names.setdefault(type(value), {})[value] = shape(value)

    def look_up(value: Any) -> Any:
        known = names.get(type(value))
        name = known.get(value) if known is not None else None
        return shape(value) if name is None else name

    return look_up
