"""Coming in and going, the tabs of a role, the way when the server goes away, and nothing asked of another host."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.page.conftest import DESKTOP, PHONE, Come, Site, findings


def test_a_wrong_password_is_refused_and_the_right_one_comes_in(come: Come, site: Site) -> None:
    visit = come("demo-coordinator")
    page = visit.page
    expect(page.locator("#me")).to_contain_text("demo-coordinator（统筹员）")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.get_by_label("登录名").fill("demo-coordinator")
    page.get_by_label("口令").fill("not-the-password")
    page.keyboard.press("Enter")
    expect(page.locator("#refused")).to_contain_text("登录名或口令不对")


def test_who_logs_out_takes_his_tokens_with_him(come: Come) -> None:
    visit = come("demo-chief")
    page = visit.page
    assert page.evaluate("sessionStorage.length") == 1
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_plan_to_read_is_good_for_all(come: Come, axe: str, size: tuple[int, int]) -> None:
    visit = come("demo-chief", "plan", size)
    page = visit.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("志愿服务周计划")
    expect(page.get_by_role("heading", name="一周各路")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out to the side"
    assert findings(page, axe) == []
    assert visit.complaints == []
    assert visit.asked_nobody_else()
    visit.shot(f"plan-{size[0]}")


def test_a_server_that_restarts_is_told_and_the_page_recovers(come: Come, site: Site) -> None:
    page = come("demo-coordinator", "plan").page
    expect(page.get_by_role("heading", name="一周各路")).to_be_visible()
    with site.away():
        page.locator("#week").dispatch_event("change")
        expect(page.locator("#lost")).to_contain_text("与服务器的连接断了")
    expect(page.locator("#lost")).to_be_hidden(timeout=15_000)
    expect(page.get_by_role("heading", name="一周各路")).to_be_visible()
