"""Everyone who listens hears the newest; nobody who is slow holds up anyone."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing

import pytest

from engine.events import QUEUE_SIZE, TOPICS_KEPT, Events


async def heard(events: Events[int], topic: str = "t") -> list[int]:
    """All events to the end of the topic."""
    async with aclosing(events.subscribe(topic)) as news:
        return [event async for event in news]


@pytest.fixture
def events() -> Events[int]:
    return Events()


async def test_a_listener_hears_each_event_to_the_last(events: Events[int]) -> None:
    listening = asyncio.create_task(heard(events))
    await asyncio.sleep(0)
    for number in (1, 2):
        events.publish("t", number)
    events.publish("t", 3, last=True)
    assert await listening == [1, 2, 3]


async def test_who_comes_late_hears_the_latest_first(events: Events[int]) -> None:
    events.publish("t", 1)
    events.publish("t", 2)
    listening = asyncio.create_task(heard(events))
    await asyncio.sleep(0)
    events.publish("t", 3, last=True)
    assert await listening == [2, 3]


async def test_who_comes_after_the_end_hears_the_last(events: Events[int]) -> None:
    events.publish("t", 1, last=True)
    assert await heard(events) == [1]


async def test_nothing_is_heard_after_the_end(events: Events[int]) -> None:
    events.publish("t", 1, last=True)
    events.publish("t", 2)
    assert await heard(events) == [1]


async def test_topics_do_not_mix(events: Events[int]) -> None:
    events.publish("other", 1, last=True)
    events.publish("t", 2, last=True)
    assert await heard(events) == [2]


async def test_a_slow_listener_misses_the_oldest_and_never_the_newest(events: Events[int]) -> None:
    listening = asyncio.create_task(heard(events))
    await asyncio.sleep(0)
    total = QUEUE_SIZE * 3
    for number in range(total):
        events.publish("t", number)
    events.publish("t", total, last=True)  # all before the listener gets a turn
    found = await listening
    # the end of the topic takes one place of the queue
    assert found == list(range(total - QUEUE_SIZE + 2, total + 1))


async def test_events_come_from_any_thread(events: Events[int]) -> None:
    listening = asyncio.create_task(heard(events))
    await asyncio.sleep(0)

    def work() -> None:
        for number in range(10):
            events.publish("t", number, last=number == 9)

    await asyncio.to_thread(work)
    assert await listening == list(range(10))


async def test_all_listeners_hear(events: Events[int]) -> None:
    listening = [asyncio.create_task(heard(events)) for _ in range(3)]
    await asyncio.sleep(0)
    events.publish("t", 7, last=True)
    assert await asyncio.gather(*listening) == [[7]] * 3


def test_a_listener_whose_loop_is_gone_harms_nobody(events: Events[int]) -> None:
    async def leave() -> None:
        news = events.subscribe("t")
        task = asyncio.ensure_future(anext(news))
        await asyncio.sleep(0)
        task.cancel()

    thread = threading.Thread(target=lambda: asyncio.run(leave()))
    thread.start()
    thread.join()
    events.publish("t", 1, last=True)
    assert asyncio.run(heard(events)) == [1]


async def test_old_topics_are_forgotten_but_none_that_is_listened_to(events: Events[int]) -> None:
    events.publish("old", 1)
    listening = asyncio.create_task(heard(events, "kept"))
    await asyncio.sleep(0)
    for number in range(TOPICS_KEPT + 10):
        events.publish(f"t{number}", number)
    events.publish("kept", 5, last=True)
    assert await listening == [5]
    late = asyncio.create_task(heard(events, "old"))
    await asyncio.sleep(0)
    events.publish("old", 2, last=True)
    assert await late == [2]  # the 1 of before is forgotten


async def test_the_open_topics_that_somebody_listens_to_are_known(events: Events[int]) -> None:
    for topic in ("heard", "unheard", "left", "over"):
        events.publish(topic, 1)
    listening = [asyncio.create_task(heard(events, topic)) for topic in ("heard", "left", "over")]
    await asyncio.sleep(0)
    events.publish("over", 2, last=True)
    listening[1].cancel()
    await asyncio.wait(listening[1:])
    assert events.awaited() == ["heard"]
    events.publish("heard", 3, last=True)
    await listening[0]
    assert events.awaited() == []


def test_the_latest_event_of_a_topic_is_known(events: Events[int]) -> None:
    assert events.latest("t") is None
    events.publish("t", 1)
    events.publish("t", 2, last=True)
    assert events.latest("t") == 2
