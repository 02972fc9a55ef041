"""The roads that are one volunteer deep in a plan: whoever serves there, it is always the same person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from engine.errors import NotFound
from engine.model import Assignment, Plan, Road, Segment, Shift, Volunteer
from engine.planning.seats import NOT_SERVING
from engine.store import Match, Not, eq, is_in
from engine.store.port import Reader


@dataclass(frozen=True, slots=True)
class OneDeep:
    """A road, the one person who serves there, and his shifts there in the order of the week."""

    road: str
    volunteer: str
    shifts: tuple[str, ...]


def roads_one_deep(reader: Reader, plan_id: str) -> list[OneDeep]:
    """Every road on which exactly one person serves, those with the most shifts first; two questions.

    A road where nobody serves is none of them: its shifts are shortfalls. Raises ``NotFound``.
    """
    if reader.get(Plan, plan_id) is None:
        raise NotFound("没有这份周计划")
    people: defaultdict[str, set[str]] = defaultdict(set)
    shifts: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in reader.query(_on_roads(plan_id)):
        people[row["r.id"]].add(row["v.id"])
        shifts[row["r.id"]][row["s.id"]] = None
    found = [OneDeep(road, min(who), tuple(shifts[road])) for road, who in people.items() if len(who) == 1]
    return sorted(found, key=lambda one: (-len(one.shifts), one.road))


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
        .select("r.id", "v.id", "s.id")
    )
