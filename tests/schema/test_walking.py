"""Lists are walked from either end, by Relay's specification of connections, which is read off here once more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.access import CONSOLE
from engine.jobs import Jobs
from engine.model import Road, RoadClass, Subdistrict
from engine.store import Edge, GraphStore, eq
from schema import loaders
from schema.app import Schema
from schema.context import Context
from schema.cursor import Cursors
from schema.ids import global_id
from tests.schema import town
from tests.schema.conftest import Ask, CountingStore

ORDERS: dict[str, tuple[Callable[[Road], tuple[str, ...]], bool]] = {
    "ID": (lambda road: (road.id,), False),
    "NAME": (lambda road: (road.name, road.id), False),
    "NAME_DESC": (lambda road: (road.name, road.id), True),
    "KIND": (lambda road: (road.road_class.value, road.id), False),
    "KIND_DESC": (lambda road: (road.road_class.value, road.id), True),
}
SHAPES = {
    "at the root": "page: roads(%s) {...p}",
    "of one parent": "subdistricts(where: {id: {eq: $of}}) {nodes {id page: roads(%s) {...p}}}",
    "of several parents": "subdistricts(where: {name: {startsWith: $group}}) {nodes {id page: roads(%s) {...p}}}",
}
SHAPES["of several parents with long lists"] = SHAPES["of several parents"]
PAGE = """fragment p on RoadConnection {
    edges {cursor node {id}} pageInfo {hasNextPage hasPreviousPage startCursor endCursor} }"""
GIVEN = "$first: Int, $after: String, $last: Int, $before: String, $group: String, $of: ID!"
LIST = "where: {name: {startsWith: $group}}, first: $first, after: $after, last: $last, before: $before"
numbers = count(1)


@dataclass
class Roads:
    """Roads of two subdistricts, in a graph that holds those of earlier examples too."""

    store: GraphStore
    schema: Schema
    jobs: Jobs
    order: str
    shape: str
    group: str = field(default_factory=lambda: f"第{next(numbers)}组")
    there: list[Road] = field(default_factory=list)
    ever: list[Road] = field(default_factory=list)
    """With those that were removed."""

    def __post_init__(self) -> None:
        with self.store.tx() as tx:
            tx.upsert_nodes(Subdistrict(id=f"{self.group}{n}", name=f"{self.group}{n}") for n in range(2))

    def add(self, letter: str, kind: RoadClass, home: int) -> None:
        road = Road(id=f"{letter}{next(numbers)}", name=f"{self.group}{letter}", road_class=kind)
        with self.store.tx() as tx:
            tx.create_node(road)
            tx.upsert_edges("PART_OF", Road, Subdistrict, [Edge(road.id, f"{self.group}{home}")])
        if self.shape == "at the root" or home == 0:
            key, falling = ORDERS[self.order]
            self.there.append(road)
            self.ever = sorted([*self.ever, road], key=key, reverse=falling)

    def remove(self, road: Road) -> None:
        with self.store.tx() as tx:
            tx.delete_nodes(Road, eq("id", road.id))
        self.there.remove(road)

    @property
    def ids(self) -> list[str]:
        """Those of the list, in its order."""
        return [global_id("Road", road.id) for road in self.ever if road in self.there]

    def page(self, **given: Any) -> dict[str, Any]:
        """A page of the first subdistrict's list, or of the whole one."""
        arguments = f"orderBy: {self.order}, {LIST}"
        document = f"query({GIVEN}) {{node(id: $of) {{id}} {SHAPES[self.shape] % arguments}}} {PAGE}"
        given |= {"group": self.group, "of": global_id("Subdistrict", f"{self.group}0")}
        context = Context(store=self.store, jobs=self.jobs, cursors=Cursors(b"test"), viewer=CONSOLE)
        result = asyncio.run(self.schema.execute(document, variable_values=given, context_value=context))
        assert result.errors is None, result.errors
        assert result.data is not None
        if self.shape == "at the root":
            return dict(result.data["page"])
        return dict(next(node["page"] for node in result.data["subdistricts"]["nodes"] if node["id"] == given["of"]))

    def specified(self, end: str, size: int | None, after: int | None, before: int | None) -> tuple[Any, ...]:
        """What the specification says of a page: its ids, whether others precede, whether others follow.

        Cursors are places in the list as it ever was.
        """
        lowest, highest = -1 if after is None else after, len(self.ever) if before is None else before
        ids = [global_id("Road", road.id) if road in self.there else "" for road in self.ever]
        edges = list(filter(None, ids[lowest + 1 : highest]))
        if size is None:
            size = 20
        if end == "last":
            return edges[-size:], len(edges) > size, any(ids[highest:])
        return edges[:size], any(ids[: lowest + 1]), len(edges) > size


@pytest.fixture
def graph(store: GraphStore) -> GraphStore:
    town.build(store)
    return store


@pytest.fixture
def every_list_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists below several parents are asked for one by one, as those are of which one would read too many rows."""
    monkeypatch.setattr(loaders, "MIN_ROWS", 0)
    monkeypatch.setattr(loaders, "ROWS_FOR_ONE", 0)


def ids(page: dict[str, Any]) -> list[str]:
    return [edge["node"]["id"] for edge in page["edges"]]


roads = st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(RoadClass), st.sampled_from([0, 0, 0, 1]))
SIZES = [("first", None), *product(("first", "last"), (1, 2, 4))]
PLACES = [None, 0, 1, 2, 4, 6]
ASKED = list(product(SIZES, PLACES, PLACES))


def some(request: pytest.FixtureRequest) -> Any:
    """A fortieth of the examples of the store's agreement: each writes a list and asks for many of its pages."""
    return settings(
        max_examples=max(1, request.config.getoption("examples") // 40),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_is_what_the_specification_says(
    graph: GraphStore, schema: Schema, jobs: Jobs, shape: str, request: pytest.FixtureRequest
) -> None:
    if "long" in shape:
        request.getfixturevalue("every_list_is_long")

    @some(request)
    @given(
        order=st.sampled_from(sorted(ORDERS)),
        several=st.lists(roads, min_size=1, max_size=7),
        gone=st.sets(st.sampled_from([0, 0, 0, 1, 3, 4, 6]), max_size=3),
        asked=st.lists(st.sampled_from(ASKED), min_size=10, max_size=10),
    )
    def is_so(order: str, several: list[Any], gone: set[int], asked: list[Any]) -> None:
        group = Roads(graph, schema, jobs, order, shape)
        for road in several:
            group.add(*road)
        cursors = dict(enumerate(edge["cursor"] for edge in group.page()["edges"]))
        for road in [road for number, road in enumerate(group.ever) if number in gone]:
            group.remove(road)
        for (end, size), after, before in asked:
            after, before = (place if place in cursors else None for place in (after, before))
            page = group.page(**{end: size}, after=cursors.get(after), before=cursors.get(before))
            info = page["pageInfo"]
            found = ids(page), info["hasPreviousPage"], info["hasNextPage"]
            assert found == group.specified(end, size, after, before)
            ends = [edge["cursor"] for edge in page["edges"]] or [None]
            assert (info["startCursor"], info["endCursor"]) == (ends[0], ends[-1])

    is_so()


@pytest.mark.parametrize("shape", list(SHAPES)[:3])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_walk_neither_repeats_nor_skips_while_others_come_and_go(
    graph: GraphStore, schema: Schema, jobs: Jobs, shape: str, backwards: bool, request: pytest.FixtureRequest
) -> None:
    size, cursor, end, more = (
        ("last", "before", "startCursor", "hasPreviousPage")
        if backwards
        else ("first", "after", "endCursor", "hasNextPage")
    )

    @some(request)
    @given(
        order=st.sampled_from(sorted(ORDERS)),
        several=st.lists(roads, max_size=7),
        many=st.integers(1, 3),
        changes=st.lists(st.none() | roads | st.integers(0, 6), max_size=4),
    )
    def is_so(order: str, several: list[Any], many: int, changes: list[Any]) -> None:
        group = Roads(graph, schema, jobs, order, shape)
        for road in several:
            group.add(*road)
        begun, changed = group.ids, list(changes)
        page = group.page(**{size: many})
        met = ids(page)
        while page["pageInfo"][more]:
            match changed.pop() if changed else None:
                case int(number) if number < len(group.ever) and group.ever[number] in group.there:
                    group.remove(group.ever[number])
                case tuple(road):
                    group.add(*road)
            page = group.page(**{size: many, cursor: page["pageInfo"][end]})
            met = [*ids(page), *met] if backwards else [*met, *ids(page)]
        assert len(set(met)) == len(met)
        assert [id for id in begun if id in group.ids] == [id for id in met if id in begun and id in group.ids]
        assert met == begun or changes

    is_so()


def keys(page: dict[str, Any]) -> list[str]:
    return [node["id"] for node in page["nodes"]]


@pytest.mark.parametrize("order", ["SHIFT_START", "SHIFT_START_DESC", "VOLUNTEER_PINYIN", "WEEK_DESC"])
@pytest.mark.parametrize("parents", ["", "plans(last:1){nodes{%s}}"])
async def test_a_list_that_is_sorted_beyond_an_edge_is_walked_backwards(answer: Ask, order: str, parents: str) -> None:
    page = f"assignments(orderBy:{order} last:1 before:$before){{nodes{{id}} pageInfo{{hasPreviousPage startCursor}}}}"
    document = f"query($before:String){{{parents % page if parents else page}}}"
    whole = keys((await answer(f"{{assignments(orderBy:{order}){{nodes{{id}}}}}}"))["assignments"])
    before, met = None, list[str]()
    for _ in whole:
        data = await answer(document, before=before)
        found = data["plans"]["nodes"][0]["assignments"] if parents else data["assignments"]
        met = [*keys(found), *met]
        before = found["pageInfo"]["startCursor"]
    assert met == whole
    assert not found["pageInfo"]["hasPreviousPage"]


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ("first:1 last:1", "不能与 first 同时给出"),
        ("last:0", "超出范围"),
        ("last:101", "超出范围"),
        ('last:1 before:"forged"', "游标已失效"),
        ('first:1 before:"forged"', "游标已失效"),
        ('last:1 after:"forged"', "游标已失效"),
    ],
)
@pytest.mark.parametrize("parents", ["", "subdistricts{nodes{%s}}"])
async def test_what_asks_for_no_page_is_refused_and_says_which_argument_is_wrong(
    ask: Ask, arguments: str, fault: str, parents: str
) -> None:
    list_ = f"roads({arguments}){{nodes{{name}}}}"
    result = await ask(f"{{{parents % list_ if parents else list_}}}")
    assert result.errors is not None
    extensions = result.errors[0].extensions
    assert extensions["code"] == "INVALID_INPUT"
    (told,) = extensions["faults"]
    assert fault in str(told)
    assert arguments.split()[-1].split(":")[0] in str(told)


@pytest.mark.parametrize("none", ["first:null last:2", "last:null", "first:2 last:null before:null", "after:null"])
async def test_null_is_the_same_as_leaving_out(answer: Ask, none: str) -> None:
    page = (await answer(f"{{roads({none}){{nodes{{name}}}}}}"))["roads"]
    assert [node["name"] for node in page["nodes"]] == ["灯笼路", "竹竿巷"]


async def test_a_document_that_comes_again_with_another_size_gets_another_page(answer: Ask) -> None:
    document = "query($first:Int $last:Int){roads(first:$first last:$last){nodes{name}}}"
    for sizes, names in (({"last": 1}, ["竹竿巷"]), ({"last": 2}, ["灯笼路", "竹竿巷"]), ({"first": 1}, ["灯笼路"])):
        assert [node["name"] for node in (await answer(document, **sizes))["roads"]["nodes"]] == names


async def test_only_who_asks_what_was_passed_pays_for_it(answer: Ask, counted: CountingStore) -> None:
    page = (await answer("{roads(last:1){pageInfo{startCursor hasNextPage hasPreviousPage}}}"))["roads"]["pageInfo"]
    assert len(counted.questions) == 1
    for wanted, questions in (("hasPreviousPage", 1), ("hasNextPage", 2)):
        document = f"query($before:String){{roads(last:1 before:$before){{nodes{{name}} pageInfo{{{wanted}}}}}}}"
        await answer(document, before=page["startCursor"])
        assert len(counted.questions) == questions
    document = "query($before:String){subdistricts{nodes{roads(last:1 before:$before){pageInfo{hasNextPage}}}}}"
    await answer(document, before=page["startCursor"])
    assert len(counted.questions) == 3
