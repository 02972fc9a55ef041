"""A station leader on a phone: who comes, whom one may call, who could stand in, a message to all; and nothing that is
not his to see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time

import pytest
from playwright.sync_api import expect

from engine.accounts.demo import STATION, SUBDISTRICT
from engine.calendar import BEIJING, monday_of
from engine.model import (
    Assignment,
    AssignmentStatus,
    Audit,
    Community,
    Line,
    LineId,
    Organization,
    Shift,
    Station,
    Subdistrict,
    Volunteer,
)
from engine.store import AnyOf, Exists, GraphStore, Match, eq
from tests.page.conftest import DESKTOP, PHONE, WEEK, Come, Site, Visit, findings

Leader = Callable[..., Visit]
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def here() -> AnyOf:
    """Shifts at the leader's station or at a segment that it covers."""
    covered = Exists("", "COVERS", "Station", eq("name", STATION), reverse=True)
    return AnyOf((Exists("s", "AT", "Station", eq("name", STATION)), Exists("s", "AT", "Segment", covered)))


def coming(store: GraphStore) -> set[str]:
    """The names of those who were asked to come there."""
    question = Match("s", Shift).where(here()).hop("TO_SHIFT", "a", Assignment, eq("a.status", "OFFERED"), reverse=True)
    rows = store.query(question.hop("ASSIGNED", "v", Volunteer, reverse=True).select("v.id", "v.name"))
    return {row["v.name"] for row in rows}


@pytest.fixture
def leader(come: Come) -> Callable[..., Visit]:
    """The leader's page at a size, opened on the morning of the week's first day, whatever day it is."""

    def opened(size: tuple[int, int] = PHONE) -> Visit:
        visit = come("demo-station", "", size)
        visit.page.clock.set_fixed_time(datetime.combine(monday_of(WEEK), time(6), BEIJING))
        visit.page.get_by_role("button", name="刷新").click()
        monday = visit.page.get_by_role("heading", level=2, name=re.compile("周一"))
        expect(monday).to_contain_text("今天")
        return visit

    return opened


@SIZES
def test_the_leader_sees_who_comes_and_the_page_is_good_for_all(
    leader: Leader, site: Site, axe: str, size: tuple[int, int]
) -> None:
    visit = leader(size)
    page = visit.page
    expect(page.get_by_role("heading", level=1, name=STATION)).to_be_visible()
    expect(page.locator(".station-person").first).to_be_visible()
    assert set(page.locator(".station-person strong").all_inner_texts()) == coming(site.store)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out to the side"
    assert findings(page, axe) == []
    assert visit.complaints == []
    assert visit.asked_nobody_else()
    visit.shot(f"station-{size[0]}", whole=size == DESKTOP)


def test_next_week_is_said_to_be_unpublished(leader: Leader) -> None:
    page = leader().page
    page.get_by_role("button", name="下周").click()
    expect(page.get_by_text("下周的计划还没有发布")).to_be_visible()


def test_one_tap_shows_a_number_and_is_written_down(leader: Leader, site: Site) -> None:
    visit = leader()
    page = visit.page
    person = page.locator(".station-person", has=page.get_by_role("button", name=re.compile("的电话"))).first
    name = person.locator("strong").inner_text()
    person = page.locator(".station-person", has_text=name).first
    phones = {
        row["v.phone"] for row in site.store.query(Match("v", Volunteer).where(eq("v.name", name)).select("v.phone"))
    }
    assert not re.search(r'"phone"', visit.told()), "no number comes before it is asked for"
    person.get_by_role("button", name=re.compile("的电话")).click()
    link = person.get_by_role("link", name=re.compile("拨打"))
    expect(link).to_be_visible()
    assert (link.get_attribute("href") or "").removeprefix("tel:") in phones
    looks = site.store.query(Match("x", Audit).where(eq("x.purpose", "联系班次上的志愿者")).select("x"))
    assert len(looks) == 1
    page.reload()
    expect(page.get_by_role("button", name="下周")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("拨打"))).to_have_count(0)


def test_a_message_to_all_is_composed_copied_and_addressed(leader: Leader, site: Site) -> None:
    visit = leader()
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name=re.compile("通知当天所有人")).first
    button.click()
    text = page.get_by_label(re.compile("的通知"))
    assert STATION in text.input_value()
    text.fill(text.input_value() + "\n带好马甲")
    page.get_by_role("button", name="复制文字").click()
    expect(page.locator("#said")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()").endswith("带好马甲")
    page.get_by_role("button", name="取号码发短信").click()
    expect(page.get_by_role("link", name=re.compile("打开短信"))).to_have_attribute(
        "href", re.compile(r"^sms:[\d,]+\?body=")
    )


def test_who_declined_is_said_and_somebody_could_stand_in(leader: Leader, site: Site) -> None:
    question = Match("s", Shift).where(here()).hop("TO_SHIFT", "a", Assignment, eq("a.status", "OFFERED"), reverse=True)
    last = site.store.query(question.order("s.start", "a.id").select("s.start", "a.id"))[-1]["a.id"]
    with site.store.tx() as tx:
        tx.update(Assignment, last, {"status": AssignmentStatus.DECLINED.value}, None)
    page = leader().page
    declined = page.locator(".station-person.declined")
    expect(declined).to_contain_text("已谢绝")
    declined.get_by_role("button", name="找替补").click()
    panel = page.get_by_role("region", name="替补")
    expect(panel.locator("li, [role=status] p").last).not_to_contain_text("正在找", timeout=60_000)
    expect(panel.locator(".station-bad")).to_have_count(0)
    expect(panel.get_by_role("listitem").or_(panel.get_by_text("眼下没有人")).first).to_be_visible()


def test_the_leader_answers_on_somebodys_word_and_a_second_window_hears_of_it(leader: Leader, site: Site) -> None:
    page, other = leader().page, leader(DESKTOP).page
    person = page.locator(".station-person.offered").first
    name = person.locator("strong").inner_text()
    button = person.get_by_role("button", name=f"代为接受（{name}）")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("已代为接受")
    accepted = page.locator(".station-person.accepted", has_text=name)
    expect(accepted).to_have_count(1)
    expect(other.locator(".station-person.accepted", has_text=name)).to_have_count(1)
    accepted.get_by_role("button", name="代为谢绝").click()
    page.get_by_label("谢绝的原因").fill("要加班")
    page.get_by_role("button", name="确认谢绝").click()
    expect(other.locator(".station-person.declined", has_text=name)).to_contain_text("要加班")
    answers = site.store.query(Match("x", Audit).where(eq("x.action", "RESPOND")).select("x.id"))
    assert len(answers) == 2


def test_whoever_plans_for_a_subdistrict_chooses_among_its_stations(come: Come, site: Site) -> None:
    page = come("demo-subdistrict", "station").page
    choice = page.get_by_role("combobox", name=re.compile("^服务站"))
    expect(choice).to_be_visible()
    served = Match("d", Subdistrict).where(eq("d.name", SUBDISTRICT)).hop("PART_OF", "c", Community, reverse=True)
    rows = site.store.query(served.hop("SERVES", "s", Station, reverse=True).select("s.name"))
    expect(choice.locator("option")).to_have_count(len(rows))
    assert set(choice.locator("option").all_inner_texts()) == {row["s.name"] for row in rows}
    choice.select_option(STATION)
    expect(page.get_by_text("所管路段")).to_be_visible()
    page.reload()
    expect(choice.locator("option:checked")).to_have_text(STATION)


def test_what_is_not_the_leaders_to_see_is_in_no_answer(leader: Leader, site: Site) -> None:
    visit = leader()
    page = visit.page
    page.get_by_role("button", name="下周").click()
    told = visit.told()
    at_station = Match("v", Volunteer).hop("BASED_AT", "b", Station, eq("b.name", STATION))
    mine = {row["v.name"] for row in site.store.query(at_station.select("v.id", "v.name"))} | coming(site.store)
    everybody = {row["v.name"] for row in site.store.query(Match("v", Volunteer).select("v.id", "v.name"))}
    assert everybody - mine, "somebody is not his"
    assert not [name for name in everybody - mine if f'"{name}"' in told]
    people = site.store.query(Match("v", Volunteer).select("v.id", "v.phone", "v.home_address"))
    assert not [row["v.id"] for row in people if row["v.phone"] in told or (row["v.home_address"] or "~") in told]
    party = Match("o", Organization).hop("IN_LINE", "l", Line, eq("l.id", LineId.PARTY)).select("o.id", "o.name")
    assert not [row["o.name"] for row in site.store.query(party) if row["o.name"] in told]
