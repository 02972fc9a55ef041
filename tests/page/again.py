"""A stored plan once more, as a draft of the next number: what a search would take minutes for is there at once."""

from __future__ import annotations

from dataclasses import replace

from engine.model import Assignment, AssignmentStatus, Plan, PlanStatus, Shift, Shortfall, Team, Volunteer
from engine.planning.record import next_number, now
from engine.store import Edge, GraphStore, Match, eq


def draft_again(store: GraphStore, plan: Plan) -> Plan:
    """The draft has the same seats and the same gaps."""
    with store.tx() as tx:
        number = next_number(tx, plan.week, plan.scope)
        draft = replace(
            plan,
            id=f"{plan.id.rpartition(':')[0]}:{number}",
            number=number,
            status=PlanStatus.DRAFT,
            created_at=now(),
            version=1,
        )
        tx.create_node(draft)
        tx.upsert_edges("BASED_ON", Plan, Plan, [Edge(draft.id, plan.id)])
        of_plan = Match("p", Plan).where(eq("p.id", plan.id))
        seats = tx.query(
            of_plan.hop("IN_PLAN", "a", Assignment, reverse=True)
            .hop("TO_SHIFT", "s", Shift)
            .hop("ASSIGNED", "v", Volunteer, source="a", reverse=True)
            .hop("WITH_TEAM", "t", Team, source="a", optional=True)
            .select("a", "s.id", "v.id", "t.id")
        )
        known = [(Assignment.from_props(row["a"]), row) for row in seats]
        kept = [
            (replace(one, id=f"assignment:{draft.id}:{at}", status=AssignmentStatus.DRAFT), row)
            for at, (one, row) in enumerate(known)
        ]
        tx.upsert_nodes(one for one, _ in kept)
        tx.upsert_edges("IN_PLAN", Assignment, Plan, [Edge(one.id, draft.id) for one, _ in kept])
        tx.upsert_edges("ASSIGNED", Volunteer, Assignment, [Edge(row["v.id"], one.id) for one, row in kept])
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge(one.id, row["s.id"]) for one, row in kept])
        tx.upsert_edges("WITH_TEAM", Assignment, Team, [Edge(one.id, row["t.id"]) for one, row in kept if row["t.id"]])
        gaps = tx.query(
            of_plan.hop("IN_PLAN", "f", Shortfall, reverse=True).hop("TO_SHIFT", "s", Shift).select("f", "s.id")
        )
        falls = [
            (replace(Shortfall.from_props(row["f"]), id=f"shortfall:{draft.id}:{at}"), row["s.id"])
            for at, row in enumerate(gaps)
        ]
        tx.upsert_nodes(fall for fall, _ in falls)
        tx.upsert_edges("IN_PLAN", Shortfall, Plan, [Edge(fall.id, draft.id) for fall, _ in falls])
        tx.upsert_edges("TO_SHIFT", Shortfall, Shift, [Edge(fall.id, shift) for fall, shift in falls])
    return draft
