"""The question: a small frozen description of a graph pattern, which each store compiles to one statement.

    Match("o", Organization).where(eq("o.id", x))
        .hop("MEMBER_OF", "v", Volunteer, reverse=True)      # from the alias named last, or source="o"
        .exists("v", "BASED_AT", Station, where(eq("id", s)))  # one hop, conditions on the far end
        .order("v.pinyin", "v.id").after(["chen", "v7"]).limit(20).select("v", "o.name")

The answer is flat rows: ``{"v": {all properties}, "o.name": "…"}``. An alias stands for all properties of its node that
are not null, with its version (``None`` when an optional hop found nothing); ``alias.property`` for one, ``None`` where
it is missing. An edge's alias works the same way. Dates and enums come back as the store keeps them, and may be given
as that or as themselves; texts compare by code point.

A condition on a missing property is unknown, and so is its negation: neither lets a row through (``AllOf``, ``AnyOf``
and ``Not`` are those of three-valued logic). Two are never unknown: ``Op.IS_NULL``, and ``Op.HAS``, since a list
without items is not kept: it has nothing, and ``Not`` of that is true. Nulls sort last in ascending order and first in
descending order. Rows are distinct in what is selected and sorted by; without an order, their order is not defined.
A property that the model lacks or a value of another type is a ``ValueError``, not an empty answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal

from engine.model import Node

Row = dict[str, Any]


class Op(StrEnum):
    """How a property is compared with a value."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    IN = "in"
    CONTAINS = "contains"
    """Substring, case-sensitive."""
    STARTS_WITH = "startsWith"
    HAS = "has"
    """The list property holds the value."""
    IS_NULL = "isNull"
    """The value says whether it should be null."""


@dataclass(frozen=True, slots=True)
class Condition:
    """``field op value``; ``field`` is ``alias.property`` (inside ``exists``: the property alone)."""

    field: str
    op: Op
    value: Any


@dataclass(frozen=True, slots=True)
class AllOf:
    """All parts hold; true when there are none."""

    parts: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; false when there are none."""

    parts: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold (a missing property makes neither a condition nor its negation true)."""

    part: Where


@dataclass(frozen=True, slots=True)
class Exists:
    """From ``alias`` there is an edge to a node of ``label`` for which ``where`` holds (fields without alias).

    It nests: ``where`` may hold another ``Exists`` whose alias is ``""`` (the far node).
    """

    alias: str
    edge: str
    label: str
    where: Where = field(default_factory=AllOf)
    reverse: bool = False


Where = Condition | AllOf | AnyOf | Not | Exists


def eq(field: str, value: Any) -> Condition:
    """The property equals the value."""
    return Condition(field, Op.EQ, value)


def is_in(field: str, values: Iterable[Any]) -> Condition:
    """The property is one of the values (none of them: never true)."""
    return Condition(field, Op.IN, tuple(values))


def has(field: str, value: Any) -> Condition:
    """The list property holds the value."""
    return Condition(field, Op.HAS, value)


def where(*parts: Where) -> AllOf:
    """All parts hold."""
    return AllOf(parts)


@dataclass(frozen=True, slots=True)
class Hop:
    """One step along an edge from ``source`` to ``alias``; ``reverse`` walks against the edge's direction.

    ``depth`` (low, high) follows the edge low to high times, through nodes of any label, and gives each node reached
    once per start; ``(0, n)`` includes the start itself. ``edge_alias`` (only for depth (1, 1)) names the edge's
    properties. An ``optional`` hop keeps the row, with ``None``, when nothing is found for which ``where`` holds; a hop
    that goes on from an optional one is optional too. ``where`` names the hop's own aliases and its source only.
    """

    source: str
    edge: str
    alias: str
    label: str
    reverse: bool = False
    depth: tuple[int, int] = (1, 1)
    optional: bool = False
    edge_alias: str = ""
    where: Where = AllOf()


@dataclass(frozen=True, slots=True)
class Order:
    """Sort by ``alias.property``."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``name`` in the row = function over ``field`` (for the counts also an alias); the selected fields are the groups.

    Nulls are passed over; the sum of nothing is 0, the least or greatest of nothing ``None``. Groups are sorted by
    what is selected or by an aggregate's name.
    """

    name: str
    function: Literal["count", "count_distinct", "sum", "min", "max"]
    field: str


@dataclass(frozen=True, slots=True)
class Match:
    """A question. Each method gives a new one; nothing is asked until a store gets it."""

    alias: str
    node: type[Node]
    condition: AllOf = AllOf()
    hops: tuple[Hop, ...] = ()
    orders: tuple[Order, ...] = ()
    cursor: tuple[Any, ...] = ()
    size: int | None = None
    selected: tuple[str, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()

    def where(self, *parts: Where) -> Match:
        """Only rows for which all parts hold; fields may name any alias of the pattern that is not optional."""
        return replace(self, condition=AllOf((*self.condition.parts, *parts)))

    def hop(
        self,
        edge: str,
        alias: str,
        node: type[Node],
        *parts: Where,
        source: str = "",
        reverse: bool = False,
        depth: tuple[int, int] = (1, 1),
        optional: bool = False,
        edge_alias: str = "",
    ) -> Match:
        """Walks on from ``source`` (the alias named last, unless given); ``parts`` are conditions on the new alias."""
        start = source or (self.hops[-1].alias if self.hops else self.alias)
        hop = Hop(start, edge, alias, node.LABEL, reverse, depth, optional, edge_alias, AllOf(parts))
        return replace(self, hops=(*self.hops, hop))

    def exists(self, alias: str, edge: str, node: type[Node], *parts: Where, reverse: bool = False) -> Match:
        """Only rows where ``alias`` has such an edge; fields of ``parts`` carry no alias."""
        return self.where(Exists(alias, edge, node.LABEL, AllOf(parts), reverse))

    def lacks(self, alias: str, edge: str, node: type[Node], *parts: Where, reverse: bool = False) -> Match:
        """Only rows where ``alias`` has no such edge."""
        return self.where(Not(Exists(alias, edge, node.LABEL, AllOf(parts), reverse)))

    def order(self, *fields: str) -> Match:
        """Sorts by the fields, each ``alias.property`` or ``-alias.property`` for descending."""
        orders = tuple(Order(name.removeprefix("-"), name.startswith("-")) for name in fields)
        return replace(self, orders=orders)

    def flipped(self) -> Match:
        """The same rows the other way round, from the last of the order to the first, nulls as well; a cursor or limit
        then counts from there."""
        return replace(self, orders=tuple(Order(one.field, not one.descending) for one in self.orders))

    def after(self, cursor: Sequence[Any]) -> Match:
        """Only rows that come after these values of the order's fields (keyset); the fields must be required.

        One value for each field, the last field best an id; not together with aggregates.
        """
        return replace(self, cursor=tuple(cursor))

    def limit(self, size: int | None) -> Match:
        """At most so many rows."""
        return replace(self, size=size)

    def select(self, *fields: str) -> Match:
        """What a row holds; without it, every alias."""
        return replace(self, selected=fields)

    def count(self, name: str = "count", field: str = "") -> Match:
        """Counts distinct values of ``field`` (an alias: its nodes; the first alias, unless given) per group."""
        return self.aggregate(Aggregate(name, "count_distinct", field or f"{self.alias}.id"))

    def aggregate(self, *aggregates: Aggregate) -> Match:
        """Adds aggregates; the selected fields become the groups (none selected: one row)."""
        return replace(self, aggregates=(*self.aggregates, *aggregates))
