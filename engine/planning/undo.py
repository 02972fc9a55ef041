"""The newest edit of a draft is taken back; what it restores is judged like any other change."""

from __future__ import annotations

from typing import Any

from engine.errors import Conflict
from engine.model import CONSOLE_ACCOUNT, Assignment, EditKind, HandEdit, Plan, Shift, Volunteer
from engine.planning.at_hand import AtHand
from engine.planning.draft import Draft, Edited, editing, same_version
from engine.planning.history import Before, newest_to_undo, next_best_of, record_edit
from engine.planning.judging import Judged
from engine.planning.seats import Seat, SeatedPlan
from engine.store import Edge, GraphStore, Transaction, eq

BROKEN = "撤销会违反排班规则"
NOTHING = "没有可以撤销的改动"
CHANGED = "这条派班后来又有变动，不能撤销"
NO_SHIFT = "原来的班次已经取消，不能撤销"
NO_PERSON = "此人已不在这份计划的范围里，不能撤销"


def undo_edit(
    store: GraphStore,
    plan_id: str,
    version: int | None = None,
    *,
    by: str = CONSOLE_ACCOUNT,
    hand: AtHand | None = None,
) -> Edited:
    """The newest act that is not undone yet is: seats, status, pins and sentences are those of before; this is an act
    too, and the next call takes back the one before.

    ``version`` is that of the plan. Raises ``Conflict`` (nothing to undo, or it can no longer be undone),
    ``RuleBroken``, ``NotFound``, ``PlanPublished``.
    """
    with editing(store, hand, plan_id) as draft:
        tx = draft.tx
        same_version(draft.plan.version, version)
        edits = newest_to_undo(tx, plan_id)
        if not edits:
            raise Conflict(NOTHING)
        seats = [_seat(draft.seated, edit) for edit in edits]
        judged = _judged(draft, edits)
        for rank, (edit, seat) in enumerate(zip(edits, seats, strict=True)):
            before = Before.of(seat.assignment, next_best_of(tx, edit.assignment))
            _record(tx, draft.plan, edit, seat, before, by, rank)
            _restore(tx, edit)
            tx.update(HandEdit, edit.id, {"undone": True})
        if judged:
            judged.write(tx, draft.plan)
        return draft.done(*(edit.assignment for edit in reversed(edits)))


def _seat(seated: SeatedPlan, edit: HandEdit) -> Seat:
    """The seat as the edit left it."""
    for seat in seated.seats:
        if seat.assignment.id == edit.assignment:
            if seat.shift == edit.shift and seat.serving is not (edit.kind is EditKind.REMOVE):
                return seat
            break
    raise Conflict(CHANGED)


def _judged(draft: Draft, edits: list[HandEdit]) -> Judged | None:
    """The plan without the edits; nothing to judge where only pins change."""
    moved = [edit for edit in edits if edit.kind not in (EditKind.PIN, EditKind.UNPIN)]
    if not moved:
        return None
    left = [(edit.volunteer, edit.shift) for edit in moved if edit.kind is not EditKind.REMOVE]
    back = [
        (edit.volunteer, edit.other_shift if edit.kind is EditKind.MOVE else edit.shift)
        for edit in moved
        if edit.kind is not EditKind.ADD
    ]
    _possible(draft, left, back)
    return draft.judged(without=left, with_=back, sentence=BROKEN)


def _possible(draft: Draft, left: list[tuple[str, str]], back: list[tuple[str, str]]) -> None:
    facts = draft.weighed.facts
    for volunteer, shift in back:
        if shift not in facts.wanted:
            raise Conflict(NO_SHIFT)
        if volunteer not in facts.person:
            raise Conflict(NO_PERSON)
    if not set(draft.seated.pairs()).isdisjoint(set(back) - set(left)):
        raise Conflict(CHANGED)


def _restore(tx: Transaction, edit: HandEdit) -> None:
    """The assignment is what it was before the edit; one that was not there before is gone."""
    id = edit.assignment
    if edit.old_status is None:
        tx.delete_nodes(Assignment, eq("id", id))
        return
    was: dict[str, Any] = {
        "status": edit.old_status.value,
        "pinned": edit.old_pinned,
        "metres": edit.old_metres,
        "walk_from": edit.old_walk_from.value,
        "reason": edit.old_reason,
        "alternative": edit.old_alternative,
        "answered_at": edit.old_answered_at,
        "answer_note": edit.old_answer_note,
    }
    tx.update(Assignment, id, was)
    if edit.other_shift:
        tx.delete_edges("TO_SHIFT", Assignment, Shift, eq("id", id))
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge(id, edit.other_shift)])
    if edit.old_next:
        tx.upsert_edges("NEXT_BEST", Assignment, Volunteer, [Edge(id, edit.old_next)])


def _record(tx: Transaction, plan: Plan, edit: HandEdit, seat: Seat, before: Before, by: str, rank: int) -> None:
    record_edit(
        tx,
        plan,
        EditKind.UNDO,
        by,
        seat,
        shift=edit.shift,
        other_shift=edit.other_shift,
        before=before,
        undoes=edit.kind,
        rank=rank,
    )
