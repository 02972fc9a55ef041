"""Who listens to a plan hears it now, and after each change, whoever made it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

import pytest

from engine.jobs import Pace
from engine.model import Assignment, Plan
from engine.planning import pin_assignment, publish_plan
from engine.planning.watch import PlanWatch
from engine.store import GraphStore
from tests.schema import town

HASTE = Pace(tick=0.05)


@pytest.fixture
def graph(store: GraphStore) -> GraphStore:
    town.build(store)
    return store


@pytest.fixture
def watch(graph: GraphStore) -> Iterator[PlanWatch]:
    made = PlanWatch(graph, HASTE)
    yield made
    made.close()


async def soon(versions: AsyncGenerator[int, None]) -> int:
    return await asyncio.wait_for(anext(versions), 20)


async def test_a_plan_is_heard_now_and_after_each_change(graph: GraphStore, watch: PlanWatch) -> None:
    async with aclosing(watch.versions("p1")) as versions:
        assert await soon(versions) == 1
        pinned = await asyncio.to_thread(pin_assignment, graph, "a1", True)
        assert await soon(versions) == pinned.plan.version
        published = await asyncio.to_thread(publish_plan, graph, "p1")
        assert await soon(versions) == published.version > pinned.plan.version


async def test_who_comes_later_hears_the_plan_as_it_is_by_then(graph: GraphStore, watch: PlanWatch) -> None:
    async with aclosing(watch.versions("p1")) as versions:
        assert await soon(versions) == 1
    pinned = await asyncio.to_thread(pin_assignment, graph, "a1", True)
    async with aclosing(watch.versions("p1")) as versions:
        assert await soon(versions) == pinned.plan.version


async def test_a_change_of_another_plan_is_not_heard(graph: GraphStore, watch: PlanWatch) -> None:
    async with aclosing(watch.versions("p1")) as versions:
        assert await soon(versions) == 1
        with graph.tx() as tx:
            tx.create_node(Plan.from_props({**town_plan(graph).to_props(), "id": "p2", "number": 2}))
            tx.update(Assignment, "a1", {"metres": 151})
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(versions), 0.5)


def town_plan(graph: GraphStore) -> Plan:
    plan = graph.get(Plan, "p1")
    assert plan is not None
    return plan
