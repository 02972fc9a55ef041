"""Two servers on one graph: each sees what came through the other, and of two changes to one version one is refused,
while two edits of one plan are both kept.

What one of them plans is heard, stopped and waited for through the other.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine.jobs import Pace
from engine.model import JobProgress
from engine.store import GraphStore, Match
from schema.ids import global_id
from server import Settings
from tests.conftest import Opener
from tests.engine.jobs.slow_planner import STEP, SlowPlanner
from tests.schema import town
from tests.test_server import PROGRESS, START, Served, connected, received

GENERATE = """mutation { generatePlan(input: {week: "2026-W48", subdistrict: "东街", waitSeconds: 60}) {
  ... on GeneratePlanSuccess { plan { id number version } } } }"""
NEWEST = "{ plans(orderBy: NUMBER_DESC, first: 2) { nodes { id number status version } } }"
PUBLISH = """mutation ($input: PublishPlanInput!) { publishPlan(input: $input) {
  __typename ... on PublishPlanSuccess { plan { status } } ... on Refusal { code } } }"""


STOP = """mutation ($id: ID!) { stopPlan(input: {jobId: $id, waitSeconds: 60}) {
  ... on StopPlanSuccess { job { status plan { number } } } } }"""
CHANGES = """subscription ($id: ID!) { planChanged(planId: $id) {
  plan { version origin } newestEdit { kind volunteer { name } } } }"""
PIN = """mutation ($id: ID!) { pinAssignment(input: {assignmentId: $id}) {
  ... on PinAssignmentSuccess { plan { version } } } }"""
REMOVE = "mutation ($id: ID!) { removeAssignment(input: {assignmentId: $id}) { __typename } }"
ADD = """mutation ($plan: ID!, $shift: ID!, $volunteer: ID!) {
  addAssignment(input: {planId: $plan, shiftId: $shift, volunteerId: $volunteer}) { __typename } }"""
SEATS = """query ($id: ID!) { node(id: $id) { ... on Plan { assigned edits { kind }
  assignments { nodes { status volunteer { name } shift { id } } } } } }"""
JOB = "{ planJobs(first: 1) { nodes { id status } } }"

ROOT = Path(__file__).resolve().parents[1]
PACE = Pace(tick=0.1, look=0.1, looks=10)
SERVER = """
import json, sys
from engine.jobs import Pace
from engine.store import open_store
from server import Settings
from tests.engine.jobs.slow_planner import SlowPlanner
from tests.test_server import Served

with Served(open_store(sys.argv[1]), Settings(), generate=SlowPlanner(), pace=Pace(tick=0.1, look=0.1, looks=10)) as it:
    print(json.dumps({"address": it.address, "headers": it.headers}), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def servers(open_empty: Opener, tmp_path: Path) -> Iterator[list[Served]]:
    first, second = open_empty(tmp_path), open_empty(tmp_path)
    town.build(first)
    with Served(first, Settings()) as one, Served(second, Settings()) as other:
        yield [one, other]
    first.close()
    second.close()


@pytest.fixture
def slow() -> SlowPlanner:
    return SlowPlanner()


@pytest.fixture
def pair(open_empty: Opener, tmp_path: Path, slow: SlowPlanner) -> Iterator[list[Served]]:
    """Two servers in haste, the planner of the first of which waits."""
    first, second = open_empty(tmp_path), open_empty(tmp_path)
    town.build(first)
    with Served(first, Settings(), generate=slow, pace=PACE) as one, Served(second, Settings(), pace=PACE) as other:
        yield [one, other]
    first.close()
    second.close()


@pytest.fixture
def graph(open_empty: Opener, tmp_path: Path) -> Iterator[GraphStore]:
    opened = open_empty(tmp_path)
    town.build(opened)
    yield opened
    opened.close()


@dataclass(frozen=True, slots=True)
class Program:
    """A server that is a program of its own, its planner never ready."""

    process: subprocess.Popen[str]
    address: str
    headers: dict[str, str]


@pytest.fixture
def program(graph: GraphStore, open_empty: Opener, tmp_path: Path) -> Iterator[Program]:
    command = [sys.executable, "-c", SERVER, open_empty.address(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Program(process, **json.loads(process.stdout.readline()))
        process.kill()


def ask(served: Served | Program, document: str, **variables: Any) -> Any:
    body = json.dumps({"query": document, "variables": variables}).encode()
    headers = {"Content-Type": "application/json", **served.headers}
    with urllib.request.urlopen(
        urllib.request.Request(f"http://{served.address}/graphql", body, headers), timeout=120
    ) as answered:
        told = json.load(answered)
    assert "errors" not in told
    return told["data"]


def test_a_plan_made_through_one_is_published_through_the_other(servers: list[Served]) -> None:
    one, other = servers
    plan = ask(one, GENERATE)["generatePlan"]["plan"]
    assert ask(other, NEWEST)["plans"]["nodes"][0] == {**plan, "status": "DRAFT"}
    assert ask(other, PUBLISH, input={"planId": plan["id"]})["publishPlan"]["plan"] == {"status": "PUBLISHED"}
    assert ask(one, NEWEST)["plans"]["nodes"][0]["status"] == "PUBLISHED"


def test_published_twice_at_once_it_is_published_once(servers: list[Served]) -> None:
    plan = ask(servers[0], GENERATE)["generatePlan"]["plan"]
    given = {"planId": plan["id"], "version": plan["version"]}
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda served: ask(served, PUBLISH, input=given)["publishPlan"], servers))
    assert sorted(answer["__typename"] for answer in answers) == ["PlanPublishedError", "PublishPlanSuccess"]


def test_plans_made_at_once_have_numbers_of_their_own(servers: list[Served]) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda served: ask(served, GENERATE), servers))
    newest = ask(servers[0], NEWEST)["plans"]["nodes"]
    assert [plan["number"] for plan in newest] == [3, 2]  # the town has one already


def test_one_plan_edited_through_both_at_once_keeps_both_edits(servers: list[Served]) -> None:
    one, other = servers
    plan, there = global_id("Plan", "p1"), global_id("Shift", "s2")
    with ThreadPoolExecutor(2) as pool:
        removing = pool.submit(ask, one, REMOVE, id=global_id("Assignment", "a2"))
        adding = pool.submit(ask, other, ADD, plan=plan, shift=there, volunteer=global_id("Volunteer", "v1"))
        done = removing.result()["removeAssignment"], adding.result()["addAssignment"]
    assert [answer["__typename"] for answer in done] == ["RemoveAssignmentSuccess", "AddAssignmentSuccess"]
    now = ask(one, SEATS, id=plan)["node"]
    seats = {(seat["volunteer"]["name"], seat["shift"]["id"], seat["status"]) for seat in now["assignments"]["nodes"]}
    first = global_id("Shift", "s1")
    assert seats == {("甲一", first, "DRAFT"), ("乙二", there, "WITHDRAWN"), ("甲一", there, "DRAFT")}
    assert sorted(edit["kind"] for edit in now["edits"]) == ["ADD", "REMOVE"]
    assert now["assigned"] == 2


def begun(served: Served | Program) -> str:
    """The id of a job that the server has just begun."""
    return str(ask(served, START)["generatePlan"]["job"]["id"])


async def progress(served: Served, job: str) -> AsyncIterator[dict[str, Any]]:
    """What a client of the server hears of a job, to its orderly end."""
    async with connected(served) as socket:
        assert await received(socket) == {"type": "connection_ack"}
        payload = {"query": PROGRESS, "variables": {"id": job}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        while (message := await received(socket))["type"] == "next":
            yield message["payload"]["data"]["planProgress"]
        assert message == {"id": "1", "type": "complete"}


async def test_progress_and_end_are_heard_through_the_other(pair: list[Served], slow: SlowPlanner) -> None:
    one, other = pair
    job = await asyncio.to_thread(begun, one)
    states = []
    async for state in progress(other, job):
        states.append(state)
        if state["stage"] == STEP.stage and state["seconds"] == STEP.seconds:
            assert state["job"] == {"status": "RUNNING", "plan": None}
            assert state["cost"] == {"inconvenience": 300}
            slow.go.set()
    assert slow.go.is_set()
    assert states[-1]["job"] == {"status": "DONE", "plan": {"number": 2}}
    assert [state async for state in progress(one, job)] == states[-1:]


async def test_a_change_by_hand_through_one_is_heard_through_the_other(pair: list[Served]) -> None:
    one, other = pair
    seat, plan = global_id("Assignment", "a1"), global_id("Plan", "p1")
    async with connected(other) as socket:
        assert await received(socket) == {"type": "connection_ack"}
        payload = {"query": CHANGES, "variables": {"id": plan}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        first = (await received(socket))["payload"]["data"]["planChanged"]
        assert first == {"plan": {"version": 1, "origin": "generated"}, "newestEdit": None}
        pinned = (await asyncio.to_thread(ask, one, PIN, id=seat))["pinAssignment"]["plan"]
        heard = (await received(socket))["payload"]["data"]["planChanged"]
    assert heard["plan"] == {**pinned, "origin": "edited"}
    assert (heard["newestEdit"]["kind"], heard["newestEdit"]["volunteer"]) == ("PIN", {"name": "甲一"})


def test_a_job_is_stopped_and_waited_for_through_the_other(pair: list[Served], slow: SlowPlanner) -> None:
    one, other = pair
    job = begun(one)
    assert slow.begun.wait(10)
    assert ask(other, STOP, id=job)["stopPlan"]["job"] == {"status": "STOPPED", "plan": {"number": 2}}


async def test_of_a_killed_server_the_other_tells_that_its_job_was_interrupted(
    program: Program, graph: GraphStore
) -> None:
    job = await asyncio.to_thread(begun, program)
    with Served(graph, Settings(), pace=PACE) as other:
        states = []
        async for state in progress(other, job):
            states.append(state["job"]["status"])
            if program.process.poll() is None:
                program.process.kill()
                program.process.wait()
        assert (states[0], states[-1]) == ("RUNNING", "INTERRUPTED")
        again = [state async for state in progress(other, job)]
        assert [state["job"]["status"] for state in again] == ["INTERRUPTED"]


async def test_servers_that_start_interrupt_no_job_of_a_living_one(
    program: Program, graph: GraphStore, open_empty: Opener, tmp_path: Path
) -> None:
    job = await asyncio.to_thread(begun, program)
    second = open_empty(tmp_path)
    patient = Pace(tick=0.1, look=0.1, looks=100)  # a busy machine's server may be silent for a second
    with Served(graph, Settings(), pace=patient) as one, Served(second, Settings(), pace=patient) as other:
        before = beats(graph)
        while beats(graph) < before + 5:
            await asyncio.sleep(0.1)
        for served in (one, other):
            jobs = (await asyncio.to_thread(ask, served, JOB))["planJobs"]["nodes"]
            assert jobs == [{"id": job, "status": "RUNNING"}]
    second.close()


def beats(graph: GraphStore) -> int:
    """How many signs of life the one job has given."""
    (row,) = graph.query(Match("p", JobProgress).select("p.beat"))
    return int(row["p.beat"])
