"""Fields of which not everybody sees everything: the access table says how much, for each who asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, cast, get_args

import strawberry
from graphql import FieldNode, GraphQLResolveInfo
from graphql.language import Visitor, visit
from strawberry.utils.str_converters import to_snake_case

from engine.access import WHOLE, Look, Reveal, Viewer, recorded, reveal
from engine.model import Props, Role, property_types

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


Values = Callable[[Props], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a kind of viewer is shown of a noun's properties, and which of it is written down when it is looked at."""

    values: Values
    noted: tuple[str, ...]


def _shown_of(noun: type[Any], role: Role | None, purposeful: bool, minor: bool) -> Shown:
    viewer = Viewer(account="", role=role, purpose="-" * purposeful) if role else None
    label, guarded = noun.MODEL.LABEL, guarded_names(noun)
    how = {name: reveal(viewer, label, name, minor=minor) if name in guarded else WHOLE for name in _fields(noun)}
    noted = [name for name in guarded if role and how[name] is WHOLE and recorded(role, label, name, minor)]
    return Shown(_generated(noun, how), tuple(noted))


_shown = cast("Callable[[type[Any], Role | None, bool, bool], Shown]", cache(_shown_of))


def _generated(noun: type[Any], how: Mapping[str, Reveal | None]) -> Values:
    """A function that makes it all in one expression: of a long list the nodes are most of the work."""
    defaults = {one.name: one.default for one in fields(noun.MODEL)}
    types = property_types(noun.MODEL)
    scope: dict[str, Any] = {"day": date.fromisoformat}
    entries = []
    for number, (name, mask) in enumerate(how.items()):
        default = defaults[name]
        scope |= {f"d{number}": list(default) if isinstance(default, tuple) else default, f"m{number}": mask}
        value = f"get({name!r}, d{number})"
        if mask is None:
            value = "None"
        elif mask is not WHOLE:
            value = f"m{number}({value})"
        elif date in get_args(types[name]):
            value = f"[day(text) for text in {value}]"
        entries.append(f"{name!r}: {value}")
    exec(f"def values(props):\n get = props.get\n return {{{', '.join(entries)}}}", scope)
    return cast("Values", scope["values"])


def _fields(noun: type[Any]) -> list[str]:
    """The properties of the node that the noun has as fields."""
    names = {one.name for one in fields(noun) if one.init}
    return [name for name in property_types(noun.MODEL) if name in names and name != "id"]


@dataclass(slots=True)
class Seeing:
    """What one viewer is shown in one operation, and which looks at it must be written down.

    A look is written down when the operation's document names such a field at all.
    """

    viewer: Viewer | None
    looks: set[Look] = field(default_factory=set)
    _info: GraphQLResolveInfo[Any] | None = None
    _kinds: dict[tuple[type[Node], Any], tuple[Values, list[tuple[str, str]]]] = field(default_factory=dict)

    def read(self, info: GraphQLResolveInfo[Any]) -> None:
        """Keeps in mind which document it is."""
        self._info = info

    def values(self, noun: type[Node], props: Props) -> dict[str, Any]:
        """The properties of a node as the viewer sees them."""
        key = noun, props.get("minor")
        make, noted = self._kinds.get(key) or self._kind(key)
        values = make(props)
        for name, look in noted:
            if values[name]:
                self.looks.add((look, props["id"]))
        return values

    def _kind(self, key: tuple[type[Node], Any]) -> tuple[Values, list[tuple[str, str]]]:
        noun, minor = key
        role, purposeful = (self.viewer.role, bool(self.viewer.purpose)) if self.viewer else (None, False)
        shown = _shown(noun, role, purposeful, bool(minor))
        named = self._named() if shown.noted else frozenset[str]()
        noted = [(name, f"{noun.MODEL.LABEL}.{name}") for name in shown.noted if self._info is None or name in named]
        self._kinds[key] = shown.values, noted
        return self._kinds[key]

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
