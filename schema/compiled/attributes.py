"""Generated functions: from an object, its attributes as the answer. They call nothing but attributes and scalars."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    Undefined,
    is_leaf_type,
)
from strawberry.execution import optimized_is_awaitable
from strawberry.types.cast import TYPE_CAST_ATTRIBUTE

from schema.compiled.ahead import MISSING, Peek
from schema.compiled.leaves import AS_IT_IS, Shape, Unusual, shape_of
from schema.compiled.rows import Reader, Readers, Reading


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field that is the object's attribute; ``inner`` makes the answer for an object that it leads to."""

    name: str
    kind: GraphQLOutputType
    inner: Shape | None


@dataclass(frozen=True, slots=True)
class Peeked:
    """A field whose value the object has already (:mod:`schema.compiled.ahead`)."""

    peek: Peek
    kind: GraphQLOutputType
    inner: Shape | None


Entry = Attribute | Peeked | str | None
"""What stands under a name in the answer: a value that is had without a call, the type's name, or what another will put
there."""


@dataclass(slots=True)
class Writer:
    """Writes the source of one function; what it refers to stands in ``scope``."""

    scope: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def refer(self, thing: Any) -> str:
        """A name for the thing."""
        name = f"x{len(self.scope)}"
        self.scope[name] = thing
        return name

    def compile(self, argument: str, result: str) -> Any:
        """The function."""
        body = "\n ".join([*self.lines, f"return {result}"])
        exec(f"def made({argument}):\n {body}", self.scope)
        return self.scope["made"]

    def entries(self, entries: Mapping[str, Entry], read: Callable[[str], str]) -> str:
        """An expression for the answer that has these entries; ``read`` says how an attribute is read."""
        parts = []
        for number, (name, entry) in enumerate(entries.items()):
            if isinstance(entry, Attribute):
                self.lines.append(f"v{number} = {read(entry.name)}")
            elif isinstance(entry, Peeked):
                self.lines.append(f"v{number} = {self.refer(entry.peek)}(o)")
                self.lines.append(f"if v{number} is {self.refer(MISSING)}: raise {self.refer(Unusual)}")
            if isinstance(entry, Attribute | Peeked):
                parts.append(f"{name!r}: {self.value(entry.kind, entry.inner, f'v{number}')}")
            else:
                parts.append(f"{name!r}: {entry!r}")
        return "{" + ", ".join(parts) + "}"

    def value(self, kind: GraphQLOutputType, inner: Shape | None, source: str) -> str:
        """An expression for the answer that the value, a name or an expression of this source, has in this type."""
        if isinstance(kind, GraphQLNonNull):
            return self._present(kind.of_type, inner, source)
        present = self._present(kind, inner, source)
        return f"(None if {source} is None else {present})"

    def _present(self, kind: GraphQLOutputType, inner: Shape | None, source: str) -> str:
        if isinstance(kind, GraphQLList):
            items = self.value(kind.of_type, inner, "i")
            if " for i in " in items:  # a list in a list: a function of its own keeps the names apart
                items = f"{self.refer(_function(kind.of_type, inner))}(i)"
            return f"[{items} for i in {self.refer(_listed)}({source})]"
        if is_leaf_type(kind):
            return self._leaf(kind, source)
        return f"{self.refer(inner)}({source})"

    def _leaf(self, kind: GraphQLLeafType, source: str) -> str:
        shaped = f"{self.refer(shape_of(kind))}({source})"
        usual = AS_IT_IS.get(kind)
        return f"({source} if {usual.format(v=source)} else {shaped})" if usual else shaped


def _listed(value: Any) -> list[Any] | tuple[Any, ...]:
    """The value, if going through it changes nothing."""
    if type(value) is list or type(value) is tuple:
        return value
    raise Unusual


def _function(kind: GraphQLOutputType, inner: Shape | None) -> Shape:
    writer = Writer()
    made: Shape = writer.compile("v", writer.value(kind, inner, "v"))
    return made


def value_function(kind: GraphQLOutputType, inner: Shape | None) -> Shape:
    """The answer for a value of this type. Raises when graphql-core has to judge."""
    return _function(kind, inner)


def object_function(kind: GraphQLObjectType, origin: type | None, entries: Mapping[str, Entry], checked: bool) -> Shape:
    """The answer for an object of this type, with ``None`` under the names that others fill.

    ``origin``: the class that such objects usually are of; ``checked``: whether they are to be of this type.
    """
    writer = Writer()
    known: set[type] = {origin} if origin and _is_plain(origin) else set()
    if origin in known and _can_be_row(origin, entries):
        readers = writer.refer(Readers(lambda way: _reader(origin, entries, way)))
        row = f"return {readers}[d['seeing'].way(d['row'])](d['row'], d['seeing'], o)"
        writer.lines += [f"if type(o) is {writer.refer(origin)}:", "  d = o.__dict__", f"  if 'row' in d: {row}"]
    if checked:
        cast = f" or hasattr(o, {TYPE_CAST_ATTRIBUTE!r})" if kind.is_type_of else ""
        check = writer.refer(_check(kind, known))
        writer.lines.append(f"if type(o) not in {writer.refer(known)}{cast}: {check}(o)")
    made: Shape = writer.compile("o", writer.entries(entries, _read))
    return made


def _reader(origin: Any, entries: Mapping[str, Entry], way: str) -> Reader:
    """The answer for an object of this class that is still a row."""
    reading: Reading = origin.reading(way)
    writer = Writer(dict(reading.scope))
    writer.lines.append("get = r.get")
    for name in sorted(_names(entries) & reading.looks.keys()):
        writer.lines.append(f"if {reading.expressions[name]}: s.looks.add(({reading.looks[name]!r}, get('id')))")
    made: Reader = writer.compile("r, s, o", writer.entries(entries, reading.expressions.__getitem__))
    return made


def _names(entries: Mapping[str, Entry]) -> set[str]:
    return {entry.name for entry in entries.values() if isinstance(entry, Attribute)}


def _can_be_row(origin: Any, entries: Mapping[str, Entry]) -> bool:
    """Whether objects of this class may still be rows, and the row has all that is asked for."""
    return hasattr(origin, "reading") and _names(entries) <= origin.reading("").expressions.keys()


def _read(name: str) -> str:
    return f"o.{name}" if name.isidentifier() and not keyword.iskeyword(name) else f"getattr(o, {name!r})"


def _is_plain(cls: type) -> bool:
    return not issubclass(cls, Exception) and not hasattr(cls, "__await__")


def _check(kind: GraphQLObjectType, known: set[type]) -> Callable[[Any], None]:
    """Raises ``Unusual`` for what is no object of this type; remembers classes that always are."""

    def check(value: Any) -> None:
        if value is None or value is Undefined or isinstance(value, Exception) or optimized_is_awaitable(value):
            raise Unusual
        if kind.is_type_of is None:
            if len(known) < 100 and _is_plain(type(value)):
                known.add(type(value))
        elif not kind.is_type_of(value, None):  # type: ignore[arg-type]  # Strawberry's own asks the class alone
            raise Unusual

    return check
