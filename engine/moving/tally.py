"""How many rows of each kind there are, and a checksum over them in which their order does not count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from engine.moving.sections import Item, Section

BYTES = 16


@dataclass(slots=True)
class Tally:
    """Label or edge type → number of rows, and the sum of their digests."""

    counts: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)

    def add(self, section: Section[Any], text: str) -> None:
        """One row more."""
        digest = blake2b("\n".join([*section.heading, text]).encode(), digest_size=BYTES).digest()
        self.counts[section.name] += 1
        self.sums[section.name] = (self.sums[section.name] + int.from_bytes(digest)) % 2 ** (8 * BYTES)

    def checksums(self) -> dict[str, str]:
        """Label or edge type → checksum, as people compare it."""
        return {name: f"{self.sums[name]:0{2 * BYTES}x}" for name in self.counts}

    def differences(self, other: Tally) -> list[str]:
        """The labels and edge types that are not the same on both sides."""
        names = dict.fromkeys([*self.counts, *other.counts])
        return [
            name for name in names if (self.counts[name], self.sums[name]) != (other.counts[name], other.sums[name])
        ]


def tallied(tally: Tally, rows: Iterable[Item]) -> Iterator[Item]:
    """The same rows, counted on their way."""
    for section, item in rows:
        tally.add(section, section.text(item))
        yield section, item


def tally_of(rows: Iterable[Item]) -> Tally:
    """How many rows there are."""
    tally = Tally()
    for section, item in rows:
        tally.add(section, section.text(item))
    return tally
