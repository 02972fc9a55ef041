"""Each line's part of a week: whole for whoever plans; of other lines an officer is told nothing of few people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.model import Assignment, AssignmentStatus, Organization, Plan, Role, Shift, Volunteer
from engine.store import Edge, GraphStore
from schema.ids import global_id
from tests.schema import town
from tests.schema.conftest import AskAs
from tests.schema.two_towns import viewer

DOCUMENT = f"""{{contributions(week:"{town.WEEK}"){{... on Contributions{{lines{{
    line{{name}} share whole{{people assignments hours}} organizations{{organization{{id}} whole{{people}}}}
}}}} ... on ForbiddenError{{code}}}}}}"""


async def lines(ask_as: AskAs, role: Role) -> dict[str, Any]:
    result = await ask_as(viewer(role), DOCUMENT)
    assert result.errors is None, result.errors
    assert result.data is not None
    return {one["line"]["name"]: one for one in result.data["contributions"]["lines"]}


async def test_whoever_plans_is_told_of_all_lines(ask_as: AskAs) -> None:
    found = await lines(ask_as, Role.COORDINATOR)
    assert found["党员"]["whole"] == {"people": 2, "assignments": 2, "hours": 3.0}
    assert found["职工"]["whole"] == {"people": 3, "assignments": 3, "hours": (90 + 100 + 90) / 60}
    assert (found["党员"]["share"], found["职工"]["share"]) == (0.4, 0.6)


async def test_an_officer_is_told_nothing_of_a_few_people_of_another_line(ask_as: AskAs) -> None:
    found = await lines(ask_as, Role.OFFICER)
    assert found["党员"]["whole"]["people"] == 2
    assert found["党员"]["organizations"] == [
        {"organization": {"id": global_id("Organization", "office")}, "whole": {"people": 2}}
    ]
    assert found["职工"] == {"line": {"name": "职工"}, "share": None, "whole": None, "organizations": []}
    assert found["党员"]["share"] == 1.0  # of what he is told: nothing follows from it


async def test_five_people_of_another_line_are_enough(ask_as: AskAs, towns: GraphStore) -> None:
    fields = {"name": "己", "phone": "13900009000", "home_lat": 34.7, "home_lon": 113.6}
    more = [Volunteer(id=f"m{n}", pinyin=f"ji {n}", **fields) for n in range(2)]  # type: ignore[arg-type]
    served = [Assignment(id=f"am{n}", week=town.WEEK, metres=1, status=AssignmentStatus.OFFERED) for n in range(2)]
    with towns.tx() as tx:
        tx.upsert_nodes([*more, *served])
        tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge(one.id, "union") for one in more])
        tx.upsert_edges("ASSIGNED", Volunteer, Assignment, [Edge(f"m{n}", f"am{n}") for n in range(2)])
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge(one.id, "s4") for one in served])
        tx.upsert_edges("IN_PLAN", Assignment, Plan, [Edge(one.id, "pub") for one in served])
    found = await lines(ask_as, Role.OFFICER)
    assert found["职工"]["whole"]["people"] == 5
    assert found["职工"]["organizations"] == []


async def test_a_version_that_was_replaced_counts_no_more(ask_as: AskAs, towns: GraphStore) -> None:
    """Once each published version of a week was counted, so a plan that was repaired and published counted twice."""
    with towns.tx() as tx:
        old = tx.get(Plan, "pub")
        assert old is not None
        tx.upsert_nodes(
            [
                replace(old, id="pub2", number=2),
                Assignment(id="b1", week=town.WEEK, metres=1, status=AssignmentStatus.OFFERED),
            ]
        )
        tx.upsert_edges("ASSIGNED", Volunteer, Assignment, [Edge("v1", "b1")])
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge("b1", "s1")])
        tx.upsert_edges("IN_PLAN", Assignment, Plan, [Edge("b1", "pub2")])
    found = await lines(ask_as, Role.COORDINATOR)
    assert found["党员"]["whole"] == {"people": 1, "assignments": 1, "hours": 1.5}


@pytest.mark.parametrize("role", [Role.STATION_LEADER, Role.CHIEF, Role.VOLUNTEER, Role.SERVICE])
async def test_others_are_not_told(ask_as: AskAs, role: Role) -> None:
    result = await ask_as(viewer(role), DOCUMENT)
    assert result.data == {"contributions": {"code": "FORBIDDEN"}}


async def test_a_week_that_is_none_is_said_so(ask_as: AskAs) -> None:
    document = '{contributions(week:"2026-W60"){... on InvalidInputError{code}}}'
    assert (await ask_as(viewer(Role.ADMIN), document)).data == {"contributions": {"code": "INVALID_INPUT"}}
