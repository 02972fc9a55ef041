"""A question that takes too long is ended in the store itself, which goes on to answer others."""

from __future__ import annotations

import asyncio
import time

import pytest

from engine.errors import OutOfTime
from engine.model import Organization, Volunteer
from engine.store import Edge, GraphStore, Match
from engine.store.deadline import Deadline, at_most, check, current, within

HERE = Match("o", Organization).count("count")


@pytest.fixture
def crowd(store: GraphStore) -> GraphStore:
    """An organization of 60 members."""
    known = {"name": "甲", "pinyin": "jia", "phone": "13800008000", "home_lat": 34.75, "home_lon": 113.65}
    people = [Volunteer(id=f"v{n}", **known) for n in range(60)]  # type: ignore[arg-type]
    with store.tx() as tx:
        tx.upsert_nodes([Organization(id="o", name="单位"), *people])
        tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge(one.id, "o") for one in people])
    return store


def endless() -> Match:
    """All rows of seven members each, 60 to the power of 7: more than any store can count."""
    question = Match("o", Organization)
    for name in "abcdefg":
        question = question.hop("MEMBER_OF", name, Volunteer, source="o", reverse=True)
    return question.select("a.name", "g.pinyin").count("count", "g.id")


def test_a_slow_question_ends_in_time_and_the_store_goes_on(crowd: GraphStore) -> None:
    began = time.monotonic()
    with pytest.raises(OutOfTime), within(0.3):
        crowd.query(endless())
    assert time.monotonic() - began < 60  # it would take years
    assert crowd.query(HERE) == [{"count": 1}]
    with within(60):
        assert crowd.query(HERE) == [{"count": 1}]


async def test_a_thread_has_the_deadline_of_whoever_started_it(crowd: GraphStore) -> None:
    with within(0.2), pytest.raises(OutOfTime):
        await asyncio.to_thread(crowd.query, endless())


async def test_the_end_of_the_asker_ends_the_question(crowd: GraphStore) -> None:
    """As when a request is given up: the thread cannot be stopped, but the store ends its work."""
    with within(3600):
        asked = asyncio.create_task(asyncio.to_thread(crowd.query, HERE))
        assert await asked == [{"count": 1}]
        left = asyncio.create_task(asyncio.to_thread(_later, crowd))
        await asyncio.sleep(0.1)
    with pytest.raises(OutOfTime):
        await left


def _later(store: GraphStore) -> None:
    time.sleep(0.3)
    store.query(HERE)


def test_a_change_that_comes_too_late_is_undone(crowd: GraphStore) -> None:
    def late() -> None:
        with within(0.5), crowd.tx() as tx:
            tx.upsert_nodes([Organization(id="late", name="单位")])
            time.sleep(0.6)

    with pytest.raises(OutOfTime):
        late()
    assert crowd.query(HERE) == [{"count": 1}]
    with crowd.tx() as tx:
        tx.upsert_nodes([Organization(id="later", name="单位")])
    assert crowd.query(HERE) == [{"count": 2}]


def test_what_is_asked_without_a_deadline_has_all_the_time() -> None:
    assert current() is None
    check()
    assert at_most(30) == 30
    with within(60):
        assert at_most(30) == 30
        assert 0 < at_most(90) <= 60
    assert current() is None


def test_a_deadline_moves_and_ends() -> None:
    deadline = Deadline(0)
    assert deadline.left() == 0
    deadline.extend(60)
    assert 0 < deadline.left() <= 60
    deadline.end()
    assert deadline.left() == 0
