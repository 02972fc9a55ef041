"""Fields of which not everybody sees everything: the access table says how much, for each who asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, cast, get_args

import strawberry
from graphql import FieldNode, GraphQLResolveInfo
from graphql.language import Visitor, visit
from strawberry.utils.str_converters import to_snake_case

from engine.access import WHOLE, Look, Reveal, Viewer, recorded, reveal
from engine.model import Props, property_types

if TYPE_CHECKING:
    from schema.node import Node


def guarded(description: str) -> Any:
    """A property as the viewer may see it: as it is, masked, or null."""
    return strawberry.field(description=description, metadata={"guarded": True})


def _guarded_names_of(noun: type[Node]) -> tuple[str, ...]:
    """The properties that the noun shows through the access table."""
    declared = noun.__strawberry_definition__.fields  # type: ignore[attr-defined]
    return tuple(one.python_name for one in declared if "guarded" in one.metadata)


guarded_names = cast("Callable[[type[Any]], tuple[str, ...]]", cache(_guarded_names_of))


@dataclass(frozen=True, slots=True)
class Shown:
    """What becomes of the properties of a noun for a viewer: whole, masked or left out; and what is written down."""

    whole: tuple[tuple[str, Any], ...]
    """Name and default, as for the others."""
    dates: tuple[str, ...]
    masked: tuple[tuple[str, Any, Reveal], ...]
    hidden: dict[str, None]
    noted: tuple[tuple[str, str], ...]
    """Name, and the field as the audit calls it."""

    def values(self, props: Props, looks: set[Look]) -> dict[str, Any]:
        """The properties as they are shown."""
        get = props.get
        values = {name: get(name, default) for name, default in self.whole}
        values.update(self.hidden)
        for name, default, mask in self.masked:
            values[name] = mask(get(name, default))
        for name in self.dates:
            values[name] = [date.fromisoformat(text) for text in values[name]]
        for name, look in self.noted:
            if values[name]:
                looks.add((look, props["id"]))
        return values


@dataclass(slots=True)
class Seeing:
    """What one viewer is shown in one operation, and which looks at it must be written down.

    A look is written down when the operation's document names such a field at all.
    """

    viewer: Viewer | None
    looks: set[Look] = field(default_factory=set)
    _info: GraphQLResolveInfo[Any] | None = None
    _shown: dict[tuple[type[Node], Any], Shown] = field(default_factory=dict)

    def read(self, info: GraphQLResolveInfo[Any]) -> None:
        """Keeps in mind which document it is."""
        self._info = info

    def values(self, noun: type[Node], props: Props) -> dict[str, Any]:
        """The properties of a node as the viewer sees them."""
        key = noun, props.get("minor")
        shown = self._shown.get(key)
        if shown is None:
            shown = self._shown[key] = self._of(noun, bool(key[1]))
        return shown.values(props, self.looks)

    def _of(self, noun: type[Node], minor: bool) -> Shown:
        label, guarded = noun.MODEL.LABEL, guarded_names(noun)
        types = property_types(noun.MODEL)
        defaults = {one.name: one.default for one in fields(noun.MODEL)}
        defaults = {name: list(value) if isinstance(value, tuple) else value for name, value in defaults.items()}
        whole = [name for name in property_fields(noun) if name not in guarded]
        masked: list[tuple[str, Any, Reveal]] = []
        hidden: dict[str, None] = {}
        for name in guarded:
            how = reveal(self.viewer, label, name, minor=minor)
            if how is WHOLE:
                whole.append(name)
            elif how is None:
                hidden[name] = None
            else:
                masked.append((name, defaults[name], how))
        sensitive = [name for name in guarded if name in whole and self.viewer is not None]
        noted = [name for name in sensitive if recorded(self.viewer.role, label, name, minor)]  # type: ignore[union-attr]
        named = self._named() if noted else frozenset[str]()
        return Shown(
            whole=tuple((name, defaults[name]) for name in whole),
            dates=tuple(name for name in whole if date in get_args(types[name])),
            masked=tuple(masked),
            hidden=hidden,
            noted=tuple((name, f"{label}.{name}") for name in noted if name in named or self._info is None),
        )

    def _named(self) -> frozenset[str]:
        """The names of all fields in the document, as Python has them."""
        found: set[str] = set()

        class Names(Visitor):
            def enter_field(self, node: FieldNode, *_: Any) -> None:
                found.add(to_snake_case(node.name.value))

        if self._info is not None:
            for part in (self._info.operation, *self._info.fragments.values()):
                visit(part, Names())
        return frozenset(found)


def property_fields(noun: type[Node]) -> list[str]:
    """The properties of the node that the noun has as fields."""
    names = {one.name for one in fields(noun) if one.init}
    return [name for name in property_types(noun.MODEL) if name in names and name != "id"]
