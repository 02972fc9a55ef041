"""The page in a real browser, against a real server with the demo; what it asked of the network is written down.

Where Chromium or Chinese fonts are missing these tests are skipped and the summary says so; where ``CI`` is set they
fail. Screenshots are kept in ``artefacts/page``.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from benchmarks.enlarge import enlarge
from engine.accounts import CHEAP, Passwords
from engine.accounts.demo import SUBDISTRICT, add_demo_accounts
from engine.calendar import today, week_of
from engine.district import load_district
from engine.places import scope_id
from engine.planning.generate import generate_plan
from engine.planning.publish import publish_plan
from engine.store import GraphStore, open_store
from server import Settings
from tests.missing import skip_for_want_of
from tests.page.again import draft_again
from tests.test_server import Served

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "data" / "erqi"
SHOTS = ROOT / "artefacts" / "page"
PASSWORD = "a-password-of-pages"
WEEK = week_of(today())  # on the district's clock, as is the browser's
DESKTOP, PHONE = (1280, 900), (390, 844)
expect.set_options(timeout=20_000)  # a busy machine is slow; what comes sooner is not waited for
SECONDS = 10.0
"""Of planning the tenfold demo; it is a good plan then, not a proved one."""


@pytest.fixture(scope="session")
def chromium(pytestconfig: pytest.Config) -> str:
    """The browser's program."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        skip_for_want_of(pytestconfig, "THE PAGE WAS NOT TESTED", "no Chromium (chromium)")
    if not subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout.strip():
        skip_for_want_of(pytestconfig, "THE PAGE WAS NOT TESTED", "no Chinese fonts (fonts-noto-cjk)")
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """For one file of tests: while it is open no other test may run an event loop."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's file with the demo, its accounts, this week planned: 福华街 published, the whole district a draft."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    with closing(open_store(str(file))) as store:
        load_district(store, DEMO)
        add_demo_accounts(store, Passwords(cost=CHEAP), PASSWORD)
        generate_plan(store, WEEK)
        publish_plan(store, generate_plan(store, WEEK, scope_id(store, SUBDISTRICT)).id)
    return file


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's file with ten times the demo, its accounts, this week's plan published, and the same as a draft.

    The first of several pytest processes makes it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "large"
    folder.mkdir(exist_ok=True)
    made, half = folder / "large.db", folder / "half.db"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            enlarge(DEMO, 10, folder / "district")
            with closing(open_store(str(half))) as store:
                load_district(store, folder / "district")
                add_demo_accounts(store, Passwords(cost=CHEAP), PASSWORD)
                plan = generate_plan(store, WEEK, seconds=SECONDS)
                draft_again(store, plan)
                publish_plan(store, plan.id)
            half.rename(made)
    return made


@dataclass
class Site:
    """A server that can be stopped and started again at the same address."""

    store: GraphStore
    served: Served
    pages: list[Page] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://{self.served.address}"

    @contextmanager
    def away(self) -> Iterator[None]:
        """Within, nothing answers at the address; after it, the same store is served there again."""
        port, entrance = int(self.served.address.rpartition(":")[2]), self.served.entrance
        self.served.__exit__()
        yield
        self.served = Served(self.store, Settings(), port=port, entrance=entrance).__enter__()


@contextmanager
def site_of(file: Path, folder: Path) -> Iterator[Site]:
    """A server on a copy of the file."""
    copy = folder / "page.db"
    shutil.copyfile(file, copy)
    with closing(open_store(str(copy))) as store:
        site = Site(store, Served(store, Settings()).__enter__())
        try:
            yield site
        finally:
            for page in site.pages:
                page.context.close()
            site.served.__exit__()


@pytest.fixture
def site(demo: Path, tmp_path: Path) -> Iterator[Site]:
    """The demo, of which this test may change everything."""
    with site_of(demo, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def large_site(large: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Ten times the demo, for the tests of one file."""
    with site_of(large, tmp_path_factory.mktemp("served")) as opened:
        yield opened


@dataclass
class Visit:
    """Somebody at the page, and all that came to him over the network."""

    page: Page
    address: str
    answers: list[tuple[str, str]] = field(default_factory=list)
    """(address, text) of each answer so far; what has no text is empty."""
    complaints: list[str] = field(default_factory=list)

    def note(self, answer: Response) -> None:
        self.answers.append((answer.url, ""))
        place, streams = len(self.answers) - 1, "event-stream" in answer.headers.get("content-type", "")
        if not streams and answer.status not in {204, 301, 302, 304, 307}:
            self._texts.append((place, answer))

    _texts: list[tuple[int, Response]] = field(default_factory=list)

    def told(self) -> str:
        """Everything that answers said, but for the page's own files."""
        for place, answer in self._texts:
            if any(part in answer.url for part in ("/graphql", "/exports", "/calendar")):
                self.answers[place] = (answer.url, answer.body().decode(errors="replace"))
        self._texts.clear()
        return "\n".join(text for _, text in self.answers)

    def shot(self, name: str, *, whole: bool = True) -> None:
        """A screenshot is kept, of the whole page or of what the window shows."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=whole)

    def asked_nobody_else(self) -> bool:
        """No request went to another host."""
        return all(url.startswith((f"{self.address}/", "data:", "blob:")) for url, _ in self.answers)


Come = Callable[..., Visit]


@pytest.fixture
def come(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Come:
    """Opens the page of a site (the demo's) at a size and logs in as a demo account; ``path`` is what follows #/."""
    return lambda name, path="", size=DESKTOP, at=site: enter(browser, at, name, path, size)


def enter(browser: Browser, site: Site, name: str, path: str = "", size: tuple[int, int] = DESKTOP) -> Visit:
    """Somebody has logged in, and his page is open."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=size == PHONE,
        is_mobile=size == PHONE,
    )
    page = context.new_page()
    site.pages.append(page)
    visit = Visit(page, site.address)
    page.on("response", visit.note)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.goto(f"{site.address}/#/{path}")
    page.get_by_label("登录名").fill(name)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator("#session")).to_be_visible(timeout=20_000)
    expect(page.locator("#view > *").first).to_be_visible(timeout=20_000)
    return visit


@pytest.fixture(scope="session")
def axe(pytestconfig: pytest.Config) -> str:
    """The source of axe-core."""
    from tests.node_fixture import packages

    return (packages(pytestconfig) / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Page, axe: str) -> list[str]:
    """What axe-core finds on the page as it is now that is moderate or worse: rule, impact, and the first elements."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['impact']}): {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found["violations"]
        if one["impact"] in {"moderate", "serious", "critical"}
    ]
