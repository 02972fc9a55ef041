"""What every resolver of one request shares."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ParamSpec, TypeVar, cast

import strawberry

from engine.access import (
    Action,
    Closed,
    Recording,
    Scope,
    Scopes,
    Secured,
    Viewer,
    may,
    may_plan_for,
    needs_purpose,
    permit,
    permit_about,
    record_looks,
)
from engine.access.scope import is_here
from engine.accounts import Entrance
from engine.errors import NotFound, NotPermitted
from engine.jobs import Jobs
from engine.model import Assignment, Plan, PlanJob, Shift, Volunteer
from engine.model import Node as GraphNode
from engine.planning.explain import Explanations
from engine.planning.watch import PlanWatch
from engine.planning.what_if import WhatIfs
from engine.store import GraphStore, Match, eq
from engine.store.deadline import current
from engine.walk import Walk, walk_of
from schema.cursor import Cursors
from schema.entering import Sender
from schema.guarded import Seeing
from schema.ids import global_id, key_of
from schema.loaders import Loaders

P = ParamSpec("P")
T = TypeVar("T")
N = TypeVar("N", bound=GraphNode)


NOTING = frozenset({Action.IMPORT_ROSTER, Action.PLAN})
"""Actions of which nobody can say beforehand what they will write."""


@dataclass(kw_only=True)
class Context:
    """One for each request; a websocket connection has one, and each operation on it a fresh one of its own."""

    store: GraphStore
    """The whole graph, for services; what a viewer sees of it is in ``reader``."""
    jobs: Jobs
    cursors: Cursors
    viewer: Viewer | None = None
    """Who asks; ``None`` when nobody has logged in."""
    explanations: Explanations = field(default_factory=Explanations)
    """The plans that were asked about lately; one for the whole server."""
    what_ifs: WhatIfs = field(default_factory=WhatIfs)
    """Cases of plans; one for the whole server."""
    watch: PlanWatch | None = None
    """The changes of plans; one for the whole server."""
    entrance: Entrance = field(default_factory=Entrance)
    """What log-ins need; one for the whole server."""
    elsewhere: bool = False
    """Whether one can log in at an identity provider."""
    sender: Sender = field(default_factory=Sender)
    """Who sends the request, as its token says, and from where."""
    connection_params: dict[str, Any] | None = None
    """The first message of a websocket."""
    scopes: Scopes = field(default_factory=Scopes)
    """The viewers' scopes that were found lately; one for the whole server."""
    reader: Secured | Closed = field(init=False)
    """The graph as the viewer sees it."""
    loaders: Loaders = field(init=False)
    seeing: Seeing = field(init=False)
    """What the viewer is shown of guarded fields, and what of that must be written down."""
    clock: asyncio.Timeout | None = None
    """The time limit of the operation that runs now."""

    def __post_init__(self) -> None:
        self.viewer = self.viewer or self.sender.viewer
        self.reader = Secured(self.store, self.viewer, self.scopes) if self.viewer else Closed()
        self.seeing = Seeing(self.viewer)
        self.loaders = Loaders(self.reader, self.store, self.cursors, self.seeing)

    def fresh(self) -> Context:
        """The same for another operation: its batches, its looks and its clock are its own."""
        return replace(self, clock=None, connection_params=None)

    def sent_by(self, sender: Sender) -> None:
        """From now on it is this sender who asks, and with him the viewer."""
        self.sender, self.viewer = sender, sender.viewer
        self.__post_init__()

    def permit(self, action: Action) -> Secured:
        """The graph as the viewer sees it, who may do this. Raises ``Unauthenticated``, ``NotPermitted``."""
        permit(self.viewer, action)
        assert isinstance(self.reader, Secured)
        return self.reader

    def may(self, action: Action) -> bool:
        """Whether the viewer may do this."""
        return self.viewer is not None and may(self.viewer, action)

    @property
    def account(self) -> str:
        """Who asks, by his account. Raises ``Unauthenticated``."""
        return permit(self.viewer, Action.READ).account

    async def keep_record(self) -> None:
        """What has been shown is written down. Raises ``StoreUnavailable``."""
        if self.seeing.looks and self.viewer is not None:
            looks, self.seeing.looks = self.seeing.looks, set()
            await asyncio.to_thread(record_looks, self.store, self.viewer, looks)

    async def plan(self, id: str) -> Plan:
        """The plan, as far as the viewer sees it. Raises ``NotFound``."""
        return await self._seen(Plan, id, "没有这份周计划")

    async def volunteer(self, id: str) -> Volunteer:
        """The volunteer, if the viewer sees him. Raises ``NotFound``."""
        return await self._seen(Volunteer, id, "没有这名志愿者")

    async def own_plan(self, id: str) -> Plan:
        """A plan that the viewer may change. Raises ``NotFound``, ``NotPermitted``."""
        plan = await self.plan(id)
        await self.own_subdistrict(plan.scope)
        return plan

    async def own_subdistrict(self, key: str) -> None:
        """Plans for the subdistrict (empty: the whole district) are the viewer's to make. Raises ``NotPermitted``."""
        if not may_plan_for(await self.scope(), key):
            raise NotPermitted("这不在您的范围内")

    async def own_assignment(self, id: str) -> str:
        """The key of an assignment in a plan that the viewer may change. Raises ``NotFound``, ``NotPermitted``."""
        assignment = await self._seen(Assignment, id, "没有这条派班")
        question = Match("a", Assignment).where(eq("a.id", assignment.id)).hop("IN_PLAN", "p", Plan)
        for row in await self.call(self.store.query, question.select("p.scope")):
            await self.own_subdistrict(row["p.scope"])
        return assignment.id

    async def own_offer(self, id: str) -> str:
        """The key of an assignment to which the viewer may answer: his own, or one to a shift at places of his.

        Raises ``NotFound``, ``NotPermitted``.
        """
        assignment = await self._seen(Assignment, id, "没有这条派班")
        if not (await self.scope()).volunteers:
            question = Match("a", Assignment).where(eq("a.id", assignment.id)).hop("TO_SHIFT", "s", Shift)
            for row in await self.call(self.store.query, question.select("s.id")):
                await self.own_shift(global_id("Shift", row["s.id"]))
        return assignment.id

    async def walk(self, id: str) -> Walk:
        """The way of an assignment that the viewer sees; written down where the access table says so.

        Raises ``NotFound``, ``NotPermitted``.
        """
        viewer = permit(self.viewer, Action.WALKS)
        assignment = await self._seen(Assignment, id, "没有这条派班")
        found = await self.call(walk_of, self.store, assignment.id)
        permit_about(viewer, Action.WALKS, minor=found.minor)
        if needs_purpose(viewer, Action.WALKS):
            await self.write_down(Action.WALKS, found.volunteer)
        return found

    async def own_job(self, id: str) -> str:
        """The key of a planning job that the viewer may watch and stop. Raises ``NotFound``, ``NotPermitted``."""
        job = await self._seen(PlanJob, id, "没有这个排班任务")
        await self.own_subdistrict(job.scope)
        return job.id

    async def own_shift(self, id: str) -> str:
        """The key of a shift at a place of the viewer's. Raises ``NotFound``, ``NotPermitted``."""
        shift = await self._seen(Shift, id, "没有这个班次")
        scope = await self.scope()
        if not scope.whole and not await self.call(is_here, self.store, shift.id, scope):
            raise NotPermitted("这不在您的范围内")
        return shift.id

    async def scope(self) -> Scope:
        """What the viewer's role is over. Raises ``Unauthenticated``."""
        reader = self.permit(Action.READ)
        return await self.call(lambda: reader.scope)

    async def _seen(self, model: type[N], id: str, otherwise: str) -> N:
        found = await self.call(self.reader.get, model, key_of(id, model.LABEL))
        if found is None:
            raise NotFound(otherwise)
        return found

    async def write_down(self, action: Action, *subjects: str) -> None:
        """A record of what has no transaction of its own."""
        store = self.recording(action, *subjects)

        def write() -> None:
            with store.tx():
                pass

        await self.call(write)

    def recording(self, action: Action, *subjects: str) -> GraphStore:
        """The store for a service that writes: each transaction leaves a record. Raises what :meth:`permit` does."""
        viewer = permit(self.viewer, action)
        noting = action in NOTING
        return cast("GraphStore", Recording(self.store, viewer, action.value, subjects, noting=noting))

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
