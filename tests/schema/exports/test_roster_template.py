"""The empty roster: for whoever may bring rosters in, with what there is to choose from, and nobody's data."""

from __future__ import annotations

from io import BytesIO

import httpx
import pytest
from openpyxl import load_workbook

from engine.model import Role
from tests.schema.exports.conftest import As

PATH = "/rosters/template.xlsx"


async def test_an_officer_gets_the_template_with_the_organizations_to_choose_from(
    client: httpx.AsyncClient, acting: As
) -> None:
    answered = await client.get(PATH, headers=acting(Role.OFFICER))
    assert answered.status_code == 200
    assert "no-store" in answered.headers["cache-control"]
    book = load_workbook(BytesIO(answered.content))
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert "区组织部" in texts
    assert any(text.startswith("手机号") for text in texts)
    assert not texts & {"甲一", "乙二", "丙三", "丁四", "戊五"}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STATION_LEADER, Role.CHIEF, Role.VOLUNTEER])
async def test_others_are_refused(client: httpx.AsyncClient, acting: As, role: Role) -> None:
    answered = await client.get(PATH, headers=acting(role))
    assert answered.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_without_a_log_in_there_is_none(client: httpx.AsyncClient) -> None:
    answered = await client.get(PATH)
    assert (answered.status_code, answered.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")
