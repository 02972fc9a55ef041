"""A draft becomes the plan in force: each assignment is then an offer, which nobody is forced to accept."""

from __future__ import annotations

from dataclasses import replace

from engine.errors import Conflict, PlanPublished
from engine.model import Assignment, AssignmentStatus, Plan, PlanStatus
from engine.planning.facts import plans_in_force
from engine.planning.seats import SeatedPlan, read_plan
from engine.store import GraphStore

ANSWERED = (AssignmentStatus.ACCEPTED, AssignmentStatus.DECLINED)


def publish_plan(store: GraphStore, plan_id: str, version: int | None = None) -> Plan:
    """The version is PUBLISHED and its assignments are OFFERED, but for those of which the people have accepted or
    declined the same in the version in force: their word stands.

    It replaces the version in force of the same week and scope by its higher number. Raises ``NotFound``,
    ``PlanPublished``, ``Conflict`` (``version``, or a newer version is in force already).
    """
    with store.tx() as tx:
        seated = read_plan(tx, plan_id)
        plan = seated.plan
        if plan.status is not PlanStatus.DRAFT:
            raise PlanPublished("这份计划已经发布")
        in_force = [other for other in plans_in_force(tx, [plan.week]) if other.scope == plan.scope]
        if in_force and in_force[0].number > plan.number:
            raise Conflict(f"第 {in_force[0].number} 版已经发布，不能再发布更早的第 {plan.number} 版")
        tx.update(Plan, plan_id, {"status": PlanStatus.PUBLISHED.value}, version)
        answers = _answers(read_plan(tx, in_force[0].id)) if in_force else {}
        drafts = [seat for seat in seated.seats if seat.assignment.status is AssignmentStatus.DRAFT]
        tx.upsert_nodes(_offered(seat.assignment, answers.get(seat.pair)) for seat in drafts)
        stored = tx.get(Plan, plan_id)
        assert stored is not None
        return stored


def _answers(seated: SeatedPlan) -> dict[tuple[str, str], Assignment]:
    return {seat.pair: seat.assignment for seat in seated.seats if seat.assignment.status in ANSWERED}


def _offered(draft: Assignment, answer: Assignment | None) -> Assignment:
    """The offer, or what the person has answered to it already."""
    if answer is None:
        return replace(draft, status=AssignmentStatus.OFFERED)
    pinned = draft.pinned and answer.status is AssignmentStatus.ACCEPTED
    return replace(
        draft, status=answer.status, pinned=pinned, answered_at=answer.answered_at, answer_note=answer.answer_note
    )
