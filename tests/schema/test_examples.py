"""The ready queries run as they are on the demo, and find something to show to each kind of user.

The queries of docs/graph-questions.md give the answers that are printed below them.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.access import CONSOLE
from engine.district import load_district
from engine.jobs import Jobs, PlanRequest
from engine.model import Volunteer
from engine.planning.generate import generate_plan
from engine.store import GraphStore, Match, eq, open_store
from schema.app import Schema
from schema.context import Context
from schema.cursor import Cursors
from schema.examples import examples
from schema.ids import global_id
from tests.schema.conftest import Ask, CountingStore

DEMO = Path(__file__).resolve().parents[2] / "data" / "erqi"
WEEK = "2026-W48"
PLACE = "subdistrict:福华街街道"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    opened = open_store(str(tmp_path_factory.mktemp("demo") / "graph.db"))
    load_district(opened, DEMO)
    generate_plan(opened, WEEK, PLACE)
    yield opened
    opened.close()


@pytest.fixture
def graph(demo: GraphStore) -> GraphStore:
    return demo


def test_there_is_an_example_for_each_kind_of_user() -> None:
    users = {name.split("_")[1] for name in examples()}
    assert users >= {"coordinator", "officer", "station"}


def text(name: str) -> str:
    return examples()[name]


async def test_the_coordinator_plans_a_week_with_proof(answer: Ask) -> None:
    plan = (await answer(text("1_coordinator_plan")))["generatePlan"]["plan"]
    assert plan["proof"] == "OPTIMAL"
    assert plan["gap"] == 0
    assert plan["cost"] == plan["bound"]
    assert 0 < plan["meanMetres"] <= plan["longest"] <= 2000


async def test_the_coordinator_reads_a_road(answer: Ask, counted: CountingStore) -> None:
    plan = (await answer(text("2_coordinator_road")))["plans"]["nodes"][0]
    seats = plan["assignments"]["nodes"]
    assert seats
    assert plan["assignments"]["totalCount"] == len(seats)
    assert all(seat["reason"] and seat["volunteer"]["phone"][3:7] == "****" for seat in seats)
    assert len(counted.questions) == 4  # plans, the subdistrict, assignments with all to-one edges, their count


async def test_the_officer_sees_where_his_line_serves(answer: Ask, counted: CountingStore) -> None:
    found = (await answer(text("3_officer_line")))["organizations"]
    assert found["nodes"]
    assert all(place["members"]["totalCount"] for place in found["nodes"])
    assert len(counted.questions) == 5  # organizations and their count, members and theirs, assignments


async def test_the_station_leader_sees_who_comes(answer: Ask, counted: CountingStore) -> None:
    data = await answer(text("4_station_week"))
    assert data["stations"]["nodes"][0]["volunteers"]["totalCount"] > 0
    shifts = [seat["shift"] for seat in data["plans"]["nodes"][0]["assignments"]["nodes"]]
    times = [(shift["date"], shift["startTime"]) for shift in shifts]
    assert times == sorted(times)
    assert {bool(shift["station"]) for shift in shifts} == {True, False}
    assert len(counted.questions) == 6


async def test_the_coordinator_asks_about_a_gap(answer: Ask) -> None:
    data: Any = await answer(text("6_coordinator_gaps"))
    assert data["whyEmpty"]["relaxations"]
    assert len(data["standIns"]["candidates"]) == 3
    proof = data["bottleneck"]["bottleneck"]
    assert proof["missing"] == proof["wanted"] - proof["most"] > 0
    assert len(proof["volunteers"]) > 0
    assert {group["by"] for group in data["whatWouldHelp"]["groups"]} == {"LINE", "PLACE", "HOUR", "SKILL"}


async def test_the_coordinator_asks_the_graph(answer: Ask) -> None:
    data: Any = await answer(text("7_coordinator_graph"))
    chiefs = [[one["level"] for one in data[day]["responsible"] if one["level"]] for day in ("now", "before")]
    assert chiefs == [[1, 2, 3, 4], [1, 2, 3]]
    third = [data[day]["responsible"][2]["volunteer"]["name"] for day in ("now", "before")]
    assert third[0] != third[1]
    for kind in ("volunteers", "organizations", "stations"):
        losses = [one["shiftCount"] for one in data[kind]["withdrawals"]]
        assert losses == sorted(losses, reverse=True)
        assert losses[-1] > 0
    assert [road["depth"] for road in data["thinRoads"]["roads"]] == [2] * 5


PAGE = (DEMO.parents[1] / "docs" / "graph-questions.md").read_text(encoding="utf-8")
PAIRS = re.findall(r"```graphql\n(.*?)\n```\s+```json\n(.*?)\n```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("query", "printed"), PAIRS, ids=[re.findall(r"\{ (\w+)", query)[0] for query, _ in PAIRS])
async def test_the_page_prints_what_a_graph_question_answers(
    ask: Ask, demo: GraphStore, query: str, printed: str
) -> None:
    people = {"a": "郑戊申", "b": "钱癸巳"}
    known = {"plan": global_id("Plan", f"plan:{WEEK}:福华街街道:1"), "segment": global_id("Segment", "segment:fh-036")}
    for variable, name in people.items():
        (row,) = demo.query(Match("v", Volunteer).where(eq("v.name", name)).select("v.id"))
        known[variable] = global_id("Volunteer", row["v.id"])
    result = await ask(query, **{name: id for name, id in known.items() if f"${name}:" in query})
    assert result.errors is None
    assert result.data == json.loads(printed)


async def test_anyone_listens_to_a_job(
    schema: Schema, counted: CountingStore, jobs: Jobs, answer: Callable[..., Any]
) -> None:
    job = jobs.start(PlanRequest(week=WEEK, scope=PLACE))
    context = Context(store=counted, jobs=jobs, cursors=Cursors(b"test"), viewer=CONSOLE)
    stream = await schema.subscribe(
        text("5_plan_progress"), variable_values={"jobId": global_id("PlanJob", job.id)}, context_value=context
    )
    assert isinstance(stream, AsyncGenerator)
    states = [result async for result in stream]
    assert all(state.errors is None for state in states)
    last = states[-1].data
    assert last is not None
    assert last["planProgress"]["job"]["status"] == "DONE"
    assert last["planProgress"]["job"]["plan"]["proof"] == "OPTIMAL"
    assert {state.data["planProgress"]["stage"] for state in states if state.data} > {"就近就便"}
