"""One field that is more than an attribute: called, awaited, completed, its errors put in their place."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from graphql import GraphQLField, GraphQLObjectType
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import Path

from schema.compiled.call import Call
from schema.compiled.run import Run, is_awaitable
from schema.compiled.values import Complete


class Field:
    """Does what ``Executor.execute_field`` does, in the same order."""

    __slots__ = ("_call", "_complete", "_details", "_made", "_name", "_nodes", "_parent")

    def __init__(
        self,
        name: str,
        parent: GraphQLObjectType,
        made: GraphQLField,
        details: FieldDetailsList,
        call: Call,
        complete: Complete,
    ) -> None:
        self._name, self._parent, self._made, self._details = name, parent, made, details
        self._nodes = [detail.node for detail in details]
        self._call, self._complete = call, complete

    def __call__(self, run: Run, source: Any, above: Path | None) -> Any:
        path = Path(above, self._name, self._parent.name)
        info = run.build_resolve_info(self._made, self._nodes, self._parent, path)
        try:
            result = self._call(run, source, info)
            if is_awaitable(result):
                return self._awaited(run, result, path, info)
            completed = self._complete(run, result, path, info)
            if is_awaitable(completed):
                return self._completed(run, completed, path)
        except Exception as error:
            run.handle_field_error(error, self._made.type, self._details, path)
            return None
        return completed

    async def _awaited(self, run: Run, result: Awaitable[Any], path: Path, info: Any) -> Any:
        try:
            completed = self._complete(run, await result, path, info)
            if is_awaitable(completed):
                completed = await completed
        except Exception as error:
            run.handle_field_error(error, self._made.type, self._details, path)
            return None
        return completed

    async def _completed(self, run: Run, completed: Awaitable[Any], path: Path) -> Any:
        try:
            return await completed
        except Exception as error:
            run.handle_field_error(error, self._made.type, self._details, path)
            return None
