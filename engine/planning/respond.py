"""A published assignment is an offer: it is accepted or declined, by the person or on his word; nobody is forced.

Who declines is not planned for that shift again. His seat is then empty; a repair fills it.
"""

from __future__ import annotations

from enum import StrEnum

from engine.errors import Conflict, NotFound
from engine.model import CONSOLE_ACCOUNT, Assignment, AssignmentStatus, EditKind, Plan, PlanStatus, Shift, Volunteer
from engine.planning.draft import Edited, same_version
from engine.planning.facts import plans_in_force
from engine.planning.history import Before, record_edit
from engine.planning.record import now
from engine.planning.seats import Seat
from engine.store import GraphStore, Match, eq
from engine.store.port import Reader


class Answer(StrEnum):
    """To an offer."""

    ACCEPT = "ACCEPT"
    DECLINE = "DECLINE"


STATUS = {Answer.ACCEPT: AssignmentStatus.ACCEPTED, Answer.DECLINE: AssignmentStatus.DECLINED}


def respond(
    store: GraphStore,
    assignment_id: str,
    answer: Answer,
    reason: str = "",
    version: int | None = None,
    *,
    by: str = CONSOLE_ACCOUNT,
) -> Edited:
    """The offer is answered, with the time and the reason; the same answer again changes nothing.

    ``version`` is that of the assignment. Raises ``NotFound``; ``Conflict`` (not published yet, taken back, no longer
    the version in force, changed meanwhile); ``InvalidNode`` (the reason).
    """
    with store.tx() as tx:
        plan, seat = _offer(tx, assignment_id)
        status = STATUS[answer]
        if seat.assignment.status is not status:
            same_version(seat.assignment.version, version)
            declined = {"pinned": False} if answer is Answer.DECLINE else {}
            said = {"answered_at": now(), "answer_note": reason.strip()}
            tx.update(Assignment, assignment_id, {"status": status.value, **said, **declined})
            record_edit(tx, plan, EditKind(answer.value), by, seat, before=Before.of(seat.assignment))
        answered = tx.get(Plan, plan.id)
        assert answered is not None
        return Edited(answered, tx.get(Assignment, assignment_id))


def _offer(reader: Reader, assignment_id: str) -> tuple[Plan, Seat]:
    question = (
        Match("a", Assignment)
        .where(eq("a.id", assignment_id))
        .hop("IN_PLAN", "p", Plan)
        .hop("ASSIGNED", "v", Volunteer, source="a", reverse=True)
        .hop("TO_SHIFT", "s", Shift, source="a")
    )
    rows = reader.query(question.select("a", "p", "v.id", "s.id"))
    if not rows:
        raise NotFound("没有这条派班")
    plan = Plan.from_props(rows[0]["p"])
    seat = Seat(Assignment.from_props(rows[0]["a"]), rows[0]["v.id"], rows[0]["s.id"], team=None)
    if plan.status is not PlanStatus.PUBLISHED:
        raise Conflict("计划还没有发布，还不能答复")
    if seat.assignment.status is AssignmentStatus.WITHDRAWN:
        raise Conflict("这条派班已经撤下")
    newest = next(other for other in plans_in_force(reader, [plan.week]) if other.scope == plan.scope)
    if newest.number > plan.number:
        raise Conflict(f"第 {newest.number} 版已经发布，请在新版里答复")
    return plan, seat
