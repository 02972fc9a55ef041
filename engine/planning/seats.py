"""Who sits where in one stored plan version: the pairs that the solver and its check speak of."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import NotFound
from engine.model import Assignment, AssignmentStatus, Plan, Shift, Team, Volunteer
from engine.store import Match, eq
from engine.store.port import Reader

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
    question = (
        Match("a", Assignment)
        .hop("IN_PLAN", "p", Plan, eq("p.id", plan_id))
        .hop("ASSIGNED", "v", Volunteer, source="a", reverse=True)
        .hop("TO_SHIFT", "s", Shift, source="a")
        .hop("WITH_TEAM", "t", Team, source="a", optional=True)
        .order("a.id")
        .select("a", "v.id", "s.id", "t.id")
    )
    seats = tuple(
        Seat(Assignment.from_props(row["a"]), row["v.id"], row["s.id"], row["t.id"]) for row in reader.query(question)
    )
    return SeatedPlan(plan, seats)


def pairs_known(reader: Reader, plan: Plan) -> tuple[tuple[str, str], ...] | None:
    """The pairs of the version that this one was made from, against which its changes cost; none without one."""
    bases = reader.query(Match("p", Plan).where(eq("p.id", plan.id)).hop("BASED_ON", "b", Plan).select("b.id"))
    return read_plan(reader, bases[0]["b.id"]).pairs() if bases else None


def plan_of(reader: Reader, assignment_id: str) -> tuple[SeatedPlan, Seat]:
    """The plan version of the assignment, and its seat there. Raises ``NotFound``."""
    rows = reader.query(
        Match("a", Assignment).where(eq("a.id", assignment_id)).hop("IN_PLAN", "p", Plan).select("p.id")
    )
    if not rows:
        raise NotFound("没有这条派班")
    seated = read_plan(reader, rows[0]["p.id"])
    return seated, next(seat for seat in seated.seats if seat.assignment.id == assignment_id)
