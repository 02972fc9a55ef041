"""Makes a section of a store equal to rows that come in; rows that are there already are not written again.

So whatever was interrupted is gone on with by doing it again, and what the source has lost meanwhile goes too.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from engine.moving.sections import PAGE, Section, read
from engine.store import MovableStore

T = TypeVar("T")


def merge(store: MovableStore, section: Section[T], items: Iterator[T]) -> None:
    """The section has these rows, given in order, and no others; written page by page."""
    steps = differences(section, items, read(store, section))
    while batch := list(islice(steps, PAGE)):
        with store.arrival() as arrival:
            for there in [there for wanted, there in batch if wanted is None and there is not None]:
                section.drop(arrival, there)
            section.put(arrival, [wanted for wanted, _ in batch if wanted is not None])


def differences(section: Section[T], items: Iterator[T], present: Iterator[T]) -> Iterator[tuple[T | None, T | None]]:
    """Each key at which the two differ: what is wanted, and what is there. Both are given in order."""
    there = next(present, None)
    for wanted in items:
        while there is not None and section.key(there) < section.key(wanted):
            yield None, there
            there = next(present, None)
        if there is None or section.key(there) != section.key(wanted):
            yield wanted, None
            continue
        if section.text(there) != section.text(wanted):
            yield wanted, there
        there = next(present, None)
    while there is not None:
        yield None, there
        there = next(present, None)
