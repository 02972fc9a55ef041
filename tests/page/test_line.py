"""A department's officer: what the line gives, who serves where, who was never asked, a roster with faults and one
without; and nobody of another line in any answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.contributions import contributions
from engine.model import Line, LineId, Organization, Volunteer
from engine.own_contribution import own_contribution
from engine.store import GraphStore, Match, eq
from tests.page.conftest import DESKTOP, PHONE, WEEK, Come, Site, findings

ROSTER = "姓名,手机号,单位,家庭住址,经度,纬度,坐标系,可服务时间\n"


def of_line(store: GraphStore, line: LineId) -> dict[str, str]:
    """The names of a line's members by id."""
    question = Match("l", Line).where(eq("l.id", line)).hop("IN_LINE", "o", Organization, reverse=True)
    rows = store.query(question.hop("MEMBER_OF", "v", Volunteer, reverse=True).select("v.id", "v.name"))
    return {row["v.id"]: row["v.name"] for row in rows}


def organizations(store: GraphStore, line: LineId) -> list[str]:
    """The ids of a line's organizations."""
    question = Match("l", Line).where(eq("l.id", line)).hop("IN_LINE", "o", Organization, reverse=True)
    return [row["o.id"] for row in store.query(question.select("o.id"))]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_officer_sees_what_the_line_gives(come: Come, site: Site, axe: str, size: tuple[int, int]) -> None:
    visit = come("demo-workers", "", size)
    page = visit.page
    expect(page.get_by_role("heading", level=1, name="我的条线：职工")).to_be_visible()
    expect(page.get_by_role("heading", name="谁在何处")).to_be_visible()
    given = own_contribution(site.store, [WEEK], organizations(site.store, LineId.WORKERS))
    (line,) = (one for one in contributions(site.store, WEEK) if one.line == LineId.WORKERS)
    assert line.whole == given.whole
    numbers = page.locator(".line-numbers")
    expect(numbers).to_contain_text(f"{given.whole.people} 人")
    expect(numbers).to_contain_text(f"{given.whole.assignments}/{given.seats}")
    expect(page.locator("tfoot")).to_contain_text(f"{given.whole.minutes / 60:g}")
    expect(page.get_by_text(re.compile(f"共 {given.whole.assignments} 条"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out to the side"
    assert findings(page, axe) == []
    assert visit.complaints == []
    assert visit.asked_nobody_else()
    visit.shot(f"line-{size[0]}")


def test_people_are_found_by_name_and_by_place(come: Come, site: Site) -> None:
    page = come("demo-party", "line").page
    found = page.get_by_role("region", name="谁在何处")
    expect(found.locator("tbody th").first).to_be_visible()
    name = found.locator("tbody th").first.inner_text().split("\n")[0].strip()
    found.get_by_role("searchbox").fill(name)
    expect(found.locator("tbody th").filter(has_not_text=name)).to_have_count(0)
    expect(found.locator("tbody th").first).to_contain_text(name)
    found.get_by_role("button", name="按地点").click()
    place = found.locator(".line-link").first
    named = place.inner_text()
    place.focus()
    page.keyboard.press("Enter")
    expect(found.get_by_role("heading", level=3)).to_contain_text(named)
    expect(found.locator("tbody td").nth(1)).to_contain_text(named)
    found.get_by_role("button", name="回到各地点").click()
    expect(found.locator(".line-link").first).to_be_visible()


def chosen(page: Page, tmp_path: Path, rows: str, *, valid: bool = False) -> None:
    """A roster was sent."""
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER + rows, encoding="utf-8")
    page.get_by_label(re.compile("名册文件")).set_input_files(file)
    page.get_by_label(re.compile("其余照样导入")).set_checked(valid)
    page.get_by_role("button", name="导入", exact=True).click()


def test_a_roster_with_faults_says_row_by_row_what_is_wrong_and_a_good_one_comes_in(
    come: Come, site: Site, tmp_path: Path
) -> None:
    (name, *_) = (
        row["o.name"]
        for row in site.store.query(
            Match("l", Line)
            .where(eq("l.id", LineId.WORKERS))
            .hop("IN_LINE", "o", Organization, reverse=True)
            .select("o.name")
            .order("o.name")
        )
    )
    before = len(of_line(site.store, LineId.WORKERS))
    page = come("demo-workers", "line", PHONE).page
    never = page.get_by_role("region", name="从未安排过的人")
    expect(never.locator(".line-turn")).to_contain_text(re.compile("条|没有"))
    good = f"测试甲,10000009901,{name},某街 1 号,113.65,34.75,WGS-84,周六 8:00-12:00\n"
    chosen(page, tmp_path, good + f"测试乙,123,{name},某街 2 号,113.65,34.75,WGS-84,随便什么时候\n")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("没有导入")
    expect(alert).to_contain_text("ROSTER_FAULTS")
    expect(alert.locator("tbody tr")).to_have_count(2)
    expect(alert.locator("tbody tr").first).to_contain_text("3")
    expect(alert).to_contain_text("手机号")
    assert len(of_line(site.store, LineId.WORKERS)) == before, "nothing was half-written"
    chosen(page, tmp_path, good)
    expect(page.get_by_text(re.compile("共 1 行，新增 1 人"))).to_be_visible()
    assert len(of_line(site.store, LineId.WORKERS)) == before + 1
    never.get_by_role("searchbox").fill("测试甲")
    expect(never.locator("tbody tr")).to_have_count(1)
    expect(never.locator("tbody tr")).to_contain_text(name)


def test_the_week_and_the_template_are_files_to_keep(come: Come) -> None:
    page = come("demo-workers", "line", PHONE).page
    with page.expect_download() as kept:
        page.get_by_role("button", name="导出 Excel").click()
    assert kept.value.suggested_filename.endswith(".xlsx")
    with page.expect_download() as kept:
        page.get_by_role("button", name="下载空白模板").click()
    assert kept.value.suggested_filename == "名册模板.xlsx"


def test_nobody_of_another_line_is_in_any_answer(come: Come, site: Site) -> None:
    visit = come("demo-women", "line")
    page = visit.page
    expect(page.get_by_role("region", name="从未安排过的人").locator(".line-turn")).to_contain_text(
        re.compile("条|没有")
    )
    page.get_by_role("button", name="本月").click()
    expect(page.get_by_role("heading", name="本月合计")).to_be_visible()
    told = visit.told()
    mine = set(of_line(site.store, LineId.WOMEN).values())
    everybody = site.store.query(Match("v", Volunteer).select("v.id", "v.name", "v.phone", "v.home_address"))
    assert not [row["v.id"] for row in everybody if row["v.name"] not in mine and f'"{row["v.name"]}"' in told]
    assert not [row["v.id"] for row in everybody if row["v.phone"] in told or (row["v.home_address"] or "~") in told]
    assert '"phone"' not in told
