"""Ten times the demo (3,960 people, 4,170 shifts): each user's main story, from log-in to result, at both sizes."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.accounts.demo import ROAD, STATION
from engine.calendar import BEIJING, monday_of
from engine.model import Assignment, LineId, Plan, Volunteer
from engine.own_contribution import own_contribution
from engine.pictures import figures
from engine.planning.versions import newest_plan
from engine.planning.view import view_plan
from engine.store import Exists, Match, Not, eq
from schema.ids import global_id
from tests.page.conftest import DESKTOP, PHONE, WEEK, Site, Visit, enter, findings
from tests.page.test_board import look_for, loose, move_by_menu, seat, settled, shift_of
from tests.page.test_line import of_line, organizations
from tests.page.test_mine import offers
from tests.page.test_pictures import reckoned, shown
from tests.page.test_station import coming

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
Size = tuple[int, int]
SLOW = 90_000
"""Milliseconds, at most: what opens the whole plan again takes its time on a busy machine."""


def good(visit: Visit, axe: str, name: str) -> None:
    """The page as it is now can be read and used by all (where ``axe`` is given), asked no other host, and is kept as a
    picture."""
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out to the side"
    assert not axe or findings(visit.page, axe) == []
    assert visit.complaints == []
    assert visit.asked_nobody_else()
    visit.shot(f"tenfold-{name}-{visit.page.viewport_size['width']}", whole=False)  # type: ignore[index]


def on_monday(page: Page) -> None:
    """It is early on the week's first day."""
    page.clock.set_fixed_time(datetime.combine(monday_of(WEEK), time(6), BEIJING))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@SIZES
def test_a_leader_sees_who_comes_answers_on_his_word_and_finds_a_stand_in(
    browser: Browser, large_site: Site, axe: str, size: Size
) -> None:
    there = coming(large_site.store)
    visit = enter(browser, large_site, "demo-station", "", size)
    page = visit.page
    on_monday(page)
    expect(page.get_by_role("heading", level=1, name=STATION)).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=re.compile("今天.*周一"))).to_be_visible()
    expect(page.locator(".station-person").first).to_be_visible()
    assert there <= set(page.locator(".station-person strong").all_inner_texts())
    good(visit, axe, "leader")
    person = page.locator(".station-person.offered", has=page.get_by_role("button", name=re.compile("的电话"))).first
    name = person.locator("strong").inner_text()
    page.get_by_role("button", name=f"显示{name}的电话").first.click()
    expect(page.get_by_role("link", name=re.compile("^拨打")).first).to_have_attribute(
        "href", re.compile(r"^tel:1\d+$")
    )
    page.get_by_role("button", name=f"代为谢绝（{name}）").first.click()
    page.get_by_label("谢绝的原因").fill("要加班")
    page.get_by_role("button", name="确认谢绝").click()
    declined = page.locator(".station-person.declined", has_text=name).first
    expect(declined).to_contain_text("要加班")
    declined.get_by_role("button", name="找替补").click()
    panel = page.get_by_role("region", name="替补")
    expect(panel.get_by_role("listitem").or_(panel.get_by_text("眼下没有人")).first).to_be_visible(timeout=SLOW)
    expect(panel.locator(".station-bad")).to_have_count(0)
    visit.shot(f"tenfold-stand-in-{size[0]}", whole=False)


OFFICERS = [(LineId.PARTY, PHONE), *((line, DESKTOP) for line in LineId)]  # the largest line is enough on a phone


@pytest.mark.parametrize(("line", "size"), OFFICERS, ids=[f"{line}-{size[0]}" for line, size in OFFICERS])
def test_an_officer_reads_his_line_and_finds_people_and_places(
    browser: Browser, large_site: Site, axe: str, tmp_path: Path, line: LineId, size: Size
) -> None:
    given = own_contribution(large_site.store, [WEEK], organizations(large_site.store, line))
    visit = enter(browser, large_site, f"demo-{line.lower().replace('_', '-')}", "", size)
    page = visit.page
    numbers = page.locator(".line-numbers")
    expect(numbers).to_contain_text(f"{given.whole.people} 人")
    expect(numbers).to_contain_text(f"{given.whole.assignments}/{given.seats}")
    serving = page.get_by_role("region", name="谁在何处")
    expect(serving.locator(".line-turn")).to_contain_text(f"共 {given.whole.assignments} 条")
    if line is not LineId.PARTY:
        return
    expect(serving.locator("tbody th").first).to_be_visible()
    never = page.get_by_role("region", name="从未安排过的人")
    unasked = Match("v", Volunteer).where(Not(Exists("v", "ASSIGNED", Assignment.LABEL)))
    ids = {row["v.id"] for row in large_site.store.query(unasked.select("v.id"))}
    mine = len(ids & of_line(large_site.store, line).keys())
    expect(numbers).to_contain_text(re.compile(rf"从未安排\s*{mine}/"))
    expect(never.locator(".line-turn")).to_contain_text(f"共 {mine} 条" if mine else "没有找到")
    good(visit, axe, "officer")
    name = serving.locator("tbody th").first.inner_text().split("\n")[0].strip()
    serving.get_by_role("searchbox").fill(name)
    expect(serving.locator("tbody th").filter(has_not_text=name)).to_have_count(0)
    expect(serving.locator("tbody th").first).to_contain_text(name)
    serving.get_by_role("button", name="按地点").click()
    serving.get_by_role("searchbox").fill("@7")
    place = serving.locator(".line-link").first
    expect(place).to_contain_text("@7")
    named = place.inner_text()
    place.click()
    expect(serving.get_by_role("heading", level=3)).to_contain_text(named)
    expect(serving.locator("tbody td").nth(1)).to_contain_text(named)
    with page.expect_download(timeout=SLOW) as begun:
        page.get_by_role("button", name="导出 CSV").click()
    begun.value.save_as(tmp_path / "week.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "week.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == given.whole.assignments
    visit.shot(f"tenfold-officer-place-{size[0]}", whole=False)


def open_week(page: Page) -> None:
    """All of a draft is on the board."""
    expect(page.locator(".board-road").first).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("正在读取")).to_have_count(0, timeout=SLOW)


def test_a_coordinator_on_a_phone_asks_why_moves_somebody_and_takes_it_back(
    browser: Browser, large_site: Site, axe: str
) -> None:
    visit = enter(browser, large_site, "demo-coordinator", "board", PHONE)
    page = visit.page
    open_week(page)
    page.locator(".board-filter").get_by_label("日", exact=False).first.select_option(index=0)
    expect(page.locator(".board-filter output")).to_contain_text("4170 个班次")
    look_for(page, "大同路@4")
    expect(loose(page).first).to_be_visible()
    id = str(loose(page).first.get_attribute("data-assignment"))
    before = shift_of(page, id)
    seat(page, id).click()
    expect(page.get_by_role("heading", name="为何在此")).to_be_visible()
    expect(page.get_by_role("table", name="这一岗的代价")).to_contain_text("此人改去", timeout=SLOW)
    good(visit, axe, "board")
    assert "步行" in move_by_menu(page, id, wait=SLOW)
    assert shift_of(page, id) != before
    undo = page.get_by_role("button", name="撤销", exact=True)
    expect(undo).to_be_enabled(timeout=SLOW)
    undo.click()
    expect(page.locator("#said")).to_contain_text("已撤销", timeout=SLOW)
    settled(page)
    assert shift_of(page, id) == before


@SIZES
def test_a_subdistrict_s_coordinator_sees_its_part_of_the_district_s_plan(
    browser: Browser, large_site: Site, size: Size
) -> None:
    visit = enter(browser, large_site, "demo-subdistrict", "plan", size)
    page = visit.page
    expect(page.locator("#numbers dl")).to_be_visible()
    expect(page.locator("#grid tbody tr").first).to_be_visible(timeout=SLOW)
    page.locator("#grid tbody button", has_text=re.compile("[1-9]")).first.click()
    expect(page.locator("#list article").first).to_be_visible()
    good(visit, "", "subdistrict")
    page.get_by_role("link", name="我的服务站").click()
    choice = page.get_by_role("combobox", name=re.compile("^服务站"))
    expect(choice).to_be_visible()
    choice.select_option(STATION)
    expect(page.get_by_text("所管路段")).to_be_visible()


@SIZES
def test_a_chief_reads_the_plan_and_who_is_on_his_road(
    browser: Browser, large_site: Site, axe: str, size: Size
) -> None:
    visit = enter(browser, large_site, "demo-chief", "", size)
    page = visit.page
    road = page.locator("#grid tbody tr").filter(has=page.get_by_role("rowheader", name=ROAD, exact=True))
    expect(road).to_have_count(1, timeout=SLOW)
    cells = road.get_by_role("button")
    expect(cells.first).to_be_visible()
    cells.first.click()
    expect(page.locator("#shifts-title")).to_contain_text(ROAD)
    expect(page.locator("#list article").first).to_be_visible()
    good(visit, axe if size == PHONE else "", "chief")  # a table of 600 roads takes long, and is the same one
    (whole,) = large_site.store.query(Match("p", Plan).where(eq("p.status", "PUBLISHED")).select("p.assigned"))
    expect(page.locator("#numbers")).to_contain_text(f"{whole['p.assigned']} 人次")


@SIZES
def test_a_volunteer_sees_his_offers_and_answers(browser: Browser, large_site: Site, axe: str, size: Size) -> None:
    asked = offers(large_site.store)
    visit = enter(browser, large_site, "demo-volunteer", "", size)
    page = visit.page
    on_monday(page)
    expect(page.locator(".mine-offers > li.offered")).to_have_count(asked)
    good(visit, axe, "volunteer")
    if asked:
        before = page.locator(".mine-offers > li.accepted").count()
        page.locator(".mine-offers > li.offered").first.get_by_role("button", name="接受", exact=True).click()
        expect(page.locator("#said")).to_have_text("已接受")
        expect(page.locator(".mine-offers > li.accepted")).to_have_count(before + 1)


@SIZES
def test_the_pictures_have_the_numbers_of_the_command_line(
    browser: Browser, large_site: Site, axe: str, size: Size
) -> None:
    plan = newest_plan(large_site.store, WEEK, "")
    visit = enter(browser, large_site, "demo-coordinator", f"pictures/{global_id('Plan', plan.id)}", size)
    page = visit.page
    expect(page.locator("[data-figure=hours]")).to_be_visible(timeout=SLOW)
    if size == DESKTOP:
        for figure in figures(large_site.store, view_plan(large_site.store, plan.id)):
            assert shown(page, figure.name) == reckoned(figure), figure.name
    good(visit, axe, "pictures")
