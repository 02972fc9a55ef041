"""Whose way somebody may see on the map: planners for a purpose, which is written down; the person himself; nobody a
minor's."""

from __future__ import annotations

from typing import Any

import pytest

from engine.access import ACTIONS, Action, Viewer
from engine.model import Audit, Junction, Role, Volunteer
from engine.store import Edge, GraphStore, Match, eq
from schema.ids import global_id
from tests.schema.conftest import AskAs
from tests.schema.two_towns import viewer

PURPOSE = "排班时看步行路线"
WALK = """query ($id: ID!) { walk(assignment: $id) { __typename
  ... on Walk { start metres line } ... on Refusal { code message } } }"""


async def walk(ask_as: AskAs, who: Viewer | None, id: str) -> dict[str, Any]:
    result = await ask_as(who, WALK, id=global_id("Assignment", id))
    assert result.errors is None, result.errors
    assert result.data is not None
    told: dict[str, Any] = result.data["walk"]
    return told


@pytest.fixture
def towns(towns: GraphStore) -> GraphStore:
    """Everybody's home is near a junction."""
    with towns.tx() as tx:
        people = [row["v.id"] for row in towns.query(Match("v", Volunteer).select("v.id"))]
        tx.upsert_edges("LIVES_NEAR", Volunteer, Junction, [Edge(id, "j1") for id in people])
        tx.update(Volunteer, "v5", {"minor": True})
    return towns


def looks(store: GraphStore) -> list[tuple[str, str, list[str]]]:
    asked = Match("a", Audit).where(eq("a.action", "WALKS")).select("a.account", "a.purpose", "a.subjects")
    return [(row["a.account"], row["a.purpose"], row["a.subjects"]) for row in store.query(asked)]


@pytest.mark.parametrize("role", Role)
async def test_each_role_sees_what_the_table_says(ask_as: AskAs, towns: GraphStore, role: Role) -> None:
    told = await walk(ask_as, viewer(role, PURPOSE), "a1")
    if role not in ACTIONS[Action.WALKS]:
        assert told["code"] == "FORBIDDEN"
        assert looks(towns) == []
        return
    assert (told["__typename"], told["start"]) == ("Walk", "HOME")
    assert len(told["line"]) >= 4
    own = role is Role.VOLUNTEER
    assert looks(towns) == ([] if own else [(f"account:{role.lower()}", PURPOSE, ["v1"])])


async def test_without_a_purpose_a_planner_sees_none_and_the_person_sees_his(ask_as: AskAs, towns: GraphStore) -> None:
    for role in (Role.ADMIN, Role.COORDINATOR):
        told = await walk(ask_as, viewer(role), "a1")
        assert (told["code"], told["message"]) == ("FORBIDDEN", "要查看步行路线，请写明用途")
    assert (await walk(ask_as, viewer(Role.VOLUNTEER), "a1"))["__typename"] == "Walk"
    assert looks(towns) == []


async def test_a_neighbour_s_way_is_as_if_it_were_not_there(ask_as: AskAs, towns: GraphStore) -> None:
    beyond = await walk(ask_as, viewer(Role.COORDINATOR, PURPOSE), "a4")
    assert beyond == await walk(ask_as, viewer(Role.COORDINATOR, PURPOSE), "a99")
    assert beyond["code"] == "NOT_FOUND"
    assert (await walk(ask_as, viewer(Role.VOLUNTEER), "a2"))["code"] == "NOT_FOUND"
    assert (await walk(ask_as, None, "a1"))["code"] == "UNAUTHENTICATED"
    assert looks(towns) == []


async def test_a_minor_s_way_is_shown_to_nobody_but_himself(ask_as: AskAs, towns: GraphStore) -> None:
    for role in (Role.ADMIN, Role.COORDINATOR):
        assert (await walk(ask_as, viewer(role, PURPOSE), "a5"))["code"] == "FORBIDDEN"
    assert (await walk(ask_as, viewer(Role.VOLUNTEER, over="v5"), "a5"))["__typename"] == "Walk"
    assert looks(towns) == []
