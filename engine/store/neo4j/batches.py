"""Rows to write, cut so that one statement can take them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

MOST_ROWS = 5_000
"""Rows of one statement: enough that the way to the server no longer counts, few enough for its memory."""

Batch = list[dict[str, Any]]


def batches(rows: Iterable[dict[str, Any]], key: Callable[[dict[str, Any]], Hashable]) -> Iterator[Batch]:
    """The rows in their order, in batches that hold no key twice: one statement writes its rows all at once."""
    batch: dict[Hashable, dict[str, Any]] = {}
    for row in rows:
        if key(row) in batch or len(batch) == MOST_ROWS:
            yield list(batch.values())
            batch = {}
        batch[key(row)] = row
    if batch:
        yield list(batch.values())
