"""Random documents that a schema allows: fragments, conditions, aliases, merged selections, switched by variables."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_object_type,
    is_required_argument,
)
from hypothesis import strategies as st

SWITCHES = ("yes", "no", "maybe")
Literals = Mapping[str, list[str]]
"""Argument or scalar name → what may be written there."""


@dataclass
class Writer:
    """Writes one document; fragments gather as it goes."""

    schema: GraphQLSchema
    draw: Any
    literals: Literals
    deepest: int
    leave_out: frozenset[str] = frozenset()
    fragments: list[tuple[str, str, str]] = field(default_factory=list)

    def one(self, options: list[Any]) -> Any:
        return self.draw(st.sampled_from(options))

    def chance(self, percent: int) -> bool:
        return bool(self.draw(st.integers(0, 99)) < percent)

    def selections(self, kind: Any, depth: int) -> str:
        count = self.draw(st.integers(1, 5))
        return "{" + " ".join(self.selection(kind, depth) for _ in range(count)) + "}"

    def selection(self, kind: Any, depth: int) -> str:
        if depth < self.deepest and self.chance(25):
            return self.fragment(kind, depth)
        if not (fields := self.fields(kind, depth)):
            return f"__typename{self.switch()}"
        name = self.one([*sorted(fields), "__typename"])
        if name == "__typename":
            return f"{self.one(['', 't:'])}__typename{self.switch()}"
        made = fields[name]
        arguments = self.arguments(made.args)
        alias = f"{name}_{zlib.crc32(arguments.encode()) % 97}:" if arguments or self.chance(20) else ""
        named = get_named_type(made.type)
        below = "" if is_leaf_type(named) else self.selections(named, depth + 1)
        return f"{alias}{name}{arguments}{self.switch()}{below}"

    def fields(self, kind: Any, depth: int) -> dict[str, GraphQLField]:
        found = {}
        for name, made in getattr(kind, "fields", {}).items():
            leaf = is_leaf_type(get_named_type(made.type))
            needed = [argument for argument, arg in made.args.items() if is_required_argument(arg)]
            if (leaf or depth < self.deepest) and name not in self.leave_out and all(map(self.known, needed)):
                found[name] = made
        return found

    def known(self, argument: str) -> bool:
        return argument in self.literals

    def arguments(self, args: Mapping[str, GraphQLArgument]) -> str:
        written = []
        for name, arg in args.items():
            if not is_required_argument(arg) and self.chance(60):
                continue
            if (literal := self.literal(name, arg.type)) is not None:
                written.append(f"{name}:{literal}")
        return f"({' '.join(written)})" if written else ""

    def literal(self, name: str, kind: Any) -> str | None:
        if name in self.literals:
            return str(self.one(self.literals[name]))
        inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if isinstance(inner, GraphQLList):
            return None
        if isinstance(inner, GraphQLEnumType):
            return str(self.one(list(inner.values)))
        return str(self.one(self.literals[inner.name])) if inner.name in self.literals else None

    def fragment(self, kind: Any, depth: int) -> str:
        options = [kind] if is_object_type(kind) else [*self.schema.get_possible_types(kind), kind]
        if is_object_type(kind):
            options += [other for other in self.schema.type_map.values() if self.holds(other, kind)]
        other = self.one(sorted(options, key=str))
        if self.chance(50):
            condition = "" if other is kind and self.chance(50) else f" on {other}"
            return f"...{condition}{self.switch()}{self.selections(other, depth + 1)}"
        fitting = [name for name, condition, _ in self.fragments if condition == str(other)]
        if fitting and self.chance(50):
            return f"...{self.one(fitting)}{self.switch()}"
        body = self.selections(other, depth + 1)
        name = f"F{len(self.fragments)}"
        self.fragments.append((name, str(other), body))
        return f"...{name}{self.switch()}"

    def holds(self, other: Any, kind: Any) -> bool:
        return is_abstract_type(other) and self.schema.is_sub_type(other, kind)

    def switch(self) -> str:
        if not self.chance(12):
            return ""
        value = self.one([f"${name}" for name in SWITCHES] + ["true", "false"])
        return f"@{self.one(['skip', 'include'])}(if:{value})"


@st.composite
def documents(
    draw: Any,
    schema: GraphQLSchema,
    *,
    operation: str = "query",
    literals: Literals | None = None,
    deepest: int = 5,
    leave_out: frozenset[str] = frozenset(),
) -> tuple[str, dict[str, bool]]:
    """A document and its variables."""
    writer = Writer(schema, draw, literals or {}, deepest, leave_out)
    roots = {"query": schema.query_type, "mutation": schema.mutation_type, "subscription": schema.subscription_type}
    body = writer.selections(roots[operation], 0)
    fragments = "".join(f"\nfragment {name} on {kind} {text}" for name, kind, text in writer.fragments)
    whole = body + fragments
    used = [name for name in SWITCHES if f"${name}" in whole]
    declared = f"({' '.join(f'${name}:Boolean!' for name in used)})" if used else ""
    return f"{operation} Asked{declared} {whole}", {name: draw(st.booleans()) for name in used}
