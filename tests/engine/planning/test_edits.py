"""Edits by hand: a person is put in, each edit is kept in the history, taken back exactly, and none is ever lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from itertools import cycle
from typing import Any, cast

import pytest

from engine.errors import Conflict, NotFound, PlanPublished, RuleBroken
from engine.model import Assignment, AssignmentStatus, EditKind, Plan, Shift, Volunteer
from engine.planning import (
    add_assignment,
    generate_plan,
    move_assignment,
    pin_assignment,
    publish_plan,
    remove_assignment,
    replace_assignment,
    undo_edit,
)
from engine.planning.facts import read_facts
from engine.planning.history import ToldEdit, edits_of
from engine.planning.problem import build_problem
from engine.planning.seats import read_plan
from engine.store import Edge, GraphStore, Match, Transaction, eq
from solver.reckoning import Reckoning
from tests.engine.planning.conftest import WEEK, change
from tests.engine.planning.test_plans import EAST_RUSH, WEST_RUSH, cost, seat_of, stored


@pytest.fixture
def plan(lantern_street: GraphStore) -> Plan:
    """甲 in the west, 乙 in the east."""
    return generate_plan(lantern_street, WEEK, "old-town")


def history(store: GraphStore, plan: Plan, most: int = 20) -> list[ToldEdit]:
    return edits_of(store, store, [plan.id], most)[plan.id]


def kinds(store: GraphStore, plan: Plan) -> list[tuple[EditKind, bool]]:
    return [(told.edit.kind, told.edit.undone) for told in history(store, plan)]


def state(store: GraphStore, plan: Plan) -> object:
    """Everything about the seats but the revisions, and who would be the next best of each."""
    question = Match("a", Assignment).hop("IN_PLAN", "p", Plan, eq("p.id", plan.id)).order("a.id")
    nexts = question.hop("NEXT_BEST", "n", Volunteer, source="a").select("a.id", "n.id")
    seats = read_plan(store, plan.id).seats
    return [(seat.assignment.to_props(), seat.volunteer, seat.shift) for seat in seats], store.query(nexts)


def test_a_person_is_put_in_judged_priced_and_pinned(lantern_street: GraphStore, plan: Plan) -> None:
    change(lantern_street, "丙", free_hours=(405, 540))
    added = add_assignment(lantern_street, plan.id, EAST_RUSH, "丙", plan.version, by="acc")
    assert added.assignment is not None
    # 丙 lives at the east end: 100 m; one above the desired headcount costs 150.
    assert (added.assignment.metres, added.assignment.pinned) == (100, True)
    assert added.assignment.reason == "距住处 100 米"
    assert cost(added.plan) == (0, 0, 0, -600 + 100 + 150)
    assert (added.plan.assigned, added.plan.origin) == (3, "edited")
    assert ("丙", EAST_RUSH) in read_plan(lantern_street, plan.id).pins()
    again = generate_plan(lantern_street, WEEK, "old-town", base=plan.id)
    assert ("丙", EAST_RUSH) in read_plan(lantern_street, again.id).pairs()


def test_who_breaks_a_rule_is_not_put_in(lantern_street: GraphStore, plan: Plan) -> None:
    with pytest.raises(RuleBroken) as refusal:
        add_assignment(lantern_street, plan.id, EAST_RUSH, "丙")  # no free time
    assert [fault.field for fault in refusal.value.faults] == ["free"]
    assert "丙" not in str(refusal.value)
    assert stored(lantern_street, plan) == plan
    assert history(lantern_street, plan) == []


def test_who_or_what_is_unknown_or_there_already_is_not_put_in(lantern_street: GraphStore, plan: Plan) -> None:
    for shift, person, error in (
        ("shift:none", "丙", NotFound),
        (EAST_RUSH, "nobody", NotFound),
        (WEST_RUSH, "甲", Conflict),
    ):
        with pytest.raises(error):
            add_assignment(lantern_street, plan.id, shift, person)
    with pytest.raises(Conflict):
        add_assignment(lantern_street, plan.id, EAST_RUSH, "甲", plan.version + 1)
    with pytest.raises(NotFound):
        add_assignment(lantern_street, "plan:none", EAST_RUSH, "甲")


def test_who_was_taken_out_may_be_put_in_again_and_who_declined_may_not(lantern_street: GraphStore, plan: Plan) -> None:
    seat = seat_of(lantern_street, plan, "甲").assignment
    remove_assignment(lantern_street, seat.id)
    back = add_assignment(lantern_street, plan.id, WEST_RUSH, "甲").assignment
    assert back is not None
    assert (back.id, back.status, back.pinned) == (seat.id, AssignmentStatus.DRAFT, True)
    with lantern_street.tx() as tx:
        tx.update(Assignment, seat.id, {"status": "DECLINED", "pinned": False})
    with pytest.raises(Conflict):
        add_assignment(lantern_street, plan.id, WEST_RUSH, "甲")
    with pytest.raises(Conflict):
        move_assignment(lantern_street, seat_of(lantern_street, plan, "甲").assignment.id, EAST_RUSH)


def test_each_edit_is_in_the_history_with_who_and_what(lantern_street: GraphStore, plan: Plan) -> None:
    mine, other = (seat_of(lantern_street, plan, name).assignment.id for name in "甲乙")
    pin_assignment(lantern_street, other, True)
    pin_assignment(lantern_street, other, True)  # nothing changes, so there is nothing to keep
    pin_assignment(lantern_street, other, False)
    move_assignment(lantern_street, mine, EAST_RUSH)
    remove_assignment(lantern_street, mine)
    add_assignment(lantern_street, plan.id, WEST_RUSH, "甲")
    told = history(lantern_street, plan)
    assert [one.edit.number for one in told] == [5, 4, 3, 2, 1]
    assert [one.edit.kind.value for one in told] == ["ADD", "REMOVE", "MOVE", "UNPIN", "PIN"]
    assert {one.by for one in told} == {"命令行"}
    assert [one.sentence for one in told] == [
        "给 灯笼街西段 周一 07:00–08:30 加一人",
        "撤下 灯笼街东段 周一 07:00–08:30 的一人",
        "把一人从 灯笼街西段 周一 07:00–08:30 调到 灯笼街东段 周一 07:00–08:30",
        "解除 灯笼街东段 周一 07:00–08:30 一人的锁定",
        "锁定 灯笼街东段 周一 07:00–08:30 的一人",
    ]
    assert (told[2].edit.volunteer, told[2].edit.shift, told[2].edit.other_shift) == ("甲", EAST_RUSH, WEST_RUSH)
    assert len(history(lantern_street, plan, 2)) == 2
    assert edits_of(lantern_street, lantern_street, [plan.id, "plan:none"], 1)[plan.id] == told[:1]


def _pin(store: GraphStore, plan: Plan) -> None:
    pin_assignment(store, seat_of(store, plan, "甲").assignment.id, True)


def _move(store: GraphStore, plan: Plan) -> None:
    move_assignment(store, seat_of(store, plan, "甲").assignment.id, EAST_RUSH)


def _remove(store: GraphStore, plan: Plan) -> None:
    remove_assignment(store, seat_of(store, plan, "甲").assignment.id)


def _add(store: GraphStore, plan: Plan) -> None:
    change(store, "丙", free_hours=(405, 540))
    add_assignment(store, plan.id, EAST_RUSH, "丙")


@pytest.mark.parametrize("do", [_pin, _move, _remove, _add])
def test_undo_restores_what_was_there_exactly(
    lantern_street: GraphStore, plan: Plan, do: Callable[[GraphStore, Plan], None]
) -> None:
    before = state(lantern_street, plan)
    do(lantern_street, plan)
    assert state(lantern_street, plan) != before
    undone = undo_edit(lantern_street, plan.id).plan
    assert state(lantern_street, plan) == before
    assert cost(undone) == cost(plan)
    assert (undone.assigned, undone.metres, undone.longest) == (plan.assigned, plan.metres, plan.longest)
    newest, done = kinds(lantern_street, plan)
    assert (newest, done[1]) == ((EditKind.UNDO, False), True)


@pytest.fixture
def tied(lantern_street: GraphStore) -> Plan:
    """甲 and 乙 serve together or not at all; 丙, who is free then, alone. Both halves want two people at most."""
    change(lantern_street, "丙", free_hours=(405, 540))
    with lantern_street.tx() as tx:
        tx.upsert_edges("TOGETHER", Volunteer, Volunteer, [Edge("甲", "乙")])
    return generate_plan(lantern_street, WEEK, "old-town")


def where_they_are(store: GraphStore, plan: Plan) -> set[tuple[str, str]]:
    return set(read_plan(store, plan.id).pairs())


def whole_cost(store: GraphStore, plan: Plan) -> tuple[int, int, int, int]:
    """What the plan costs by the judge's own words."""
    seated, facts = read_plan(store, plan.id), read_facts(store, WEEK, "old-town")
    return Reckoning.of(build_problem(facts), seated.pairs(), seated.teams()).cost.parts()


def test_who_is_tied_moves_goes_and_comes_as_one_and_is_brought_back_as_one(
    lantern_street: GraphStore, tied: Plan
) -> None:
    start = state(lantern_street, tied)
    (there,) = {shift for who, shift in where_they_are(lantern_street, tied) if who in "甲乙"}
    (other,) = {WEST_RUSH, EAST_RUSH} - {there}
    assert where_they_are(lantern_street, tied) == {("甲", there), ("乙", there), ("丙", other)}
    remove_assignment(lantern_street, seat_of(lantern_street, tied, "丙").assignment.id)

    moved = move_assignment(lantern_street, seat_of(lantern_street, tied, "乙").assignment.id, other)
    assert moved.assignment is not None
    assert (moved.assignment.id, moved.assignment.pinned) == (seat_of(lantern_street, tied, "乙").assignment.id, True)
    assert where_they_are(lantern_street, tied) == {("甲", other), ("乙", other)}
    assert cost(moved.plan) == whole_cost(lantern_street, tied)
    steps = history(lantern_street, tied)[:2]
    assert [(one.edit.number, one.edit.act, one.edit.volunteer) for one in steps] == [(3, 2, "甲"), (2, 2, "乙")]

    gone = remove_assignment(lantern_street, seat_of(lantern_street, tied, "甲").assignment.id).plan
    assert (where_they_are(lantern_street, tied), gone.assigned) == (set(), 0)
    back = add_assignment(lantern_street, tied.id, there, "甲").plan
    assert where_they_are(lantern_street, tied) == {("甲", there), ("乙", there)}
    assert cost(back) == whole_cost(lantern_street, tied)
    pair = {("甲", there), ("乙", there)}, {("甲", other), ("乙", other)}
    for left in (set(), pair[1], pair[0], {*pair[0], ("丙", other)}):
        undo_edit(lantern_street, tied.id)
        assert where_they_are(lantern_street, tied) == left
    assert state(lantern_street, tied) == start


def test_a_step_that_breaks_a_rule_for_one_of_those_tied_is_refused_whole(
    lantern_street: GraphStore, tied: Plan
) -> None:
    mine, before = seat_of(lantern_street, tied, "甲"), state(lantern_street, tied)
    (other,) = {WEST_RUSH, EAST_RUSH} - {mine.shift}
    with pytest.raises(RuleBroken) as refused:  # 丙 is there: a third is one too many
        move_assignment(lantern_street, mine.assignment.id, other)
    assert {fault.field for fault in refused.value.faults} == {"max"}
    assert state(lantern_street, tied) == before
    assert history(lantern_street, tied) == []


def test_one_is_put_in_anothers_place_in_one_step(lantern_street: GraphStore, plan: Plan) -> None:
    change(lantern_street, "丙", free_hours=(405, 540))
    before, mine = state(lantern_street, plan), seat_of(lantern_street, plan, "甲").assignment
    replaced = replace_assignment(lantern_street, mine.id, "丙", version=mine.version)
    assert where_they_are(lantern_street, plan) == {("丙", WEST_RUSH), ("乙", EAST_RUSH)}
    assert replaced.assignment is not None
    assert replaced.assignment.id == seat_of(lantern_street, plan, "丙").assignment.id
    assert cost(replaced.plan) == whole_cost(lantern_street, plan)
    assert [one.edit.kind for one in history(lantern_street, plan)] == [EditKind.REMOVE, EditKind.ADD]
    undone = undo_edit(lantern_street, plan.id).plan
    assert (state(lantern_street, plan), cost(undone)) == (before, cost(plan))
    with pytest.raises(Conflict, match="没有可以撤销"):
        undo_edit(lantern_street, plan.id)


def test_who_replaces_may_leave_another_shift_for_it(lantern_street: GraphStore, plan: Plan) -> None:
    before, mine = state(lantern_street, plan), seat_of(lantern_street, plan, "甲").assignment
    for leaves in ("", WEST_RUSH):  # he cannot be in two places; he is not there
        with pytest.raises((RuleBroken, Conflict)):
            replace_assignment(lantern_street, mine.id, "乙", leaves)
        assert state(lantern_street, plan) == before
    replaced = replace_assignment(lantern_street, mine.id, "乙", EAST_RUSH).plan
    assert where_they_are(lantern_street, plan) == {("乙", WEST_RUSH)}
    assert cost(replaced) == whole_cost(lantern_street, plan)
    undo_edit(lantern_street, plan.id)
    assert state(lantern_street, plan) == before


def test_a_pair_is_replaced_by_one_and_one_by_a_pair(lantern_street: GraphStore, tied: Plan) -> None:
    before = state(lantern_street, tied)
    third, there = seat_of(lantern_street, tied, "丙"), seat_of(lantern_street, tied, "甲").shift
    replace_assignment(lantern_street, third.assignment.id, "乙", there)
    assert where_they_are(lantern_street, tied) == {("甲", third.shift), ("乙", third.shift)}
    undo_edit(lantern_street, tied.id)
    assert state(lantern_street, tied) == before
    replace_assignment(lantern_street, seat_of(lantern_street, tied, "甲").assignment.id, "丙", third.shift)
    assert where_they_are(lantern_street, tied) == {("丙", there)}
    undo_edit(lantern_street, tied.id)
    assert state(lantern_street, tied) == before


def test_undoing_goes_back_edit_by_edit_to_the_start(lantern_street: GraphStore, plan: Plan) -> None:
    states = [state(lantern_street, plan)]
    for do in (_pin, _move, _remove):
        do(lantern_street, plan)
        states.append(state(lantern_street, plan))
    add_assignment(lantern_street, plan.id, EAST_RUSH, "甲")
    for before in reversed(states):
        undo_edit(lantern_street, plan.id)
        assert state(lantern_street, plan) == before
    with pytest.raises(Conflict, match="没有可以撤销"):
        undo_edit(lantern_street, plan.id)
    told = history(lantern_street, plan)
    assert [one.edit.kind for one in told[:4]] == [EditKind.UNDO] * 4
    assert told[0].sentence == "撤销：锁定 灯笼街西段 周一 07:00–08:30 的一人"
    assert all(one.edit.undone for one in told[4:])


def test_after_an_undo_new_edits_are_undone_first(lantern_street: GraphStore, plan: Plan) -> None:
    _pin(lantern_street, plan)
    _move(lantern_street, plan)
    undo_edit(lantern_street, plan.id)
    _remove(lantern_street, plan)
    undo_edit(lantern_street, plan.id)
    assert seat_of(lantern_street, plan, "甲").assignment.pinned  # by the first edit, which stands
    undo_edit(lantern_street, plan.id)
    assert not seat_of(lantern_street, plan, "甲").assignment.pinned


def test_an_undo_that_would_break_a_rule_is_refused_and_changes_nothing(lantern_street: GraphStore, plan: Plan) -> None:
    _move(lantern_street, plan)
    change(lantern_street, "甲", free_hours=())
    before = stored(lantern_street, plan)
    with pytest.raises(RuleBroken, match="撤销会违反") as refusal:
        undo_edit(lantern_street, plan.id)
    assert [fault.field for fault in refusal.value.faults] == ["free"]
    assert stored(lantern_street, plan) == before
    assert kinds(lantern_street, plan) == [(EditKind.MOVE, False)]


def test_an_undo_to_a_shift_that_is_gone_is_refused_with_the_reason(lantern_street: GraphStore, plan: Plan) -> None:
    _move(lantern_street, plan)
    with lantern_street.tx() as tx:
        tx.delete_nodes(Shift, eq("id", WEST_RUSH))
    with pytest.raises(Conflict, match="班次已经取消"):
        undo_edit(lantern_street, plan.id)


def test_what_was_changed_past_the_history_is_not_undone(lantern_street: GraphStore, plan: Plan) -> None:
    _move(lantern_street, plan)
    seat = seat_of(lantern_street, plan, "甲")
    with lantern_street.tx() as tx:
        tx.update(Assignment, seat.assignment.id, {"status": "WITHDRAWN"})
    with pytest.raises(Conflict, match="后来又有变动"):
        undo_edit(lantern_street, plan.id)


def test_a_stale_or_published_plan_is_not_undone(lantern_street: GraphStore, plan: Plan) -> None:
    _pin(lantern_street, plan)
    with pytest.raises(Conflict):
        undo_edit(lantern_street, plan.id, plan.version)
    publish_plan(lantern_street, plan.id)
    with pytest.raises(PlanPublished):
        undo_edit(lantern_street, plan.id)
    with pytest.raises(PlanPublished):
        add_assignment(lantern_street, plan.id, EAST_RUSH, "甲")


def test_a_new_version_has_no_edits_to_undo(lantern_street: GraphStore, plan: Plan) -> None:
    _pin(lantern_street, plan)
    later = generate_plan(lantern_street, WEEK, "old-town", base=plan.id)
    assert history(lantern_street, later) == []
    with pytest.raises(Conflict):
        undo_edit(lantern_street, later.id)


class Interrupted:
    """A store to which somebody else writes whenever a transaction is asked for, just before it begins."""

    def __init__(self, store: GraphStore, meanwhile: Callable[[], object]) -> None:
        self._store, self._meanwhile = store, meanwhile

    def tx(self) -> AbstractContextManager[Transaction]:
        self._meanwhile()
        return self._store.tx()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def test_a_change_in_between_is_seen_by_the_edit(lantern_street: GraphStore, plan: Plan) -> None:
    """While the move of 甲 is made ready, somebody else fills the east to its maximum: the move must see that."""
    change(lantern_street, "丙", free_hours=(405, 540))

    def fill() -> None:
        add_assignment(lantern_street, plan.id, EAST_RUSH, "丙")

    with pytest.raises(RuleBroken) as refusal:
        _move(cast("GraphStore", Interrupted(lantern_street, fill)), plan)
    assert [fault.field for fault in refusal.value.faults] == ["max"]
    assert kinds(lantern_street, plan) == [(EditKind.ADD, False)]


def test_a_plan_that_never_rests_is_edited_all_the_same(lantern_street: GraphStore, plan: Plan) -> None:
    other, pins = seat_of(lantern_street, plan, "乙").assignment.id, cycle([True, False])

    def pin() -> None:
        pin_assignment(lantern_street, other, next(pins))

    _remove(cast("GraphStore", Interrupted(lantern_street, pin)), plan)
    assert [kind for kind, _ in kinds(lantern_street, plan)] == [EditKind.REMOVE, EditKind.PIN]


def test_two_who_edit_at_once_both_succeed_and_nothing_is_lost(lantern_street: GraphStore, plan: Plan) -> None:
    change(lantern_street, "丙", free_hours=(405, 540))
    start = threading.Barrier(2)

    def take_out(_: int) -> None:
        start.wait()
        remove_assignment(lantern_street, seat_of(lantern_street, plan, "甲").assignment.id)

    def put_in(_: int) -> None:
        start.wait()
        add_assignment(lantern_street, plan.id, EAST_RUSH, "丙")

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(take_out, 0), pool.submit(put_in, 0)]:
            done.result()
    assert set(read_plan(lantern_street, plan.id).pairs()) == {("乙", EAST_RUSH), ("丙", EAST_RUSH)}
    assert {kind for kind, _ in kinds(lantern_street, plan)} == {EditKind.REMOVE, EditKind.ADD}
    # West is empty (1 below its minimum); 乙 and 丙 walk 100 m each, one above the desired: both edits are in the cost.
    assert cost(stored(lantern_street, plan)) == (1, 0, 0, 100 + 100 + 150)
