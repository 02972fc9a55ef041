"""What every resolver of one request shares."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ParamSpec, TypeVar

import strawberry

from engine.access import Viewer
from engine.accounts import Entrance
from engine.jobs import Jobs
from engine.planning.explain import Explanations
from engine.store import GraphStore
from schema.cursor import Cursors
from schema.entering import Sender
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
    entrance: Entrance = field(default_factory=Entrance)
    """What log-ins need; one for the whole server."""
    elsewhere: bool = False
    """Whether one can log in at an identity provider."""
    sender: Sender = field(default_factory=Sender)
    """Who sends the request, as its token says, and from where."""
    viewer: Viewer | None = None
    """Who asks, in one role, with his purpose; ``None`` for a request without a token. Follows from the sender."""
    connection_params: dict[str, Any] | None = None
    """The first message of a websocket."""
    loaders: Loaders = field(init=False)
    clock: asyncio.Timeout | None = None
    """The time limit of the operation that runs now."""

    def __post_init__(self) -> None:
        self.viewer = self.viewer or self.sender.viewer
        self.loaders = Loaders(self.store, self.cursors)

    def fresh(self) -> Context:
        """The same for another operation: its batches and its clock are its own."""
        return replace(self, clock=None, connection_params=None)

    def sent_by(self, sender: Sender) -> None:
        """From now on it is this sender who asks, and with him the viewer."""
        self.sender, self.viewer = sender, sender.viewer

    async def call(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer of blocking work, from a thread."""
        return await asyncio.to_thread(partial(work, *args, **kwargs))

    def allow(self, seconds: float) -> None:
        """The running operation may take so much longer."""
        if self.clock is not None and (end := self.clock.when()) is not None:
            self.clock.reschedule(end + seconds)


Info = strawberry.Info[Context, Any]
