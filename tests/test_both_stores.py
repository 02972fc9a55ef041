"""The same town on every store under test gives the same bytes: import, plan, publish, and what GraphQL answers."""

from __future__ import annotations

import json
import random
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

import engine.jobs.running
import engine.roster.person
from engine.access import CONSOLE
from engine.district import load_district
from engine.events import Events
from engine.jobs import Jobs, JobState
from engine.planning.generate import generate_plan
from engine.planning.publish import publish_plan
from engine.planning.seats import read_plan
from engine.planning.versions import newest_plan
from engine.planning.view import view_plan
from engine.reports.plan_map import plan_map
from engine.store import GraphStore
from schema.app import Schema, build_schema
from schema.context import Context
from schema.cursor import Cursors
from schema.examples import examples

ROOT = Path(__file__).resolve().parents[1]
WEEK, PLACE = "2026-W48", "subdistrict:福华街街道"
README = [json.loads(body)["query"] for body in re.findall(r"-d '(\{.*\})'", (ROOT / "README.md").read_text("utf-8"))]
READY = [text for name, text in sorted(examples().items()) if "subscription" not in text]


def numbered() -> Callable[[], uuid.UUID]:
    """The same ids one after another for each store."""
    numbers = random.Random(7)
    return lambda: uuid.UUID(int=numbers.getrandbits(128), version=4)


async def answers(store: GraphStore, schema: Schema, documents: list[str]) -> list[str]:
    """What each document answers, as text; no error among them."""
    jobs = Jobs(store, Events[JobState](), generate_plan)
    texts = []
    try:
        for document in documents:
            context = Context(store=store, jobs=jobs, cursors=Cursors(b"test"), viewer=CONSOLE)
            result = await schema.execute(document, context_value=context)
            assert result.errors is None
            texts.append(json.dumps(result.data, ensure_ascii=False))
    finally:
        jobs.close()
    return texts


async def town_of(store: GraphStore, schema: Schema) -> list[str]:
    """All that is said of the demo district in this store."""
    report = load_district(store, ROOT / "data" / "erqi")
    again = load_district(store, ROOT / "data" / "erqi")
    told = await answers(store, schema, [*README, *READY])
    plan = newest_plan(store, WEEK, PLACE)
    drafted = plan_map(store, view_plan(store, plan.id))
    published = publish_plan(store, plan.id)
    offered = [repr(seat) for seat in read_plan(store, plan.id).seats]
    told += [str(report), str(again), drafted, published.status, str(published.version), *offered]
    return [*told, *await answers(store, schema, README[1:]), json.dumps(store.counts(), sort_keys=True)]


async def test_every_store_gives_the_same_bytes(stores: list[GraphStore], monkeypatch: pytest.MonkeyPatch) -> None:
    if len(stores) < 2:
        pytest.skip("ONLY ONE STORE: nothing to compare (./jiujin test --stores sqlite neo4j)")
    schema = build_schema()
    towns = []
    for store in stores:
        ids = SimpleNamespace(uuid4=numbered())
        for module in (engine.jobs.running, engine.roster.person):
            monkeypatch.setattr(module, "uuid", ids)
        towns.append(await town_of(store, schema))
    for town in towns[1:]:
        assert town == towns[0]
