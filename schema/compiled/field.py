"""One field that is more than an attribute: called, awaited, completed, its errors put in their place."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from graphql import FieldNode, GraphQLField, GraphQLObjectType, get_named_type, is_object_type
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import Path

from schema.compiled.ahead import AHEAD, MISSING, PEEK, Load, PeekMaker, load_below
from schema.compiled.call import AttributeCall, Call, Info
from schema.compiled.leaves import Shape, unusual
from schema.compiled.run import LateInfo, Run, is_awaitable
from schema.compiled.values import Complete

if TYPE_CHECKING:
    from schema.compiled.plan import Plan


class Nodes(list[FieldNode]):
    """A field's nodes in the document, the same list for each call; resolvers keep in ``memo`` what depends on the
    document alone."""

    __slots__ = ("memo",)

    def __init__(self, nodes: Iterable[FieldNode]) -> None:
        super().__init__(nodes)
        self.memo: dict[Any, Any] = {}


class Field:
    """Does what ``Executor.execute_field`` does, in the same order."""

    __slots__ = (
        "_below",
        "_complete",
        "_load",
        "_name",
        "_nodes",
        "_parent",
        "_plan",
        "_ready",
        "call",
        "details",
        "made",
        "peek",
    )

    def __init__(
        self,
        plan: Plan,
        name: str,
        parent: GraphQLObjectType,
        made: GraphQLField,
        details: FieldDetailsList,
        call: Call,
        complete: Complete,
    ) -> None:
        self._name, self._parent, self.made, self.details = name, parent, made, details
        self._nodes = Nodes(detail.node for detail in details)
        self.call, self._complete = call, complete
        known = call.metadata
        self._load: Load | None = known.get(AHEAD)
        make: PeekMaker | None = known.get(PEEK)
        self.peek = make(self._nodes) if make is not None else None
        self._plan = plan
        self._below: tuple[Field, ...] | None = None
        self._ready: Shape | None = None

    def below(self, run: Run) -> tuple[Field, ...]:
        """The fields that are loaded ahead below this one, or have such below them."""
        if self._below is None:
            kind = get_named_type(self.made.type)
            try:
                others = self._plan.below(run, kind, self.details).others if is_object_type(kind) else ()
                self._below = tuple(field for _, field in others if field.leads_ahead(run))
            except Exception:  # graphql-core raises it again, where it belongs
                return ()
        return self._below

    def _at_once(self, run: Run) -> Shape:
        """The answer for a value below which all was loaded ahead. Raises where it was not."""
        if self._ready is None:
            self._ready = self._plan.ready(run, self.made.type, self.details) or unusual
        return self._ready

    def leads_ahead(self, run: Run) -> bool:
        """Whether it is loaded ahead itself, or something below it."""
        known = self.peek is not None or isinstance(self.call, AttributeCall)
        return self._load is not None or (known and bool(self.below(run)))

    async def values(self, run: Run, objects: list[Any]) -> Iterable[Any]:
        """What the field gives for these objects, as far as that can be told before they are asked."""
        if isinstance(self.call, AttributeCall):
            return [self.call(run, one, None) for one in objects]
        if self._load is None:
            return [value for one in objects if (value := self._seen(one)) is not MISSING]
        info = self._info(run, Path(None, self._name, self._parent.name))
        called = self.call.given(run, info)
        return () if called is None else await self._load(objects, **called)

    def _seen(self, source: Any) -> Any:
        return MISSING if self.peek is None else self.peek(source)

    def _info(self, run: Run, path: Path) -> Info:
        return run.build_resolve_info(self.made, self._nodes, self._parent, path)

    def __call__(self, run: Run, source: Any, above: Path | None) -> Any:
        path = Path(above, self._name, self._parent.name)
        info: Any
        try:
            if self.peek is not None and (result := self.peek(source)) is not MISSING:
                info = LateInfo(partial(self._info, run, path))
            else:
                info = self._info(run, path)
                result = self.call(run, source, info)
            if is_awaitable(result):
                return self._awaited(run, result, path, info)
            completed = self._complete(run, result, path, info)
            if is_awaitable(completed):
                return self._completed(run, completed, path)
        except Exception as error:
            run.handle_field_error(error, self.made.type, self.details, path)
            return None
        return completed

    async def _awaited(self, run: Run, result: Awaitable[Any], path: Path, info: Any) -> Any:
        try:
            value = await result
            if self.below(run):
                await load_below(run, self, (value,))
                with suppress(Exception):  # nothing was called: field by field it is done again
                    return self._at_once(run)(value)
            completed = self._complete(run, value, path, info)
            if is_awaitable(completed):
                completed = await completed
        except Exception as error:
            run.handle_field_error(error, self.made.type, self.details, path)
            return None
        return completed

    async def _completed(self, run: Run, completed: Awaitable[Any], path: Path) -> Any:
        try:
            return await completed
        except Exception as error:
            run.handle_field_error(error, self.made.type, self.details, path)
            return None
