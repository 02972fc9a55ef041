"""What the compiled parts need of the executor that runs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from strawberry.execution import optimized_is_awaitable as is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


class Run(StrawberryGraphQLCoreExecutionContext):
    """One execution; ``known`` holds the arguments of each field that was called already."""

    known: dict[Any, Any]


ANSWERS = frozenset({dict, list, str, int, float, bool, type(None)})
"""What needs not be awaited."""


class LateInfo:
    """Stands for the info of a field whose value is there already: it is made when somebody needs it."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def whole(self) -> Any:
        """The info itself."""
        return self._make()


def whole(info: Any) -> Any:
    """The info itself."""
    return info.whole() if type(info) is LateInfo else info


__all__ = ["ANSWERS", "LateInfo", "Run", "is_awaitable", "whole"]
