"""Who sits where in one stored plan version: the pairs that the solver and its check speak of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engine.errors import NotFound
from engine.model import Assignment, AssignmentStatus, Plan, Shift, Team, Volunteer
from engine.store import Match, eq, is_in
from engine.store.port import Reader
from engine.store.question import Where

NOT_SERVING = (AssignmentStatus.DECLINED, AssignmentStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Seat:
    """One assignment with its ends; ``team`` when the person goes with a team."""

    assignment: Assignment
    volunteer: str
    shift: str
    team: str | None

    @property
    def pair(self) -> tuple[str, str]:
        """(volunteer, shift)"""
        return self.volunteer, self.shift

    @property
    def serving(self) -> bool:
        """False for what was declined or taken back; such a pair is not planned again."""
        return self.assignment.status not in NOT_SERVING


@dataclass(frozen=True, slots=True)
class SeatedPlan:
    """A plan version with all its seats."""

    plan: Plan
    seats: tuple[Seat, ...]

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The pairs in force, without those of teams."""
        return tuple(seat.pair for seat in self.seats if seat.serving and seat.team is None)

    def teams(self) -> tuple[tuple[str, str], ...]:
        """The pairs (team, team shift) in force."""
        return tuple(sorted({(seat.team, seat.shift) for seat in self.seats if seat.serving and seat.team}))

    def pins(self) -> tuple[tuple[str, str], ...]:
        """What stands whatever it costs: accepted offers and decisions made by hand."""
        return tuple(seat.pair for seat in self.seats if seat.serving and seat.team is None and _fixed(seat.assignment))

    def bans(self) -> tuple[tuple[str, str], ...]:
        """What was declined or taken back, and is not served all the same by a decision made by hand."""
        serving = {seat.pair for seat in self.seats if seat.serving}
        return tuple(seat.pair for seat in self.seats if not seat.serving and seat.pair not in serving)


def _fixed(assignment: Assignment) -> bool:
    return assignment.pinned or assignment.status is AssignmentStatus.ACCEPTED


def read_plan(reader: Reader, plan_id: str) -> SeatedPlan:
    """The plan version. Raises ``NotFound``."""
    plan = reader.get(Plan, plan_id)
    if plan is None:
        raise NotFound("没有这份周计划")
    return SeatedPlan(plan, _seats(reader, plan_id))


def with_seats_as_they_are(reader: Reader, seated: SeatedPlan, assignment_ids: Collection[str]) -> SeatedPlan:
    """The version, of which these seats alone have changed, come or gone, as it is now."""
    plan = reader.get(Plan, seated.plan.id)
    assert plan is not None
    others = [seat for seat in seated.seats if seat.assignment.id not in assignment_ids]
    seats = [*others, *_seats(reader, plan.id, is_in("a.id", sorted(assignment_ids)))]
    return SeatedPlan(plan, tuple(sorted(seats, key=lambda seat: seat.assignment.id)))


def _seats(reader: Reader, plan_id: str, *parts: Where) -> tuple[Seat, ...]:
    question = (
        Match("a", Assignment)
        .where(*parts)
        .hop("IN_PLAN", "p", Plan, eq("p.id", plan_id))
        .hop("ASSIGNED", "v", Volunteer, source="a", reverse=True)
        .hop("TO_SHIFT", "s", Shift, source="a")
        .hop("WITH_TEAM", "t", Team, source="a", optional=True)
        .order("a.id")
        .select("a", "v.id", "s.id", "t.id")
    )
    return tuple(
        Seat(Assignment.from_props(row["a"]), row["v.id"], row["s.id"], row["t.id"]) for row in reader.query(question)
    )


def base_of(reader: Reader, plan_id: str) -> str | None:
    """The version that this one was made from."""
    bases = reader.query(Match("p", Plan).where(eq("p.id", plan_id)).hop("BASED_ON", "b", Plan).select("b.id"))
    return str(bases[0]["b.id"]) if bases else None


def plan_of(reader: Reader, assignment_id: str) -> str:
    """The id of the assignment's plan version. Raises ``NotFound``."""
    rows = reader.query(
        Match("a", Assignment).where(eq("a.id", assignment_id)).hop("IN_PLAN", "p", Plan).select("p.id")
    )
    if not rows:
        raise NotFound("没有这条派班")
    return str(rows[0]["p.id"])
