"""The schema as text is checked in, and everything in it says what it is, with the Chinese term."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    introspection_types,
    specified_scalar_types,
)
from strawberry.utils.str_converters import to_camel_case

from engine.model import property_rules
from schema.app import Schema
from schema.cost import Cost
from schema.node import Node
from schema.sdl import FILE, sdl
from schema.types import NOUNS


def test_the_checked_in_schema_is_the_schema() -> None:
    assert FILE.read_text(encoding="utf-8") == sdl(), "run: python -m schema.sdl"


ELSEWHERE = {
    "Audit": {"version"},
    "District": {"minors_quiet"},
    "Volunteer": {"work_hours", "max_minutes"},
    "Plan": {"scope", "edit_count"}
    | {f"{bound}{part}" for bound in ("", "bound_") for part in Cost.__dataclass_fields__},
    "PlanJob": {"scope", "plan_id"},
}
"""Properties that are no fields: they are shown in another form, or nobody needs them."""


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.MODEL.LABEL)
def test_what_the_graph_holds_is_a_field_or_left_out_on_purpose(schema: Schema, noun: type[Node]) -> None:
    rules = property_rules(noun.MODEL)
    known = {name for name, rule in rules.items() if name != "id" and not rule.sensitive} | noun.SHOWN
    fields = schema._schema.type_map[noun.MODEL.LABEL].fields  # type: ignore[union-attr]
    assert {name for name in known if to_camel_case(noun.called(name)) not in fields} == ELSEWHERE.get(
        noun.MODEL.LABEL, set()
    )


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
