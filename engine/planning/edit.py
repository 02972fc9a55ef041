"""A draft is changed by hand: each change is judged by the solver's own rules, kept, and written into its history.

It is judged against the plan and the facts as they are when it is written, whoever changed them last.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import Conflict, Fault, NotFound, RuleBroken
from engine.model import CONSOLE_ACCOUNT, Assignment, AssignmentStatus, EditKind, Plan, Shift, Volunteer
from engine.planning.at_hand import AtHand
from engine.planning.draft import Edited, editing, same_version
from engine.planning.facts import Facts, WantedShift
from engine.planning.history import Before, next_best_of, record_edit
from engine.planning.problem import walk_from
from engine.planning.record import SeatFacts
from engine.planning.seats import Seat, SeatedPlan, plan_of
from engine.store import Edge, GraphStore, Transaction, eq

__all__ = ["Edited", "add_assignment", "move_assignment", "pin_assignment", "remove_assignment"]


def pin_assignment(
    store: GraphStore,
    assignment_id: str,
    pinned: bool,
    version: int | None = None,
    *,
    by: str = CONSOLE_ACCOUNT,
    hand: AtHand | None = None,
) -> Edited:
    """The assignment stands (or no longer stands) whatever a later solve would rather do.

    Raises ``NotFound``, ``PlanPublished``, ``Conflict`` when ``version`` is not that of the stored assignment.
    """
    with editing(store, hand, plan_of(store, assignment_id), judging=False) as draft:
        seat = draft.seat(assignment_id)
        _serving(seat)
        same_version(seat.assignment.version, version)
        if seat.assignment.pinned is not pinned:
            draft.tx.update(Assignment, assignment_id, {"pinned": pinned})
            kind = EditKind.PIN if pinned else EditKind.UNPIN
            record_edit(draft.tx, draft.plan, kind, by, seat, before=Before.of(seat.assignment))
        return draft.done(assignment_id)


def move_assignment(
    store: GraphStore,
    assignment_id: str,
    shift_id: str,
    version: int | None = None,
    *,
    by: str = CONSOLE_ACCOUNT,
    hand: AtHand | None = None,
) -> Edited:
    """The person serves in that shift of the same week instead, and is pinned there: a decision made by hand.

    Raises ``RuleBroken`` with every rule that the move would break, ``NotFound``, ``PlanPublished``, ``Conflict``.
    """
    with editing(store, hand, plan_of(store, assignment_id)) as draft:
        tx, seat, facts = draft.tx, draft.seat(assignment_id), draft.weighed.facts
        _alone(seat)
        wanted = _open_shift(facts, shift_id)
        target = (seat.volunteer, shift_id)
        if target != seat.pair:
            _free_seat(draft.seated, target)
        judged = draft.judged(without=seat.pair, with_=target)
        before = Before.of(seat.assignment, next_best_of(tx, assignment_id))
        tx.update(Assignment, assignment_id, _decided(facts, wanted, judged.seat(target)), version)
        tx.delete_edges("TO_SHIFT", Assignment, Shift, eq("id", assignment_id))
        tx.delete_edges("NEXT_BEST", Assignment, Volunteer, eq("id", assignment_id))
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge(assignment_id, shift_id)])
        record_edit(tx, draft.plan, EditKind.MOVE, by, seat, shift=shift_id, other_shift=seat.shift, before=before)
        judged.write(tx, draft.plan)
        return draft.done(assignment_id)


def remove_assignment(
    store: GraphStore,
    assignment_id: str,
    version: int | None = None,
    *,
    by: str = CONSOLE_ACCOUNT,
    hand: AtHand | None = None,
) -> Edited:
    """The person does not serve in that shift, and a later solve will not put him back; the pair is kept on record.

    Raises ``RuleBroken``, ``NotFound``, ``PlanPublished``, ``Conflict``.
    """
    with editing(store, hand, plan_of(store, assignment_id)) as draft:
        seat = draft.seat(assignment_id)
        _alone(seat)
        judged = draft.judged(without=seat.pair)
        taken_back = {"status": AssignmentStatus.WITHDRAWN.value, "pinned": False}
        draft.tx.update(Assignment, assignment_id, taken_back, version)
        record_edit(draft.tx, draft.plan, EditKind.REMOVE, by, seat, before=Before.of(seat.assignment))
        judged.write(draft.tx, draft.plan)
        return draft.done(assignment_id)


def add_assignment(
    store: GraphStore,
    plan_id: str,
    shift_id: str,
    volunteer_id: str,
    version: int | None = None,
    *,
    by: str = CONSOLE_ACCOUNT,
    hand: AtHand | None = None,
) -> Edited:
    """The person serves in that shift too, and is pinned there; one who was taken out of it by hand may come back.

    ``version`` is that of the plan. Raises ``RuleBroken`` with every rule that it would break, ``NotFound``,
    ``PlanPublished``, ``Conflict`` (somebody who sits there already, or has declined).
    """
    target = (volunteer_id, shift_id)
    with editing(store, hand, plan_id) as draft:
        tx, facts = draft.tx, draft.weighed.facts
        same_version(draft.plan.version, version)
        wanted = _open_shift(facts, shift_id)
        if volunteer_id not in facts.person:
            raise NotFound("这份计划的范围里没有这名志愿者")
        _free_seat(draft.seated, target)
        judged = draft.judged(with_=target)
        decided = _decided(facts, wanted, judged.seat(target))
        seat = next((seat for seat in draft.seated.seats if seat.pair == target and not seat.team), None)
        if seat is None:
            before = None
            seat = _new_seat(tx, draft.plan, target, decided)
        else:
            before = Before.of(seat.assignment, next_best_of(tx, seat.assignment.id))
            tx.update(Assignment, seat.assignment.id, decided)
            tx.delete_edges("NEXT_BEST", Assignment, Volunteer, eq("id", seat.assignment.id))
        record_edit(tx, draft.plan, EditKind.ADD, by, seat, before=before)
        judged.write(tx, draft.plan)
        return draft.done(seat.assignment.id)


def _new_seat(tx: Transaction, plan: Plan, pair: tuple[str, str], decided: Mapping[str, Any]) -> Seat:
    """The plan has this assignment; its id is that of no other, also not of one that is gone."""
    id = f"assignment:{plan.id}:edit-{plan.edit_count + 1}"
    new = Assignment.from_props({"id": id, "week": plan.week, **decided})
    tx.create_node(new)
    tx.upsert_edges("IN_PLAN", Assignment, Plan, [Edge(new.id, plan.id)])
    tx.upsert_edges("ASSIGNED", Volunteer, Assignment, [Edge(pair[0], new.id)])
    tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge(new.id, pair[1])])
    return Seat(new, *pair, team=None)


def _decided(facts: Facts, wanted: WantedShift, seat: SeatFacts) -> dict[str, Any]:
    """What an assignment says that was made by hand; whatever the person answered before was about something else."""
    return {
        "status": AssignmentStatus.DRAFT.value,
        "pinned": True,
        "metres": seat.metres,
        "reason": seat.reason,
        "alternative": "",
        "answered_at": "",
        "answer_note": "",
        "walk_from": walk_from(facts.person[seat.volunteer], wanted.shift.start).value,
    }


def _open_shift(facts: Facts, shift_id: str) -> WantedShift:
    wanted = facts.wanted.get(shift_id)
    if wanted is None or wanted.shift.for_teams:
        raise NotFound("这份计划里没有这个班次，或它由志愿服务队承担")
    return wanted


def _free_seat(seated: SeatedPlan, target: tuple[str, str]) -> None:
    for seat in seated.seats:
        if seat.pair == target and seat.serving:
            raise Conflict("此人已在这个班次")
        if seat.pair == target and seat.assignment.status is AssignmentStatus.DECLINED:
            raise Conflict("此人已谢绝这个班次，不能再派")


def _serving(seat: Seat) -> None:
    if not seat.serving:
        raise Conflict("这条派班已经撤下")


def _alone(seat: Seat) -> None:
    _serving(seat)
    if seat.team:
        raise RuleBroken(faults=[Fault("随队的人与队伍同去同留，不能单独调整", "teams")])
