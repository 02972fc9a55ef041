"""Files of a week's roster over HTTP: each role gets what GraphQL tells it, and nobody gets more."""

from __future__ import annotations

import csv
import io
import time
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from engine.access import read_audits
from engine.accounts import disable_account
from engine.errors import OutOfTime
from engine.model import Role, Volunteer
from engine.store import GraphStore
from engine.store.deadline import check
from schema.exports import Making
from schema.ids import global_id
from tests.entering import bearer
from tests.schema import two_towns
from tests.schema.exports.conftest import As

PUB = global_id("Plan", "pub")
PEOPLE = """query ($plan: ID!) {
  assignments(where: {plan: {id: {eq: $plan}}, NOT: {status: {in: [DECLINED, WITHDRAWN]}}}) {
  nodes { volunteer { name } } } }"""
PURPOSE = {"jiujin-purpose": quote("到岗前联系")}


def lines(answered: httpx.Response) -> list[dict[str, str]]:
    assert answered.status_code == 200, answered.text
    return list(csv.DictReader(io.StringIO(answered.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SERVICE])
async def test_each_role_gets_whom_graphql_tells_it_and_nobody_else(
    client: httpx.AsyncClient, acting: As, role: Role
) -> None:
    headers = acting(role)
    body = {"query": PEOPLE, "variables": {"plan": PUB}}
    told = (await client.post("/graphql", json=body, headers=headers)).json()["data"]["assignments"]["nodes"]
    names = {node["volunteer"]["name"] for node in told}
    answered = await client.get("/exports/week.csv", params={"plan": PUB}, headers=headers | PURPOSE)
    assert {line["志愿者"] for line in lines(answered)} - {""} == names
    others = {"甲一", "乙二", "丙三", "丁四", "戊五"} - names
    people = [node for node in two_towns.NODES if isinstance(node, Volunteer)]
    phones = {one.phone for one in people if one.name in others}
    assert not any(secret in answered.text for secret in others | phones)
    assert not any(home in answered.text for home in ("灯笼路九号院", "柳树路三号院", "柳树路办公楼", "忌口花生"))


async def test_a_file_is_kept_under_a_name_and_by_no_cache(client: httpx.AsyncClient, acting: As) -> None:
    answered = await client.get("/exports/week.xlsx", params={"plan": PUB}, headers=acting(Role.COORDINATOR))
    assert answered.status_code == 200
    assert answered.content.startswith(b"PK")
    assert "spreadsheetml" in answered.headers["content-type"]
    assert quote("就近-2026-W48-全区-第1版.xlsx") in answered.headers["content-disposition"]
    assert answered.headers["cache-control"] == "private, no-store"
    assert answered.headers["x-content-type-options"] == "nosniff"


async def test_an_export_leaves_a_record_and_phones_another(
    client: httpx.AsyncClient, acting: As, towns: GraphStore
) -> None:
    headers = acting(Role.STATION_LEADER)
    assert "电话" not in lines(await client.get("/exports/week.csv", params={"plan": PUB}, headers=headers))[0]
    (plain,) = read_audits(towns, action="EXPORT")
    assert (plain.role, plain.fields, "pub" in plain.subjects) == ("STATION_LEADER", (), True)
    assert read_audits(towns, action="LOOK") == []
    answered = await client.get("/exports/week.csv", params={"plan": PUB}, headers=headers | PURPOSE)
    assert {line["电话"] for line in lines(answered)} == {"13800008000", "13800008001", "13900009005"}
    (look,) = read_audits(towns, action="LOOK")
    assert (look.purpose, look.fields, look.subjects) == ("到岗前联系", ("Volunteer.phone",), ("v1", "v2", "v5"))


@pytest.mark.parametrize("plan", ["pd", "pw", "nobody-s"])
async def test_a_plan_that_one_does_not_see_is_not_found(client: httpx.AsyncClient, acting: As, plan: str) -> None:
    asked = {"plan": global_id("Plan", plan)}
    answered = await client.get("/exports/week.csv", params=asked, headers=acting(Role.STATION_LEADER))
    assert answered.status_code == 404
    assert answered.json() == {"errors": [{"message": "没有这份周计划", "extensions": {"code": "NOT_FOUND"}}]}


async def test_without_a_good_token_nothing_is_told(client: httpx.AsyncClient, acting: As, towns: GraphStore) -> None:
    asked = {"plan": PUB}
    assert (await client.get("/exports/week.csv", params=asked)).status_code == 401
    assert (await client.get("/exports/week.csv", params=asked, headers=bearer("x.y.z"))).status_code == 401
    headers = acting(Role.STATION_LEADER)
    disable_account(towns, "test-station-leader", actor="console")
    answered = await client.get("/exports/week.csv", params=asked, headers=headers)
    assert (answered.status_code, answered.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")
    assert read_audits(towns, action="EXPORT") == []


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({}, "plan"),
        ({"plan": "x"}, "全局编号"),
        ({"plan": global_id("Road", "lantern")}, "类型不符"),
        ({"plan": PUB, "road": PUB}, "类型不符"),
        ({"plan": PUB, "by": "people"}, "by"),
        ({"plan": [PUB, PUB]}, "只能写一次"),
        ({"plan": PUB, "Road": "1"}, "没有这个参数"),
    ],
)
async def test_a_wrong_parameter_is_told(client: httpx.AsyncClient, acting: As, asked: Any, fault: str) -> None:
    answered = await client.get("/exports/week.csv", params=asked, headers=acting(Role.ADMIN))
    assert answered.status_code == 400
    assert fault in answered.text


async def test_other_formats_and_methods_are_not_there(client: httpx.AsyncClient, acting: As) -> None:
    headers = acting(Role.ADMIN)
    assert (await client.get("/exports/week.ods", params={"plan": PUB}, headers=headers)).status_code == 404
    assert (await client.post("/exports/week.csv", params={"plan": PUB}, headers=headers)).status_code == 405


async def test_one_road_is_exported_alone(client: httpx.AsyncClient, acting: As) -> None:
    asked = {"plan": PUB, "road": global_id("Road", "bamboo"), "by": "station"}
    answered = await client.get("/exports/week.csv", params=asked, headers=acting(Role.COORDINATOR))
    assert [line["志愿者"] for line in lines(answered)] == ["乙二"]


async def test_what_takes_too_long_is_given_up_and_so_are_its_questions() -> None:
    def slow() -> None:
        while True:
            check()
            time.sleep(0.01)

    with pytest.raises(OutOfTime):
        await Making(seconds=0.05)(slow)
