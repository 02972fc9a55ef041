"""What is sensitive of a person is masked, or has no name in the schema; nothing of it is in an error."""

from __future__ import annotations

import json
import logging

import pytest
from strawberry.utils.str_converters import to_camel_case

from engine.access import masked_phone
from engine.model import NODES, property_rules
from schema.app import Schema
from schema.filters import filterable, sortable
from schema.guarded import guarded_names
from schema.types import BY_LABEL, Volunteer
from tests.schema import town
from tests.schema.conftest import Ask, CountingStore

SHOWN = {"name", "pinyin"}
SENSITIVE = [(node.LABEL, name) for node in NODES for name, rule in property_rules(node).items() if rule.sensitive]


@pytest.mark.parametrize(("label", "name"), SENSITIVE)
def test_no_sensitive_property_is_shown_unguarded_filtered_or_sorted_by(schema: Schema, label: str, name: str) -> None:
    """But names, which everybody sees who sees the person."""
    if (label, name) in {("Volunteer", shown) for shown in SHOWN}:
        return
    if label not in BY_LABEL:
        assert label not in schema._schema.type_map
        return
    fields = schema._schema.type_map[label].fields  # type: ignore[union-attr]
    assert (to_camel_case(name) in fields) == (name in guarded_names(BY_LABEL[label]))
    assert name not in filterable(BY_LABEL[label])
    assert name not in set(sortable(BY_LABEL[label]))


def test_a_person_who_was_read_holds_nothing_else() -> None:
    person = next(node for node in town.NODES if node.id == "v3")
    read = Volunteer.of({**person.to_props(), "version": 1})
    assert read.id
    held = json.dumps(vars(read), ensure_ascii=False)
    for secret in (town.HOME, "忌口", town.PHONE[:-1] + "2", "34.75", "丙三", "true"):
        assert secret not in held


async def test_phones_are_masked_and_those_of_minors_left_out(answer: Ask) -> None:
    data = await answer("{volunteers{nodes{phone}}}")
    assert [node["phone"] for node in data["volunteers"]["nodes"]] == [None, "138****8000", "138****8001"]


@pytest.mark.parametrize("phone", ["", "1", "1380000800"])
def test_what_is_no_whole_number_is_masked_altogether(phone: str) -> None:
    assert masked_phone(phone) == "****"


@pytest.mark.parametrize(
    "document",
    [
        '{volunteers(where:{phone:{eq:"13800008000"}}){nodes{name}}}',
        "{volunteers(where:{minor:{eq:true}}){nodes{name}}}",
        "{volunteers(orderBy:HOME_LAT){nodes{name}}}",
        "{volunteers{nodes{homeLat}}}",
    ],
)
async def test_one_cannot_ask_for_or_by_what_is_hidden(ask: Ask, counted: CountingStore, document: str) -> None:
    result = await ask(document)
    assert result.data is None
    assert counted.questions == []


async def test_an_unexpected_error_tells_a_number_and_nothing_else(
    ask: Ask, counted: CountingStore, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError(f"{town.PHONE} {town.HOME}")

    monkeypatch.setattr(counted, "query", broken)
    with caplog.at_level(logging.DEBUG):
        result = await ask("query Q($n:String){volunteers(where:{name:{eq:$n}}){nodes{name}}}", n="甲一")
    assert result.errors is not None
    (error,) = result.errors
    assert error.extensions["code"] == "UNEXPECTED"
    assert error.extensions["number"] in error.message
    assert error.extensions["number"] in caplog.text
    assert "RuntimeError" in caplog.text
    assert "broken" in caplog.text  # the place in the code
    for text in (json.dumps(error.formatted, ensure_ascii=False), caplog.text):
        for secret in (town.PHONE, town.HOME, "甲一"):
            assert secret not in text
