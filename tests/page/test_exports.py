"""Files and calendar links by the page's own buttons, with the user's own token."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import httpx
import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from engine.access import read_audits
from engine.model import Station
from engine.store import Match
from schema.ids import global_id
from tests.page.conftest import DESKTOP, PHONE, Come, Site, findings

STATION = "冬青社区志愿服务站"
MOUNT = """async ([kind, id]) => {
  const { Exports } = await import("/exports/links.js");
  const { html, render } = await import("/vendor/preact/standalone.module.js");
  const box = document.createElement("div");
  document.getElementById("view").prepend(box);
  render(html`<${Exports} ...${{ [kind]: { id } }} />`, box);
}"""


def saved(page: Page, button: str, folder: Path) -> Path:
    """The file that a button gives, under the name that it has."""
    with page.expect_download(timeout=60_000) as begun:
        page.get_by_role("button", name=button).click()
    file = folder / begun.value.suggested_filename
    begun.value.save_as(file)
    return file


def test_a_leader_keeps_his_week_as_a_file_and_says_why_he_needs_phones(come: Come, site: Site, tmp_path: Path) -> None:
    page = come("demo-station", "plan").page
    file = saved(page, "导出 CSV", tmp_path)
    assert file.name.startswith("就近-")
    lines = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert lines
    assert "电话" not in lines[0]
    page.get_by_label("带电话，用途").fill("到岗前联系")
    lines = list(csv.DictReader(io.StringIO(saved(page, "导出 CSV", tmp_path).read_text(encoding="utf-8-sig"))))
    assert any(line["电话"].startswith("1") for line in lines)
    newest, _ = read_audits(site.store, action="EXPORT")
    assert (newest.purpose, newest.fields) == ("到岗前联系", ("Volunteer.phone",))


def test_excel_and_pdf_come_by_keyboard(come: Come, tmp_path: Path) -> None:
    page = come("demo-coordinator", "plan").page
    page.get_by_role("button", name="导出 Excel").focus()
    with page.expect_download(timeout=60_000) as begun:
        page.keyboard.press("Enter")
    begun.value.save_as(tmp_path / "week.xlsx")
    assert load_workbook(tmp_path / "week.xlsx", read_only=True).sheetnames[0] == "总表"
    expect(page.locator("#said")).to_contain_text("已导出")
    assert saved(page, "导出 PDF", tmp_path).read_bytes().startswith(b"%PDF-")


def test_a_refusal_is_said(come: Come) -> None:
    page = come("demo-station", "plan").page
    page.route(
        "**/exports/**", lambda route: route.fulfill(status=404, json={"errors": [{"message": "没有这份周计划"}]})
    )
    page.get_by_role("button", name="导出 CSV").click()
    expect(page.locator("#said")).to_contain_text("没有这份周计划")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_calendar_s_link_is_made_and_taken_back(come: Come, site: Site, axe: str, size: tuple[int, int]) -> None:
    visit = come("demo-station", "plan", size)
    page = visit.page
    (row,) = [row["s"] for row in site.store.query(Match("s", Station)) if row["s"]["name"] == STATION]
    page.evaluate(MOUNT, ["station", global_id("Station", row["id"])])
    page.get_by_role("button", name="订阅本站日历").click()
    address = page.get_by_label("链接", exact=True).input_value()
    assert Calendar.from_ical(httpx.get(address, timeout=20).content).walk("VEVENT")
    assert findings(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out to the side"
    visit.shot(f"exports-{size[0]}")
    page.get_by_role("button", name="收回我的全部链接").click()
    expect(page.locator("#said")).to_contain_text("已收回 1 个")
    assert httpx.get(address, timeout=20).status_code == 404
    assert visit.complaints == []
