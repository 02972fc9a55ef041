"""Who looks at a plan hears when it changes, through whatever server: the plan's version tells.

Each edit, answer and publication raises the version. While somebody listens, one thread asks the store again and again
for the versions of all plans that are listened to, with one question.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing

from engine.errors import JiujinError
from engine.events import Events
from engine.jobs.rounds import Rounds
from engine.jobs.state import Pace
from engine.model import Plan
from engine.store import GraphStore, Match, is_in

logger = logging.getLogger(__name__)


class PlanWatch:
    """The changes of plans, for those who listen in this process. ``close`` it before the store."""

    def __init__(self, store: GraphStore, pace: Pace | None = None) -> None:
        self._store = store
        self._events: Events[int] = Events()
        self._reading = threading.Lock()
        self._rounds = Rounds(self._look, (pace or Pace()).tick, "jiujin-plans")

    async def versions(self, plan_id: str) -> AsyncGenerator[int, None]:
        """The plan's version now and each that follows; who is slow misses some, never the newest.

        Raises ``StoreUnavailable``; a store that goes away later is waited for.
        """
        await asyncio.to_thread(self._read, [plan_id])
        async with aclosing(self._events.subscribe(plan_id)) as versions:
            self._rounds.wake()
            async for version in versions:
                self._rounds.wake()  # not before somebody listens
                yield version

    def close(self) -> None:
        """Nobody looks any more."""
        self._rounds.close()

    def _look(self) -> bool:
        """Those who listen hear what has changed; whether anybody does."""
        awaited = self._events.awaited()
        if awaited:
            try:
                self._read(awaited)
            except JiujinError as error:
                logger.error("plans that are watched were not read: %s", type(error).__name__)
        return bool(awaited)

    def _read(self, plan_ids: Iterable[str]) -> None:
        with self._reading:  # what was read first is told first
            rows = self._store.query(Match("p", Plan).where(is_in("p.id", plan_ids)).select("p.id", "p.version"))
            for row in rows:
                if row["p.version"] != self._events.latest(row["p.id"]):
                    self._events.publish(row["p.id"], row["p.version"])
