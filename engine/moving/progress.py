"""How far a move has come, told while its rows pass by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

Told = Callable[[str, int], None]
"""Told now and then: what is being done, and how many rows more are done."""

STEP = 1_000


def told_of(items: Iterable[T], told: Told, doing: str) -> Iterator[T]:
    """The same rows."""
    done = 0
    for item in items:
        yield item
        done += 1
        if done == STEP:
            told(doing, done)
            done = 0
    told(doing, done)
