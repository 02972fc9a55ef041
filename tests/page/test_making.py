"""Making a plan in the page: with progress, stopped, compared, repaired, published; by keyboard, at both sizes."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.model import Plan, PlanStatus, Shift
from engine.planning.publish import publish_plan
from engine.planning.repair import repair_plan
from engine.store import Match, eq
from schema.ids import global_id
from solver.models import town
from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.prices import Prices, Weights4
from tests.page.conftest import DESKTOP, PHONE, SHOTS, WEEK, Come, Site, findings

STREET, WHOLE = "福华街街道", "全区"
PARTS = ["生成", "概要", "需求", "比较", "假设", "修复", "发布", "导出"]


def opened(page: Page, part: str) -> None:
    """The part is open on the board, by keyboard."""
    page.get_by_role("toolbar", name="计划的操作").get_by_role("button", name=part, exact=True).press("Enter")
    expect(page.get_by_role("region", name=part, exact=True)).to_be_visible()


def versions(page: Page) -> Locator:
    """The versions that can be chosen, the newest first."""
    return page.get_by_label("版本").locator("option")


def is_open(page: Page, version: str) -> None:
    """This version is open."""
    expect(versions(page).and_(page.locator(":checked"))).to_have_text(version)


def chosen(page: Page, scope: str) -> None:
    """The plans of the district or of a subdistrict can be chosen."""
    page.get_by_label("范围").select_option(label=scope)


def test_a_plan_is_made_with_its_progress_and_opens(come: Come) -> None:
    visit = come("demo-coordinator", "board")
    page = visit.page
    chosen(page, STREET)
    expect(versions(page)).to_have_text(["第 1 版（已发布）"])
    opened(page, "生成")
    assert page.get_by_label("以第 1 版").is_checked(), "people know the published version"
    page.get_by_role("button", name="生成计划").press("Enter")
    expect(page.get_by_role("region", name="排班进度")).to_be_visible()
    expect(page.locator("#said")).to_contain_text("排班已完成", timeout=60_000)
    expect(versions(page)).to_have_text(["第 2 版（草稿）", "第 1 版（已发布）"])
    is_open(page, "第 2 版（草稿）")
    opened(page, "概要")
    numbers = page.get_by_role("region", name="概要")
    expect(numbers).to_contain_text("差距 0")
    expect(numbers.get_by_role("row", name=re.compile("^党员"))).to_contain_text("60%")
    assert visit.complaints == []


def never_through(instance: Instance, best: Incumbent, *_: object, **__: object) -> dict[Weights4, Prices]:
    """The last stage of a search that only ends when it is told to: how long the real one takes differs by machine."""
    while not best.clock.over():
        time.sleep(0.05)
    return {}


def test_a_long_search_is_found_again_and_stopped(
    come: Come, large_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(town, "relax_town", never_through)
    visit = come("demo-coordinator", "board", at=large_site)
    page = visit.page
    expect(versions(page)).not_to_have_count(0, timeout=60_000)
    before = versions(page).count()
    opened(page, "生成")
    page.get_by_label("求解时间").select_option("600")
    page.get_by_role("button", name="生成计划").press("Enter")
    expect(page.get_by_role("table", name="目前最好的计划与下界")).to_be_visible(timeout=60_000)
    page.reload()
    opened(page, "生成")
    expect(page.get_by_role("button", name="正在排……")).to_be_disabled(timeout=20_000)
    expect(page.locator(".making-gap")).to_contain_text("没有计划能低于", timeout=60_000)
    visit.shot("making-progress")
    page.get_by_role("button", name=re.compile("^停止")).press("Enter")
    expect(page.locator("#said")).to_contain_text("已停止", timeout=120_000)  # said for a few seconds only
    expect(versions(page)).to_have_count(before + 1, timeout=120_000)


def test_a_version_without_one_person_is_repaired_and_compared(come: Come) -> None:
    page = come("demo-coordinator", "board").page
    opened(page, "修复")
    page.get_by_label("找人").press_sequentially("wang")
    first = page.locator(".making-people li").first
    name = first.locator("strong").inner_text()
    first.get_by_role("button", name=f"列入{name}").press("Enter")
    page.get_by_role("region", name="修复").get_by_role("button", name="修复", exact=True).press("Enter")
    result = page.get_by_role("region", name="修复结果")
    expect(result).to_be_visible(timeout=60_000)
    expect(result.get_by_role("row", name=re.compile(f"^{name} 不再去"))).to_have_count(1)
    result.get_by_role("button", name="打开第 2 版").press("Enter")
    expect(versions(page)).to_have_count(2)
    is_open(page, "第 2 版（草稿）")
    opened(page, "比较")
    expect(page.get_by_role("row", name=re.compile(f"^{name} "))).to_have_count(1)
    expect(page.get_by_role("row", name=re.compile(f"^{name} ")).get_by_role("cell").nth(1)).to_have_text("—")
    page.get_by_role("radio", name="按班次").press("Space")
    expect(page.get_by_role("cell", name=name).first).to_be_visible()


def test_publishing_is_asked_twice(come: Come, site: Site) -> None:
    page = come("demo-coordinator", "board").page
    chosen(page, WHOLE)
    opened(page, "发布")
    page.get_by_role("button", name="发布第 1 版").press("Enter")
    expect(page.get_by_role("button", name="再按一次，确认发布")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="再按一次，确认发布")).to_be_hidden()
    assert not published(site)
    page.get_by_role("button", name="发布第 1 版").press("Enter")
    page.get_by_role("button", name="再按一次，确认发布").press("Enter")
    expect(page.get_by_label("版本")).to_have_text("第 1 版（已发布）", timeout=20_000)
    assert published(site)


def published(site: Site) -> bool:
    """Whether the district's plan is."""
    asked = Match("p", Plan).where(eq("p.scope", ""), eq("p.status", PlanStatus.PUBLISHED.value)).select("p.id")
    return bool(site.store.query(asked))


def test_a_publication_that_is_refused_says_why_in_place(come: Come, site: Site) -> None:
    district = Match("p", Plan).where(eq("p.week", WEEK), eq("p.scope", "")).select("p.id")
    (row,) = site.store.query(district)
    publish_plan(site.store, repair_plan(site.store, row["p.id"]).plan.id)
    page = come("demo-coordinator", f"board/{global_id('Plan', row['p.id'])}").page
    is_open(page, "第 1 版（草稿）")
    opened(page, "发布")
    page.get_by_role("button", name="发布第 1 版").press("Enter")
    page.get_by_role("button", name="再按一次，确认发布").press("Enter")
    told = page.get_by_role("region", name="发布").get_by_role("alert")
    expect(told).to_contain_text("第 2 版已经发布，不能再发布更早的第 1 版", timeout=20_000)


def test_demand_is_set_and_what_another_changed_meanwhile_is_refused_below_its_row(come: Come, site: Site) -> None:
    page, other = come("demo-coordinator", "board").page, come("demo-admin", "board").page
    before = headcounts(site)
    rows, rows_there = demand(page, "福华街周六清洁"), demand(other, "福华街周六清洁")
    rows.nth(0).get_by_label("期望人数").fill("2")
    rows.nth(1).get_by_label("期望人数").fill("2")
    rows_there.nth(1).get_by_label("最多人数").fill("3")
    other.get_by_role("button", name="保存 1 处改动").press("Enter")
    expect(other.get_by_text("已保存 1 处")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="保存 2 处改动").press("Enter")
    expect(page.locator(".making-wrong")).to_contain_text("已被", timeout=20_000)
    expect(rows.nth(0)).to_contain_text("人工所定")
    assert sorted(headcounts(site) - before) == [(1, 1, 3), (1, 2, 2)], "one of each of the two"
    rows.nth(0).get_by_role("button", name="改回模板").press("Enter")
    expect(page.locator("#said")).to_contain_text("已改回模板")
    expect(rows.nth(0)).not_to_contain_text("人工所定")
    assert sorted(headcounts(site) - before) == [(1, 1, 3)]


def demand(page: Page, template: str) -> Locator:
    """The rows of the template's shifts, opened."""
    opened(page, "需求")
    group = page.locator(".making-group").filter(has_text=template)
    group.locator("summary").press("Enter")
    return group.locator("tbody tr")


def headcounts(site: Site) -> Counter[tuple[int, int, int]]:
    """How often the week's shifts ask for so many people at least, wanted and at most."""
    rows = site.store.query(Match("s", Shift).where(eq("s.week", WEEK)).select("s.id", "s.min", "s.desired", "s.max"))
    return Counter((row["s.min"], row["s.desired"], row["s.max"]) for row in rows)


def test_cases_stand_beside_the_plan_and_change_nothing(come: Come, site: Site) -> None:
    visit = come("demo-coordinator", "board")
    page = visit.page
    expect(versions(page)).not_to_have_count(0)
    before, told = headcounts(site), versions(page).all_text_contents()
    opened(page, "假设")
    first = page.get_by_role("group", name="假设 1")
    expect(first.get_by_label("名称")).to_have_attribute("placeholder", "多 20 名青少年")
    first.get_by_label("他们住在").select_option(index=1)
    first.get_by_label("他们有空").select_option(label="周末")
    page.get_by_role("button", name="再加一个假设").press("Enter")
    third = page.get_by_role("group", name="假设 3")
    third.get_by_text("更多").press("Enter")
    third.get_by_label("整条线不来").select_option(label="党员")
    page.get_by_role("button", name="算一算").press("Enter")
    table = page.get_by_role("region", name="假设的结果")
    expect(table.get_by_role("row")).to_have_count(5, timeout=90_000)
    expect(table.get_by_role("row", name=re.compile("^现状：第 1 版"))).to_have_count(1)
    sentences = page.get_by_role("list", name="一句话说明")
    expect(sentences).to_contain_text(re.compile("附近多 20 名青少年：.*新增的 20 人中"))
    expect(sentences).to_contain_text(re.compile("关闭.*取消 \\d+ 个班次"))
    expect(sentences).to_contain_text("党员都不来：“低于最少人数”增加")
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.locator("#board-panel").screenshot(path=SHOTS / "making-what-if.png")
    assert headcounts(site) == before
    expect(versions(page)).to_have_text(told)
    assert visit.complaints == []


def test_a_case_that_cannot_be_says_why_in_place(come: Come) -> None:
    page = come("demo-coordinator", "board").page
    opened(page, "假设")
    page.get_by_role("group", name="假设 1").get_by_label("多几人").fill("501")
    page.get_by_role("button", name="算一算").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="至多 500 人")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_part_is_good_for_all(come: Come, axe: str, size: tuple[int, int]) -> None:
    visit = come("demo-coordinator", "board", size)
    page = visit.page
    for part in PARTS:
        opened(page, part)
        expect(page.get_by_role("region", name=part, exact=True)).not_to_contain_text("正在读取")
        if part == "需求":
            page.locator(".making-group summary").first.press("Enter")
            page.locator(".making-group input").first.fill("99")
            expect(page.locator(".making-wrong")).to_contain_text("最少 ≤ 期望 ≤ 最多")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{part} sticks out to the side"
        assert findings(page, axe) == [], part
        visit.shot(f"making-{PARTS.index(part)}-{size[0]}")
    assert visit.complaints == []
    assert visit.asked_nobody_else()
