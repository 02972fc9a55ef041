"""The coordinator's board: reasons, people moved by mouse and by keyboard, two who plan at once, a large week."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from engine.access import read_audits
from engine.model import Assignment, Volunteer
from engine.store import Match, eq
from schema.ids import global_id
from tests.page.conftest import DESKTOP, PHONE, Come, Site, enter, findings

ROAD = "大同路"


def open_district(page: Page) -> None:
    """The draft of the whole district is open."""
    page.get_by_label("范围").select_option(label="全区")
    expect(page.locator(".board-road").first).to_be_visible()
    expect(page.get_by_text("正在读取人员")).to_have_count(0, timeout=15_000)


def look_for(page: Page, text: str) -> None:
    """The week shows only what has the words in it."""
    page.get_by_label("找", exact=False).first.fill(text)
    expect(page.locator(".board-filter output")).to_contain_text("/")


def loose(page: Page) -> Locator:
    """Everybody on the board who can be moved."""
    return page.locator(".board-person:not([data-fixed])")


def seat(page: Page, id: str) -> Locator:
    """The chip of an assignment."""
    return page.locator(f'[data-assignment="{id}"]')


def shift_of(page: Page, id: str) -> str:
    """Where the assignment is now."""
    return str(seat(page, id).evaluate("(chip) => chip.closest('[data-shift]').dataset.shift"))


def settled(page: Page, wait: float = 15_000) -> None:
    """The server has judged what was done."""
    expect(page.locator(".board-person.waiting")).to_have_count(0, timeout=wait)
    expect(page.get_by_text("正在核对")).to_have_count(0, timeout=wait)


def move_by_menu(page: Page, id: str, nth: int = 0, wait: float = 15_000) -> str:
    """Moves somebody to the n-th shift of those that the rules leave open; gives its sentence."""
    seat(page, id).focus()
    page.keyboard.press("m")
    menu = page.get_by_role("dialog")
    expect(menu).to_contain_text("能去的排在前面", timeout=wait)
    option = menu.locator("li button").nth(nth)
    told = option.inner_text()
    option.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_count(0)
    settled(page, wait)
    return told


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_board_is_good_for_all(come: Come, axe: str, size: tuple[int, int]) -> None:
    visit = come("demo-coordinator", "board", size)
    page = visit.page
    open_district(page)
    look_for(page, ROAD)
    loose(page).first.click()
    expect(page.get_by_role("heading", name="为何在此")).to_be_visible()
    expect(page.locator(".board-facts")).to_be_visible()
    expect(page.get_by_role("table", name="这一岗的代价")).to_contain_text("此人改去", timeout=15_000)
    expect(page.locator(".board-ins li").first).to_be_visible(timeout=15_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out to the side"
    assert findings(page, axe) == []
    assert visit.complaints == []
    assert visit.asked_nobody_else()
    assert "homeAddress" not in visit.told()
    visit.shot(f"board-{size[0]}")


def test_an_empty_seat_says_why_and_who_could_come(come: Come) -> None:
    page = come("demo-coordinator", "board").page
    open_district(page)
    page.locator(".board-filter").get_by_label("缺口").select_option(label="有缺口")
    page.locator(".board-empty").first.click()
    expect(page.get_by_role("heading", name="为何空缺")).to_be_visible()
    expect(page.locator(".board-seat")).to_contain_text("逐条排除后", timeout=15_000)
    expect(page.get_by_role("heading", name="谁能来")).to_be_visible()


def test_a_chip_is_dragged_and_undone(come: Come) -> None:
    page = come("demo-coordinator", "board", (1280, 1800)).page
    open_district(page)
    look_for(page, ROAD)
    chip = loose(page).first
    expect(chip).to_be_visible()
    id = str(chip.get_attribute("data-assignment"))
    before = shift_of(page, id)
    box = chip.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 6, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 40, steps=4)
    target = page.locator(".board-shift[data-open]").first
    expect(target).to_be_visible(timeout=15_000)
    there = target.bounding_box()
    assert there is not None
    page.mouse.move(there["x"] + 12, there["y"] + 12, steps=6)
    expect(page.locator(".board-ghost")).to_contain_text("步行")
    page.mouse.up()
    settled(page)
    assert shift_of(page, id) != before
    expect(page.get_by_role("button", name="撤销", exact=True)).to_be_enabled(timeout=15_000)  # what was done is known
    page.keyboard.press("Control+z")
    expect(page.locator("#said")).to_contain_text("已撤销", timeout=15_000)
    assert shift_of(page, id) == before


def test_all_of_it_goes_by_keyboard(come: Come) -> None:
    page = come("demo-coordinator", "board").page
    open_district(page)
    look_for(page, ROAD)
    expect(loose(page).first).to_be_visible()
    id = str(loose(page).first.get_attribute("data-assignment"))
    move_by_menu(page, id)
    page.get_by_role("button", name="修改记录").press("Enter")
    expect(page.locator(".board-history li").first).to_contain_text("把一人从")
    page.get_by_role("button", name="撤销").press("Enter")
    expect(page.locator(".board-history li").first).to_contain_text("撤销：", timeout=15_000)
    expect(seat(page, id)).to_be_visible()
    seat(page, id).focus()
    page.keyboard.press("p")
    expect(seat(page, id)).to_have_class("board-person pinned", timeout=15_000)
    settled(page)
    seat(page, id).focus()
    page.keyboard.press("Delete")
    expect(seat(page, id)).to_have_count(0)
    settled(page)
    expect(page.get_by_role("button", name="撤销", exact=True)).to_be_enabled(timeout=15_000)  # what was done is known
    page.keyboard.press("Control+z")
    expect(seat(page, id)).to_be_visible(timeout=15_000)


def test_a_move_that_breaks_rules_is_refused_with_all_of_them(come: Come) -> None:
    page = come("demo-coordinator", "board").page
    open_district(page)
    look_for(page, ROAD)
    expect(loose(page).first).to_be_visible()
    id = str(loose(page).first.get_attribute("data-assignment"))
    before = shift_of(page, id)
    seat(page, id).focus()
    page.keyboard.press("m")
    page.get_by_label("找班次").fill("铁英街为民城管服务亭 周六")
    page.get_by_role("dialog").locator("li button").first.click()
    refusal = page.get_by_role("alert").filter(has_text="这样安排违反排班规则")
    expect(refusal).to_be_visible(timeout=15_000)
    expect(refusal.locator("li").first).to_be_visible()
    settled(page)
    assert shift_of(page, id) == before


def test_a_stand_in_is_put_in_by_a_click(come: Come) -> None:
    page = come("demo-coordinator", "board").page
    open_district(page)
    look_for(page, ROAD)
    chip = loose(page).first
    id = str(chip.get_attribute("data-assignment"))
    chip.click()
    put = page.locator(".board-ins button:not([disabled])").first
    expect(put).to_be_visible(timeout=15_000)
    name = put.inner_text().removeprefix("换上")
    put.click()
    expect(page.locator(".board-there")).to_contain_text(name, timeout=20_000)
    expect(seat(page, id)).to_have_count(0)
    undo = page.get_by_role("button", name="撤销", exact=True)
    expect(undo).to_be_enabled()
    undo.press("Enter")
    expect(seat(page, id)).to_be_visible()
    expect(undo).to_be_disabled()


def test_two_who_plan_at_once_see_each_other_and_lose_nothing(come: Come) -> None:
    ours, theirs = come("demo-coordinator", "board").page, come("demo-admin", "board").page
    for page in (ours, theirs):
        open_district(page)
        look_for(page, ROAD)
        expect(loose(page).nth(1)).to_be_visible()
    first, second = (str(loose(ours).nth(at).get_attribute("data-assignment")) for at in (0, 1))
    for page, id in ((ours, first), (theirs, second)):
        seat(page, id).focus()
        page.keyboard.press("p")
    expect(ours.locator("#said")).to_contain_text("demo-admin", timeout=15_000)
    for page in (ours, theirs):
        for id in (first, second):
            expect(seat(page, id)).to_have_class("board-person pinned", timeout=15_000)
    expect(theirs.locator(".board-by").first).to_contain_text("demo-coordinator")


def test_who_was_faster_is_told_and_nothing_is_overwritten(come: Come) -> None:
    ours, theirs = come("demo-coordinator", "board").page, come("demo-admin", "board").page
    for page in (ours, theirs):
        open_district(page)
        look_for(page, ROAD)
        expect(loose(page).first).to_be_visible()
    id = str(loose(ours).first.get_attribute("data-assignment"))
    ours.context.set_offline(True)  # ours does not hear of it
    seat(theirs, id).focus()
    theirs.keyboard.press("Delete")
    settled(theirs)
    ours.context.set_offline(False)
    seat(ours, id).focus()
    ours.keyboard.press("p")
    expect(seat(ours, id)).to_have_count(0, timeout=15_000)


def test_a_server_that_restarts_is_told_and_the_board_goes_on(come: Come, site: Site) -> None:
    page = come("demo-coordinator", "board").page
    open_district(page)
    look_for(page, ROAD)
    expect(loose(page).first).to_be_visible()
    id = str(loose(page).first.get_attribute("data-assignment"))
    with site.away():
        seat(page, id).focus()
        page.keyboard.press("p")
        expect(page.locator("#lost")).to_contain_text("与服务器的连接断了")
    expect(page.locator("#lost")).to_be_hidden(timeout=15_000)
    settled(page)
    seat(page, id).focus()
    page.keyboard.press("p")
    expect(seat(page, id)).to_have_class("board-person pinned", timeout=15_000)


def test_map_and_week_choose_for_each_other(come: Come) -> None:
    page = come("demo-coordinator", "board").page
    open_district(page)
    place = page.locator(".map-list [role=option]").first
    place.click()
    chip = page.locator(".board-chip")
    expect(chip).to_contain_text("只看")
    expect(page.locator(".board-shift").first).to_be_visible()
    chip.click()
    look_for(page, ROAD)
    page.locator(".board-head").first.click()
    expect(page.locator('.map-list [aria-selected="true"]')).to_contain_text(ROAD)
    loose(page).first.hover()
    expect(page.locator(".map-walk")).to_contain_text("步行", timeout=10_000)


def test_a_walk_is_drawn_from_home_for_who_wants_it_and_written_down(come: Come, site: Site) -> None:
    page = come("demo-coordinator", "board").page
    open_district(page)
    look_for(page, ROAD)
    expect(loose(page).nth(1)).to_be_visible()
    minors = Match("a", Assignment).hop("ASSIGNED", "v", Volunteer, eq("v.minor", True), reverse=True).select("a.id")
    young = {global_id("Assignment", row["a.id"]) for row in site.store.query(minors)}
    ids = loose(page).evaluate_all("chips => chips.map(chip => chip.dataset.assignment)")
    first, second, *_ = (id for id in ids if id not in young)
    seat(page, first).hover()
    expect(page.locator(".map-walk")).to_contain_text("线自所属站画起", timeout=10_000)
    assert not read_audits(site.store, action="WALKS")
    page.get_by_label("步行从住处或单位画起").check()
    seat(page, second).hover()
    expect(page.locator(".map-walk")).to_contain_text("附近步行", timeout=10_000)
    (look,) = read_audits(site.store, action="WALKS")
    assert look.purpose == "排班时看步行路线"


def test_ten_times_the_demo_is_whole_and_light(browser: Browser, large_site: Site) -> None:
    page = enter(browser, large_site, "demo-coordinator", "board").page
    expect(page.locator(".board-road").first).to_be_visible(timeout=30_000)
    expect(page.locator(".board-filter output")).to_contain_text("4170 个班次")
    expect(page.get_by_text("正在读取人员")).to_have_count(0, timeout=60_000)
    page.get_by_role("button", name="全部展开").click()
    expect(page.locator(".board-shift").first).to_be_visible()
    drawn = page.locator(".board-shift").count()
    assert drawn < 1000, "only what is near the window is drawn"
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    page.wait_for_timeout(1000)  # the rows that are near now are drawn
    assert 0 < page.locator(".board-shift").count() < 1000
    look_for(page, "福华街@7")
    expect(loose(page).first).to_be_visible()
