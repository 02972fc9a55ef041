"""What every resolver of one request shares."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ParamSpec, TypeVar

import strawberry

from engine.jobs import Jobs
from engine.planning.explain import Explanations
from engine.store import GraphStore
from engine.store.deadline import current
from schema.cursor import Cursors
from schema.loaders import Loaders

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(kw_only=True)
class Context:
    """One for each request; a websocket connection has one, and each operation on it a fresh one of its own."""

    store: GraphStore
    jobs: Jobs
    cursors: Cursors
    explanations: Explanations = field(default_factory=Explanations)
    """The plans that were asked about lately; one for the whole server."""
    loaders: Loaders = field(init=False)
    clock: asyncio.Timeout | None = None
    """The time limit of the operation that runs now."""

    def __post_init__(self) -> None:
        self.loaders = Loaders(self.store, self.cursors)

    def fresh(self) -> Context:
        """The same for another operation: its batches and its clock are its own."""
        return Context(store=self.store, jobs=self.jobs, cursors=self.cursors, explanations=self.explanations)

    async def call(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer of blocking work, from a thread."""
        return await asyncio.to_thread(partial(work, *args, **kwargs))

    def allow(self, seconds: float) -> None:
        """The running operation may take so much longer."""
        if self.clock is not None and (end := self.clock.when()) is not None:
            self.clock.reschedule(end + seconds)
        if (deadline := current()) is not None:
            deadline.extend(seconds)


Info = strawberry.Info[Context, Any]
