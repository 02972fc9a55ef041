"""Numbers over a list instead of its nodes: how many, least, most, sum, mean, and by groups; made from the model."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ForwardRef, Literal, Protocol, Self, get_args

import strawberry
from strawberry import UNSET

from engine.model import property_rules
from engine.store import AllOf, Match, Row
from engine.store.question import Aggregate, Where
from schema import pages
from schema.arguments import Count, argument, page_size
from schema.conditions import conditions
from schema.connection import DEFAULT_FIRST
from schema.context import Info
from schema.edges import edges_of
from schema.fields import computed
from schema.filters import filterable
from schema.node import Node
from schema.types import BY_LABEL, NOUNS


@strawberry.type(description="A number over many nodes; what has none is passed over (数值汇总).")
class NumberSummary:
    count: int = strawberry.field(description="How many nodes have it (有值个数).")
    min: float | None = strawberry.field(description="The least (最小).")
    max: float | None = strawberry.field(description="The most (最大).")
    sum: float = strawberry.field(description="All together (合计).")
    mean: float | None = strawberry.field(description="The mean (平均).")

    @classmethod
    def of(cls, row: Row) -> Self:
        """What a store says of the number."""
        mean = row["sum"] / row["count"] if row["count"] else None
        return cls(count=row["count"], min=row["min"], max=row["max"], sum=row["sum"], mean=mean)


@strawberry.type(description="Nodes that have something in common (一组).")
class Group:
    value: str | None = strawberry.field(description="What they have in common; null where they lack it (共同值).")
    count: int = strawberry.field(description="How many they are (个数).")
    node_key: strawberry.Private[tuple[str, str] | None]

    @computed("What they are all linked to, when one groups by an edge (共同关联).")
    async def node(self, info: Info) -> Node | None:
        return await info.context.loaders.named(*self.node_key, info) if self.node_key else None


class Numbers(Protocol):
    """What an aggregate needs to know of the nodes that it is over."""

    async def count(self, info: Info) -> int:
        """How many there are."""

    async def number(self, info: Info, name: str) -> NumberSummary:
        """One of their numbers."""

    async def groups(self, info: Info, by: str, first: int) -> list[Group]:
        """The largest groups."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All nodes of a noun for which a condition holds."""

    noun: type[Node]
    where: Where

    @property
    def question(self) -> Match:
        """All of them."""
        return Match("n", self.noun.MODEL).where(self.where)

    async def count(self, info: Info) -> int:
        """How many there are."""
        rows = await info.context.loaders.ask(self.question.count())
        return int(rows[0]["count"])

    async def number(self, info: Info, name: str) -> NumberSummary:
        """One of their numbers; one question."""
        rows = await info.context.loaders.ask(self.question.aggregate(*summaries(f"n.{name}")))
        (row,) = rows
        return NumberSummary.of(row)

    async def groups(self, info: Info, by: str, first: int) -> list[Group]:
        """The largest groups; one question, and one for the nodes that they are linked to."""
        size, edge = page_size(first), edges_of(self.noun).get(by)
        question, field = grouped(self.noun, self.question, by)
        asked = question.select(field).count("count", "n.id").order("-count", field).limit(size)
        return [
            group_of(row[field], row["count"], edge.target if edge else None)
            for row in await info.context.loaders.ask(asked)
        ]


def summaries(field: str) -> tuple[Aggregate, ...]:
    """What is asked of a store for a :class:`NumberSummary`."""
    functions: tuple[Literal["count", "min", "max", "sum"], ...] = ("count", "min", "max", "sum")
    return tuple(Aggregate(name, name, field) for name in functions)


def grouped(noun: type[Node], question: Match, by: str) -> tuple[Match, str]:
    """The question about nodes ``n``, and the field by which they are grouped."""
    edge = edges_of(noun).get(by)
    return (question, f"n.{by}") if edge is None else (pages.walk(question, edge.steps, "n", "g"), "g.id")


def group_of(value: Any, count: int, target: str | None) -> Group:
    if target is not None:
        return Group(value=None, count=count, node_key=(target, value))
    text = value if value is None or isinstance(value, str) else str(value).lower()
    return Group(value=text, count=count, node_key=None)


def _plain_kind(kind: Any) -> Any:
    return next((part for part in (get_args(kind) or (kind,)) if part is not type(None)), kind)


def numbers(noun: type[Node]) -> Iterator[str]:
    """The properties that one may add up."""
    for name, kind in filterable(noun).items():
        if _plain_kind(kind) in (int, float) and getattr(kind, "__origin__", None) is not tuple:
            yield name


def groupable(noun: type[Node]) -> Iterator[str]:
    """The properties and edges that one may group by."""
    for name, kind in filterable(noun).items():
        plain = _plain_kind(kind)
        if name != "id" and getattr(kind, "__origin__", None) is not tuple and plain is not float:
            yield name
    yield from edges_of(noun)


def _term(noun: type[Node], name: str) -> str:
    edge = edges_of(noun).get(name)
    return BY_LABEL[edge.target].MODEL.TERM if edge else property_rules(noun.MODEL)[name].term


def _enum(noun: type[Node], suffix: str, names: Iterator[str], sentence: str) -> Any:
    values = {
        noun.called(name).upper(): strawberry.enum_value(name, description=f"By this ({_term(noun, name)}).")
        for name in names
    }
    if not values:
        return None
    label = noun.MODEL.LABEL
    made = enum.Enum(f"{label}{suffix}", values, module=__name__)  # type: ignore[misc]
    return strawberry.enum(made, description=f"{sentence} ({noun.MODEL.TERM}).")


def _plain(value: Any) -> str:
    return str(value.value if isinstance(value, StrEnum | enum.Enum) else value)


def _aggregate_type(noun: type[Node]) -> type[Any]:
    label, term = noun.MODEL.LABEL, noun.MODEL.TERM

    async def count(self: Any, info: Info) -> int:
        return await self.asked.count(info)  # type: ignore[no-any-return]

    async def groups(self: Any, info: Info, by: Any, first: int = DEFAULT_FIRST) -> list[Group]:
        return await self.asked.groups(info, _plain(by), first)  # type: ignore[no-any-return]

    async def number(self: Any, info: Info, of: Any) -> NumberSummary:
        return await self.asked.number(info, _plain(of))  # type: ignore[no-any-return]

    by = argument(GROUP_BY[label], "What they have in common (分组依据).")
    count.__annotations__ = {"info": strawberry.Info, "return": int}
    groups.__annotations__ = {"info": strawberry.Info, "by": by, "first": Count, "return": list[Group]}
    body: dict[str, Any] = {
        "__module__": __name__,
        "__annotations__": {"asked": strawberry.Private[Numbers]},
        "count": strawberry.field(resolver=count, description="How many there are (总数)."),
        "groups": strawberry.field(resolver=groups, description="The largest groups, with their counts (分组)."),
    }
    if NUMBERS[label] is not None:
        of = argument(NUMBERS[label], "Which number (哪个数).")
        number.__annotations__ = {"info": strawberry.Info, "of": of, "return": NumberSummary}
        body["number"] = strawberry.field(resolver=number, description="One of their numbers, summed up (数值汇总).")
    made = type(f"{label}Aggregate", (), body)
    return strawberry.type(made, description=f"Numbers over {label} nodes that the asker may see ({term}汇总).")


GROUP_BY = {noun.MODEL.LABEL: _enum(noun, "GroupBy", groupable(noun), "What one may group by") for noun in NOUNS}
NUMBERS = {noun.MODEL.LABEL: _enum(noun, "Number", numbers(noun), "What one may add up") for noun in NOUNS}
AGGREGATES: dict[str, type[Any]] = {noun.MODEL.LABEL: _aggregate_type(noun) for noun in NOUNS}
globals().update({made.__name__: made for made in AGGREGATES.values()})


def aggregate_of(label: str, description: str) -> Any:
    """A root field with numbers over all nodes of this label for which a filter holds."""
    noun = BY_LABEL[label]
    filter: Any = Annotated[ForwardRef(f"{label}Filter"), strawberry.lazy("schema.filters")]

    async def resolve(info: Info, where: Any = UNSET) -> Any:
        asked = Asked(noun, conditions(noun, where, "n") if where else AllOf())
        return AGGREGATES[label](asked=asked)

    where = Annotated[filter | None, strawberry.argument(description="Only nodes for which all of this holds (筛选).")]
    resolve.__annotations__ = {"info": strawberry.Info, "where": where, "return": AGGREGATES[label]}
    return strawberry.field(resolver=resolve, description=description)
