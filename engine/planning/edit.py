"""A draft is changed by hand: each change is judged by the solver's own rules, kept, and written into its history.

It is judged against the plan and the facts as they are when it is written, whoever changed them last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import Conflict, Fault, NotFound, RuleBroken
from engine.model import CONSOLE_ACCOUNT, Assignment, AssignmentStatus, EditKind, Plan, Shift, Volunteer
from engine.planning.at_hand import AtHand
from engine.planning.draft import Draft, Edited, editing, same_version
from engine.planning.facts import Facts
from engine.planning.history import Before, next_best_of, record_edit
from engine.planning.problem import walk_from
from engine.planning.record import SeatFacts
from engine.planning.seats import Seat, SeatedPlan, plan_of
from engine.store import Edge, GraphStore, Transaction, eq

__all__ = ["Edited", "add_assignment", "move_assignment", "pin_assignment", "remove_assignment", "replace_assignment"]


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
    """The person serves in that shift of the same week instead, and is pinned there: a decision made by hand. Those
    tied to him who serve beside him go along.

    Raises ``RuleBroken`` with every rule that the move would break, ``NotFound``, ``PlanPublished``, ``Conflict``.
    """
    with editing(store, hand, plan_of(store, assignment_id)) as draft:
        seat = draft.seat(assignment_id)
        _alone(seat)
        same_version(seat.assignment.version, version)
        seats = [seat] if shift_id == seat.shift else _company(draft, seat)
        return _act(draft, by, [Move(seat, shift_id) for seat in seats])


def remove_assignment(
    store: GraphStore,
    assignment_id: str,
    version: int | None = None,
    *,
    by: str = CONSOLE_ACCOUNT,
    hand: AtHand | None = None,
) -> Edited:
    """The person does not serve in that shift, and a later solve will not put him back; the pair is kept on record.
    Those tied to him who serve beside him go along.

    Raises ``RuleBroken``, ``NotFound``, ``PlanPublished``, ``Conflict``.
    """
    with editing(store, hand, plan_of(store, assignment_id)) as draft:
        seat = draft.seat(assignment_id)
        _alone(seat)
        same_version(seat.assignment.version, version)
        return _act(draft, by, [Remove(seat) for seat in _company(draft, seat)])


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
    Those tied to him come along.

    ``version`` is that of the plan. Raises ``RuleBroken`` with every rule that it would break, ``NotFound``,
    ``PlanPublished``, ``Conflict`` (somebody who sits there already, or has declined).
    """
    with editing(store, hand, plan_id) as draft:
        same_version(draft.plan.version, version)
        return _act(draft, by, _coming(draft, volunteer_id, shift_id))


def replace_assignment(
    store: GraphStore,
    assignment_id: str,
    volunteer_id: str,
    leaves: str = "",
    version: int | None = None,
    *,
    by: str = CONSOLE_ACCOUNT,
    hand: AtHand | None = None,
) -> Edited:
    """Somebody else serves there instead, in one act; whoever is tied to either goes or comes along. ``leaves`` is a
    shift that the newcomer gives up for it. What the plan gives back is the newcomer's assignment.

    Raises what :func:`remove_assignment`, :func:`move_assignment` and :func:`add_assignment` raise.
    """
    with editing(store, hand, plan_of(store, assignment_id)) as draft:
        seat = draft.seat(assignment_id)
        _alone(seat)
        same_version(seat.assignment.version, version)
        gone: list[Step] = [Remove(one) for one in _company(draft, seat)]
        return _act(draft, by, [*_coming(draft, volunteer_id, seat.shift, leaves), *gone])


@dataclass(frozen=True, slots=True)
class Move:
    """Who sits here goes to that shift."""

    seat: Seat
    shift: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Who sits here no longer does."""

    seat: Seat


@dataclass(frozen=True, slots=True)
class Add:
    """The person comes to that shift."""

    volunteer: str
    shift: str


Step = Move | Remove | Add


def _act(draft: Draft, by: str, steps: Sequence[Step]) -> Edited:
    """All steps, judged as one and written as one; the edit is about the first of them."""
    comes = [None if isinstance(step, Remove) else _target(draft, step) for step in steps]
    goes = [step.seat.pair for step in steps if not isinstance(step, Add)]
    judged = draft.judged(without=goes, with_=[pair for pair in comes if pair])
    touched = []
    for rank, (step, pair) in enumerate(zip(steps, comes, strict=True)):
        decided = _decided(draft.weighed.facts, judged.seat(pair)) if pair else {}
        match step:
            case Move():
                touched.append(_moved(draft, by, rank, step, decided))
            case Add():
                touched.append(_added(draft, by, rank, step, decided))
            case Remove():
                touched.append(_removed(draft, by, rank, step))
    judged.write(draft.tx, draft.plan)
    return draft.done(*touched)


def _target(draft: Draft, step: Move | Add) -> tuple[str, str]:
    """The pair that comes, for which there is room. Raises ``NotFound``, ``Conflict``."""
    _open_shift(draft.weighed.facts, step.shift)
    pair = (step.seat.volunteer if isinstance(step, Move) else step.volunteer), step.shift
    if pair[0] not in draft.weighed.facts.person:
        raise NotFound("这份计划的范围里没有这名志愿者")
    if not (isinstance(step, Move) and pair == step.seat.pair):
        _free_seat(draft.seated, pair)
    return pair


def _moved(draft: Draft, by: str, rank: int, step: Move, decided: Mapping[str, Any]) -> str:
    tx, seat, id = draft.tx, step.seat, step.seat.assignment.id
    before = Before.of(seat.assignment, next_best_of(tx, id))
    tx.update(Assignment, id, decided)
    tx.delete_edges("TO_SHIFT", Assignment, Shift, eq("id", id))
    tx.delete_edges("NEXT_BEST", Assignment, Volunteer, eq("id", id))
    tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge(id, step.shift)])
    record_edit(
        tx, draft.plan, EditKind.MOVE, by, seat, shift=step.shift, other_shift=seat.shift, before=before, rank=rank
    )
    return id


def _removed(draft: Draft, by: str, rank: int, step: Remove) -> str:
    assignment = step.seat.assignment
    draft.tx.update(Assignment, assignment.id, {"status": AssignmentStatus.WITHDRAWN.value, "pinned": False})
    record_edit(draft.tx, draft.plan, EditKind.REMOVE, by, step.seat, before=Before.of(assignment), rank=rank)
    return assignment.id


def _added(draft: Draft, by: str, rank: int, step: Add, decided: Mapping[str, Any]) -> str:
    tx, pair, before = draft.tx, (step.volunteer, step.shift), None
    seat = next((seat for seat in draft.seated.seats if seat.pair == pair and not seat.team), None)
    if seat is None:
        seat = _new_seat(tx, draft.plan, pair, decided, rank)
    else:
        before = Before.of(seat.assignment, next_best_of(tx, seat.assignment.id))
        tx.update(Assignment, seat.assignment.id, decided)
        tx.delete_edges("NEXT_BEST", Assignment, Volunteer, eq("id", seat.assignment.id))
    record_edit(tx, draft.plan, EditKind.ADD, by, seat, before=before, rank=rank)
    return seat.assignment.id


def _tied(draft: Draft, volunteer: str) -> list[str]:
    """The person, then all who are tied to him, in the order of the facts."""
    others = draft.weighed.reckoning.problem.tied([volunteer]) - {volunteer}
    return [volunteer, *(id for id in draft.weighed.facts.person if id in others)]


def _company(draft: Draft, seat: Seat) -> list[Seat]:
    """The seat, and those of who is tied to the person and serves beside him."""
    there = {
        one.volunteer: one for one in draft.seated.seats if one.shift == seat.shift and one.serving and not one.team
    }
    return [seat, *(there[id] for id in _tied(draft, seat.volunteer)[1:] if id in there)]


def _coming(draft: Draft, volunteer: str, shift: str, leaves: str = "") -> list[Step]:
    """The steps by which somebody and those tied to him come to the shift, from the one that they leave, or new."""
    serving = {seat.pair: seat for seat in draft.seated.seats if seat.serving and not seat.team}
    tied = [id for id in _tied(draft, volunteer) if id == volunteer or (id, shift) not in serving]
    from_there = [serving.get((id, leaves)) for id in tied]
    if leaves and from_there[0] is None:
        raise Conflict("此人已不在那个班次")
    return [Move(seat, shift) if seat else Add(id, shift) for id, seat in zip(tied, from_there, strict=True)]


def _new_seat(tx: Transaction, plan: Plan, pair: tuple[str, str], decided: Mapping[str, Any], rank: int) -> Seat:
    """The plan has this assignment; its id is that of no other, also not of one that is gone."""
    id = f"assignment:{plan.id}:edit-{plan.edit_count + 1 + rank}"
    new = Assignment.from_props({"id": id, "week": plan.week, **decided})
    tx.create_node(new)
    tx.upsert_edges("IN_PLAN", Assignment, Plan, [Edge(new.id, plan.id)])
    tx.upsert_edges("ASSIGNED", Volunteer, Assignment, [Edge(pair[0], new.id)])
    tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge(new.id, pair[1])])
    return Seat(new, *pair, team=None)


def _decided(facts: Facts, seat: SeatFacts) -> dict[str, Any]:
    """What an assignment says that was made by hand; whatever the person answered before was about something else."""
    return {
        "status": AssignmentStatus.DRAFT.value,
        "pinned": True,
        "metres": seat.metres,
        "reason": seat.reason,
        "alternative": "",
        "answered_at": "",
        "answer_note": "",
        "walk_from": walk_from(facts.person[seat.volunteer], facts.wanted[seat.shift].shift.start).value,
    }


def _open_shift(facts: Facts, shift_id: str) -> None:
    wanted = facts.wanted.get(shift_id)
    if wanted is None or wanted.shift.for_teams:
        raise NotFound("这份计划里没有这个班次，或它由志愿服务队承担")


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
