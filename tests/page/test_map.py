"""The map of a plan: places by pointer and keyboard, as a table, on paper; quick with many streets."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.page.conftest import DESKTOP, PHONE, Come, findings

DRAWN = "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(part => part)"
EDGES = """canvas => {
    const [{ width, height }, box] = [canvas, canvas.getBoundingClientRect()];
    const row = canvas.getContext("2d").getImageData(0, Math.round(height / 2), width, 1).data;
    const drawn = Array.from({ length: width }, (_, at) => at).filter((at) => row[4 * at + 3]);
    return [drawn[0] + 3, drawn.at(-1) - 3].map((at) => box.left + at * box.width / width);
}"""
OTHER_MAP = """async given => {
    const { CityMap } = await import("/map/city_map.js");
    const { html, render } = await import("/vendor/preact/standalone.module.js");
    const into = Object.assign(document.createElement("div"), { id: "other" });
    document.getElementById("view").prepend(into);
    const onChoose = (id) => { into.dataset.told = String(id); };
    render(html`<${CityMap} ...${{ title: "另一张图", onChoose, ...given }} />`, into);
}"""


def street(id: str, lon: float, road_class: str = "MAIN") -> dict[str, object]:
    """A segment of 200 m from south to north, on a road of its own."""
    road = {"id": f"road-{id}", "name": f"{id}路", "kind": road_class}
    return {"id": id, "name": f"{id}路1段", "road": road, "line": [lon, 34.75, lon, 34.752]}


def shift(place: dict[str, object], come: int, *missing: str) -> dict[str, object]:
    """A shift for two, as web/plan/plan.js gives it."""
    return {"place": place, "come": come, "seats": 2, "missing": [{"kind": kind} for kind in missing]}


def other_map(page: Page, **given: object) -> None:
    page.evaluate(OTHER_MAP, given)
    expect(page.locator("#other .map-canvas canvas")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_plan_is_on_the_map_and_axe_finds_nothing(come: Come, axe: str, size: tuple[int, int]) -> None:
    visit = come("demo-coordinator", "plan", size)
    canvas = visit.page.locator(".map-canvas canvas")
    expect(canvas).to_be_visible()
    assert canvas.evaluate(DRAWN)
    assert visit.page.locator(".map-name").count() > 5
    assert findings(visit.page, axe) == []
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (visit.complaints, visit.asked_nobody_else()) == ([], True)
    visit.shot(f"map-{size[0]}")


def test_a_place_is_chosen_by_keyboard_alone_and_its_shifts_are_listed(come: Come) -> None:
    page = come("demo-coordinator", "plan").page
    places = page.get_by_role("listbox")
    places.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    active = page.locator(f"#{places.get_attribute('aria-activedescendant')}")
    name = active.locator("span").inner_text()
    expect(page.locator(".map-status")).to_have_text(re.compile(f"^{name}：到岗 \\d+/\\d+"))
    page.keyboard.press("Enter")
    expect(page.locator("#shifts-title")).to_have_text(f"{name}的班次")
    expect(active).to_have_attribute("aria-selected", "true")


def test_the_street_under_the_pointer_tells_its_fill_and_is_chosen_by_a_click(come: Come) -> None:
    page = come("demo-coordinator", "plan").page
    west, east = street("西", 113.60), street("东", 113.61)
    given = {"segments": [west, east], "stations": [], "shifts": [shift(west, 2), shift(east, 1, "DESIRED")]}
    other_map(page, **given)
    canvas = page.locator("#other canvas")
    box = canvas.bounding_box()
    assert box
    row = box["y"] + box["height"] / 2
    left, right = canvas.evaluate(EDGES)
    status = page.locator("#other .map-status")
    page.mouse.move(left, row)
    expect(status).to_have_text("西路1段：到岗 2/2，期望人数全部到位")
    page.mouse.click(right, row)
    expect(status).to_have_text("东路1段：到岗 1/2，达到最少人数，未到期望")
    expect(page.locator("#other")).to_have_attribute("data-told", "东")
    page.mouse.click((left + right) / 2, row)
    expect(page.locator("#other")).to_have_attribute("data-told", "null")


def test_cover_is_told_by_marks_and_words_as_well_as_by_colour(come: Come) -> None:
    page = come("demo-coordinator", "plan").page
    post = {"id": "post", "name": "一号站", "lat": 34.75, "lon": 113.605}
    west = street("西", 113.60)
    given = {"segments": [west], "stations": [post], "shifts": [shift(west, 2), shift(post, 0, "MINIMUM")]}
    other_map(page, **given)
    expect(page.locator("#other .map-station.bare")).to_have_text("缺")
    expect(page.locator("#other [role=option]")).to_have_text(["西路1段2/2 齐", "一号站0/2 缺"])
    page.locator("#other summary").click()
    expect(page.locator("#other tbody tr")).to_have_count(2)
    expect(page.locator("#other tbody tr").nth(1)).to_contain_text("有班次低于最少人数")


def test_a_walk_is_a_line_with_its_text_and_what_is_chosen_comes_into_view(come: Come) -> None:
    page = come("demo-coordinator", "plan").page
    near, far = street("近", 113.60), street("远", 113.90)
    walk = {"points": [[113.60, 34.75], [113.601, 34.752]], "text": "步行 400 米内"}
    other_map(page, segments=[near, far], stations=[], shifts=[shift(near, 2)], walk=walk, chosen="远")
    expect(page.locator("#other .map-walk")).to_have_text("步行 400 米内")
    expect(page.locator("#other .map-walk")).not_to_be_in_viewport()


def test_the_map_is_on_paper_as_wide_as_the_sheet(come: Come) -> None:
    page = come("demo-coordinator", "plan").page
    expect(page.locator(".map-canvas canvas")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1040})  # A4 between margins of 10 mm
    box = page.locator(".map-canvas").bounding_box()
    assert box
    assert box["width"] <= 718
    expect(page.locator(".map-list")).to_be_hidden()
    assert page.locator(".map-canvas canvas").evaluate(DRAWN)


def test_two_thousand_streets_are_drawn_once_and_each_is_to_be_chosen(come: Come) -> None:
    page = come("demo-coordinator", "plan").page
    many = [street(f"{at}", 113.5 + at / 10_000, ("MAIN", "LANE")[at % 2]) for at in range(2000)]
    other_map(page, segments=many, stations=[], shifts=[shift(one, at % 3) for at, one in enumerate(many)])
    expect(page.locator("#other [role=option]")).to_have_count(2000)
    expect(page.locator("#other canvas")).to_have_count(1)
    page.locator("#other [role=option]").last.click()
    expect(page.locator("#other")).to_have_attribute("data-told", "1999", timeout=30_000)
