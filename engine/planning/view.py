"""A plan version as people read it: its shifts in order, who serves in each, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from engine.errors import NotFound
from engine.model import Assignment, Plan, Shift, Shortfall, Subdistrict, Team, Volunteer
from engine.planning.facts import WantedShift, wanted_shifts
from engine.planning.seats import NOT_SERVING
from engine.store import Match, Not, eq, is_in
from engine.store.port import Reader


@dataclass(frozen=True, slots=True)
class Server:
    """A person in a shift; ``team`` is the name of the team that he goes with, or empty."""

    volunteer_id: str
    name: str
    assignment: Assignment
    team: str
    next_person: str
    """The name of who would be next best here, or empty."""


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift with the people who serve in it and what it lacks."""

    wanted: WantedShift
    people: tuple[Server, ...]
    shortfalls: tuple[Shortfall, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan version; shifts by road, then by time."""

    plan: Plan
    scope_name: str
    shifts: tuple[ShiftView, ...]

    @property
    def cover(self) -> float:
        """The part of the desired seats that is filled, 0 to 1; a person above the desired number fills no seat."""
        wanted = sum(self.seats(view) for view in self.shifts)
        return sum(min(len(view.people), self.seats(view)) for view in self.shifts) / wanted if wanted else 1.0

    @staticmethod
    def seats(view: ShiftView) -> int:
        """The seats that a shift asks for; a team shift asks for as many as came, or for one when no team did."""
        return max(1, len(view.people)) if view.wanted.shift.for_teams else view.wanted.shift.desired


def view_plan(reader: Reader, plan_id: str) -> PlanView:
    """The plan version, five questions. Raises ``NotFound``."""
    plan = reader.get(Plan, plan_id)
    if plan is None:
        raise NotFound("没有这份周计划")
    people, missing = _people(reader, plan_id), shortfalls_of(reader, plan_id)
    subdistrict = reader.get(Subdistrict, plan.scope) if plan.scope else None
    shifts = sorted(wanted_shifts(reader, plan.week, plan.scope), key=by_road)
    return PlanView(
        plan,
        subdistrict.name if subdistrict else "全区",
        tuple(ShiftView(wanted, tuple(people[wanted.shift.id]), tuple(missing[wanted.shift.id])) for wanted in shifts),
    )


CLASS_ORDER = ("MAIN", "SECONDARY", "BRANCH", "LANE", "")


def by_road(wanted: WantedShift) -> tuple[int, str, int, str]:
    """Sorts shifts by road, wide ones first and stations last, then by time."""
    place = wanted.place
    return CLASS_ORDER.index(place.road_class), place.road, wanted.shift.start, wanted.shift.id


def _people(reader: Reader, plan_id: str) -> defaultdict[str, list[Server]]:
    question = (
        Match("a", Assignment)
        .where(Not(is_in("a.status", [status.value for status in NOT_SERVING])))
        .hop("IN_PLAN", "p", Plan, eq("p.id", plan_id))
        .hop("ASSIGNED", "v", Volunteer, source="a", reverse=True)
        .hop("TO_SHIFT", "s", Shift, source="a")
        .hop("WITH_TEAM", "t", Team, source="a", optional=True)
        .hop("NEXT_BEST", "n", Volunteer, source="a", optional=True)
        .order("v.pinyin", "v.id")
        .select("a", "v.id", "v.name", "s.id", "t.name", "n.name")
    )
    found: defaultdict[str, list[Server]] = defaultdict(list)
    for row in reader.query(question):
        server = Server(
            row["v.id"], row["v.name"], Assignment.from_props(row["a"]), row["t.name"] or "", row["n.name"] or ""
        )
        found[row["s.id"]].append(server)
    return found


def shortfalls_of(reader: Reader, plan_id: str) -> defaultdict[str, list[Shortfall]]:
    """Shift's id → what it lacks in the plan version."""
    question = (
        Match("f", Shortfall)
        .hop("IN_PLAN", "p", Plan, eq("p.id", plan_id))
        .hop("TO_SHIFT", "s", Shift, source="f")
        .order("f.id")
        .select("f", "s.id")
    )
    found: defaultdict[str, list[Shortfall]] = defaultdict(list)
    for row in reader.query(question):
        found[row["s.id"]].append(Shortfall.from_props(row["f"]))
    return found
