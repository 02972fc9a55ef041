"""Lists come page by page, sorted and filtered, in one question."""

from __future__ import annotations

from typing import Any

import pytest

from schema.ids import global_id
from tests.schema.conftest import Ask, CountingStore


def names(connection: dict[str, Any]) -> list[str]:
    return [node["name"] for node in connection["nodes"]]


async def pages(answer: Ask, document: str) -> list[str]:
    """The names on all pages, each asked for with the last one's cursor."""
    found: list[str] = []
    after = None
    while True:
        (page,) = (await answer(document, after=after)).values()
        found += names(page)
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


async def test_volunteers_are_sorted_by_pinyin(answer: Ask) -> None:
    assert names((await answer("{volunteers{nodes{name}}}"))["volunteers"]) == ["丙三", "甲一", "乙二"]


@pytest.mark.parametrize("order", ["PINYIN", "PINYIN_DESC", "NAME", "LOAD", "LOAD_DESC", "ID", "MAX_WEEK_DESC"])
@pytest.mark.parametrize("size", [1, 2, 3])
async def test_pages_put_together_are_the_whole_list(answer: Ask, order: str, size: int) -> None:
    # LOAD and MAX_WEEK are the same for all three: then the id decides
    whole = names((await answer(f"{{volunteers(orderBy:{order}){{nodes{{name}}}}}}"))["volunteers"])
    document = (
        f"query($after:String){{volunteers(orderBy:{order} first:{size} after:$after)"
        "{nodes{name} pageInfo{hasNextPage endCursor}}}"
    )
    assert len(whole) == 3
    assert await pages(answer, document) == whole


async def test_nested_pages_go_on_behind_their_cursor(answer: Ask) -> None:
    # one parent, then all parents at once: both must cut alike
    for parents in ('roads(where:{name:{eq:"灯笼路"}})', "roads(orderBy:KIND)"):
        document = f"query($after:String){{{parents}{{nodes{{name segments(first:1 after:$after orderBy:NAME_DESC)"
        document += "{nodes{name} pageInfo{hasNextPage endCursor hasPreviousPage}}}}}"
        roads = (await answer(document))["roads"]["nodes"]
        first = next(road for road in roads if road["name"] == "灯笼路")["segments"]
        assert names(first) == ["灯笼路甲段"]
        assert first["pageInfo"]["hasNextPage"]
        roads = (await answer(document, after=first["pageInfo"]["endCursor"]))["roads"]["nodes"]
        second = next(road for road in roads if road["name"] == "灯笼路")["segments"]
        assert names(second) == ["灯笼路乙段"]
        assert second["pageInfo"] | {"endCursor": ""} == {
            "hasNextPage": False,
            "hasPreviousPage": True,
            "endCursor": "",
        }


@pytest.mark.parametrize(("order", "found"), [("SHIFT_START", ["a1", "a2"]), ("SHIFT_START_DESC", ["a2", "a1"])])
async def test_a_list_can_be_sorted_by_what_lies_beyond_an_edge(
    answer: Ask, counted: CountingStore, order: str, found: list[str]
) -> None:
    ids = [global_id("Assignment", key) for key in found]
    page = f"assignments(orderBy:{order} first:1 after:$after){{nodes{{id}} pageInfo{{endCursor}}}}"
    for document in (f"query($after:String){{{page}}}", f"query($after:String){{plans{{nodes{{{page}}}}}}}"):
        after = None
        for id in ids:
            data = await answer(document, after=after)
            list_ = data.get("assignments") or data["plans"]["nodes"][0]["assignments"]
            assert list_["nodes"] == [{"id": id}]
            after = list_["pageInfo"]["endCursor"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ('{name:{eq:"甲一"}}', ["甲一"]),
        ('{name:{ne:"甲一"}}', ["丙三", "乙二"]),
        ('{name:{in:["甲一","丙三","无名"]}}', ["丙三", "甲一"]),
        ("{name:{in:[]}}", []),
        ('{pinyin:{startsWith:"b"}}', ["丙三"]),
        ('{pinyin:{contains:"i"}}', ["丙三", "甲一", "乙二"]),
        ('{pinyin:{gte:"jia yi", lt:"yi er"}}', ["甲一"]),
        ('{skills:{has:"leader"}}', ["甲一"]),
        ('{NOT:{skills:{has:"leader"}}}', ["丙三", "乙二"]),
        ('{OR:[{name:{eq:"甲一"}},{name:{eq:"乙二"}}]}', ["甲一", "乙二"]),
        ("{OR:[]}", []),
        ('{AND:[{pinyin:{contains:"i"}},{name:{ne:"丙三"}}] name:{ne:"甲一"}}', ["乙二"]),
        ("{name:null}", ["丙三", "甲一", "乙二"]),
        ("{organizations:{some:{}}}", ["甲一", "乙二"]),
        ("{organizations:{none:{}}}", ["丙三"]),
        ('{organizations:{some:{lines:{some:{id:{eq:"TGluZTpQQVJUWQ=="}}}}}}', ["甲一", "乙二"]),
        ('{station:{communities:{some:{subdistrict:{name:{startsWith:"东街"}}}}}}', ["丙三", "甲一", "乙二"]),
        ("{assignments:{some:{shift:{road:{kind:{eq:MAIN}}}}}}", ["甲一"]),
        ('{claims:{none:{road:{name:{eq:"灯笼路"}}}}}', ["丙三", "乙二"]),
    ],
)
async def test_a_filter_finds_just_these(answer: Ask, counted: CountingStore, where: str, found: list[str]) -> None:
    document = f"{{volunteers(where:{where}){{nodes{{name}} totalCount}}}}"
    page = (await answer(document))["volunteers"]
    assert names(page) == found
    assert page["totalCount"] == len(found)
    assert len(counted.questions) == 2  # the page, the count


@pytest.mark.parametrize("first", [0, -1, 101])
async def test_a_page_of_an_impossible_size_is_refused(ask: Ask, first: int) -> None:
    result = await ask(f"{{roads(first:{first}){{nodes{{name}}}}}}")
    assert result.errors is not None
    assert result.errors[0].extensions["code"] == "INVALID_INPUT"


async def test_a_filter_of_too_many_conditions_is_refused(ask: Ask, counted: CountingStore) -> None:
    where = {"OR": [{"name": {"eq": str(n)}} for n in range(101)]}
    result = await ask("query($w:RoadFilter){roads(where:$w){nodes{name}}}", w=where)
    assert result.errors is not None
    assert "101 个条件" in str(result.errors[0].extensions["faults"])
    assert counted.questions == []


async def test_a_list_of_too_many_values_is_refused(ask: Ask, counted: CountingStore) -> None:
    result = await ask("query($w:RoadFilter){roads(where:$w){nodes{name}}}", w={"name": {"in": ["x"] * 1001}})
    assert result.errors is not None
    assert result.errors[0].extensions["code"] == "QUERY_TOO_LARGE"
    assert counted.questions == []


async def test_the_id_of_another_noun_in_a_filter_is_refused(ask: Ask) -> None:
    result = await ask("query($w:RoadFilter){roads(where:$w){nodes{name}}}", w={"id": {"eq": global_id("Plan", "p")}})
    assert result.errors is not None
    assert result.errors[0].message == "编号有误"


async def test_a_node_is_found_by_its_id(answer: Ask, counted: CountingStore) -> None:
    document = "query($id:ID!){node(id:$id){id __typename ...on Segment{name road{name subdistrict{name}}}}}"
    node = (await answer(document, id=global_id("Segment", "a")))["node"]
    assert node["__typename"] == "Segment"
    assert node["road"] == {"name": "灯笼路", "subdistrict": {"name": "东街街道"}}
    assert len(counted.questions) == 1


async def test_nodes_come_in_the_order_of_their_ids(answer: Ask, counted: CountingStore) -> None:
    wanted = [("Road", "bamboo"), ("Segment", "a"), ("Road", "nowhere"), ("Nonsense", "x"), ("Road", "lantern")]
    document = "query($ids:[ID!]!){nodes(ids:$ids){...on Road{name} ...on Segment{name}}}"
    nodes = (await answer(document, ids=[global_id(*pair) for pair in wanted]))["nodes"]
    assert [node and node["name"] for node in nodes] == ["竹竿巷", "灯笼路甲段", None, None, "灯笼路"]
    assert len(counted.questions) == 2  # one a label
