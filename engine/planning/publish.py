"""A draft becomes the plan in force: each assignment is then an offer, which nobody is forced to accept."""

from __future__ import annotations

from dataclasses import replace

from engine.errors import Conflict, PlanPublished
from engine.model import AssignmentStatus, Plan, PlanStatus
from engine.planning.facts import plans_in_force
from engine.planning.seats import read_plan
from engine.store import GraphStore


def publish_plan(store: GraphStore, plan_id: str, version: int | None = None) -> Plan:
    """The version is PUBLISHED and its assignments are OFFERED; accepted ones stay accepted.

    It replaces the version in force of the same week and scope by its higher number. Raises ``NotFound``,
    ``PlanPublished``, ``Conflict`` (``version``, or a newer version is in force already).
    """
    with store.tx() as tx:
        seated = read_plan(tx, plan_id)
        plan = seated.plan
        if plan.status is not PlanStatus.DRAFT:
            raise PlanPublished("这份计划已经发布")
        newer = [other for other in plans_in_force(tx, [plan.week]) if other.scope == plan.scope]
        if newer and newer[0].number > plan.number:
            raise Conflict(f"第 {newer[0].number} 版已经发布，不能再发布更早的第 {plan.number} 版")
        tx.update(Plan, plan_id, {"status": PlanStatus.PUBLISHED.value}, version)
        drafts = [seat.assignment for seat in seated.seats if seat.assignment.status is AssignmentStatus.DRAFT]
        tx.upsert_nodes(replace(draft, status=AssignmentStatus.OFFERED) for draft in drafts)
        stored = tx.get(Plan, plan_id)
        assert stored is not None
        return stored
