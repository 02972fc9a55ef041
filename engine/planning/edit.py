"""A draft is changed by hand: each change is judged by the solver's own rules, kept, and written into its history.

A change is judged against the plan as it is; when somebody else changes the plan meanwhile, it is judged anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from engine.errors import Conflict, Fault, NotFound, PlanPublished, RuleBroken
from engine.model import CONSOLE_ACCOUNT, Assignment, AssignmentStatus, EditKind, Plan, PlanStatus, Shift, Volunteer
from engine.planning.facts import Facts, WantedShift, read_facts
from engine.planning.history import Before, next_best_of, record_edit
from engine.planning.judging import judge
from engine.planning.problem import walk_from
from engine.planning.record import SeatFacts
from engine.planning.seats import Seat, SeatedPlan, pairs_known, plan_of, read_plan
from engine.store import Edge, GraphStore, Transaction, eq
from engine.store.port import Reader

T = TypeVar("T")

TRIES = 5
"""So often a change is judged at most, while others change the same plan."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The plan after a change by hand, and the assignment that it was about; none when it is gone."""

    plan: Plan
    assignment: Assignment | None


def pin_assignment(
    store: GraphStore, assignment_id: str, pinned: bool, version: int | None = None, *, by: str = CONSOLE_ACCOUNT
) -> Edited:
    """The assignment stands (or no longer stands) whatever a later solve would rather do.

    Raises ``NotFound``, ``PlanPublished``, ``Conflict`` when ``version`` is not that of the stored assignment.
    """
    with store.tx() as tx:
        seated, seat = draft_of(tx, assignment_id)
        _serving(seat)
        same_version(seat.assignment.version, version)
        if seat.assignment.pinned is not pinned:
            tx.update(Assignment, assignment_id, {"pinned": pinned})
            kind = EditKind.PIN if pinned else EditKind.UNPIN
            record_edit(tx, seated.plan, kind, by, seat, before=Before.of(seat.assignment))
        return stored(tx, seated.plan, assignment_id)


def move_assignment(
    store: GraphStore, assignment_id: str, shift_id: str, version: int | None = None, *, by: str = CONSOLE_ACCOUNT
) -> Edited:
    """The person serves in that shift of the same week instead, and is pinned there: a decision made by hand.

    Raises ``RuleBroken`` with every rule that the move would break, ``NotFound``, ``PlanPublished``, ``Conflict``.
    """
    return against_newest(lambda: _move(store, assignment_id, shift_id, version, by))


def _move(store: GraphStore, assignment_id: str, shift_id: str, version: int | None, by: str) -> Edited:
    seated, seat = draft_of(store, assignment_id)
    _alone(seat)
    facts, known = read_facts(store, seated.plan.week, seated.plan.scope), pairs_known(store, seated.plan)
    wanted = _open_shift(facts, shift_id)
    target = (seat.volunteer, shift_id)
    if target != seat.pair:
        _free_seat(seated, target)
    judged = judge(facts, seated, known, without=seat.pair, with_=target)
    judged.refuse_if_broken(facts)
    with store.tx() as tx:
        unchanged(tx, seated)
        before = Before.of(seat.assignment, next_best_of(tx, assignment_id))
        tx.update(Assignment, assignment_id, _decided(facts, wanted, judged.seat(target)), version)
        tx.delete_edges("TO_SHIFT", Assignment, Shift, eq("id", assignment_id))
        tx.delete_edges("NEXT_BEST", Assignment, Volunteer, eq("id", assignment_id))
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge(assignment_id, shift_id)])
        record_edit(tx, seated.plan, EditKind.MOVE, by, seat, shift=shift_id, other_shift=seat.shift, before=before)
        judged.write(tx, seated.plan)
        return stored(tx, seated.plan, assignment_id)


def remove_assignment(
    store: GraphStore, assignment_id: str, version: int | None = None, *, by: str = CONSOLE_ACCOUNT
) -> Edited:
    """The person does not serve in that shift, and a later solve will not put him back; the pair is kept on record.

    Raises ``RuleBroken``, ``NotFound``, ``PlanPublished``, ``Conflict``.
    """
    return against_newest(lambda: _remove(store, assignment_id, version, by))


def _remove(store: GraphStore, assignment_id: str, version: int | None, by: str) -> Edited:
    seated, seat = draft_of(store, assignment_id)
    _alone(seat)
    facts, known = read_facts(store, seated.plan.week, seated.plan.scope), pairs_known(store, seated.plan)
    judged = judge(facts, seated, known, without=seat.pair)
    judged.refuse_if_broken(facts)
    with store.tx() as tx:
        unchanged(tx, seated)
        taken_back = {"status": AssignmentStatus.WITHDRAWN.value, "pinned": False}
        tx.update(Assignment, assignment_id, taken_back, version)
        record_edit(tx, seated.plan, EditKind.REMOVE, by, seat, before=Before.of(seat.assignment))
        judged.write(tx, seated.plan)
        return stored(tx, seated.plan, assignment_id)


def add_assignment(
    store: GraphStore,
    plan_id: str,
    shift_id: str,
    volunteer_id: str,
    version: int | None = None,
    *,
    by: str = CONSOLE_ACCOUNT,
) -> Edited:
    """The person serves in that shift too, and is pinned there; one who was taken out of it by hand may come back.

    ``version`` is that of the plan. Raises ``RuleBroken`` with every rule that it would break, ``NotFound``,
    ``PlanPublished``, ``Conflict`` (somebody who sits there already, or has declined).
    """
    return against_newest(lambda: _add(store, plan_id, (volunteer_id, shift_id), version, by))


def _add(store: GraphStore, plan_id: str, target: tuple[str, str], version: int | None, by: str) -> Edited:
    seated = draft(read_plan(store, plan_id))
    same_version(seated.plan.version, version)
    facts, known = read_facts(store, seated.plan.week, seated.plan.scope), pairs_known(store, seated.plan)
    volunteer, shift_id = target
    wanted = _open_shift(facts, shift_id)
    if volunteer not in facts.person:
        raise NotFound("这份计划的范围里没有这名志愿者")
    _free_seat(seated, target)
    judged = judge(facts, seated, known, with_=target)
    judged.refuse_if_broken(facts)
    decided = _decided(facts, wanted, judged.seat(target))
    there = next((seat for seat in seated.seats if seat.pair == target and not seat.team), None)
    with store.tx() as tx:
        unchanged(tx, seated)
        if there is None:
            before = None
            seat = _new_seat(tx, seated.plan, target, decided)
        else:
            seat = there
            before = Before.of(seat.assignment, next_best_of(tx, seat.assignment.id))
            tx.update(Assignment, seat.assignment.id, decided)
            tx.delete_edges("NEXT_BEST", Assignment, Volunteer, eq("id", seat.assignment.id))
        record_edit(tx, seated.plan, EditKind.ADD, by, seat, before=before)
        judged.write(tx, seated.plan)
        return stored(tx, seated.plan, seat.assignment.id)


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


def draft(seated: SeatedPlan) -> SeatedPlan:
    """The plan, which may be changed. Raises ``PlanPublished``."""
    if seated.plan.status is not PlanStatus.DRAFT:
        raise PlanPublished()
    return seated


def draft_of(reader: Reader, assignment_id: str) -> tuple[SeatedPlan, Seat]:
    """The assignment's plan, which may be changed, and its seat. Raises ``NotFound``, ``PlanPublished``."""
    seated, seat = plan_of(reader, assignment_id)
    return draft(seated), seat


def _serving(seat: Seat) -> None:
    if not seat.serving:
        raise Conflict("这条派班已经撤下")


def _alone(seat: Seat) -> None:
    _serving(seat)
    if seat.team:
        raise RuleBroken(faults=[Fault("随队的人与队伍同去同留，不能单独调整", "teams")])


class MovedOn(Exception):
    """The plan is no longer the one that was judged."""


def against_newest(work: Callable[[], T]) -> T:
    """What the work gives for the plan as it is when it is written. Raises ``Conflict`` when the plan does not rest."""
    for _ in range(TRIES):
        try:
            return work()
        except MovedOn:
            continue
    raise Conflict


def unchanged(tx: Transaction, seated: SeatedPlan) -> None:
    """The plan is still the one that was judged: nobody edited or published it meanwhile. Raises ``MovedOn``."""
    there = tx.get(Plan, seated.plan.id)
    if there is None or there.version != seated.plan.version:
        raise MovedOn


def same_version(there: int, seen: int | None) -> None:
    """What the caller has seen is what is there. Raises ``Conflict``."""
    if seen is not None and seen != there:
        raise Conflict


def stored(reader: Reader, plan: Plan, assignment_id: str) -> Edited:
    """Both as they are now."""
    now = reader.get(Plan, plan.id)
    assert now is not None
    return Edited(now, reader.get(Assignment, assignment_id))
