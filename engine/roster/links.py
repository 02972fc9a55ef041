"""The edges of the people of a roster: what is there, what is missing, and the writing of the difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.model import Category, Node, Organization, Segment, Station, Team, Volunteer
from engine.roster.person import Person
from engine.store.port import Edge, Reader, Transaction
from engine.store.question import Match, is_in


@dataclass(frozen=True, slots=True)
class Link:
    """One kind of edge that a roster brings; ``keeps`` leaves the properties of an edge that is there as they are."""

    edge: str
    source: type[Node]
    target: type[Node]
    keeps: bool = False


MEMBER_OF = Link("MEMBER_OF", Volunteer, Organization, keeps=True)
BASED_AT = Link("BASED_AT", Volunteer, Station)
CLAIMS = Link("CLAIMS", Volunteer, Segment, keeps=True)
IN_TEAM = Link("IN_TEAM", Volunteer, Team)
ESCORTS = Link("ESCORTS", Volunteer, Volunteer)
TOGETHER = Link("TOGETHER", Volunteer, Volunteer)
PREFERS = {node: Link("PREFERS", Volunteer, node) for node in (Category, Segment, Station)}
LINKS: tuple[Link, ...] = (MEMBER_OF, BASED_AT, CLAIMS, IN_TEAM, ESCORTS, TOGETHER, *PREFERS.values())

Pairs = dict[tuple[str, str], Mapping[str, Any]]
"""Source and target → properties."""


def stored_pairs(reader: Reader, link: Link, ids: Sequence[str]) -> Pairs:
    """The edges of this kind that leave or reach these volunteers."""
    pairs: Pairs = {}
    names = [f"e.{name}" for name in _PROPERTIES.get(link.edge, ())]
    ends = ("a.id", "b.id") if link.source is link.target else ("a.id",)
    for end in ends:
        question = Match("a", link.source).hop(link.edge, "b", link.target, edge_alias="e").where(is_in(end, ids))
        for row in reader.query(question.select("a.id", "b.id", *names)):
            given = {name[2:]: row[name] for name in names if row[name] is not None}
            pairs[row["a.id"], row["b.id"]] = given
    return pairs


_PROPERTIES: dict[str, tuple[str, ...]] = {
    "MEMBER_OF": ("since", "until"),
    "CLAIMS": ("since", "until"),
    "PREFERS": ("cost",),
}


def wanted_pairs(people: Iterable[Person], today: date) -> dict[Link, Pairs]:
    """The edges that the file asks for."""
    since = {"since": today.isoformat()}
    wanted: dict[Link, Pairs] = defaultdict(dict)
    for person in people:
        wanted[MEMBER_OF] |= {(person.id, organization): since for organization in person.organizations}
        wanted[CLAIMS] |= {(person.id, segment): since for segment in person.claims}
        wanted[ESCORTS] |= {(escort, person.id): {} for escort in person.escorts}
        wanted[TOGETHER] |= {(min(person.id, other), max(person.id, other)): {} for other in person.together}
        if person.station:
            wanted[BASED_AT][person.id, person.station] = {}
        if person.team:
            wanted[IN_TEAM][person.id, person.team] = {}
        for node, id, cost in person.prefers:
            wanted[PREFERS[node]][person.id, id] = {"cost": cost}
    return wanted


def missing_pairs(link: Link, wanted: Pairs, stored: Pairs, today: date) -> Pairs:
    """What has to be written: edges that are not there, that ended, or whose properties differ."""
    now = today.isoformat()

    def holds(pair: tuple[str, str]) -> bool:
        there = stored.get(pair)
        if there is None:
            return False
        return not (there.get("until") and there["until"] < now) if link.keeps else there == wanted[pair]

    return {pair: given for pair, given in wanted.items() if not holds(pair)}


def write_pairs(tx: Transaction, link: Link, missing: Pairs) -> None:
    """The edges are there; whoever has a new station has left the old one."""
    if not missing:
        return
    if link is BASED_AT:
        sources = sorted({source for source, _ in missing})
        tx.delete_edges(link.edge, link.source, link.target, sources=is_in("id", sources))
    edges = [Edge(source, target, given) for (source, target), given in missing.items()]
    tx.upsert_edges(link.edge, link.source, link.target, edges)
