"""A solver's plan becomes a plan version in the graph: the plan, its assignments, its shortfalls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engine.model import Assignment, AssignmentStatus, Plan, Shift, Shortfall, ShortfallKind, Team, Volunteer, WalkFrom
from engine.planning.facts import Facts
from engine.planning.problem import walk_from
from engine.store import Edge, Match, Transaction, eq, is_in
from engine.store.port import Reader
from solver import plan as solved

KINDS = {
    solved.Kind.MINIMUM: ShortfallKind.MINIMUM,
    solved.Kind.NEED: ShortfallKind.NEED,
    solved.Kind.DESIRED: ShortfallKind.DESIRED,
    solved.Kind.TEAM: ShortfallKind.TEAM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFacts:
    """What is kept of one assignment: who, where, how far, why, and what would be next best."""

    volunteer: str
    shift: str
    metres: int
    team: str | None = None
    reason: str = ""
    alternative: str = ""
    next_person: str | None = None
    """Who would be the next best here."""
    status: AssignmentStatus = AssignmentStatus.DRAFT
    pinned: bool = False
    answered_at: str = ""
    answer_note: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """(volunteer, shift)"""
        return self.volunteer, self.shift


def next_number(reader: Reader, week: str, scope: str) -> int:
    """The number of the next version of this week and scope."""
    rows = reader.query(
        Match("p", Plan).where(eq("p.week", week), eq("p.scope", scope)).order("-p.number").limit(1).select("p.number")
    )
    return int(rows[0]["p.number"]) + 1 if rows else 1


def now() -> str:
    """The moment, ISO 8601 with offset, whole seconds."""
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def cost_props(cost: solved.Cost, bound: solved.Cost) -> dict[str, Any]:
    """The eight numbers of a plan node."""
    names = ("below_minimum", "needs_unmet", "below_desired", "inconvenience")
    return {
        **dict(zip(names, cost.parts(), strict=True)),
        **{f"bound_{name}": value for name, value in zip(names, bound.parts(), strict=True)},
    }


def walk_props(walks: Iterable[int]) -> dict[str, Any]:
    """Metres walked in all, the longest walk, and how many are assigned; given the metres of each who is."""
    metres = list(walks)
    return {"metres": sum(metres), "longest": max(metres, default=0), "assigned": len(metres)}


def seats_wanted(facts: Facts) -> int:
    """How many people the shifts want, without those of teams."""
    return sum(wanted.shift.desired for wanted in facts.shifts if not wanted.shift.for_teams)


def write_seats(tx: Transaction, plan: Plan, seats: Iterable[SeatFacts], facts: Facts) -> None:
    """The plan has these assignments."""
    kept = [(f"assignment:{plan.id}:{index}", seat) for index, seat in enumerate(seats, start=1)]
    tx.upsert_nodes(_assignment(id, seat, facts) for id, seat in kept)
    tx.upsert_edges("IN_PLAN", Assignment, Plan, [Edge(id, plan.id) for id, _ in kept])
    tx.upsert_edges("ASSIGNED", Volunteer, Assignment, [Edge(seat.volunteer, id) for id, seat in kept])
    tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge(id, seat.shift) for id, seat in kept])
    tx.upsert_edges(
        "NEXT_BEST", Assignment, Volunteer, [Edge(id, seat.next_person) for id, seat in kept if seat.next_person]
    )
    tx.upsert_edges("WITH_TEAM", Assignment, Team, [Edge(id, seat.team) for id, seat in kept if seat.team])


def _assignment(id: str, seat: SeatFacts, facts: Facts) -> Assignment:
    person, wanted = facts.person.get(seat.volunteer), facts.wanted.get(seat.shift)
    return Assignment(
        id=id,
        week=facts.week,
        status=seat.status,
        pinned=seat.pinned,
        metres=seat.metres,
        walk_from=walk_from(person, wanted.shift.start) if person and wanted else WalkFrom.HOME,
        reason=seat.reason,
        alternative=seat.alternative,
        answered_at=seat.answered_at,
        answer_note=seat.answer_note,
    )


def known_shortfalls(reader: Reader, plan: Plan) -> list[tuple[Shortfall, str]]:
    """What the plan lacks as it is stored, each with its shift (empty when that is gone)."""
    question = (
        Match("f", Shortfall)
        .hop("IN_PLAN", "p", Plan, eq("p.id", plan.id))
        .hop("TO_SHIFT", "s", Shift, source="f", optional=True)
    )
    rows = reader.query(question.select("f", "s.id"))
    return [(Shortfall.from_props(row["f"]), row["s.id"] or "") for row in rows]


def write_shortfalls(
    tx: Transaction,
    plan: Plan,
    found: Iterable[tuple[solved.Shortfall, tuple[str, ...]]],
    known: Iterable[tuple[Shortfall, str]] = (),
) -> None:
    """The plan, which had those known, has these shortfalls and no others, each with its reasons in Chinese."""
    nodes = [
        (
            Shortfall(
                id=f"shortfall:{plan.id}:{index}",
                kind=KINDS[fall.kind],
                missing=fall.missing,
                tag=fall.tag or "",
                why=why,
            ),
            fall.shift,
        )
        for index, (fall, why) in enumerate(found)
    ]
    there = {node.id: (node.to_props(), shift) for node, shift in known}
    right = {node.id for node, shift in nodes if there.get(node.id) == (node.to_props(), shift)}
    new = [(node, shift) for node, shift in nodes if node.id not in right]
    if wrong := there.keys() - right:
        tx.delete_nodes(Shortfall, is_in("id", sorted(wrong)))
    if new:
        tx.upsert_nodes(node for node, _ in new)
        tx.upsert_edges("IN_PLAN", Shortfall, Plan, [Edge(node.id, plan.id) for node, _ in new])
        tx.upsert_edges("TO_SHIFT", Shortfall, Shift, [Edge(node.id, shift) for node, shift in new])
