"""The page of pictures: its tables are the engine's, each role sees what is its to see, all can read and print it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from engine.pictures import Figure, figures
from engine.places import scope_id
from engine.planning.versions import newest_plan
from engine.planning.view import view_plan
from schema.ids import global_id
from tests.page.conftest import DESKTOP, PHONE, WEEK, Come, Site, findings

ROWS = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"


def shown(page: Page, name: str) -> list[list[str]]:
    """Heading and rows of a picture's table."""
    part = page.locator(f"[data-figure={name}]")
    expect(part).to_be_visible()
    rows: list[list[str]] = part.locator("tr").evaluate_all(ROWS)
    return rows


def reckoned(figure: Figure) -> list[list[str]]:
    table = figure.table()
    return [list(table.headings), *map(list, table.rows)] if table.rows else []


@pytest.mark.parametrize("scope", ["", "福华街街道"], ids=["district", "street"])
def test_each_table_is_that_of_the_command_line(come: Come, site: Site, scope: str) -> None:
    plan = newest_plan(site.store, WEEK, scope_id(site.store, scope))
    page = come("demo-coordinator", f"pictures/{global_id('Plan', plan.id)}").page
    expect(page.get_by_role("heading", level=1)).to_contain_text(scope or "全区")
    for figure in figures(site.store, view_plan(site.store, plan.id)):
        assert shown(page, figure.name) == reckoned(figure), figure.name
        expect(page.locator(f"[data-figure={figure.name}] > p")).to_have_text(figure.sentence)


def test_an_officer_sees_no_walks_no_drafts_and_only_his_own_people(come: Come, site: Site) -> None:
    visit = come("demo-women", "pictures")
    page = visit.page
    expect(page.locator("[data-figure=hours]")).to_be_visible()
    expect(page.locator("[data-figure=walks]")).to_have_count(0)
    expect(page.get_by_label("版本").locator("option")).to_have_text(["第 1 版（已发布）"])
    told = re.search(r"您可看的 (\d+) 人次，全部是 (\d+) 人次", page.locator(".pictures-version").inner_text())
    assert told
    seen, whole = map(int, told.groups())
    assert 0 < seen < whole
    people = sum(int(count) for _, count in shown(page, "load")[1:])
    assert 0 < people <= seen
    assert "—" in shown(page, "lines")[-1], "a small line that is not his is not told"
    assert '"metres": null' in visit.told() or '"metres":null' in visit.told()


def test_others_have_no_such_page(come: Come) -> None:
    page = come("demo-station", "pictures").page
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="图表")).to_have_count(0)
    expect(page.locator(".pictures")).to_have_count(0)


def test_week_scope_and_version_are_chosen_and_the_address_follows(come: Come) -> None:
    page = come("demo-coordinator", "pictures").page
    scope = page.get_by_label("范围")
    expect(page.locator("[data-figure=hours]")).to_be_visible()
    before = page.url
    other = "全区" if "福华街" in page.locator("#view h1").inner_text() else "福华街街道"
    scope.select_option(label=other)
    expect(page.get_by_role("heading", level=1)).to_contain_text(other)
    expect(page.locator("[data-figure=hours]")).to_be_visible()
    assert page.url != before


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pictures_are_good_for_all(come: Come, axe: str, size: tuple[int, int]) -> None:
    visit = come("demo-coordinator", "pictures", size)
    page = visit.page
    expect(page.get_by_role("img", name="步行距离")).to_be_visible()
    page.locator("[data-figure=hours] summary").press("Enter")
    expect(page.locator("[data-figure=hours] table")).to_be_visible()
    assert findings(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out to the side"
    assert (visit.complaints, visit.asked_nobody_else()) == ([], True)
    visit.shot(f"pictures-{size[0]}")


def test_on_paper_no_picture_is_cut_and_none_is_wider_than_the_sheet(come: Come) -> None:
    page = come("demo-coordinator", "pictures").page
    expect(page.locator("[data-figure=lines]")).to_be_visible()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1040})
    for picture in page.locator(".pictures-one").all():
        box = picture.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 718
        assert picture.evaluate("one => getComputedStyle(one).breakInside") == "avoid"
    expect(page.locator(".pictures-choice")).to_be_hidden()
