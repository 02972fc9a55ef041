"""Fields of which not everybody sees everything: the access table says how much, for each who asks."""

from __future__ import annotations

import binascii
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
from schema.compiled.rows import Reading

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


MINOR = "minor"
Values = Callable[[Props], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a kind of viewer is shown of a noun's properties, and which of it is written down when it is looked at."""

    values: Values
    noted: tuple[str, ...]
    scope: Mapping[str, Any]
    expressions: Mapping[str, str]


def _shown_of(noun: type[Any], role: Role | None, purposeful: bool, minor: bool) -> Shown:
    viewer = Viewer(account="", role=role, purpose="-" * purposeful) if role else None
    label, guarded = noun.MODEL.LABEL, guarded_names(noun)
    how = {name: reveal(viewer, label, name, minor=minor) if name in guarded else WHOLE for name in _fields(noun)}
    noted = [name for name in guarded if role and how[name] is WHOLE and recorded(role, label, name, minor)]
    scope, expressions = _expressions(noun, how)
    return Shown(_generated(scope, expressions), tuple(noted), scope, expressions)


_shown = cast("Callable[[type[Any], Role | None, bool, bool], Shown]", cache(_shown_of))


def _expressions(noun: type[Any], how: Mapping[str, Reveal | None]) -> tuple[dict[str, Any], dict[str, str]]:
    """What makes each property out of ``get``, the row's own, and the names that stand in that."""
    defaults = {one.name: one.default for one in fields(noun.MODEL)}
    types = property_types(noun.MODEL)
    scope: dict[str, Any] = {"day": date.fromisoformat}
    made = {}
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
        made[name] = value
    return scope, made


def _generated(scope: dict[str, Any], expressions: Mapping[str, str]) -> Values:
    """A function that makes it all in one expression."""
    entries = ", ".join(f"{name!r}: {value}" for name, value in expressions.items())
    exec(f"def values(props):\n get = props.get\n return {{{entries}}}", scope)
    return cast("Values", scope["values"])


def reading(noun: type[Any], way: str) -> Reading:
    """How a row of the noun is read for those who see it in this way (an empty one: nobody's)."""
    role, purpose, age = way.split("/") if way else ("", "", "")
    shown = _shown(noun, Role(role) if role else None, bool(purpose), age == MINOR)
    label = noun.MODEL.LABEL
    scope = dict(shown.scope) | {"b64": binascii.b2a_base64, "prefix": f"{label}:".encode()}
    id = "b64(prefix + get('id').encode(), newline=False).decode('ascii')"
    return Reading(scope, {**shown.expressions, "id": id}, {name: f"{label}.{name}" for name in shown.noted})


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
    ways: tuple[str, str] = ("", "")
    """How somebody of age is seen, and a minor; what is no person is always of age."""
    _kinds: dict[tuple[type[Node], Any], tuple[Values, list[tuple[str, str]]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        role, purpose = (self.viewer.role.value, "-" * bool(self.viewer.purpose)) if self.viewer else ("", "")
        self.ways = f"{role}/{purpose}/", f"{role}/{purpose}/{MINOR}"

    def way(self, row: Props) -> str:
        """By which of the noun's readings the row is to be read."""
        return self.ways[1] if row.get("minor") else self.ways[0]

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
