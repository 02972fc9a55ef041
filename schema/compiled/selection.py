"""A selection set for objects of one type: the generated function, then the fields that are more than attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import Executor, GraphQLObjectType
from graphql.execution.collect_fields import GroupedFieldSet
from graphql.pyutils import Path
from graphql.pyutils.gather_with_cancel import gather_with_cancel

from schema.compiled.attributes import Entry
from schema.compiled.field import Field
from schema.compiled.leaves import Shape
from schema.compiled.run import ANSWERS, Run, is_awaitable


class Selection:
    """Does what ``Executor.execute_fields`` does, in the same order."""

    __slots__ = ("entries", "fields", "function", "kind", "others")

    def __init__(
        self,
        kind: GraphQLObjectType,
        fields: GroupedFieldSet,
        function: Shape | None,
        others: tuple[tuple[str, Field], ...],
        entries: Mapping[str, Entry],
    ) -> None:
        self.entries = entries
        self.kind, self.fields, self.function, self.others = kind, fields, function, others

    def fill(self, run: Run, answer: dict[str, Any], source: Any, path: Path | None) -> Any:
        """The answer with the other fields in it, or something to await that gives it."""
        pending: list[str] = []
        try:
            for name, field in self.others:
                answer[name] = value = field(run, source, path)
                if type(value) not in ANSWERS and is_awaitable(value):
                    pending.append(name)
        except Exception:
            if pending:
                run.settle_in_background([answer[name] for name in pending])
            raise
        return _filled(answer, pending) if pending else answer

    def root(self, run: Run, source: Any, serially: bool) -> Any:
        """The answer of the whole operation."""
        whole: Any = Executor.execute_fields_serially if serially else Executor.execute_fields
        if self.function is None:
            return whole(run, self.kind, source, None, self.fields, None)
        try:
            answer = self.function(source)
        except Exception:
            return whole(run, self.kind, source, None, self.fields, None)
        return self._fill_serially(run, answer, source, 0) if serially else self.fill(run, answer, source, None)

    def _fill_serially(self, run: Run, answer: dict[str, Any], source: Any, begin: int) -> Any:
        """One field after the other, each when the one before has ended."""
        for number in range(begin, len(self.others)):
            name, field = self.others[number]
            value = field(run, source, None)
            if is_awaitable(value):
                return self._wait_and_go_on(run, answer, source, number, value)
            answer[name] = value
        return answer

    async def _wait_and_go_on(self, run: Run, answer: dict[str, Any], source: Any, number: int, value: Any) -> Any:
        answer[self.others[number][0]] = await value
        rest = self._fill_serially(run, answer, source, number + 1)
        return await rest if is_awaitable(rest) else rest


async def _filled(answer: dict[str, Any], pending: list[str]) -> dict[str, Any]:
    if len(pending) == 1:
        answer[pending[0]] = await answer[pending[0]]
    else:
        values = await gather_with_cancel(*(answer[name] for name in pending))
        answer.update(zip(pending, values, strict=True))
    return answer
