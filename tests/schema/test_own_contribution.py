"""What an officer's own organizations give over some weeks: nothing of anybody else's, nobody twice."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model import Assignment, AssignmentStatus, Organization, Plan, Role
from engine.store import GraphStore
from schema.ids import global_id
from tests.schema import town
from tests.schema.conftest import AskAs
from tests.schema.two_towns import viewer

DOCUMENT = """query($weeks: [String!]!) { ownContribution(weeks: $weeks) { ... on OwnContribution {
    whole { people assignments hours } seats carried
    organizations { organization { id } whole { people assignments } }
    places { segment { id } station { id } whole { people assignments hours } }
} ... on Refusal { code } } }"""


async def own(ask_as: AskAs, role: Role, weeks: list[str], over: str = "") -> dict[str, Any]:
    result = await ask_as(viewer(role, over=over), DOCUMENT, weeks=weeks)
    assert result.errors is None, result.errors
    assert result.data is not None
    found: dict[str, Any] = result.data["ownContribution"]
    return found


async def test_an_officer_is_told_of_his_own_people_by_organization_and_place(ask_as: AskAs) -> None:
    found = await own(ask_as, Role.OFFICER, [town.WEEK])
    assert found["whole"] == {"people": 2, "assignments": 2, "hours": 3.0}
    assert found["organizations"] == [
        {"organization": {"id": global_id("Organization", "office")}, "whole": {"people": 2, "assignments": 2}}
    ]
    assert sum(place["whole"]["assignments"] for place in found["places"]) == 2
    assert all((place["segment"] is None) != (place["station"] is None) for place in found["places"])


async def test_another_line_has_its_own(ask_as: AskAs) -> None:
    found = await own(ask_as, Role.OFFICER, [town.WEEK], over="union")
    assert found["whole"] == {"people": 3, "assignments": 3, "hours": (90 + 100 + 90) / 60}
    assert [part["organization"]["id"] for part in found["organizations"]] == [global_id("Organization", "union")]


async def test_whoever_plans_is_told_of_everybody_once(ask_as: AskAs) -> None:
    found = await own(ask_as, Role.ADMIN, [town.WEEK])
    assert found["whole"]["assignments"] == 4  # a1, a2, a4, a5; v1 is in the office and in the union
    assert sum(part["whole"]["assignments"] for part in found["organizations"]) == 5


async def test_what_is_carried_is_a_part_of_the_seats_that_are_wanted(ask_as: AskAs, towns: GraphStore) -> None:
    with towns.tx() as tx:
        tx.update(Plan, "pub", {"seats": 8}, None)
    found = await own(ask_as, Role.OFFICER, [town.WEEK])
    assert (found["seats"], found["carried"]) == (8, 0.25)


async def test_who_declined_gives_nothing(ask_as: AskAs, towns: GraphStore) -> None:
    with towns.tx() as tx:
        tx.update(Assignment, "a1", {"status": AssignmentStatus.DECLINED.value}, None)
    assert (await own(ask_as, Role.OFFICER, [town.WEEK]))["whole"]["people"] == 1


async def test_a_week_that_is_named_twice_counts_once(ask_as: AskAs) -> None:
    found = await own(ask_as, Role.OFFICER, [town.WEEK, town.WEEK, "2026-W01"])
    assert found["whole"]["assignments"] == 2


async def test_an_officer_without_anybody_serving_is_told_of_zeros(ask_as: AskAs, towns: GraphStore) -> None:
    with towns.tx() as tx:
        tx.upsert_nodes([Organization(id="empty", name="空单位")])
    found = await own(ask_as, Role.OFFICER, [town.WEEK], over="empty")
    assert (found["whole"]["people"], found["organizations"], found["places"]) == (0, [], [])


@pytest.mark.parametrize("weeks", [["2026-W60"], [f"2026-W{n:02d}" for n in range(1, 8)]])
async def test_what_is_no_week_and_too_many_of_them_are_refused(ask_as: AskAs, weeks: list[str]) -> None:
    assert await own(ask_as, Role.OFFICER, weeks) == {"code": "INVALID_INPUT"}


@pytest.mark.parametrize("role", [Role.STATION_LEADER, Role.CHIEF, Role.VOLUNTEER, Role.SERVICE])
async def test_others_are_not_told(ask_as: AskAs, role: Role) -> None:
    assert await own(ask_as, role, [town.WEEK]) == {"code": "FORBIDDEN"}
