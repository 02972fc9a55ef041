"""Making a plan in the page: with progress, stopped, compared, repaired, published; by keyboard, at both sizes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from engine.model import Plan, PlanStatus
from engine.store import Match, eq
from tests.page.conftest import DESKTOP, PHONE, Come, Site, findings

STREET = "福华街街道"
PARTS = ["生成", "概要", "需求", "比较", "假设", "修复", "发布"]


def opened(page: Page, part: str) -> None:
    """The part is open, by keyboard."""
    page.get_by_role("link", name=part, exact=True).press("Enter")
    expect(page.get_by_role("heading", level=2, name=re.compile(f"^{part}"))).to_be_visible()


def versions(page: Page) -> list[str]:
    """The versions that can be chosen, the newest first."""
    return page.get_by_label("版本").locator("option").all_text_contents()


def chosen(page: Page, street: str = STREET) -> None:
    """The street's plans are to be chosen from."""
    page.get_by_label("范围").select_option(label=street)
    expect(page.locator(".making-parts")).to_be_visible()


def test_a_plan_is_made_with_its_progress_and_opens(come: Come) -> None:
    visit = come("demo-coordinator", "making")
    page = visit.page
    chosen(page)
    assert versions(page) == ["第 1 版（已发布）"]
    assert page.get_by_label("以第 1 版").is_checked(), "people know the published version"
    page.get_by_role("button", name="生成计划").press("Enter")
    expect(page.get_by_role("region", name="排班进度")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=re.compile("^概要"))).to_be_visible(timeout=60_000)
    expect(page.locator("#said")).to_contain_text("排班已完成")
    assert versions(page) == ["第 2 版（草稿）", "第 1 版（已发布）"]
    expect(page.locator(".making-numbers")).to_contain_text("差距 0")
    assert visit.complaints == []


def test_a_long_search_is_found_again_and_stopped(come: Come, large_site: Site) -> None:
    visit = come("demo-coordinator", "making", at=large_site)
    page = visit.page
    before = len(versions(page))
    page.get_by_label("求解时间").select_option("600")
    page.get_by_role("button", name="生成计划").press("Enter")
    expect(page.get_by_role("table", name="目前最好的计划与下界")).to_be_visible(timeout=60_000)
    page.reload()
    expect(page.get_by_role("button", name="正在排……")).to_be_disabled(timeout=20_000)
    expect(page.locator(".making-gap")).to_contain_text("没有计划能低于", timeout=60_000)
    visit.shot("making-progress")
    page.get_by_role("button", name=re.compile("^停止")).press("Enter")
    expect(page.get_by_role("heading", level=2, name=re.compile("^概要"))).to_be_visible(timeout=120_000)
    expect(page.locator("#said")).to_contain_text("已停止")
    assert len(versions(page)) == before + 1


def test_a_version_without_one_person_is_repaired_and_compared(come: Come) -> None:
    page = come("demo-coordinator", "making").page
    opened(page, "修复")
    page.get_by_label("找人").press_sequentially("wang")
    first = page.locator(".making-people li").first
    name = first.locator("strong").inner_text()
    first.get_by_role("button", name=f"列入{name}").press("Enter")
    page.get_by_role("button", name="修复", exact=True).press("Enter")
    result = page.get_by_role("region", name="修复结果")
    expect(result).to_be_visible(timeout=60_000)
    expect(result.get_by_role("row", name=re.compile(f"^{name} 不再去"))).to_have_count(1)
    result.get_by_role("button", name="打开第 2 版").press("Enter")
    expect(page.get_by_label("版本").locator("option:checked")).to_have_text("第 2 版（草稿）")
    opened(page, "比较")
    expect(page.get_by_role("row", name=re.compile(f"^{name} "))).to_have_count(1)
    expect(page.get_by_role("row", name=re.compile(f"^{name} ")).get_by_role("cell").nth(1)).to_have_text("—")
    page.get_by_role("radio", name="按班次").press("Space")
    expect(page.get_by_role("cell", name=name).first).to_be_visible()


def test_publishing_is_asked_twice(come: Come, site: Site) -> None:
    page = come("demo-coordinator", "making").page
    chosen(page, "全区")
    opened(page, "发布")
    page.get_by_role("button", name="发布第 1 版").press("Enter")
    expect(page.get_by_role("button", name="再按一次，确认发布")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="再按一次，确认发布")).to_be_hidden()
    assert not published(site)
    page.get_by_role("button", name="发布第 1 版").press("Enter")
    page.get_by_role("button", name="再按一次，确认发布").press("Enter")
    expect(page.get_by_text("每个派班都是邀请")).to_be_visible(timeout=20_000)
    assert published(site)


def published(site: Site) -> bool:
    """Whether the district's plan is."""
    asked = Match("p", Plan).where(eq("p.scope", ""), eq("p.status", PlanStatus.PUBLISHED.value)).select("p.id")
    return bool(site.store.query(asked))


def test_a_publication_that_is_refused_says_why_in_place(come: Come, site: Site) -> None:
    page, other = come("demo-coordinator", "making").page, come("demo-admin", "making").page
    for each in (page, other):
        chosen(each, "全区")
        opened(each, "发布")
        each.get_by_role("button", name="发布第 1 版").press("Enter")
    other.get_by_role("button", name="再按一次，确认发布").press("Enter")
    expect(other.get_by_text("每个派班都是邀请")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="再按一次，确认发布").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="这份计划已经发布")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_part_is_good_for_all(come: Come, axe: str, size: tuple[int, int]) -> None:
    visit = come("demo-coordinator", "making", size)
    page = visit.page
    for part in PARTS:
        opened(page, part)
        page.wait_for_load_state("networkidle")
        if part == "需求":
            page.locator(".making-group summary").first.press("Enter")
            page.locator(".making-group input").first.fill("99")
            expect(page.locator(".making-wrong")).to_contain_text("最少 ≤ 期望 ≤ 最多")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{part} sticks out to the side"
        assert findings(page, axe) == [], part
        visit.shot(f"making-{PARTS.index(part)}-{size[0]}")
    assert visit.complaints == []
    assert visit.asked_nobody_else()
