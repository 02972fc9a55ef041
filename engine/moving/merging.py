"""Makes a store equal to rows that come in; rows that are there already are not written again.

So whatever was interrupted is gone on with by doing it again, and what the source has lost meanwhile goes too.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, TypeVar

from engine.moving.sections import PAGE, SECTIONS, Item, Section, read
from engine.store import Arrival, MovableStore

T = TypeVar("T")

Step = tuple[Section[Any], Any, Any]
"""Where the store differs: in which section, what is wanted, what is there."""


def merge(store: MovableStore, rows: Iterator[Item]) -> None:
    """The store has these rows, given in their order, and no others; one transaction takes as many as a page has."""
    steps = _steps(store, rows)
    while batch := list(islice(steps, PAGE)):
        with store.arrival() as arrival:
            for section, group in groupby(batch, itemgetter(0)):
                _take(arrival, section, list(group))


def _take(arrival: Arrival, section: Section[Any], steps: list[Step]) -> None:
    for _, wanted, there in steps:
        if wanted is None:
            section.drop(arrival, there)
    if wanted := [wanted for _, wanted, _ in steps if wanted is not None]:
        section.put(arrival, wanted)


def _steps(store: MovableStore, rows: Iterator[Item]) -> Iterator[Step]:
    """A section of which the store has nothing at the start is not asked for."""
    counts, without = store.counts(), dict.fromkeys(SECTIONS)
    for section, group in groupby(rows, itemgetter(0)):
        del without[section]
        present = read(store, section) if counts[section.name] else iter(())
        for wanted, there in differences(section, map(itemgetter(1), group), present):
            yield section, wanted, there
    for section in without:
        if counts[section.name]:
            for there in read(store, section):
                yield section, None, there


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
