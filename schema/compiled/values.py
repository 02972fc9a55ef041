"""How a field's value becomes an answer, by the field's type; what is unusual, graphql-core completes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from graphql import GraphQLAbstractType, GraphQLList, GraphQLObjectType, GraphQLOutputType, Undefined
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import Path
from graphql.pyutils.gather_with_cancel import gather_with_cancel

from schema.compiled.leaves import Shape
from schema.compiled.run import Run, is_awaitable, whole

if TYPE_CHECKING:
    from schema.compiled.plan import Plan

Complete = Callable[[Run, Any, Path, Any], Any]
"""Run, value, path, info → the answer, or something to await that gives it."""


class PureValue:
    """A value that is scalars and attributes all the way down."""

    __slots__ = ("_details", "_function", "_kind")

    def __init__(self, kind: GraphQLOutputType, details: FieldDetailsList, function: Shape) -> None:
        self._kind, self._details, self._function = kind, details, function

    def __call__(self, run: Run, value: Any, path: Path, info: Any) -> Any:
        try:
            return self._function(value)
        except Exception:
            return run.complete_value(self._kind, self._details, whole(info), path, value, None)


class NonNullValue:
    """A value that must not be null."""

    __slots__ = ("_inner",)

    def __init__(self, inner: Complete) -> None:
        self._inner = inner

    def __call__(self, run: Run, value: Any, path: Path, info: Any) -> Any:
        completed = self._inner(run, value, path, info)
        if completed is None:
            field = whole(info)
            name = f"{field.parent_type}.{field.field_name}"
            raise TypeError(f"Cannot return null for non-nullable field {name}.")
        return completed


class ObjectValue:
    """An object of a type that is known beforehand."""

    __slots__ = ("_details", "_kind", "_plan")

    def __init__(self, plan: Plan, kind: GraphQLObjectType, details: FieldDetailsList) -> None:
        self._plan, self._kind, self._details = plan, kind, details

    def __call__(self, run: Run, value: Any, path: Path, info: Any) -> Any:
        if value is None:
            return None
        try:
            selection = self._plan.below(run, self._kind, self._details)
            answer = selection.function(value)  # type: ignore[misc]  # without a function graphql-core goes on
        except Exception:
            return run.complete_value(self._kind, self._details, whole(info), path, value, None)
        return selection.fill(run, answer, value, path) if selection.others else answer


class AbstractValue:
    """An object of an interface's or a union's type."""

    __slots__ = ("_details", "_kind", "_objects", "_plan")

    def __init__(self, plan: Plan, kind: GraphQLAbstractType, details: FieldDetailsList) -> None:
        self._plan, self._kind, self._details = plan, kind, details
        self._objects: dict[str, ObjectValue] = {}

    def __call__(self, run: Run, value: Any, path: Path, info: Any) -> Any:
        if value is None:
            return None
        if value is Undefined or isinstance(value, Exception):
            return run.complete_value(self._kind, self._details, whole(info), path, value, None)
        info = whole(info)
        name: Any = (self._kind.resolve_type or run.type_resolver)(value, info, self._kind)
        if is_awaitable(name):
            return self._awaited(run, name, value, path, info)
        return self._object(run, name, value, info)(run, value, path, info)

    def _object(self, run: Run, name: Any, value: Any, info: Any) -> ObjectValue:
        """How an object of the named type is completed. Raises for a type that it cannot have."""
        known = self._objects.get(name) if type(name) is str else None
        if known is None:
            kind = run.ensure_valid_runtime_type(name, self._kind, self._details, info, value)
            known = self._objects[kind.name] = ObjectValue(self._plan, kind, self._details)
        return known

    async def _awaited(self, run: Run, name: Awaitable[Any], value: Any, path: Path, info: Any) -> Any:
        completed = self._object(run, await name, value, info)(run, value, path, info)
        return await completed if is_awaitable(completed) else completed


class ListValue:
    """A list, whose items are completed one by one; does what ``Executor.complete_iterable_value`` does."""

    __slots__ = ("_details", "_item", "_item_kind", "_kind")

    def __init__(self, kind: GraphQLList[Any], details: FieldDetailsList, item: Complete) -> None:
        self._kind, self._details, self._item = kind, details, item
        self._item_kind: GraphQLOutputType = kind.of_type

    def __call__(self, run: Run, value: Any, path: Path, info: Any) -> Any:
        if value is None:
            return None
        if type(value) is not list and type(value) is not tuple:
            return run.complete_value(self._kind, self._details, whole(info), path, value, None)
        answers: list[Any] = []
        pending: list[int] = []
        complete, at_hand = self._item, None
        try:
            for index, item in enumerate(value):
                here = Path(path, index, None)
                try:
                    if type(item) is not at_hand and is_awaitable(item):
                        answers.append(self._awaited(run, item, here, info))
                        pending.append(index)
                        continue
                    at_hand = type(item)
                    answer = complete(run, item, here, info)
                    if is_awaitable(answer):
                        answer = self._completed(run, answer, here)
                        pending.append(index)
                except Exception as error:
                    run.handle_field_error(error, self._item_kind, self._details, here)
                    answer = None
                answers.append(answer)
        except Exception:
            left = [answers[index] for index in pending]
            left += filter(is_awaitable, value[len(answers) + 1 :])
            if left:
                run.settle_in_background(left)
            raise
        return _filled(answers, pending) if pending else answers

    async def _awaited(self, run: Run, item: Awaitable[Any], path: Path, info: Any) -> Any:
        try:
            completed = self._item(run, await item, path, info)
            return await completed if is_awaitable(completed) else completed
        except Exception as error:
            run.handle_field_error(error, self._item_kind, self._details, path)
            return None

    async def _completed(self, run: Run, answer: Awaitable[Any], path: Path) -> Any:
        try:
            return await answer
        except Exception as error:
            run.handle_field_error(error, self._item_kind, self._details, path)
            return None


async def _filled(answers: list[Any], pending: list[int]) -> list[Any]:
    if len(pending) == 1:
        answers[pending[0]] = await answers[pending[0]]
    else:
        values = await gather_with_cancel(*(answers[index] for index in pending))
        for index, value in zip(pending, values, strict=True):
            answers[index] = value
    return answers
