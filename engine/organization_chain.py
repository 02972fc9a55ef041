"""The shortest chain of organizations between two volunteers: through whom the one's office would reach the other's.

The graph is that of memberships that have not ended, and of organizations that are part of one another; both may be
walked either way, so a chain may also lead through a person who belongs to two organizations. A step is one edge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from heapq import heappop, heappush

from engine.errors import Fault, InvalidInput, NotFound
from engine.model import Organization, Volunteer
from engine.store import Match, is_in
from engine.store.port import Reader
from engine.store.question import Aggregate
from engine.tenure import not_ended

MOST_STEPS = 12
"""No longer chain is looked for."""


class Link(StrEnum):
    """How a chain gets to an organization: the first by membership, the others from the organization before."""

    MEMBER = "MEMBER"
    PARENT = "PARENT"
    PART = "PART"
    SHARED = "SHARED"


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """One organization of a chain; ``through`` is the member whom it shares with the one before."""

    organization: str
    link: Link
    through: str = ""

    @property
    def steps(self) -> int:
        """How many edges lead to it from the one before."""
        return 2 if self.link is Link.SHARED else 1


@dataclass(frozen=True, slots=True)
class Chain:
    """The organizations from the first volunteer to the second, and the steps from the one person to the other."""

    stops: tuple[Stop, ...]
    steps: int


Ways = Mapping[str, Mapping[str, Stop]]
"""Organization → each organization next to it, with the shorter of the ways there."""


def shortest_chain(reader: Reader, a: str, b: str, today: date) -> Chain | None:
    """The chain with the fewest steps, if there is one of at most :data:`MOST_STEPS`; three questions.

    Among several it is the one whose organizations' ids come first as text. Raises ``NotFound`` for a volunteer who is
    not there, ``InvalidInput`` when both are the same.
    """
    if a == b:
        raise InvalidInput("两端是同一个人", [Fault("须是两名不同的志愿者", "b")])
    members = _memberships(reader, a, b, today)
    ways = _ways(reader, today)
    ahead: list[tuple[int, tuple[Stop, ...]]] = [
        (1, (Stop(organization, Link.MEMBER),)) for organization in sorted(members[a])
    ]
    reached: set[str] = set()
    while ahead:
        steps, stops = heappop(ahead)
        here = stops[-1].organization
        if here in reached or steps >= MOST_STEPS:
            continue
        if here in members[b]:
            return Chain(stops, steps + 1)
        reached.add(here)
        for there, stop in ways[here].items():
            if there not in reached:
                heappush(ahead, (steps + stop.steps, (*stops, stop)))
    return None


def _memberships(reader: Reader, a: str, b: str, today: date) -> dict[str, set[str]]:
    """The organizations of each of the two."""
    question = Match("v", Volunteer).where(is_in("v.id", [a, b]))
    question = question.hop("MEMBER_OF", "o", Organization, not_ended("m", today), edge_alias="m", optional=True)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in reader.query(question.select("v.id", "o.id")):
        found[row["v.id"]] |= {row["o.id"]} - {None}
    if len(found) < 2:
        raise NotFound("没有这名志愿者")
    return found


def _ways(reader: Reader, today: date) -> Ways:
    """What is next to what: part of one another, or with members in common (of whom the first by id is named)."""
    ways: defaultdict[str, dict[str, Stop]] = defaultdict(dict)
    parts = Match("o", Organization).hop("PART_OF", "above", Organization).select("o.id", "above.id")
    for row in reader.query(parts):
        part, above = row["o.id"], row["above.id"]
        ways[part][above], ways[above][part] = Stop(above, Link.PARENT), Stop(part, Link.PART)
    shared = (
        Match("o", Organization)
        .hop("MEMBER_OF", "v", Volunteer, not_ended("m", today), reverse=True, edge_alias="m")
        .hop("MEMBER_OF", "other", Organization, not_ended("n", today), edge_alias="n")
        .select("o.id", "other.id")
        .aggregate(Aggregate("first", "min", "v.id"))
    )
    for row in reader.query(shared):
        ways[row["o.id"]].setdefault(row["other.id"], Stop(row["other.id"], Link.SHARED, row["first"]))
    return ways
