"""Fields with the first of a list that is there already."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from schema.connection import DEFAULT_FIRST
from schema.context import Info
from schema.edges import noun_type

First = Annotated[int, strawberry.argument(description="How many at most (至多几项).")]


def listed(keys: str, label: str, description: str) -> Any:
    """A field with the first nodes of a private list of ids."""

    async def resolve(self: Any, info: Info, first: int = DEFAULT_FIRST) -> Any:
        wanted = getattr(self, keys)[: max(0, first)]
        found = await info.context.loaders.several({label: wanted}, info)
        return [found[label, key] for key in wanted if (label, key) in found]

    resolve.__annotations__ = {"info": strawberry.Info, "first": First, "return": list[noun_type(label)]}  # type: ignore[misc]
    return strawberry.field(resolver=resolve, description=description)
