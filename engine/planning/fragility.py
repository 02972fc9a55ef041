"""What a plan loses when a volunteer, an organization or a station withdraws everything that it gives.

A volunteer gives his own assignments; an organization those of its members and of the members of all that is part of
it; a station those of the people based there, and every assignment to a shift at the station itself, which is closed.
Only heads are counted: a missing skill, an escort or a partner who stays away too is what a repair finds out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.calendar import monday_of
from engine.errors import NotFound
from engine.model import Assignment, Organization, Plan, Shift, Station, Volunteer
from engine.model.people import MOST_LEVELS
from engine.planning.seats import NOT_SERVING
from engine.store import Exists, Match, Not, Row, eq, is_in
from engine.store.port import Reader
from engine.tenure import not_ended

Pair = tuple[str, str]
"""A volunteer in a shift."""


class Withdrawing(StrEnum):
    """Who or what withdraws; the value is the label in the graph."""

    VOLUNTEER = "Volunteer"
    ORGANIZATION = "Organization"
    STATION = "Station"


@dataclass(frozen=True, slots=True)
class Loss:
    """A shift that would have fewer people than it needs, and fewer than it has now."""

    shift: str
    left: int
    missing: int
    """To the minimum, then."""
    more: int
    """By how many more are missing than now."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One who withdraws, with what is lost: the shifts in the order of the week."""

    who: str
    losses: tuple[Loss, ...]

    @property
    def more(self) -> int:
        """How many more people are missing to minima than now."""
        return sum(loss.more for loss in self.losses)


def fragility(reader: Reader, plan_id: str, kind: Withdrawing) -> list[Withdrawal]:
    """Everyone of this kind whose withdrawal would leave shifts of the plan below their minimum, the worst first.

    The worst is whose withdrawal leaves the most shifts so, then the most people missing; equals stand by pinyin or id.
    At most three questions. Raises ``NotFound``.
    """
    plan = reader.get(Plan, plan_id)
    if plan is None:
        raise NotFound("没有这份周计划")
    rows = reader.query(_serving(plan_id))
    given = _of_organizations(reader, plan, rows) if kind is Withdrawing.ORGANIZATION else _given(rows, kind)
    minima = {row["s.id"]: (row["s.start"], row["s.min"]) for row in rows}
    people: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        people[row["s.id"]].add(row["v.id"])
    found = [Withdrawal(who, tuple(_losses(pairs, people, minima))) for who, pairs in given.items()]
    pinyin = {row["v.id"]: row["v.pinyin"] for row in rows}
    hurting = (one for one in found if one.losses)
    return sorted(hurting, key=lambda one: (-len(one.losses), -one.more, pinyin.get(one.who, ""), one.who))


def _serving(plan_id: str) -> Match:
    """A row for each assignment in force, with the stations where the person is based and where the shift is."""
    return (
        Match("a", Assignment)
        .where(Not(is_in("a.status", NOT_SERVING)))
        .hop("IN_PLAN", "p", Plan, eq("p.id", plan_id))
        .hop("ASSIGNED", "v", Volunteer, source="a", reverse=True)
        .hop("TO_SHIFT", "s", Shift, source="a")
        .hop("BASED_AT", "base", Station, source="v", optional=True)
        .hop("AT", "place", Station, source="s", optional=True)
        .select("v.id", "v.pinyin", "s.id", "s.min", "s.start", "base.id", "place.id")
    )


def _given(rows: Iterable[Row], kind: Withdrawing) -> Mapping[str, set[Pair]]:
    """Who or what gives which assignments."""
    columns = ("v.id",) if kind is Withdrawing.VOLUNTEER else ("base.id", "place.id")
    given: defaultdict[str, set[Pair]] = defaultdict(set)
    for row in rows:
        for column in columns:
            if row[column] is not None:
                given[row[column]].add((row["v.id"], row["s.id"]))
    return given


def _of_organizations(reader: Reader, plan: Plan, rows: Iterable[Row]) -> Mapping[str, set[Pair]]:
    """The assignments that each organization gives."""
    members = (
        Match("v", Volunteer)
        .exists("v", "ASSIGNED", Assignment, Exists("", "IN_PLAN", Plan.LABEL, eq("id", plan.id)))
        .hop("MEMBER_OF", "o", Organization, not_ended("m", monday_of(plan.week)), edge_alias="m")
        .hop("PART_OF", "above", Organization, depth=(0, MOST_LEVELS))
        .select("v.id", "above.id")
    )
    organizations: defaultdict[str, set[str]] = defaultdict(set)
    for row in reader.query(members):
        organizations[row["v.id"]].add(row["above.id"])
    given: defaultdict[str, set[Pair]] = defaultdict(set)
    for row in rows:
        for organization in organizations[row["v.id"]]:
            given[organization].add((row["v.id"], row["s.id"]))
    return given


def _losses(
    pairs: Iterable[Pair], people: Mapping[str, set[str]], minima: Mapping[str, tuple[int, int]]
) -> Iterable[Loss]:
    gone: defaultdict[str, set[str]] = defaultdict(set)
    for volunteer, shift in pairs:
        gone[shift].add(volunteer)
    for shift in sorted(gone, key=lambda shift: (minima[shift][0], shift)):
        now, least = len(people[shift]), minima[shift][1]
        left = now - len(gone[shift])
        if left < least:
            yield Loss(shift, left, least - left, min(least, now) - left)
