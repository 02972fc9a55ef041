"""Fields below a list that are loaded for all of its objects at once, so that none of them waits for itself.

A field takes part by its metadata: under ``AHEAD`` stands what loads it for many objects, under ``PEEK`` what says
which value an object has already. Where loading fails, nothing is there to be seen, and the resolvers are asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schema.compiled.field import Field
    from schema.compiled.run import Run

AHEAD, PEEK = "ahead", "peek"

Load = Callable[..., Awaitable[Iterable[Any]]]
"""Objects, info, arguments by name → what was found; its resolver then gives it without waiting."""
Peek = Callable[[Any], Any]
"""Object → its value, or :data:`MISSING`."""
PeekMaker = Callable[[Sequence[Any]], Peek]
"""The field's nodes in the document → how one peeks."""

MISSING: Any = object()
"""Not there yet."""


async def load_below(run: Run, field: Field, values: Iterable[Any]) -> None:
    """Loads what is asked for below the field, all the way down, for all of its values."""
    below = field.below(run)
    if below and (objects := [one for one in _flat(values) if one is not None]):
        await asyncio.gather(*(_load(run, one, objects) for one in below))


async def _load(run: Run, field: Field, objects: list[Any]) -> None:
    try:
        values = await field.values(run, objects)
    except Exception:  # each resolver raises it again, where it belongs
        return
    await load_below(run, field, values)


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if type(value) is list or type(value) is tuple:
            yield from _flat(value)
        else:
            yield value
