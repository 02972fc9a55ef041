"""A finger on a phone: holding still takes somebody along, swiping scrolls as ever. Real touches."""

from __future__ import annotations

from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.page.conftest import PHONE, SHOTS, Come
from tests.page.test_board import ROAD, look_for, loose, open_district, seat, settled, shift_of

HELD = 600
"""Milliseconds: longer than it takes to be understood as holding."""
At = tuple[float, float]


class Finger:
    """One finger on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.at: At = (0, 0)

    def _tell(self, kind: str, *points: At) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def down(self, at: At) -> None:
        self._tell("touchStart", at)
        self.at = at

    def move(self, to: At, steps: int = 8) -> None:
        x, y = self.at
        for step in range(1, steps + 1):
            self._tell("touchMove", (x + (to[0] - x) * step / steps, y + (to[1] - y) * step / steps))
            self.page.wait_for_timeout(16)
        self.page.wait_for_timeout(250)  # the browser holds a last small step back until another one comes
        self._tell("touchMove", (to[0] + 2, to[1] + 2))
        self.at = to

    def up(self) -> None:
        self._tell("touchEnd")

    def swipe(self, by: float) -> None:
        """Scrolls along the left edge, where nothing can be taken."""
        self.down((14, 600 if by > 0 else 250))
        self.move((14, self.at[1] - by))
        self.up()
        self.page.wait_for_timeout(400)

    def bring(self, one: Locator) -> At:
        """Scrolls until it is in the middle of the window; gives where."""
        for _ in range(12):
            x, y = middle(one)
            if 200 < y < 450:
                break
            self.swipe(max(-350, min(350, y - 320)))
        return x, y


def middle(one: Locator) -> At:
    """The middle of what is shown of it."""
    box = one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"], 60) / 2


def on_phone(come: Come) -> Page:
    """The board of the district's draft at the size of a phone, narrowed to one road."""
    page = come("demo-coordinator", "board", PHONE).page
    open_district(page)
    look_for(page, ROAD)
    expect(loose(page).first).to_be_visible()
    expect(page.locator(".map-canvas")).to_be_visible()  # it stands above the week and would push it down
    return page


def test_holding_still_takes_somebody_to_another_shift(come: Come) -> None:
    page = on_phone(come)
    page.get_by_label("日子").select_option("")
    chip = loose(page).first
    id = str(chip.get_attribute("data-assignment"))
    before, finger = shift_of(page, id), Finger(page)
    finger.down(finger.bring(chip))
    ghost = page.locator(".board-ghost")
    expect(ghost).to_be_visible()
    target = page.locator(".board-shift[data-open]").first
    expect(target).to_be_attached()
    there = page.locator(".board-shift[data-open]").evaluate_all(
        """all => all.flatMap(one => {
          const box = one.getBoundingClientRect(), [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
          const seen = document.elementFromPoint(x, y)?.closest("[data-shift]") === one;
          return seen && y > 90 && y < innerHeight - 90 ? [[x, y]] : [];
        })"""
    )
    scrolled = page.evaluate("scrollY")
    assert there, "a shift that takes him is in view"
    finger.move(tuple(there[0]))
    expect(ghost).to_contain_text("步行")
    assert page.evaluate("scrollY") == scrolled, "the page stays while somebody is held"
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "touch-drag-390.png")
    finger.up()
    settled(page)
    assert shift_of(page, id) != before


def test_a_swipe_over_people_scrolls_and_moves_nobody(come: Come) -> None:
    page = on_phone(come)
    chip = loose(page).first
    id = str(chip.get_attribute("data-assignment"))
    before, finger = shift_of(page, id), Finger(page)
    x, y = finger.bring(chip)
    scrolled = page.evaluate("scrollY")
    finger.down((x, y))
    finger.move((x, y + 250))
    finger.up()
    page.wait_for_timeout(HELD)
    assert page.evaluate("scrollY") < scrolled - 100
    expect(page.locator(".board-ghost")).to_have_count(0)
    assert shift_of(page, id) == before


def test_a_tap_opens_the_reasons(come: Come) -> None:
    page = on_phone(come)
    id = str(loose(page).first.get_attribute("data-assignment"))
    seat(page, id).tap()
    expect(page.get_by_role("heading", name="为何在此")).to_be_visible()
