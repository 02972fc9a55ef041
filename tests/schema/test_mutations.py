"""A plan's life through the schema: made, pinned, changed, compared, published; what is refused says why."""

from __future__ import annotations

from typing import Any

import pytest

from engine.access import Viewer
from engine.jobs import Jobs
from engine.model import Role, Shift
from engine.store import GraphStore
from schema.ids import global_id
from tests.engine.jobs.slow_planner import SlowPlanner
from tests.schema import town, two_towns
from tests.schema.conftest import Ask, AskAs

GENERATE = """mutation ($input: GeneratePlanInput!) { generatePlan(input: $input) { __typename
  ... on GeneratePlanSuccess {
    job { id status message week subdistrict { name } plan { id } }
    plan { id number status proof cost { belowDesired } subdistrict { name } basedOn { id }
      assignments(orderBy: ID) { nodes { id version pinned status volunteer { name } shift { id } } } } }
  ... on Refusal { code message faults { message field expected } } } }"""

PLAN = "{ id version number origin assignments { nodes { id status pinned shift { id } } } }"


@pytest.fixture
def graph(store: GraphStore) -> GraphStore:
    town.build(store)
    return store


async def generated(answer: Ask, **more: Any) -> dict[str, Any]:
    data = await answer(GENERATE, input={"week": town.WEEK, "subdistrict": "东街", **more})
    made: dict[str, Any] = data["generatePlan"]
    return made


def change(name: str, answer: str) -> str:
    """The document of a mutation."""
    kind = name[0].upper() + name[1:]
    refused = "... on Refusal { code message faults { message field } }"
    return f"mutation ($input: {kind}Input!) {{ {name}(input: $input) {{ __typename {answer} {refused} }} }}"


PIN = change("pinAssignment", "... on PinAssignmentSuccess { assignment { pinned version } }")
MOVE = change("moveAssignment", "... on MoveAssignmentSuccess { assignment { pinned shift { id } plan { origin } } }")
REMOVE = change("removeAssignment", f"... on RemoveAssignmentSuccess {{ plan {PLAN} }}")
ADD = change(
    "addAssignment",
    f"... on AddAssignmentSuccess {{ assignment {{ pinned status volunteer {{ name }} }} plan {PLAN} }}",
)
REPLACE = change(
    "replaceAssignment",
    f"... on ReplaceAssignmentSuccess {{ assignment {{ pinned shift {{ id }} volunteer {{ id }} }} plan {PLAN} }}",
)
UNDO = change("undoEdit", f"... on UndoEditSuccess {{ assignment {{ id }} plan {PLAN} }}")
EDITS = """query ($id: ID!, $first: Int! = 20) { node(id: $id) { ... on Plan { version edits(first: $first) {
  number kind by undone sentence at volunteer { name } shift { id } otherShift { id } } } } }"""
DEMAND = change("setDemand", "... on SetDemandSuccess { shift { id min desired max byHand version } }")
PUBLISH = change("publishPlan", "... on PublishPlanSuccess { plan { status assignments { nodes { status } } } }")
REPAIR = change(
    "repairPlan",
    """... on RepairPlanSuccess { plan { number status basedOn { id } }
      touched { sentence volunteer { name } loses { shift { id } } gains { shift { id } } } }""",
)
STOP = change("stopPlan", "... on StopPlanSuccess { job { status } }")


async def test_a_plan_is_made_and_comes_with_the_answer(answer: Ask) -> None:
    made = await generated(answer)
    assert made["__typename"] == "GeneratePlanSuccess"
    assert made["job"]["status"] == "DONE"
    assert made["job"]["plan"]["id"] == made["plan"]["id"]
    plan = made["plan"]
    # the town's plan was version 1; three volunteers fill s1 (2 desired) and s2 (1 desired)
    assert (plan["number"], plan["status"], plan["proof"]) == (2, "DRAFT", "OPTIMAL")
    assert plan["subdistrict"] == {"name": "东街街道"}
    assert plan["cost"] == {"belowDesired": 0}
    assert len(plan["assignments"]["nodes"]) == 3


async def test_a_plan_by_the_id_of_its_place_is_the_same(answer: Ask) -> None:
    made = await generated(answer, subdistrict="", subdistrictId=global_id("Subdistrict", "east"))
    assert made["plan"]["subdistrict"] == {"name": "东街街道"}


async def test_without_waiting_the_job_comes_alone(answer: Ask, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_generate", SlowPlanner())  # a town as small may be planned before the answer is written
    made = await generated(answer, waitSeconds=0)
    assert made["job"]["status"] == "RUNNING"
    assert made["plan"] is None
    stopped = await answer(STOP, input={"jobId": made["job"]["id"], "waitSeconds": 60})
    assert stopped["stopPlan"]["job"]["status"] == "STOPPED"


@pytest.mark.parametrize(
    ("wrong", "kind", "code"),
    [
        ({"week": "2026-48"}, "InvalidInputError", "INVALID_NODE"),
        ({"subdistrict": "西街"}, "NotFoundError", "NOT_FOUND"),
        ({"subdistrict": "", "subdistrictId": "Um9hZDp4"}, "InvalidInputError", "INVALID_INPUT"),
        ({"subdistrict": "", "subdistrictId": global_id("Subdistrict", "west")}, "NotFoundError", "NOT_FOUND"),
        ({"seconds": -1}, "InvalidInputError", "INVALID_INPUT"),
        ({"seconds": 1e9}, "InvalidInputError", "INVALID_INPUT"),
        ({"waitSeconds": 1e9}, "InvalidInputError", "INVALID_INPUT"),
    ],
)
async def test_an_impossible_plan_is_refused(answer: Ask, wrong: dict[str, Any], kind: str, code: str) -> None:
    made = await generated(answer, **wrong)
    assert (made["__typename"], made["code"]) == (kind, code)
    assert made["message"]


async def test_a_week_without_shifts_fails_the_job_with_the_reason(answer: Ask) -> None:
    made = await generated(answer, week="2027-W01")
    assert made["job"]["status"] == "FAILED"
    assert made["job"]["message"] == "这一周、这一范围内没有可以安排的班次"


async def test_a_pin_stands_in_the_next_version(answer: Ask) -> None:
    plan = (await generated(answer))["plan"]
    seat = plan["assignments"]["nodes"][0]
    pinned = await answer(PIN, input={"assignmentId": seat["id"], "version": seat["version"]})
    assert pinned["pinAssignment"]["assignment"] == {"pinned": True, "version": seat["version"] + 1}
    later = (await generated(answer, basePlanId=plan["id"]))["plan"]
    assert later["basedOn"] == {"id": plan["id"]}
    kept = [(node["volunteer"], node["shift"]) for node in later["assignments"]["nodes"] if node["pinned"]]
    assert kept == [(seat["volunteer"], seat["shift"])]


async def test_a_stale_edit_is_a_conflict(answer: Ask) -> None:
    seat = (await generated(answer))["plan"]["assignments"]["nodes"][0]
    refused = await answer(PIN, input={"assignmentId": seat["id"], "version": seat["version"] + 5})
    assert refused["pinAssignment"]["__typename"] == "ConflictError"
    assert refused["pinAssignment"]["code"] == "CONFLICT"


async def test_a_person_is_moved_and_taken_out(answer: Ask) -> None:
    seats = (await generated(answer))["plan"]["assignments"]["nodes"]
    first, second = global_id("Shift", "s1"), global_id("Shift", "s2")
    mover = next(seat for seat in seats if seat["shift"]["id"] == first)
    moved = (await answer(MOVE, input={"assignmentId": mover["id"], "shiftId": second}))["moveAssignment"]
    assert moved["assignment"] == {"pinned": True, "shift": {"id": second}, "plan": {"origin": "edited"}}
    removed = (await answer(REMOVE, input={"assignmentId": mover["id"]}))["removeAssignment"]
    states = {node["id"]: node["status"] for node in removed["plan"]["assignments"]["nodes"]}
    assert states[mover["id"]] == "WITHDRAWN"


async def test_an_edit_that_breaks_a_rule_is_refused_with_the_rule(answer: Ask, graph: GraphStore) -> None:
    with graph.tx() as tx:
        tx.update(Shift, "s2", {"max": 1})
    seats = (await generated(answer))["plan"]["assignments"]["nodes"]
    second = global_id("Shift", "s2")
    (there,) = [seat["volunteer"] for seat in seats if seat["shift"]["id"] == second]
    mover = next(seat for seat in seats if seat["volunteer"] != there)
    refused = (await answer(MOVE, input={"assignmentId": mover["id"], "shiftId": second}))["moveAssignment"]
    assert (refused["__typename"], refused["code"]) == ("RuleBrokenError", "RULE_BROKEN")
    assert [fault["field"] for fault in refused["faults"]] == ["max"]


async def test_a_person_is_put_in_and_each_change_tells_the_plan(answer: Ask) -> None:
    plan = (await generated(answer))["plan"]
    first, second = global_id("Shift", "s1"), global_id("Shift", "s2")
    names = {"甲一": "v1", "乙二": "v2", "丙三": "v3"}
    at_first = next(seat for seat in plan["assignments"]["nodes"] if seat["shift"]["id"] == first)
    who = global_id("Volunteer", names[at_first["volunteer"]["name"]])
    wanted = {"planId": plan["id"], "shiftId": second, "volunteerId": who}
    added = (await answer(ADD, input=wanted))["addAssignment"]
    assert added["assignment"]["volunteer"] == at_first["volunteer"]
    assert (added["assignment"]["pinned"], added["assignment"]["status"]) == (True, "DRAFT")
    assert added["plan"]["origin"] == "edited"
    assert len(added["plan"]["assignments"]["nodes"]) == 4
    told = (await answer(EDITS, id=plan["id"]))["node"]
    assert told["version"] == added["plan"]["version"]
    (edit,) = told["edits"]
    assert (edit["number"], edit["kind"], edit["by"], edit["undone"]) == (1, "ADD", "命令行", False)
    assert (edit["volunteer"], edit["shift"], edit["otherShift"]) == (at_first["volunteer"], {"id": second}, None)
    stale = (await answer(UNDO, input={"planId": plan["id"], "version": told["version"] - 1}))["undoEdit"]
    assert stale["code"] == "CONFLICT"
    undone = (await answer(UNDO, input={"planId": plan["id"], "version": told["version"]}))["undoEdit"]
    assert undone["assignment"] is None
    assert len(undone["plan"]["assignments"]["nodes"]) == 3
    edits = (await answer(EDITS, id=plan["id"], first=1))["node"]["edits"]
    assert [(one["kind"], one["undone"], one["sentence"]) for one in edits] == [
        ("UNDO", False, "撤销：给 竹竿巷段 周二 18:00–19:30 加一人")
    ]
    nothing = (await answer(UNDO, input={"planId": plan["id"]}))["undoEdit"]
    assert (nothing["__typename"], nothing["message"]) == ("ConflictError", "没有可以撤销的改动")


async def test_one_is_put_in_anothers_place_and_taken_back_in_one_step(answer: Ask) -> None:
    plan = (await generated(answer))["plan"]
    second, seats = global_id("Shift", "s2"), plan["assignments"]["nodes"]
    (there,) = [seat for seat in seats if seat["shift"]["id"] == second]
    names = {"甲一": "v1", "乙二": "v2"}
    (other,) = [global_id("Volunteer", id) for name, id in names.items() if name != there["volunteer"]["name"]]
    wanted = {"assignmentId": there["id"], "volunteerId": other}
    told = (await answer(REPLACE, input=wanted))["replaceAssignment"]
    assert told["assignment"] == {"pinned": True, "shift": {"id": second}, "volunteer": {"id": other}}
    assert [edit["kind"] for edit in (await answer(EDITS, id=plan["id"]))["node"]["edits"]] == ["REMOVE", "ADD"]
    gone = (await answer(REPLACE, input=wanted))["replaceAssignment"]
    assert (gone["code"], gone["message"]) == ("CONFLICT", "这条派班已经撤下")
    undone = (await answer(UNDO, input={"planId": plan["id"]}))["undoEdit"]["plan"]["assignments"]["nodes"]
    assert {seat["id"]: seat["status"] for seat in undone} == {seat["id"]: "DRAFT" for seat in seats}
    stranger = wanted | {"volunteerId": global_id("Volunteer", "v9")}
    assert (await answer(REPLACE, input=stranger))["replaceAssignment"]["code"] == "NOT_FOUND"


async def test_who_is_not_there_is_not_put_in(answer: Ask) -> None:
    plan = (await generated(answer))["plan"]
    wanted = {"planId": plan["id"], "shiftId": global_id("Shift", "s2"), "volunteerId": global_id("Volunteer", "v9")}
    assert (await answer(ADD, input=wanted))["addAssignment"]["code"] == "NOT_FOUND"


async def test_a_published_plan_offers_and_no_longer_changes(answer: Ask) -> None:
    plan = (await generated(answer))["plan"]
    published = (await answer(PUBLISH, input={"planId": plan["id"]}))["publishPlan"]["plan"]
    assert published["status"] == "PUBLISHED"
    assert {node["status"] for node in published["assignments"]["nodes"]} == {"OFFERED"}
    seat = plan["assignments"]["nodes"][0]
    refused = (await answer(PIN, input={"assignmentId": seat["id"]}))["pinAssignment"]
    assert (refused["__typename"], refused["code"]) == ("PlanPublishedError", "PLAN_PUBLISHED")


async def test_a_published_plan_is_repaired_and_those_touched_are_named(answer: Ask) -> None:
    plan = (await generated(answer))["plan"]
    await answer(PUBLISH, input={"planId": plan["id"]})
    seat = next(node for node in plan["assignments"]["nodes"] if node["shift"]["id"] == global_id("Shift", "s2"))
    volunteer = {"甲一": "v1", "乙二": "v2", "丙三": "v3"}[seat["volunteer"]["name"]]
    out = {"volunteerId": global_id("Volunteer", volunteer), "shiftId": global_id("Shift", "s2")}
    found = (await answer(REPAIR, input={"planId": plan["id"], "withdrawals": [out]}))["repairPlan"]
    assert (found["plan"]["number"], found["plan"]["status"]) == (plan["number"] + 1, "DRAFT")
    assert found["plan"]["basedOn"] == {"id": plan["id"]}
    told = {who["volunteer"]["name"]: who for who in found["touched"]}
    mine = told[seat["volunteer"]["name"]]
    assert mine["loses"] == [{"shift": {"id": global_id("Shift", "s2")}}]
    assert mine["sentence"] == "不再去 竹竿巷段 周二 18:00–19:30"
    assert [who["gains"] for name, who in told.items() if name != seat["volunteer"]["name"]] == [
        [{"shift": {"id": global_id("Shift", "s2")}}]
    ]


async def test_a_withdrawal_that_means_nobody_is_refused_with_its_place(answer: Ask) -> None:
    plan = (await generated(answer))["plan"]
    none = {"volunteerId": global_id("Volunteer", "none")}
    refused = (await answer(REPAIR, input={"planId": plan["id"], "withdrawals": [none]}))["repairPlan"]
    assert (refused["__typename"], refused["code"]) == ("InvalidInputError", "INVALID_INPUT")
    assert [fault["field"] for fault in refused["faults"]] == ["withdrawals"]
    late = (await answer(REPAIR, input={"planId": plan["id"], "seconds": 1000}))["repairPlan"]
    assert late["code"] == "INVALID_INPUT"
    gone = (await answer(REPAIR, input={"planId": global_id("Plan", "none")}))["repairPlan"]
    assert gone["code"] == "NOT_FOUND"


async def test_two_versions_are_compared(answer: Ask) -> None:
    plan = (await generated(answer))["plan"]
    document = """query ($a: ID!, $b: ID!) { comparePlans(a: $a, b: $b) { __typename
      ... on PlanComparison { kept touched before { number } after { number } costBefore { belowDesired }
        costAfter { belowDesired } added { volunteer { name } shift { road { name } } } removed { shift { id } } }
      ... on Refusal { code } } }"""
    found = (await answer(document, a=global_id("Plan", "p1"), b=plan["id"]))["comparePlans"]
    assert (found["before"]["number"], found["after"]["number"]) == (1, 2)
    assert found["costBefore"] == {"belowDesired": 2}
    assert found["costAfter"] == {"belowDesired": 0}
    assert found["kept"] + len(found["added"]) == 3
    assert found["kept"] + len(found["removed"]) == 2
    none = (await answer(document, a=global_id("Plan", "none"), b=plan["id"]))["comparePlans"]
    assert none == {"__typename": "NotFoundError", "code": "NOT_FOUND"}


async def test_a_shift_s_headcount_is_set(answer: Ask) -> None:
    shift = global_id("Shift", "s2")
    told = (await answer(DEMAND, input={"shiftId": shift, "min": 2, "desired": 2, "version": 1}))["setDemand"]
    assert told["shift"] == {"id": shift, "min": 2, "desired": 2, "max": 2, "byHand": True, "version": 2}
    wrong = (await answer(DEMAND, input={"shiftId": shift, "min": 3}))["setDemand"]
    assert (wrong["__typename"], wrong["code"]) == ("InvalidInputError", "INVALID_NODE")
    assert [fault["field"] for fault in wrong["faults"]] == ["人数"]
    stale = (await answer(DEMAND, input={"shiftId": shift, "min": 1, "version": 1}))["setDemand"]
    assert stale["code"] == "CONFLICT"
    both = (await answer(DEMAND, input={"shiftId": shift, "min": 1, "asTemplate": True}))["setDemand"]
    assert (both["code"], both["faults"][0]["field"]) == ("INVALID_INPUT", "asTemplate")
    back = (await answer(DEMAND, input={"shiftId": shift, "asTemplate": True}))["setDemand"]
    assert back["message"] == "没有模板再排这个班次", "the town's shifts come from nowhere"


async def test_a_shift_elsewhere_is_not_the_coordinator_s_to_change(ask_as: AskAs) -> None:
    async def told(who: Viewer, shift: str) -> str:
        result = await ask_as(who, DEMAND, input={"shiftId": global_id("Shift", shift), "min": 0})
        assert result.data is not None
        return str(result.data["setDemand"].get("code", "OK"))

    assert await told(two_towns.viewer(Role.COORDINATOR), "s1") == "OK"
    assert await told(two_towns.viewer(Role.COORDINATOR), "s4") == "FORBIDDEN"
    assert await told(two_towns.viewer(Role.STATION_LEADER), "s1") == "FORBIDDEN"
