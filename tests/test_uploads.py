"""A roster comes with a request, as multipart; only to those who may, and never by a page of another site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.model import Audit, Role, Volunteer
from engine.store import GraphStore, Match, eq, open_store
from schema.http import UPLOADS
from schema.limits import Limits
from server import Settings
from tests.entering import bearer, token
from tests.schema import two_towns
from tests.test_server import Served

IMPORT = """mutation ($input: ImportRosterInput!) { importRoster(input: $input) { __typename
  ... on ImportRosterSuccess { rows added unchanged }
  ... on Refusal { code message faults { row field message value } } } }"""
HEADER = "姓名,手机号,单位,住址,纬度,经度,坐标系,可服务时间"
ROW = "庚六,13900009006,东街机关支部,灯笼路,34.7501,113.6502,WGS-84,周一至周五 18:00-21:00"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Served, GraphStore]]:
    store = open_store(str(tmp_path / "graph.db"))
    two_towns.build(store)
    with Served(store, Settings()) as served:
        yield served, store
    store.close()


def send(
    house: tuple[Served, GraphStore],
    text: str | bytes,
    *,
    role: Role = Role.OFFICER,
    over: tuple[str, ...] = ("party",),
    line: str = "PARTY",
    name: str = "roster.csv",
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    served, store = house
    sent = bearer(token(store, served.entrance, role, over)) | ({UPLOADS: "1"} if headers is None else headers)
    operations = {"query": IMPORT, "variables": {"input": {"file": None, "line": line}}}
    form = {"operations": json.dumps(operations), "map": json.dumps({"0": ["variables.input.file"]})}
    body = text.encode("utf-8-sig") if isinstance(text, str) else text
    address = f"http://{served.address}/graphql"
    return httpx.post(address, data=form, files={"0": (name, body)}, headers=sent, timeout=60)


def told(answered: httpx.Response) -> Any:
    assert answered.status_code == 200, answered.text
    return answered.json()["data"]["importRoster"]


def test_an_officer_brings_in_his_roster_and_it_is_written_down(house: tuple[Served, GraphStore]) -> None:
    assert told(send(house, f"{HEADER}\n{ROW}\n")) == {
        "__typename": "ImportRosterSuccess",
        "rows": 1,
        "added": 1,
        "unchanged": 0,
    }
    assert told(send(house, f"{HEADER}\n{ROW}\n"))["unchanged"] == 1
    _, store = house
    (person,) = store.query(Match("v", Volunteer).where(eq("v.name", "庚六")).select("v.id"))
    records = store.query(Match("a", Audit).where(eq("a.action", "IMPORT_ROSTER")).order("a.at"))
    assert [record["a"]["subjects"] for record in records] == [["line:PARTY", person["v.id"]], ["line:PARTY"]]


def test_every_fault_is_told_with_row_and_field_and_nothing_is_written(house: tuple[Served, GraphStore]) -> None:
    found = told(send(house, f"{HEADER}\n{ROW}\n,1390000,东街机关支部,,,,,\n"))
    assert found["code"] == "ROSTER_FAULTS"
    assert {fault["row"] for fault in found["faults"]} == {3}
    assert {"姓名", "手机号"} <= {fault["field"] for fault in found["faults"]}
    _, store = house
    assert store.query(Match("v", Volunteer).where(eq("v.name", "庚六"))) == []


def test_of_another_line_or_another_department_nothing_is_brought_in(house: tuple[Served, GraphStore]) -> None:
    assert told(send(house, f"{HEADER}\n{ROW}\n", line="WORKERS"))["code"] == "FORBIDDEN"
    foreign = told(send(house, f"{HEADER}\n{ROW.replace('东街机关支部', '西街工会')}\n"))
    assert [fault["field"] for fault in foreign["faults"]] == ["单位/支部"]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STATION_LEADER, Role.CHIEF, Role.VOLUNTEER])
def test_others_may_not(house: tuple[Served, GraphStore], role: Role) -> None:
    answered = told(send(house, f"{HEADER}\n{ROW}\n", role=role, over=(two_towns.OVER[role],)))
    assert answered["code"] == "FORBIDDEN"


def test_without_its_header_no_file_is_taken(house: tuple[Served, GraphStore]) -> None:
    answered = send(house, f"{HEADER}\n{ROW}\n", headers={})
    assert answered.status_code == 400
    assert answered.json()["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


def test_what_is_no_roster_is_refused(house: tuple[Served, GraphStore]) -> None:
    assert told(send(house, "x", name="roster.exe"))["code"] == "UNREADABLE_FILE"
    assert told(send(house, b"PK\x03\x04 nonsense", name="roster.xlsx"))["code"] == "UNREADABLE_FILE"


def test_a_file_above_the_limit_is_refused(house: tuple[Served, GraphStore]) -> None:
    answered = send(house, b"x" * (Limits().files + 1))
    assert answered.status_code == 413
    served, _ = house
    small = httpx.post(
        f"http://{served.address}/graphql",
        files={"0": ("roster.csv", b"x" * (Limits().body + 1))},
        headers={UPLOADS: "1"},
    )
    assert small.status_code == 413  # whoever has not logged in
