"""Half of a surrogate pair, in whatever text that is sent, is refused by name and by a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.schema.conftest import Ask

HALF = "\ud800"
BY_FILTER = "query($where:VolunteerFilter){volunteers(where:$where){nodes{id}}}"


@pytest.mark.parametrize(
    ("document", "variables", "named"),
    [
        ("query($id:ID!){node(id:$id){id}}", {"id": HALF}, "id"),
        ("query($ids:[ID!]!){nodes(ids:$ids){id}}", {"ids": ["a", f"x{HALF}"]}, "ids"),
        (BY_FILTER, {"where": {"name": {"contains": f"甲{HALF}"}}}, "where.name.contains"),
        (BY_FILTER, {"where": {"OR": [{"pinyin": {"in": [HALF]}}]}}, "where.OR.pinyin.in"),
        (BY_FILTER, {"where": {HALF: 1}}, "where"),
        (BY_FILTER, {"where": None, "unused": HALF}, "unused"),
        ("query($after:String){lines(after:$after){nodes{id}}}", {"after": HALF}, "after"),
        ("mutation($i:GeneratePlanInput!){generatePlan(input:$i){__typename}}", {"i": {"week": HALF}}, "i.week"),
    ],
)
async def test_it_is_refused_in_a_variable(ask: Ask, document: str, variables: dict[str, Any], named: str) -> None:
    (error,) = (await ask(document, **variables)).errors or []
    assert error.extensions is not None
    assert error.extensions["code"] == "INVALID_INPUT"
    (fault,) = error.extensions["faults"]
    assert named in fault
    assert HALF not in fault + error.message


@pytest.mark.parametrize("written", [HALF, "\\ud800", "\\u{D800}"])
async def test_the_parser_refuses_it_in_a_document(ask: Ask, written: str) -> None:
    (error,) = (await ask(f'{{volunteers(where:{{name:{{eq:"{written}"}}}}){{nodes{{id}}}}}}')).errors or []
    assert error.message.startswith("Syntax Error")


async def test_whole_pairs_pass(ask: Ask) -> None:
    assert (await ask(BY_FILTER, where={"name": {"eq": "𠮷\ud7ff\ue000"}})).errors is None
