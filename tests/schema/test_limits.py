"""What is too large is refused before anything runs, and the refusal says the cost and the limit."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import parse

from schema.app import Schema
from schema.limits import CEILING, Cost, Limits, Measured, Meter, measure
from tests.schema.conftest import Ask, CountingStore


def cost(schema: Schema, document: str, **variables: object) -> Cost:
    return measure(parse(document), schema._schema, variables, None)


def doubling(levels: int) -> str:
    """A short document whose every fragment spreads the next one twice."""
    parts = [f"fragment f{n} on Query{{...f{n + 1} ...f{n + 1}}}" for n in range(levels)]
    return "{...f0}" + "".join(parts) + f"fragment f{levels} on Query{{roads{{nodes{{name}}}}}}"


def test_depth_and_fields_are_counted_through_fragments(schema: Schema) -> None:
    document = "{roads{nodes{...r}}} fragment r on Road{name subdistrict{...on Subdistrict{name}}}"
    found = cost(schema, document)
    assert found.depth == 4  # roads, nodes, subdistrict, name
    assert found.fields == 5  # roads, nodes, name, subdistrict, name
    assert found.roots == 1


def test_nodes_are_the_product_of_the_pages(schema: Schema) -> None:
    # 10 roads, each with 5 segments, each with 20 stations: 10 * (1 + 5 * (1 + 20))
    document = "query($n:Int){roads(first:$n){nodes{segments(first:5){nodes{stations{nodes{name}}}}}}}"
    assert cost(schema, document, n=10).nodes == 10 * (1 + 5 * (1 + 20))
    assert cost(schema, document).nodes == 20 * (1 + 5 * (1 + 20))  # 20 when nothing is said
    assert cost(schema, document.replace("Int", "Int=90")).nodes == 90 * (1 + 5 * (1 + 20))
    assert cost(schema, document.replace("Int", "Int=90"), n=3).nodes == 3 * (1 + 5 * (1 + 20))


def test_the_last_so_many_count_as_the_first(schema: Schema) -> None:
    document = "query($f:Int,$l:Int){roads(first:$f,last:$l){nodes{segments(last:5){nodes{name}}}}}"
    assert cost(schema, document, l=10).nodes == 10 * (1 + 5)
    assert cost(schema, document, f=None, l=10).nodes == 10 * (1 + 5)
    assert cost(schema, document, f=10).nodes == 10 * (1 + 5)
    assert cost(schema, document).nodes == 20 * (1 + 5)
    assert cost(schema, document, f=10, l=90).nodes == 90 * (1 + 5)  # refused later on


@pytest.mark.parametrize("size", ["first", "last"])
def test_a_whole_number_counts_however_it_is_written(schema: Schema, size: str) -> None:
    document = f"query($n:Int){{roads({size}:$n){{nodes{{name}}}}}}"
    assert cost(schema, document, n=90.0).nodes == 90  # JSON has but one kind of number
    measured = Measured()
    costs = [measured.cost(document, parse(document), schema._schema, {"n": n}, None) for n in (30.0, 90.0, 90, 1.5)]
    assert [one.nodes for one in costs] == [30, 90, 90, 20]


def test_nodes_by_their_ids_count_each(schema: Schema) -> None:
    # 3 ids, 2 ids, each with a page of 20 segments
    document = 'query($ids:[ID!]!){nodes(ids:$ids){id} b:nodes(ids:["x","y"]){...on Road{segments{nodes{name}}}}}'
    assert cost(schema, document, ids=["a", "b", "c"]).nodes == 3 + 2 * (1 + 20)


def test_each_spread_of_a_fragment_counts(schema: Schema) -> None:
    once = "{a:roads{...p}} fragment p on RoadConnection{nodes{x:name}}"
    twice = "{a:roads{...p} b:roads{...p ...p}} fragment p on RoadConnection{nodes{x:name}}"
    assert cost(schema, once).aliases == 2
    assert cost(schema, twice).aliases == 2 + 3


def test_directives_count_wherever_they_stand(schema: Schema) -> None:
    document = "query @a {...p @b roads @c {nodes{name}} ...on Query @d {roads{nodes{name}}}}"
    document += "fragment p on Query{roads{nodes{name @e}}}"
    assert cost(schema, document).directives == 5


def test_a_doubling_document_costs_its_length_and_not_its_size(schema: Schema) -> None:
    found = cost(schema, doubling(100))  # without the memo it would never end
    assert found.fields == CEILING  # 3 * 2 ** 100 is more


def test_a_circle_of_fragments_is_left_to_validation(schema: Schema) -> None:
    assert cost(schema, "{...a} fragment a on Query{...b} fragment b on Query{...a roads{nodes{name}}}").fields == 3


REFUSED = {
    "depth": "{roads{nodes{subdistrict{roads{nodes{subdistrict{roads{nodes{subdistrict{district{name}}}}}}}}}}}",
    "aliases": "{" + " ".join(f"a{n}:roads(first:1){{nodes{{name}}}}" for n in range(16)) + "}",
    "roots": "{" + "__typename " * 21 + "}",
    "directives": "{roads{nodes{name " + "@skip(if:false) " * 51 + "}}}",
    "nodes": "{roads(first:100){nodes{segments(first:100){nodes{name}}}}}",
    "fields": "{roads(first:1){nodes{...f0}}}fragment f9 on Road{name}"
    + "".join(f"fragment f{n} on Road{{name ...f{n + 1} ...f{n + 1} ...f{n + 1}}}" for n in range(9)),
}


@pytest.mark.parametrize("limit", REFUSED)
async def test_a_document_above_a_limit_is_refused_unrun(ask: Ask, counted: CountingStore, limit: str) -> None:
    result = await ask(REFUSED[limit])
    assert result.errors is not None
    found = {error.extensions["limit"]: error for error in result.errors}
    assert limit in found
    error = found[limit]
    assert error.extensions["code"] == "QUERY_TOO_LARGE"
    assert str(error.extensions["most"]) in error.message
    assert str(error.extensions["cost"]) in error.message
    assert error.extensions["most"] == getattr(Limits(), limit)
    assert counted.questions == []


@pytest.mark.parametrize("deep", [0, 1, 5])
async def test_a_long_list_in_the_variables_is_refused_unrun(ask: Ask, counted: CountingStore, deep: int) -> None:
    where: object = {"name": {"in": ["灯笼路"] * 1001}}
    for _ in range(deep):
        where = {"OR": [{"NOT": where}]}
    document = "query($where: RoadFilter) { roads(where: $where) { nodes { name } } }"
    result = await ask(document, where=where)
    assert result.errors is not None
    assert result.errors[0].extensions["limit"] == "lists"
    assert "1001，上限 1000" in result.errors[0].message
    assert counted.questions == []
    allowed = await ask(document, where={"name": {"in": ["灯笼路"] * 1000}})
    assert allowed.data == {"roads": {"nodes": [{"name": "灯笼路"}]}}


def test_no_list_in_a_document_is_longer_than_its_tokens() -> None:
    assert Limits().lists >= Limits().tokens


def test_the_limits_are_those_of_the_design() -> None:
    found = Limits()
    assert (found.body, found.tokens, found.depth, found.aliases) == (256 * 1024, 1000, 10, 15)
    assert (found.roots, found.directives, found.nodes, found.lists) == (20, 50, 10_000, 1000)
    assert found.seconds == 10


def test_the_work_grows_with_the_document_and_not_with_what_it_unfolds_to(
    schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty-one fragments, each of which spreads the next one twice, are 2 ** 21 fields; each is looked at once."""
    steps: list[str] = []
    looked_at = Meter._fragment
    monkeypatch.setattr(Meter, "_fragment", lambda self, name: steps.append(name) or looked_at(self, name))
    assert cost(schema, doubling(21)).fields >= 2**21
    assert len(steps) <= 2 * 22  # each fragment is looked at once, and asked for as often as it is written


async def test_what_is_wrong_many_times_is_told_once(ask: Ask) -> None:
    result = await ask("{ __typename " + "@aa" * 40 + "}")
    assert [error.message for error in result.errors or []] == ["Unknown directive '@aa'."]
    result = await ask("{" + " ".join(f"field{n}" for n in range(20)) + "}")
    assert [error.path for error in result.errors or []] == [None] * 10


async def test_a_document_at_the_limits_runs(answer: Ask) -> None:
    await answer("{" + " ".join(f"a{n}:roads(first:1){{nodes{{name}}}}" for n in range(15)) + "}")
    for size in ("first", "last"):
        await answer(f"{{roads({size}:99){{nodes{{segments({size}:100){{nodes{{name}}}}}}}}}}")  # 99 + 99 * 100 nodes


async def test_too_many_tokens_end_the_parser(ask: Ask, counted: CountingStore) -> None:
    result = await ask("{" + "__typename " * 999 + "}")
    assert result.errors is not None
    assert "1000 tokens" in result.errors[0].message
    assert counted.questions == []


async def test_a_document_nested_beyond_all_measure_is_refused(ask: Ask) -> None:
    for levels, refusal in ((60, "嵌套层数为 60"), (200, "嵌套层数为 200"), (330, "nested too deeply")):
        result = await ask("{a" * levels + "}" * levels)
        assert result.errors is not None
        assert refusal in result.errors[0].message


async def test_a_page_of_a_huge_size_saturates(ask: Ask) -> None:
    result = await ask("query($n:Int){roads(first:$n){nodes{segments(first:$n){nodes{name}}}}}", n=2**31 - 1)
    assert result.errors is not None
    assert "以上" in result.errors[0].message


async def test_the_standard_introspection_runs(answer: Ask) -> None:
    from graphql import get_introspection_query

    data = await answer(get_introspection_query())
    assert data["__schema"]["queryType"]["name"] == "Query"


async def test_a_deep_question_about_the_schema_is_refused(ask: Ask) -> None:
    inner = "name"
    for _ in range(10):
        inner = f"type{{fields{{{inner}}}}}"
    result = await ask(f"{{__schema{{types{{fields{{{inner}}}}}}}}}")
    assert result.errors is not None


SIZED = "query A($n:Int=3,$ids:[ID!]!){lines(first:$n){nodes{id}} nodes(ids:$ids){id}} query B{lines{nodes{id}}}"
GIVEN: list[dict[str, Any]] = [
    {"ids": ["a"]},
    {"ids": ["a"] * 50, "n": 7},
    {"ids": ["a"], "n": None},
    {"ids": ["a"], "n": 100, "unused": ["b"] * 70},
    {"ids": [], "n": True},
    {"ids": "a", "n": "x"},
]


def test_what_a_known_document_costs_is_measured_by_its_variables(schema: Schema) -> None:
    measured, document = Measured(), parse(SIZED)
    for given in [*GIVEN, *GIVEN]:
        for name in ("A", "B", None):
            expected = measure(document, schema._schema, given, name)
            assert measured.cost(SIZED, document, schema._schema, given, name) == expected
