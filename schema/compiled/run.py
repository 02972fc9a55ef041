"""What the compiled parts need of the executor that runs them."""

from __future__ import annotations

from typing import Any

from strawberry.execution import optimized_is_awaitable as is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


class Run(StrawberryGraphQLCoreExecutionContext):
    """One execution; ``known`` holds the arguments of each field that was called already."""

    known: dict[Any, Any]


__all__ = ["Run", "is_awaitable"]
