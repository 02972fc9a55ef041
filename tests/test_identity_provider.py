"""Logging in at a real OpenID provider: there and back as a browser goes, and each way in which it must not work."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from engine.accounts import CHEAP, Entrance, Keys, NewAccount, Passwords, add_account, disable_account
from engine.accounts.moments import utc_now
from engine.accounts.provider import Journey, ProviderSettings, challenge_of, identity, way_there
from engine.errors import IdentityProviderFailed
from engine.model import Role
from engine.store import GraphStore, open_store
from schema.elsewhere import COOKIE
from server import Settings
from tests.engine.accounts.lane import StandingClock
from tests.neo4j_fixture import free_port
from tests.node_fixture import packages
from tests.schema import town
from tests.test_server import Served

SECRET = "a secret/of+the client"
VERIFIER = "v" * 43
LOG_IN = """mutation ($input: LogInWithCodeInput!) { logInWithCode(input: $input) {
  ... on LogInSuccess { me { name role } tokens { accessToken } } ... on Refusal { code message } } }"""


@dataclass
class Town:
    """A server that knows the provider, its store and its clock."""

    served: Served
    store: GraphStore
    entrance: Entrance
    clock: StandingClock
    provider: ProviderSettings

    @property
    def address(self) -> str:
        return f"http://{self.served.address}"


@pytest.fixture(scope="module")
def house(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = packages(pytestconfig, Path(__file__).parent / "oidc_provider")
    clock = StandingClock()
    clock.moment = utc_now()
    store = open_store(str(tmp_path_factory.mktemp("oidc") / "graph.db"))
    town.build(store)
    entrance = Entrance(keys=Keys(), passwords=Passwords(cost=CHEAP), now=clock)
    issuer = f"http://127.0.0.1:{free_port()}"
    for name in ("wang", "gone"):
        new = NewAccount(name=name, subject=f"{issuer}|{name}-there", role=Role.ADMIN)
        add_account(store, entrance.passwords, new, actor="console")
    disable_account(store, "gone", actor="console")
    yield from _running(folder, issuer, store, entrance, clock)
    store.close()


def _running(folder: Path, issuer: str, store: GraphStore, entrance: Entrance, clock: StandingClock) -> Iterator[Town]:
    """The server has the port that the provider was told."""
    port = free_port()
    settings = ProviderSettings(
        issuer=issuer, client_id="jiujin", client_secret=SECRET, public=f"http://127.0.0.1:{port}"
    )
    command = ["node", "provider.js", issuer.rsplit(":", 1)[1], settings.redirect]
    environment = {"PATH": os.environ["PATH"], "SECRET": SECRET}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "listening"
            with Served(store, Settings(provider=settings), entrance=entrance, port=port) as served:
                yield Town(served, store, entrance, clock, settings)
        finally:
            process.terminate()


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60, trust_env=False) as made:
        yield made


def there(browser: httpx.Client, address: str, name: str, back: str) -> str:
    """Logs in at the provider by its own pages; the address that it sends the browser to in the end."""
    for _ in range(12):
        if address.startswith(back):
            return address
        page = browser.get(address)
        if page.status_code == 200:
            action = re.search(r'action="([^"]+)"', page.text)
            prompt = re.search(r'name="prompt" value="(\w+)"', page.text)
            assert action
            assert prompt
            form = {"prompt": prompt[1], "login": name, "password": "x"}
            page = browser.post(str(httpx.URL(address).join(action[1])), data=form)
        assert page.is_redirect, page.text
        address = str(httpx.URL(address).join(page.headers["location"]))
    raise AssertionError("the provider does not come to an end")


def start(browser: httpx.Client, house: Town) -> str:
    answered = browser.get(f"{house.address}/oidc/start", params={"challenge": challenge_of(VERIFIER)})
    assert answered.status_code == 303, answered.text
    assert answered.headers["location"].startswith(house.provider.issuer)
    return str(answered.headers["location"])


def come_back(browser: httpx.Client, house: Town, name: str = "wang-there") -> httpx.Response:
    return browser.get(there(browser, start(browser, house), name, house.provider.redirect))


def code_of(answered: httpx.Response) -> str:
    assert answered.status_code == 303, answered.text
    before, mark, code = answered.headers["location"].partition("/#login=")
    assert (before, mark) == ("", "/#login=")
    return str(code)


def log_in(house: Town, code: str, verifier: str = VERIFIER) -> Any:
    body = {"query": LOG_IN, "variables": {"input": {"code": code, "verifier": verifier}}}
    return httpx.post(f"{house.address}/graphql", json=body, timeout=60).json()["data"]["logInWithCode"]


def test_who_logs_in_there_is_in_here(house: Town, browser: httpx.Client) -> None:
    asked = parse_qs(urlsplit(start(browser, house)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    code = code_of(come_back(browser, house))
    assert COOKIE not in browser.cookies
    answer = log_in(house, code)
    assert answer["me"] == {"name": "wang", "role": "ADMIN"}
    bearer = {"authorization": f"Bearer {answer['tokens']['accessToken']}"}
    me = httpx.post(f"{house.address}/graphql", json={"query": "{ me { name } about { elsewhere } }"}, headers=bearer)
    assert me.json()["data"] == {"me": {"name": "wang"}, "about": {"elsewhere": True}}


def test_a_code_is_good_once_for_a_minute_and_for_the_page_that_began(house: Town, browser: httpx.Client) -> None:
    code = code_of(come_back(browser, house))
    assert log_in(house, code, "another page")["code"] == "UNAUTHENTICATED"
    assert log_in(house, code)["me"]["name"] == "wang"
    assert log_in(house, code)["code"] == "UNAUTHENTICATED"
    late = code_of(come_back(browser, house))
    house.clock.advance(seconds=60)
    assert log_in(house, late)["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize("name", ["stranger", "gone-there"])
def test_a_stranger_is_refused_plainly(house: Town, browser: httpx.Client, name: str) -> None:
    answered = come_back(browser, house, name)
    assert (answered.status_code, answered.text) == (401, "此身份没有关联可用的账户，请找管理员\n")


def test_an_account_disabled_on_the_way_is_refused(house: Town, browser: httpx.Client) -> None:
    subject = f"{house.provider.issuer}|late-there"
    add_account(
        house.store,
        house.entrance.passwords,
        NewAccount(name="late", subject=subject, role=Role.ADMIN),
        actor="console",
    )
    code = code_of(come_back(browser, house, "late-there"))
    disable_account(house.store, "late", actor="console")
    assert log_in(house, code)["code"] == "UNAUTHENTICATED"


def test_another_browser_cannot_end_the_journey(house: Town, browser: httpx.Client) -> None:
    """Nor can a link that somebody else prepared: the state is that of the browser that began."""
    back = there(browser, start(browser, house), "wang-there", house.provider.redirect)
    with httpx.Client(trust_env=False) as other:
        assert other.get(back).status_code == 401
        start(other, house)
        assert other.get(back).status_code == 401
    for wrong in (back.replace("state=", "state=x"), back.replace("iss=http", "iss=x"), back.replace("code=", "c=")):
        with httpx.Client(trust_env=False, cookies={COOKIE: browser.cookies[COOKIE]}) as same:
            assert same.get(wrong).status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_expires(house: Town, browser: httpx.Client) -> None:
    answered = browser.get(f"{house.address}/oidc/start", params={"challenge": challenge_of(VERIFIER)})
    told = answered.headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=lax" in told
    assert "path=/oidc" in told
    back = there(browser, answered.headers["location"], "wang-there", house.provider.redirect)
    house.clock.advance(seconds=631)
    assert browser.get(back).status_code == 401


@pytest.mark.parametrize("challenge", ["", "short", "x" * 44, "//evil.example"])
def test_a_start_without_a_challenge_is_refused(house: Town, browser: httpx.Client, challenge: str) -> None:
    assert browser.get(f"{house.address}/oidc/start", params={"challenge": challenge}).status_code == 400


@pytest.mark.parametrize("changed", ["verifier", "nonce"])
async def test_the_provider_gives_an_identity_to_the_journey_that_began_alone(
    house: Town, browser: httpx.Client, changed: str
) -> None:
    journey = Journey(challenge="")
    back = there(browser, await way_there(house.provider, journey), "wang-there", house.provider.redirect)
    code = parse_qs(urlsplit(back).query)["code"][0]
    other = dataclasses.replace(journey, **{changed: "x" * 43})
    with pytest.raises(IdentityProviderFailed):
        await identity(house.provider, other, code, house.clock())


async def test_a_wrong_secret_or_client_is_refused_by_the_provider(house: Town, browser: httpx.Client) -> None:
    journey = Journey(challenge="")
    back = there(browser, await way_there(house.provider, journey), "wang-there", house.provider.redirect)
    code = parse_qs(urlsplit(back).query)["code"][0]
    with pytest.raises(IdentityProviderFailed):
        await identity(dataclasses.replace(house.provider, client_secret="x"), journey, code, house.clock())


async def test_another_issuer_at_the_same_address_is_refused(house: Town) -> None:
    with pytest.raises(IdentityProviderFailed):
        await way_there(dataclasses.replace(house.provider, issuer=house.provider.issuer + "/"), Journey(challenge=""))


def test_the_challenge_is_that_of_the_standard() -> None:
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    assert challenge_of(VERIFIER) == base64.urlsafe_b64encode(digest).decode().rstrip("=")
