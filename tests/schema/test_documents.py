"""What is remembered of documents changes no answer: limits are applied anew, invalid ones are refused each time."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import parse

from engine.access import CONSOLE
from schema.app import build_schema
from schema.context import Context
from schema.cursor import Cursors
from schema.documents import LONGEST, Documents
from tests.schema.conftest import Ask, CountingStore


async def test_a_known_document_is_neither_parsed_nor_validated(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    document = "query Known($n: Int) { roads(first: $n) { nodes { name } } }"
    first = await ask(document, n=1)
    for name in ("parse", "validate"):
        monkeypatch.setattr(f"strawberry.schema.schema.{name}", None)
    assert (await ask(document, n=1)).data == first.data


async def test_limits_hold_for_a_known_document_with_other_variables(ask: Ask, counted: CountingStore) -> None:
    document = "query Grows($n: Int) { roads(first: $n) { nodes { segments(first: $n) { nodes { name } } } } }"
    assert (await ask(document, n=2)).errors is None
    refused = await ask(document, n=100_000)
    assert refused.errors is not None
    assert refused.errors[0].extensions["code"] == "QUERY_TOO_LARGE"
    assert counted.questions == []
    assert (await ask(document, n=2)).errors is None


async def test_an_invalid_document_is_refused_each_time(ask: Ask) -> None:
    told: list[Any] = [(await ask("{roads{nodes{colour}}}")).errors for _ in range(3)]
    assert all(errors[0].message == told[0][0].message for errors in told)


async def test_production_refuses_introspection_each_time(counted: CountingStore) -> None:
    schema = build_schema(production=True)
    for _ in range(3):
        context = Context(store=counted, jobs=None, cursors=Cursors(b"test"), viewer=CONSOLE)  # type: ignore[arg-type]
        result = await schema.execute("{__schema{types{name}}}", context_value=context)
        assert result.errors is not None


async def test_each_operation_of_a_known_document_is_its_own(schema: Any, counted: CountingStore) -> None:
    document = "query A{roads{nodes{name}}} query B{stations{nodes{name}}}"
    for name, field in (("A", "roads"), ("B", "stations"), ("A", "roads")):
        context = Context(store=counted, jobs=None, cursors=Cursors(b"test"), viewer=CONSOLE)  # type: ignore[arg-type]
        result = await schema.execute(document, context_value=context, operation_name=name)
        assert list(result.data) == [field]


def test_few_documents_are_kept_and_none_that_is_long() -> None:
    documents = Documents(most=2)
    for text in ("{a}", "{b}"):
        documents.keep(text, parse(text))
    assert documents.get("{a}")
    documents.keep("{c}", parse("{c}"))
    assert documents.get("{b}") is None
    assert documents.get("{a}")
    long = "{d}" + "#" * LONGEST
    documents.keep(long, parse(long))
    assert documents.get(long) is None
