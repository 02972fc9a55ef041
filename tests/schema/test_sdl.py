"""The schema as text is checked in, and everything in it says what it is, with the Chinese term."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    introspection_types,
    specified_scalar_types,
)

from schema.app import Schema
from schema.sdl import FILE, sdl


def test_the_checked_in_schema_is_the_schema() -> None:
    assert FILE.read_text(encoding="utf-8") == sdl(), "run: python -m schema.sdl"


def described(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Each type, field, argument and value, with its description."""
    for name, kind in schema.type_map.items():
        if name in introspection_types or name in specified_scalar_types:
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in kind.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument, made in getattr(field, "args", {}).items():
                    yield f"{name}.{field_name}({argument})", made.description
        if isinstance(kind, GraphQLEnumType):
            for value, made in kind.values.items():
                yield f"{name}.{value}", made.description


def test_everything_has_a_description_with_the_chinese_term(schema: Schema) -> None:
    lacking = [
        name
        for name, text in described(schema._schema)
        if name != "Date" and not (text and re.search(r"[A-Za-z]{2}", text) and re.search(r"[\u4e00-\u9fff]", text))
    ]
    assert lacking == []
