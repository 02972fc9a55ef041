"""Cursors hold while the graph changes."""

from __future__ import annotations

import pytest

from engine.model import Road, RoadClass
from engine.store import GraphStore
from tests.schema import town
from tests.schema.conftest import Ask, CountingStore


@pytest.fixture
def graph(store: GraphStore) -> GraphStore:
    town.build(store)
    return store


async def test_a_page_stays_right_while_rows_are_inserted(answer: Ask, counted: CountingStore) -> None:
    document = "query($after:String){roads(orderBy:ID first:1 after:$after){nodes{name} pageInfo{endCursor}}}"
    first = (await answer(document))["roads"]
    assert first["nodes"] == [{"name": "竹竿巷"}]  # ids: bamboo, lantern
    with counted.store.tx() as tx:
        tx.create_node(Road(id="alley", name="早来巷", road_class=RoadClass.LANE))
    second = (await answer(document, after=first["pageInfo"]["endCursor"]))["roads"]
    assert second["nodes"] == [{"name": "灯笼路"}]
