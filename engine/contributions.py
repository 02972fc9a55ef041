"""What each line contributes to a week: people, assignments, hours planned, and its share (各条线贡献).

Whoever belongs to two lines counts in both. What officers are told of lines that are not theirs is of five people at
least: a smaller line is left out for them, and shares are of what they are told, so that it cannot be reckoned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.calendar import monday_of
from engine.model import STANDING, Assignment, Line, Organization, Plan, Segment, Shift, Station, Volunteer
from engine.planning.facts import plans_in_force
from engine.store import Match, Row, is_in
from engine.store.port import Reader
from engine.tenure import not_ended

FEWEST = 5
"""Smaller groups of other lines are not told."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """So many people in so many assignments, for so many minutes as planned."""

    people: int = 0
    assignments: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class LineContribution:
    """A line's part; ``whole`` is ``None`` where it is not told, ``share`` its part of all assignments that are."""

    line: str
    whole: Contribution | None
    share: float | None
    organizations: tuple[tuple[str, Contribution], ...]
    """Of the organizations that are the viewer's to see, the largest first."""


@dataclass(slots=True)
class Tally:
    """Adds assignments up; one that comes twice, by two memberships, counts once."""

    people: set[str] = field(default_factory=set)
    assignments: dict[str, int] = field(default_factory=dict)

    def add(self, person: str, assignment: str, minutes: int) -> None:
        """One more assignment of a person."""
        self.people.add(person)
        self.assignments[assignment] = minutes

    def told(self) -> Contribution:
        """What it comes to."""
        return Contribution(len(self.people), len(self.assignments), sum(self.assignments.values()))


def contributions(reader: Reader, week: str, own: Iterable[str] | None = None) -> list[LineContribution]:
    """Each line's part of the plans in force in an ISO week, in the order of the lines' ids; three questions.

    ``own`` are the organizations of an officer; ``None`` for whoever sees all.
    """
    lines: dict[str, Tally] = {row["l.id"]: Tally() for row in reader.query(Match("l", Line).select("l.id"))}
    organizations: defaultdict[str, defaultdict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for row in serving(reader, week):
        values = row["v.id"], row["a.id"], row["s.end"] - row["s.start"]
        lines[row["l.id"]].add(*values)
        organizations[row["l.id"]][row["o.id"]].add(*values)
    mine = None if own is None else frozenset(own)
    own_lines = {line for line, parts in organizations.items() if mine is not None and mine & set(parts)}
    told = {line: _told(found.told(), mine is None or line in own_lines) for line, found in lines.items()}
    total = sum(whole.assignments for whole in told.values() if whole)
    return [
        LineContribution(
            line,
            whole,
            whole.assignments / total if whole and total else None,
            _parts(organizations[line], mine),
        )
        for line, whole in sorted(told.items())
    ]


def _told(found: Contribution, own: bool) -> Contribution | None:
    return found if own or found.people >= FEWEST else None


def _parts(organizations: dict[str, Tally], own: frozenset[str] | None) -> tuple[tuple[str, Contribution], ...]:
    seen = ((id, part.told()) for id, part in organizations.items() if own is None or id in own)
    return tuple(sorted(seen, key=lambda pair: (-pair[1].assignments, pair[0])))


def serving(reader: Reader, week: str, own: Iterable[str] | None = None) -> list[Row]:
    """A row for each standing assignment of the plans in force, line and organization of the person; of ``own``
    organizations alone, where they are given. With the place: segment ``g`` or station ``t``."""
    plans = [plan.id for plan in plans_in_force(reader, [week])]
    within = () if own is None else (is_in("o.id", own),)
    return reader.query(
        Match("p", Plan)
        .where(is_in("p.id", plans))
        .hop("IN_PLAN", "a", Assignment, is_in("a.status", STANDING), reverse=True)
        .hop("TO_SHIFT", "s", Shift)
        .hop("ASSIGNED", "v", Volunteer, source="a", reverse=True)
        .hop("MEMBER_OF", "o", Organization, not_ended("m", monday_of(week)), *within, edge_alias="m")
        .hop("IN_LINE", "l", Line)
        .hop("AT", "g", Segment, source="s", optional=True)
        .hop("AT", "t", Station, source="s", optional=True)
        .select("l.id", "o.id", "v.id", "a.id", "s.start", "s.end", "g.id", "t.id")
    )
