"""Who may answer to an offer, and what is then told: role by role, over what is in East (``two_towns``)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.access import ACTIONS, Action, Viewer
from engine.model import Assignment, Audit, Role
from engine.store import GraphStore, Match
from schema.ids import global_id
from tests.schema.conftest import AskAs
from tests.schema.two_towns import viewer

RESPOND = """mutation ($input: RespondInput!) { respond(input: $input) { __typename
  ... on RespondSuccess { assignment { status pinned answerNote version } plan { version } }
  ... on Refusal { code message faults { field value } } } }"""
COORDINATOR = viewer(Role.COORDINATOR)


async def answered(ask_as: AskAs, who: Viewer | None, id: str, answer: str = "DECLINE", **more: Any) -> dict[str, Any]:
    given = {"assignmentId": global_id("Assignment", id), "answer": answer, **more}
    result = await ask_as(who, RESPOND, input=given)
    assert result.errors is None
    assert result.data is not None
    told: dict[str, Any] = result.data["respond"]
    return told


@pytest.mark.parametrize(
    ("role", "id", "told"),
    [
        (Role.ADMIN, "a4", "RespondSuccess"),
        (Role.COORDINATOR, "a1", "RespondSuccess"),
        (Role.COORDINATOR, "a4", "NotFoundError"),  # of a neighbour, at a neighbour's road
        (Role.STATION_LEADER, "a1", "RespondSuccess"),
        (Role.STATION_LEADER, "a4", "NotFoundError"),
        (Role.STATION_LEADER, "d1", "NotFoundError"),  # of a draft
        (Role.VOLUNTEER, "a1", "RespondSuccess"),
        (Role.VOLUNTEER, "a2", "NotFoundError"),  # of somebody else
        (Role.OFFICER, "a1", "ForbiddenError"),
        (Role.CHIEF, "a1", "ForbiddenError"),
        (Role.SERVICE, "a1", "ForbiddenError"),
    ],
)
async def test_who_may_answer(ask_as: AskAs, role: Role, id: str, told: str) -> None:
    assert (role in ACTIONS[Action.RESPOND]) == (told != "ForbiddenError")
    assert (await answered(ask_as, viewer(role), id))["__typename"] == told


async def test_without_a_log_in_nothing_is_answered(ask_as: AskAs) -> None:
    assert (await answered(ask_as, None, "a1"))["code"] == "UNAUTHENTICATED"


async def test_a_leader_does_not_answer_for_his_people_elsewhere(ask_as: AskAs, towns: GraphStore) -> None:
    """v5 is based at W and goes to Lantern Road: W's leader sees it, and S's leader answers."""
    assert (await answered(ask_as, viewer(Role.STATION_LEADER, over="W"), "a5"))["code"] == "FORBIDDEN"
    assert (await answered(ask_as, viewer(Role.STATION_LEADER), "a5"))["__typename"] == "RespondSuccess"


async def test_an_answer_is_kept_told_and_written_down(ask_as: AskAs, towns: GraphStore) -> None:
    before = towns.get(Assignment, "a1")
    assert before is not None
    me = viewer(Role.VOLUNTEER)
    told = await answered(ask_as, me, "a1", reason="出差", version=before.version)
    assert told["assignment"]["status"] == "DECLINED"
    assert told["assignment"]["answerNote"] == "出差"
    again = await answered(ask_as, me, "a1", reason="出差", version=before.version)
    assert again == told
    stale = await answered(ask_as, me, "a1", "ACCEPT", version=before.version)
    assert stale["code"] == "CONFLICT"
    long = await answered(ask_as, me, "a1", "ACCEPT", reason="长" * 201)
    assert (long["code"], [fault["value"] for fault in long["faults"]]) == ("INVALID_NODE", [""])
    records = [Audit.from_props(row["a"]) for row in towns.query(Match("a", Audit))]
    assert {(one.account, one.action, one.subjects) for one in records} == {(me.account, "RESPOND", ("a1",))}


async def test_the_reason_is_for_those_who_must_know(ask_as: AskAs) -> None:
    await answered(ask_as, viewer(Role.VOLUNTEER), "a1", "ACCEPT", reason="早到十分钟")
    document = f'{{node(id:"{global_id("Assignment", "a1")}"){{... on Assignment {{answerNote status}}}}}}'
    for role, note in (
        (Role.COORDINATOR, "早到十分钟"),
        (Role.STATION_LEADER, "早到十分钟"),
        (Role.OFFICER, None),
        (Role.CHIEF, None),
    ):
        found = await ask_as(viewer(role), document)
        assert found.data == {"node": {"answerNote": note, "status": "ACCEPTED"}}
