"""Numbers over lists: those of the nodes that the asker sees, and of nothing that he does not see."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from strawberry.utils.str_converters import to_camel_case

from engine.model import Role
from schema.edges import edges_of
from schema.ids import global_id
from schema.types import BY_LABEL, NOUNS
from tests.schema.conftest import AskAs, plural_of
from tests.schema.two_towns import viewer


async def answered(ask_as: AskAs, role: Role, document: str) -> dict[str, Any]:
    result = await ask_as(viewer(role), document)
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


@pytest.mark.parametrize("role", Role)
async def test_the_count_is_that_of_the_list(ask_as: AskAs, role: Role) -> None:
    for label in BY_LABEL:
        if (plural := plural_of(label)) is not None:
            data = await answered(ask_as, role, f"{{{plural}{{totalCount}} {plural}Aggregate{{count}}}}")
            assert data[f"{plural}Aggregate"]["count"] == data[plural]["totalCount"]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COORDINATOR, Role.OFFICER, Role.STATION_LEADER])
async def test_groups_by_an_edge_are_those_of_the_list(ask_as: AskAs, role: Role) -> None:
    data = await answered(
        ask_as,
        role,
        "{volunteers{nodes{station{id} organizations{nodes{id}}}}"
        " volunteersAggregate{s:groups(by:STATION){count value node{id}} o:groups(by:ORGANIZATIONS){count node{id}}}}",
    )
    people = data["volunteers"]["nodes"]
    stations = Counter(one["station"]["id"] for one in people)
    assert {g["node"]["id"]: g["count"] for g in data["volunteersAggregate"]["s"]} == stations
    organizations = Counter(o["id"] for one in people for o in one["organizations"]["nodes"])
    assert {g["node"]["id"]: g["count"] for g in data["volunteersAggregate"]["o"]} == organizations


async def test_groups_by_a_property_and_sums(ask_as: AskAs) -> None:
    data = await answered(
        ask_as,
        Role.ADMIN,
        "{shiftsAggregate{groups(by:MIN){value count} number(of:START){count min max sum mean}}"
        ' roadsAggregate(where:{name:{contains:"路"}}){groups(by:KIND,first:5){value count node{id}}}'
        " plansAggregate{groups(by:STATUS){value count}}}",
    )
    assert data["shiftsAggregate"]["groups"] == [{"value": "1", "count": 3}]
    assert data["shiftsAggregate"]["number"] == {
        "count": 3,
        "min": 420,
        "max": 1440 + 1080,
        "sum": 420 + 600 + 1440 + 1080,
        "mean": (420 + 600 + 1440 + 1080) / 3,
    }
    classes = data["roadsAggregate"]["groups"]
    assert classes == [{"value": "BRANCH", "count": 1, "node": None}, {"value": "MAIN", "count": 1, "node": None}]
    assert data["plansAggregate"]["groups"] == [{"value": "DRAFT", "count": 2}, {"value": "PUBLISHED", "count": 1}]


async def test_the_largest_groups_come_first_and_no_more_than_asked_for(ask_as: AskAs) -> None:
    data = await answered(ask_as, Role.ADMIN, "{volunteersAggregate{groups(by:STATION,first:1){count node{id}}}}")
    assert data["volunteersAggregate"]["groups"] == [{"count": 3, "node": {"id": global_id("Station", "S")}}]
    refused = await ask_as(viewer(Role.ADMIN), "{volunteersAggregate{groups(by:STATION,first:101){count}}}")
    assert [(error.extensions or {})["code"] for error in refused.errors or []] == ["INVALID_INPUT"]


async def test_what_one_does_not_see_is_not_summed_up(ask_as: AskAs) -> None:
    for inner in ("number(of:LOAD){sum}", "groups(by:LOAD){value count}"):
        refused = await ask_as(viewer(Role.STATION_LEADER), f"{{volunteersAggregate{{{inner}}}}}")
        assert [(error.extensions or {})["code"] for error in refused.errors or []] == ["FORBIDDEN"]
    refused = await ask_as(viewer(Role.COORDINATOR), "{assignmentsAggregate{number(of:METRES){min}}}")
    assert [(error.extensions or {})["code"] for error in refused.errors or []] == ["FORBIDDEN"]


@pytest.mark.parametrize("role", Role)
async def test_the_count_beside_a_list_on_an_edge_is_that_of_the_list(ask_as: AskAs, role: Role) -> None:
    for noun in NOUNS:
        names = [to_camel_case(name) for name, edge in edges_of(noun).items() if edge.many]
        if names and (plural := plural_of(noun.MODEL.LABEL)) is not None:
            fields = " ".join(f"{name}{{totalCount}} {name}Aggregate{{count}}" for name in names)
            for node in (await answered(ask_as, role, f"{{{plural}{{nodes{{{fields}}}}}}}"))[plural]["nodes"]:
                for name in names:
                    assert node[f"{name}Aggregate"]["count"] == node[name]["totalCount"]


async def test_numbers_and_groups_beside_a_list_are_those_of_the_list(ask_as: AskAs) -> None:
    number = "{count min max sum mean}"
    document = f"""{{
      organizations {{ nodes {{ members(first:100) {{ nodes {{ load station {{id}} }} }}
        membersAggregate {{ number(of:LOAD) {number} groups(by:STATION) {{ count node {{id}} }} }} }} }}
      roads {{ nodes {{ shifts(first:100) {{ nodes {{ start }} }} shiftsAggregate {{ number(of:START) {number} }} }} }}
    }}"""
    data = await answered(ask_as, Role.ADMIN, document)
    assert any(one["members"]["nodes"] for one in data["organizations"]["nodes"])
    assert any(one["shifts"]["nodes"] for one in data["roads"]["nodes"])
    for one in data["organizations"]["nodes"]:
        people = one["members"]["nodes"]
        assert one["membersAggregate"]["number"] == summed([person["load"] for person in people])
        stations = Counter(person["station"]["id"] for person in people)
        assert {g["node"]["id"]: g["count"] for g in one["membersAggregate"]["groups"]} == stations
    for one in data["roads"]["nodes"]:
        assert one["shiftsAggregate"]["number"] == summed([shift["start"] for shift in one["shifts"]["nodes"]])


def summed(values: list[float]) -> dict[str, Any]:
    mean = sum(values) / len(values) if values else None
    ends = {"min": min(values, default=None), "max": max(values, default=None)}
    return {"count": len(values), "sum": sum(values), "mean": mean, **ends}


async def test_beside_a_list_one_parent_s_largest_groups_are_as_many_as_asked_for(ask_as: AskAs) -> None:
    data = await answered(
        ask_as, Role.ADMIN, "{stations{nodes{volunteersAggregate{groups(by:NAME,first:2){value count}}}}}"
    )
    sizes = [len(one["volunteersAggregate"]["groups"]) for one in data["stations"]["nodes"]]
    assert max(sizes) == 2


async def test_what_one_does_not_see_is_not_summed_up_on_an_edge_either(ask_as: AskAs) -> None:
    for inner in ("number(of:LOAD){sum}", "groups(by:LOAD){value count}"):
        document = f"{{stations{{nodes{{volunteersAggregate{{{inner}}}}}}}}}"
        refused = await ask_as(viewer(Role.STATION_LEADER), document)
        assert {(error.extensions or {})["code"] for error in refused.errors or []} == {"FORBIDDEN"}
    filtered = "{stations{nodes{volunteersAggregate(where:{load:{gt:0}}){count}}}}"
    refused = await ask_as(viewer(Role.STATION_LEADER), filtered)
    assert {(error.extensions or {})["code"] for error in refused.errors or []} == {"FORBIDDEN"}
