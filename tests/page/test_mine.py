"""A volunteer: what he is asked to do, and his own answer."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from playwright.sync_api import expect

from engine.accounts.demo import demo_accounts
from engine.calendar import BEIJING, monday_of
from engine.model import Assignment, Role, Volunteer
from engine.store import GraphStore, Match, eq
from tests.page.conftest import DESKTOP, PHONE, WEEK, Come, Site, findings


def offers(store: GraphStore) -> int:
    """How many published offers the demo's volunteer has."""
    (one,) = (demo.over[0] for demo in demo_accounts(store) if demo.role is Role.VOLUNTEER)
    question = Match("v", Volunteer).where(eq("v.id", one)).hop("ASSIGNED", "a", Assignment, eq("a.status", "OFFERED"))
    return len(store.query(question.select("a.id")))


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_volunteer_sees_his_offers_and_answers(come: Come, site: Site, axe: str, size: tuple[int, int]) -> None:
    visit = come("demo-volunteer", "", size)
    page = visit.page
    expect(page.get_by_role("heading", level=1, name="我的班次")).to_be_visible()
    page.clock.set_fixed_time(datetime.combine(monday_of(WEEK), time(6), BEIJING))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".mine-offers > li.offered")).to_have_count(offers(site.store))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out to the side"
    assert findings(page, axe) == []
    visit.shot(f"mine-{size[0]}")
    if offers(site.store):
        page.get_by_role("button", name="接受", exact=True).first.click()
        expect(page.locator("#said")).to_have_text("已接受")
        expect(page.locator(".mine-offers > li.accepted")).to_have_count(1)
    told = visit.told()
    others = Match("v", Volunteer).select("v.id", "v.name", "v.phone")
    (me,) = (demo.over[0] for demo in demo_accounts(site.store) if demo.role is Role.VOLUNTEER)
    assert not [row for row in site.store.query(others) if row["v.id"] != me and row["v.phone"] in told]
    assert visit.complaints == []
