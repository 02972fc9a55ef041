"""On paper: A4 sheets, nothing wider than they are, none of what only works on a screen."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.page.conftest import SHOTS, Come
from tests.page.test_board import ROAD, look_for, loose, open_district

A4 = (595, 842)
"""Points."""
MARGIN = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")
WHOLE = "3.125"
"""How many dots of a 300th of an inch Chromium gives a pixel; fewer where something was wider than the sheet."""


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """The size of each page."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    return [(int(float(width)), int(float(height))) for width, height in boxes]


def scales(pdf: bytes) -> list[str]:
    """How each page's drawing was scaled."""
    found = []
    for start in re.finditer(rb"stream\r?\n", pdf):
        try:
            drawing = zlib.decompress(pdf[start.end() : pdf.find(b"endstream", start.end())])
        except zlib.error:
            continue
        if drawing.startswith(b".23999999 0 0 -.23999999"):
            scaled = re.search(rb"([\d.]+) 0 0 \1 [\d.]+ [\d.]+ cm", drawing)
            found.append(scaled[1].decode() if scaled else "")
    return found


def plan(page: Page) -> None:
    """Some shifts are listed."""
    page.locator("#grid tbody button").first.click()
    expect(page.locator("#list article").first).to_be_visible()


def board(page: Page) -> None:
    """A road is open, and the map is there."""
    open_district(page)
    look_for(page, ROAD)
    expect(loose(page).first).to_be_visible()
    expect(page.locator(".map-canvas")).to_be_visible()


def station(page: Page) -> None:
    """A week is there."""
    expect(page.locator(".station-day").first).to_be_visible()


def pictures(page: Page) -> None:
    """All pictures are there."""
    expect(page.locator("[data-figure=lines]")).to_be_visible()


def line(page: Page) -> None:
    """Sums and people are there."""
    expect(page.locator(".line-numbers")).to_be_visible()
    expect(page.get_by_role("region", name="谁在何处").locator("tbody th").first).to_be_visible()


PAGES = [
    ("demo-coordinator", "plan", plan),
    ("demo-coordinator", "board", board),
    ("demo-station", "station", station),
    ("demo-coordinator", "pictures", pictures),
    ("demo-workers", "line", line),
]


@pytest.mark.parametrize(("name", "path", "ready"), PAGES, ids=[path for _, path, _ in PAGES])
def test_a_page_prints_on_a4_and_is_nowhere_wider(
    come: Come, name: str, path: str, ready: Callable[[Page], None]
) -> None:
    page = come(name, path).page
    ready(page)
    pdf = page.pdf(format="A4", margin=MARGIN)
    SHOTS.mkdir(parents=True, exist_ok=True)
    (SHOTS / f"print-{path}.pdf").write_bytes(pdf)
    assert sheets(pdf)
    assert all(abs(width - A4[0]) <= 1 and abs(height - A4[1]) <= 1 for width, height in sheets(pdf))
    assert set(scales(pdf)) == {WHOLE}, "something is wider than the sheet"
    page.emulate_media(media="print")
    for button in ("导出 CSV", "登录", "退出", "刷新", "撤销", "导入"):
        expect(page.get_by_role("button", name=button, exact=True)).to_have_count(0)


def test_what_is_wider_than_the_sheet_would_be_found(come: Come) -> None:
    page = come("demo-station", "station").page
    station(page)
    page.locator("#view h1").evaluate("one => { one.style.width = '70rem'; }")
    assert set(scales(page.pdf(format="A4", margin=MARGIN))) != {WHOLE}
