"""A small event bus: the latest state of each topic, and everyone who wants to hear of the next one."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

E = TypeVar("E")

QUEUE_SIZE = 32
TOPICS_KEPT = 200


@dataclass(eq=False, slots=True)
class _Subscriber(Generic[E]):
    """Somebody who listens, in the event loop where he does."""

    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[E | None] = field(default_factory=lambda: asyncio.Queue(QUEUE_SIZE))

    def tell(self, *news: E | None) -> None:
        """From any thread: the subscriber will see this."""
        try:
            self.loop.call_soon_threadsafe(self._put, news)
        except RuntimeError:  # his event loop is closed: nobody listens there any more
            return

    def _put(self, news: tuple[E | None, ...]) -> None:
        for event in news:
            if self.queue.full():
                self.queue.get_nowait()  # a slow listener misses the oldest, never the newest
            self.queue.put_nowait(event)


@dataclass(eq=False, slots=True)
class _Topic(Generic[E]):
    latest: list[E] = field(default_factory=list)
    closed: bool = False
    subscribers: set[_Subscriber[E]] = field(default_factory=set)


class Events(Generic[E]):
    """Topics by name. Publishing is safe from any thread and never waits for a listener."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._topics: OrderedDict[str, _Topic[E]] = OrderedDict()

    def publish(self, topic: str, event: E, *, last: bool = False) -> None:
        """Everyone who listens hears of the event; after the ``last`` one the topic is closed."""
        with self._lock:
            state = self._topic(topic)
            if state.closed:
                return
            state.latest, state.closed = [event], last
            for subscriber in state.subscribers:
                subscriber.tell(*((event, None) if last else (event,)))

    async def subscribe(self, topic: str) -> AsyncGenerator[E, None]:
        """The latest event, if there is one, then each that follows, until the topic is closed."""
        subscriber: _Subscriber[E] = _Subscriber(asyncio.get_running_loop())
        with self._lock:
            state = self._topic(topic)
            state.subscribers.add(subscriber)
            for event in state.latest:
                subscriber.queue.put_nowait(event)
            if state.closed:
                subscriber.queue.put_nowait(None)
        try:
            while (news := await subscriber.queue.get()) is not None:
                yield news
        finally:
            with self._lock:
                state.subscribers.discard(subscriber)

    def latest(self, topic: str) -> E | None:
        """The topic's latest event, if there is one."""
        with self._lock:
            state = self._topics.get(topic)
            return state.latest[0] if state and state.latest else None

    def awaited(self) -> list[str]:
        """The open topics that somebody listens to."""
        with self._lock:
            return [name for name, state in self._topics.items() if state.subscribers and not state.closed]

    def _topic(self, name: str) -> _Topic[E]:
        """The topic, the youngest from now on; the oldest that nobody listens to is forgotten."""
        state = self._topics.setdefault(name, _Topic())
        self._topics.move_to_end(name)
        if len(self._topics) > TOPICS_KEPT:
            unheard = (key for key, other in self._topics.items() if not other.subscribers and key != name)
            if (oldest := next(unheard, None)) is not None:
                del self._topics[oldest]
        return state
