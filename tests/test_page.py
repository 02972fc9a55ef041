"""The start page: its files are here, it asks only this server, and what it asks is answered."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from os.path import normpath
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import build_schema, parse, validate

from engine.store import open_store
from schema.headers import POLICY
from schema.ids import global_id
from schema.page_documents import page_documents
from server import WEB, create_app
from tests.entering import PASSWORD, bearer, cheap_entrance, token
from tests.schema import town

FILES = sorted(
    path for ending in ("html", "css", "js") for path in WEB.rglob(f"*.{ending}") if "vendor" not in path.parts
)
TEXTS = {path.relative_to(WEB).as_posix(): path.read_text(encoding="utf-8") for path in FILES}
DOCUMENTS = {name.removesuffix(".graphql"): text for name, text in page_documents().items()}
SDL = WEB.parent / "schema" / "schema.graphql"
PLAN = {"plan": {"id": {"eq": global_id("Plan", "p1")}}}
EAST = {"subdistrict": {"id": {"eq": global_id("Subdistrict", "east")}}}
HERE = {"OR": [{"segment": {"road": EAST}}, {"road": EAST}, {"station": {"communities": {"some": EAST}}}]}
ASKED: dict[str, tuple[dict[str, Any], int]] = {
    "plan_plans": ({}, 1),
    "plan_shifts": ({"week": {"eq": town.WEEK}, **HERE}, 2),
    "making_demand": ({"week": {"eq": town.WEEK}, **HERE}, 2),
    "plan_assignments": (PLAN | {"NOT": {"status": {"in": ["DECLINED", "WITHDRAWN"]}}}, 2),
    "plan_shortfalls": (PLAN, 1),
    "plan_segments": ({}, 3),
    "plan_stations": ({}, 1),
}


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    store = open_store(str(tmp_path / "graph.db"))
    town.build(store)
    entrance = cheap_entrance()
    transport = httpx.ASGITransport(create_app(store, entrance=entrance))
    headers = bearer(token(store, entrance))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=headers) as made:
        yield made
    store.close()


async def test_the_page_is_served_at_the_root_under_the_policy(client: httpx.AsyncClient) -> None:
    answered = await client.get("/")
    assert answered.status_code == 200
    assert answered.headers["content-type"].startswith("text/html")
    assert answered.headers["content-security-policy"] == POLICY
    assert answered.text == TEXTS["index.html"]


async def test_every_file_that_is_referred_to_is_served(client: httpx.AsyncClient) -> None:
    page = re.findall(r'(?:src|href)="(/[^"]*)"', TEXTS["index.html"])
    modules = {
        f"/{_beside(name, module)}"
        for name, text in TEXTS.items()
        for module in re.findall(r"""(?:from |import\()"(\.[^"]+)\"""", text)
    }
    assert {"/style.css", "/page.js"} <= set(page)
    for path in {*page, *modules}:
        answered = await client.get(path)
        assert answered.status_code == 200, path
        if path.endswith(("js", "mjs")):
            assert "javascript" in answered.headers["content-type"], path
    assert {f"/{name}" for name in TEXTS} <= {"/index.html", *page, *modules}, "a file that nothing refers to"


def test_every_name_that_is_imported_is_exported() -> None:
    for name, text in TEXTS.items():
        for names, module in re.findall(r'(?:import|export) \{([^}]+)\} from "(\.[^"]+)"', text):
            if "vendor/" not in module:
                assert _names(names) <= _exported(TEXTS[_beside(name, module)]), name


def _names(listed: str) -> set[str]:
    """``a, b as c``: a and b."""
    return {part.split(" as ")[0].strip() for part in listed.split(",") if part.strip()}


def _exported(source: str) -> set[str]:
    """What a module exports by name, also what it hands on from others."""
    handed_on = {name for listed in re.findall(r"export \{([^}]+)\} from", source) for name in _names(listed)}
    return handed_on | set(re.findall(r"export (?:async )?(?:const|let|function|class) (\w+)", source))


def _beside(name: str, module: str) -> str:
    """The path of a module that a file of the page imports, from the page's root."""
    return normpath(Path(name).parent / module)


@pytest.mark.parametrize("name", TEXTS)
def test_no_file_names_another_host_or_runs_text(name: str) -> None:
    text = TEXTS[name].replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|wss?:|[\"'(]//|@import|innerHTML|eval\(|document\.write", text)
    if name == "index.html":
        assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?![^>]* src=)", text)


def test_every_element_that_the_shell_asks_for_is_on_the_page() -> None:
    asked = set(re.findall(r'\bat\("([\w-]+)"\)', TEXTS["page.js"] + TEXTS["shell/entrance.js"]))
    assert asked <= set(re.findall(r'\bid="([\w-]+)"', TEXTS["index.html"]))


def test_every_document_is_valid() -> None:
    schema = build_schema(SDL.read_text(encoding="utf-8"))
    for name, document in DOCUMENTS.items():
        assert not validate(schema, parse(document)), name


def test_the_plan_to_read_asks_for_nothing_personal_but_names_and_changes_nothing() -> None:
    documents = [document for name, document in DOCUMENTS.items() if name.startswith("plan_")]
    assert not re.search(r"phone|freeHours|away|skills|pinyin", "".join(documents))
    assert all(document.startswith("query ") for document in documents)


@pytest.mark.parametrize("name", ASKED)
async def test_the_lists_of_the_page_are_answered(client: httpx.AsyncClient, name: str) -> None:
    where, count = ASKED[name]
    variables = {"after": None} | ({"where": where} if where else {})
    answered = (await client.post("/graphql", json={"query": DOCUMENTS[name], "variables": variables})).json()
    assert "errors" not in answered
    assert len(answered["data"]["page"]["nodes"]) == count


async def test_whether_it_is_a_demo_is_told_before_any_log_in(client: httpx.AsyncClient) -> None:
    client.headers.pop("authorization")
    answered = (await client.post("/graphql", json={"query": DOCUMENTS["shell_about"]})).json()
    assert answered == {"data": {"about": {"demo": False, "elsewhere": False}}}
    answered = (await client.post("/graphql", json={"query": DOCUMENTS["shell_me"]})).json()
    assert answered == {"data": {"me": None}}


async def test_one_comes_in_and_goes(client: httpx.AsyncClient) -> None:
    async def asked(document: str, /, **given: str) -> Any:
        body = {"query": DOCUMENTS[document], "variables": {"input": given} if given else {}}
        return (await client.post("/graphql", json=body)).json()["data"]

    client.headers.pop("authorization")
    refused = (await asked("shell_log_in", name="test-admin", password="not-this-one"))["logIn"]
    assert (refused["message"], refused["faults"]) == ("登录名或口令不对", [])
    tokens = (await asked("shell_log_in", name="test-admin", password=PASSWORD))["logIn"]["tokens"]
    newer = (await asked("shell_refresh", refreshToken=tokens["refreshToken"]))["refresh"]["tokens"]
    client.headers.update(bearer(newer["accessToken"]))
    me = (await asked("shell_me"))["me"]
    assert (me["name"], me["roleTerm"], [grant["current"] for grant in me["grants"]]) == (
        "test-admin",
        "管理员",
        [True],
    )
    assert (await asked("shell_log_out"))["logOut"] == {"__typename": "LogOutSuccess"}
    assert (await client.post("/graphql", json={"query": DOCUMENTS["shell_me"]})).status_code == 401
