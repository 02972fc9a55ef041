"""The ``Node`` interface, and how a noun of the schema is read from the properties of a node of the graph."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, ClassVar, Self, cast, get_args

import strawberry

from engine.model import Node as GraphNode
from engine.model import Props, property_types
from schema.guarded import guarded_names
from schema.ids import global_id

Reader = Callable[[Props], dict[str, Any]]


@strawberry.interface(description="Anything in the graph that has a global id (图中有全局编号的事物).")
class Node:
    """Built by :meth:`of`; ``loaded`` holds the far ends of to-one edges that came with the same question, ``guarded``
    the values of which :meth:`schema.context.Context.show` decides who sees what."""

    MODEL: ClassVar[type[GraphNode]]
    ORDER: ClassVar[str] = "id"
    """The property that lists are sorted by when nothing else is asked for."""
    ORDER_BEYOND: ClassVar[dict[str, tuple[str, str]]] = {}
    """More ways to sort: a name → a to-one edge that every such node has, and a property at its far end."""
    SHOWN: ClassVar[frozenset[str]] = frozenset()
    """Sensitive properties that may be filtered and sorted by all the same."""

    id: strawberry.ID = strawberry.field(description="The global id (全局编号).")
    key: strawberry.Private[str]
    loaded: strawberry.Private[dict[str, Any]]
    guarded: strawberry.Private[dict[str, Any]]

    @classmethod
    def of(cls, props: Props) -> Self:
        """The noun with the properties of its node; those that the schema does not name are left behind."""
        self = object.__new__(cls)
        reader = _reader(cls)
        self.__dict__ = values = reader.open(props)
        values["key"] = key = props["id"]
        values["loaded"] = {}
        values["guarded"] = reader.guarded(props)
        values["id"] = global_id(cls.MODEL.LABEL, key)
        return self


def property_fields(noun: type[Node]) -> list[str]:
    """The properties of the node that the noun shows as they are."""
    names = {field.name for field in dataclasses.fields(noun) if field.init}
    return [name for name in property_types(noun.MODEL) if name in names and name != "id"]


@dataclasses.dataclass(frozen=True, slots=True)
class _Readers:
    """From the properties of a node: what is open to all who see it, and what is not."""

    open: Reader
    guarded: Reader


def _readers_of(noun: type[Any]) -> _Readers:
    guarded = guarded_names(noun)
    if guarded and "minor" in property_types(noun.MODEL):
        guarded = list(dict.fromkeys([*guarded, "minor"]))  # decides how much of the others is shown
    return _Readers(_reader_of(noun, property_fields(noun)), _reader_of(noun, guarded))


def _reader_of(noun: type[Any], names: list[str]) -> Reader:
    types = property_types(noun.MODEL)
    absent = {
        field.name: list(field.default) if isinstance(field.default, tuple) else field.default
        for field in dataclasses.fields(noun.MODEL)
    }
    shown = [(name, absent[name]) for name in names]
    dates = [name for name in names if date in get_args(types[name])]

    def read(props: Props) -> dict[str, Any]:
        get = props.get
        values = {name: get(name, default) for name, default in shown}
        for name in dates:
            values[name] = _dates(values[name])
        return values

    return read


_reader = cast("Callable[[type[Any]], _Readers]", cache(_readers_of))


def _dates(texts: list[str]) -> list[date]:
    return [date.fromisoformat(text) for text in texts]
