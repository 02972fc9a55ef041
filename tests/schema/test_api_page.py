"""The examples of docs/api.md run as they are on the demo, each as the user that it is for, and find something."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.accounts import CHEAP, Entrance, Keys, Passwords, authenticate, log_in
from engine.accounts.demo import add_demo_accounts
from engine.district import load_district
from engine.events import Events
from engine.jobs import Jobs, JobState
from engine.planning.generate import generate_plan
from engine.planning.publish import publish_plan
from engine.store import GraphStore, open_store
from schema.app import Schema
from schema.context import Context
from schema.cursor import Cursors

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "one-for-this-page"
TEXT = (ROOT / "docs" / "api.md").read_text("utf-8")
EXAMPLES: dict[str, str] = dict(re.findall(r"\(`(demo-[\w-]+)`\): .*?```graphql\n(.*?)```", TEXT, re.DOTALL))
(BACK,) = re.findall(r"```graphql\n(query Back.*?)```", TEXT, re.DOTALL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    opened = open_store(str(tmp_path_factory.mktemp("api") / "graph.db"))
    load_district(opened, ROOT / "data" / "erqi")
    add_demo_accounts(opened, Passwords(cost=CHEAP), PASSWORD)
    publish_plan(opened, generate_plan(opened, "2026-W48", "subdistrict:福华街街道").id)
    yield opened
    opened.close()


def test_there_is_an_example_for_each_kind_of_user() -> None:
    assert set(EXAMPLES) == {"demo-coordinator", "demo-party", "demo-station", "demo-chief", "demo-volunteer"}


async def ask(schema: Schema, demo: GraphStore, name: str, document: str, **variables: Any) -> dict[str, Any]:
    """The data that the user of this name gets."""
    entrance = Entrance(keys=Keys(), passwords=Passwords(cost=CHEAP))
    viewer = authenticate(demo, entrance.keys, log_in(demo, entrance, name, PASSWORD).access_token)
    jobs = Jobs(demo, Events[JobState](), generate_plan)
    context = Context(store=demo, jobs=jobs, cursors=Cursors(b"test"), viewer=viewer)
    result = await schema.execute(document, variable_values=variables, context_value=context)
    jobs.close()
    assert result.errors is None, result.errors
    return dict(result.data or {})


@pytest.mark.parametrize("name", EXAMPLES)
async def test_the_example_finds_something_as_its_user(schema: Schema, demo: GraphStore, name: str) -> None:
    found = json.dumps(await ask(schema, demo, name, EXAMPLES[name]), ensure_ascii=False)
    assert not re.search(r'"totalCount": 0\b', found)
    assert '"name"' in found
    assert '"volunteer": null' not in found


async def test_the_walk_from_the_end_meets_what_the_walk_from_the_beginning_meets(
    schema: Schema, demo: GraphStore
) -> None:
    async def walk(document: str, more: str, end: str, cursor: str) -> list[list[Any]]:
        pages: list[list[Any]] = []
        at = None
        while not pages or at:
            page = (await ask(schema, demo, "demo-coordinator", document, **{cursor: at}))["shifts"]
            pages.append(page["nodes"])
            at = page["pageInfo"][end] if page["pageInfo"][more] else None
        return pages

    back = await walk(BACK, "hasPreviousPage", "startCursor", "before")
    document = BACK.replace("last: 3, before", "first: 3, after").replace("$before", "$after")
    document = document.replace("startCursor hasPreviousPage", "endCursor hasNextPage")
    on = await walk(document, "hasNextPage", "endCursor", "after")
    assert len(back) == len(on) > 2
    assert [node for page in reversed(back) for node in page] == [node for page in on for node in page]
