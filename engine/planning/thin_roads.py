"""How many volunteers deep a plan holds each road: the people who serve there in the week, each counted once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from engine.errors import NotFound
from engine.model import Assignment, Plan, Road, Segment, Shift, Volunteer
from engine.planning.seats import NOT_SERVING
from engine.store import Match, Not, eq, is_in
from engine.store.port import Reader


@dataclass(frozen=True, slots=True)
class ThinRoad:
    """A road, everybody who serves there by pinyin, and the shifts that they hold in the order of the week."""

    road: str
    volunteers: tuple[str, ...]
    shifts: tuple[str, ...]


def thin_roads(reader: Reader, plan_id: str, depth: int = 1) -> list[ThinRoad]:
    """Every road that is held by at most ``depth`` people; two questions.

    The thinnest first, then those with the most shifts. A road where nobody serves is none of them: all its shifts are
    shortfalls. Raises ``NotFound``.
    """
    if reader.get(Plan, plan_id) is None:
        raise NotFound("没有这份周计划")
    people: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    shifts: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in reader.query(_on_roads(plan_id)):
        people[row["r.id"]].add((row["v.pinyin"], row["v.id"]))
        shifts[row["r.id"]][row["s.id"]] = None
    found = [
        ThinRoad(road, tuple(id for _, id in sorted(who)), tuple(shifts[road]))
        for road, who in people.items()
        if len(who) <= depth
    ]
    return sorted(found, key=lambda one: (len(one.volunteers), -len(one.shifts), one.road))


def _on_roads(plan_id: str) -> Match:
    """A row for each assignment in force on a segment of a road."""
    return (
        Match("a", Assignment)
        .where(Not(is_in("a.status", NOT_SERVING)))
        .hop("IN_PLAN", "p", Plan, eq("p.id", plan_id))
        .hop("ASSIGNED", "v", Volunteer, source="a", reverse=True)
        .hop("TO_SHIFT", "s", Shift, source="a")
        .hop("AT", "segment", Segment)
        .hop("HAS_SEGMENT", "r", Road, reverse=True)
        .order("s.start", "s.id")
        .select("r.id", "v.id", "v.pinyin", "s.id")
    )
