"""How a noun declares its edges: one line gives the field, its arguments, its filter and its batching."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ForwardRef, Optional, cast

import strawberry
from strawberry import UNSET
from strawberry.utils.str_converters import to_camel_case, to_snake_case

from schema.arguments import argument
from schema.compiled.ahead import AHEAD, MISSING, PEEK, Peek
from schema.connection import DEFAULT_FIRST, MAX_FIRST, Connection
from schema.lazy import lazy
from schema.paging import Arguments

if TYPE_CHECKING:
    from schema.context import Info
    from schema.node import Node


FIRST = f"The first so many, 1 to {MAX_FIRST}; {DEFAULT_FIRST} unless `last` is given (前几项)."
LAST = f"The last so many, 1 to {MAX_FIRST}, in the list's order (末几项)."


@dataclass(frozen=True, slots=True)
class Step:
    """One walk along an edge of the graph to a node with this label; ``reverse`` goes against its direction."""

    edge: str
    label: str
    reverse: bool = False


def along(edge: str, label: str) -> Step:
    """A step in the edge's direction."""
    return Step(edge, label)


def against(edge: str, label: str) -> Step:
    """A step against the edge's direction."""
    return Step(edge, label, reverse=True)


@dataclass(frozen=True, slots=True)
class EdgeField:
    """A field that leads to other nodes: by these steps, to one or to many."""

    steps: tuple[Step, ...]
    many: bool

    @property
    def target(self) -> str:
        """The label at the far end."""
        return self.steps[-1].label


def to_one(*steps: Step, description: str) -> Any:
    """A nullable field that leads to one node; it comes with the question that asked for its parent."""

    def resolve(self: Node, info: Info) -> Any:
        name = info.python_name  # what is there already needs no turn of the event loop
        return self.loaded[name] if name in self.loaded else info.context.loaders.one(self, name, info)

    def peek(nodes: Sequence[Any]) -> Peek:
        name = to_snake_case(nodes[0].name.value)
        return lambda node: node.loaded.get(name, MISSING)

    edge = EdgeField(steps, many=False)
    resolve.__annotations__ = {"info": _info(), "return": Optional[noun_type(edge.target)]}  # noqa: UP045
    return strawberry.field(resolver=resolve, description=description, metadata={"edge": edge, PEEK: peek})


def named_by(property: str, label: str, *, description: str) -> Any:
    """A nullable field that leads to the node whose id a property holds; an empty property leads nowhere."""

    async def resolve(self: Node, info: Info) -> Any:
        key = getattr(self, property)
        return await info.context.loaders.named(label, key, info) if key else None

    resolve.__annotations__ = {"info": _info(), "return": Optional[noun_type(label)]}  # noqa: UP045
    return strawberry.field(resolver=resolve, description=description)


def to_many(*steps: Step, description: str) -> Any:
    """A connection; for many parents at once its pages come with one question."""

    def resolve(
        self: Node,
        info: Info,
        where: Any = UNSET,
        order_by: Any = UNSET,
        first: Any = UNSET,
        after: Any = UNSET,
        last: Any = UNSET,
        before: Any = UNSET,
    ) -> Any:
        given = Arguments(where, order_by, first, after, last, before)
        return info.context.loaders.many(self, info.python_name, info, given)

    async def ahead(nodes: list[Node], info: Info, **given: Any) -> Any:
        return await info.context.loaders.many_ahead(nodes, info.python_name, info, Arguments(**given))

    edge = EdgeField(steps, many=True)
    resolve.__annotations__ = {"info": _info(), **page_annotations(edge.target)}
    metadata = {"edge": edge, AHEAD: ahead, PEEK: peek_at_field}
    return strawberry.field(resolver=resolve, description=description, metadata=metadata)


def aggregate_beside(name: str, made: Any) -> Any:
    """The field with numbers over what a connection of this name leads to."""
    edge: EdgeField = made.metadata["edge"]

    def resolve(self: Node, info: Info, where: Any = UNSET) -> Any:
        from schema.aggregates_below import aggregate_below  # it needs all nouns

        return aggregate_below(self, name, info, where)

    answer: Any = Annotated[ForwardRef(f"{edge.target}Aggregate"), lazy("schema.aggregates")]
    resolve.__annotations__ = {"info": _info(), "where": page_annotations(edge.target)["where"], "return": answer}
    sentence = re.sub(r" \((.*)\)\.$", r" (\1汇总).", f"Numbers over this: {made.description}")
    return strawberry.field(resolver=resolve, description=sentence)


def peek_at_field(nodes: Sequence[Any]) -> Peek:
    """What was loaded ahead for this field of the document."""
    key = id(nodes)
    return lambda node: node.loaded.get(key, MISSING)


def _info() -> Any:
    return strawberry.Info


def noun_type(label: str) -> Any:
    """The noun's GraphQL type, looked up when the schema is built."""
    return Annotated[ForwardRef(label), lazy("schema.types")]


def page_annotations(label: str) -> dict[str, Any]:
    """The arguments and the answer of a connection of these nouns."""
    where: Any = Annotated[ForwardRef(f"{label}Filter"), lazy("schema.filters")]
    order: Any = Annotated[ForwardRef(f"{label}Order"), lazy("schema.filters")]
    return {
        "where": argument(Optional[where], "Only nodes for which all of this holds (筛选)."),  # noqa: UP045
        "order_by": argument(Optional[order], "How the list is sorted (排序)."),  # noqa: UP045
        "first": argument(Optional[int], FIRST),  # noqa: UP045
        "after": argument(Optional[str], "Only nodes behind this cursor (从此游标之后)."),  # noqa: UP045
        "last": argument(Optional[int], LAST),  # noqa: UP045
        "before": argument(Optional[str], "Only nodes in front of this cursor (到此游标之前)."),  # noqa: UP045
        "return": Connection[noun_type(label)],  # type: ignore[misc]
    }


def _edges_of(noun: type[Any]) -> dict[str, EdgeField]:
    fields = noun.__strawberry_definition__.fields
    return {field.python_name: field.metadata["edge"] for field in fields if "edge" in field.metadata}


def _edge_names(noun: type[Any]) -> dict[str, str]:
    return {to_camel_case(name): name for name in _edges_of(noun)}


edges_of = cast("Callable[[type[Node]], Mapping[str, EdgeField]]", cache(_edges_of))
"""Python name → edge, for each edge that the noun declares."""

edge_names = cast("Callable[[type[Node]], Mapping[str, str]]", cache(_edge_names))
"""Name in GraphQL → Python name, for each edge that the noun declares."""
