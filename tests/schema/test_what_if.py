"""What-ifs over GraphQL: named cases side by side, within limits, for those who plan."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model import Audit, Plan, Role
from engine.planning.generate import generate_plan
from engine.store import GraphStore, Match
from schema.ids import global_id
from tests.schema import town, two_towns
from tests.schema.conftest import Ask, AskAs

WHAT_IF = """query ($plan: ID!, $cases: [WhatIfCase!]!, $seconds: Float! = 10) {
  whatIf(planId: $plan, cases: $cases, seconds: $seconds) {
    name assigned cover meanMetres touched proved change notes
    cost { belowMinimum needsUnmet belowDesired inconvenience } bound { belowDesired } } }"""


@pytest.fixture
def graph(store: GraphStore) -> GraphStore:
    town.build(store)
    return store


@pytest.fixture
def plan(graph: GraphStore) -> Plan:
    return generate_plan(graph, town.WEEK, "east")


async def told(ask: Ask, plan: Plan, *cases: dict[str, Any], seconds: float = 10) -> list[dict[str, Any]]:
    result = await ask(WHAT_IF, plan=global_id("Plan", plan.id), cases=list(cases), seconds=seconds)
    assert result.errors is None, result.errors
    assert result.data is not None
    found: list[dict[str, Any]] = result.data["whatIf"]
    return found


async def test_cases_come_in_their_order_beside_the_plan_as_it_is(ask: Ask, graph: GraphStore, plan: Plan) -> None:
    before = graph.counts()
    party, station = global_id("Line", "PARTY"), global_id("Station", "S")
    people = {"count": 5, "line": party, "stationId": station, "skills": ["leader"], "freeEvenings": True}
    now, closed, more, both = await told(
        ask,
        plan,
        {"closeSegmentIds": [global_id("Segment", "c")]},
        {"name": "多五名党员", "addPeople": [people]},
        {"name": "更多", "demand": [{"placeId": global_id("Segment", "a"), "by": 1}], "walkLimit": 1500},
    )
    assert [one["name"] for one in (now, closed, more, both)] == ["现状", "假设 1", "多五名党员", "更多"]
    assert now["cost"]["inconvenience"] == plan.inconvenience
    assert (now["assigned"], now["cover"], now["touched"], now["notes"]) == (3, 1.0, 0, [])
    assert now["meanMetres"] == pytest.approx(plan.metres / 3)
    # s2 in Bamboo Lane goes, and who was there stays at home: s1 has the two whom it wants.
    assert (closed["assigned"], closed["touched"], closed["notes"]) == (2, 1, ["取消 1 个班次"])
    assert more["notes"] == ["新增的 5 人中 0 人有班次"]  # nobody is missing, so nobody is told anything new
    assert more["touched"] == 0
    assert all(one["proved"] for one in (now, closed, more, both))
    assert both["cover"] <= 1
    assert graph.counts() == before


async def test_cases_of_one_name_are_told_apart(ask: Ask, plan: Plan) -> None:
    case = {"name": "关", "closeSegmentIds": [global_id("Segment", "c")]}
    assert [one["name"] for one in await told(ask, plan, case, case)] == ["现状", "关（1）", "关（2）"]


@pytest.mark.parametrize(
    ("cases", "seconds", "field"),
    [
        ([], 10, "cases"),
        ([{}] * 9, 10, "cases"),
        ([{}], 0, "seconds"),
        ([{}], 61, "seconds"),
        ([{"addPeople": [{"count": 0}]}], 10, "addPeople"),
        ([{"addPeople": [{"count": 300}, {"count": 201}]}], 10, "addPeople"),
        ([{"closeStationIds": [global_id("Station", "S")]}], 10, "假设 1"),  # there are no shifts at it
        ([{"closeStationIds": [global_id("Segment", "a")]}], 10, ""),
        ([{"demand": [{"placeId": global_id("Road", "lantern"), "by": 1}]}], 10, "placeId"),
        ([{"walkLimit": -1}], 10, "假设 1"),
    ],
)
async def test_an_impossible_case_is_refused(
    ask: Ask, plan: Plan, cases: list[dict[str, Any]], seconds: float, field: str
) -> None:
    result = await ask(WHAT_IF, plan=global_id("Plan", plan.id), cases=cases, seconds=seconds)
    (error,) = result.errors or []
    assert (error.extensions or {})["code"] == "INVALID_INPUT"
    assert field in str((error.extensions or {})["faults"])


async def test_it_is_for_those_who_plan_there_and_leaves_no_trace(ask_as: AskAs, towns: GraphStore) -> None:
    plan = generate_plan(towns, town.WEEK, "east")
    given = {"plan": global_id("Plan", plan.id), "cases": [{"name": "x"}]}
    audits = towns.query(Match("a", Audit))
    for role in Role:
        result = await ask_as(two_towns.viewer(role), WHAT_IF, **given)
        codes = [(error.extensions or {})["code"] for error in result.errors or []]
        assert codes == ([] if role in (Role.ADMIN, Role.COORDINATOR) else ["FORBIDDEN"]), role
    foreign = await ask_as(two_towns.viewer(Role.COORDINATOR, over="west"), WHAT_IF, **given)
    assert [(error.extensions or {})["code"] for error in foreign.errors or []] == ["NOT_FOUND"]
    gone = {"plan": given["plan"], "cases": [{"withoutVolunteerIds": [global_id("Volunteer", "v4")]}]}
    unseen = await ask_as(two_towns.viewer(Role.COORDINATOR), WHAT_IF, **gone)
    assert [(error.extensions or {})["code"] for error in unseen.errors or []] == ["NOT_FOUND"]
    assert towns.query(Match("a", Audit)) == audits
