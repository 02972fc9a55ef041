"""An offer is accepted or declined; a no is kept, with its time, and nobody is asked twice."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.errors import Conflict, InvalidNode, NotFound
from engine.model import Assignment, AssignmentStatus, EditKind, Plan
from engine.planning import generate_plan, pin_assignment, publish_plan, repair_plan
from engine.planning.history import edits_of
from engine.planning.respond import Answer, respond
from engine.planning.seats import read_plan
from engine.store import GraphStore
from tests.engine.planning.conftest import WEEK, change
from tests.engine.planning.test_plans import WEST_RUSH, seat_of, stored


@pytest.fixture
def plan(lantern_street: GraphStore) -> Plan:
    """甲 in the west and pinned there, 乙 in the east; published."""
    made = generate_plan(lantern_street, WEEK, "old-town")
    pin_assignment(lantern_street, seat_of(lantern_street, made, "甲").assignment.id, True)
    return publish_plan(lantern_street, made.id)


def offer(store: GraphStore, plan: Plan, who: str = "甲") -> Assignment:
    return seat_of(store, plan, who).assignment


def test_an_offer_is_accepted_with_the_time_and_stands(lantern_street: GraphStore, plan: Plan) -> None:
    mine = offer(lantern_street, plan)
    answered = respond(lantern_street, mine.id, Answer.ACCEPT, version=mine.version, by="account:甲")
    assert answered.assignment is not None
    assert (answered.assignment.status, answered.assignment.pinned) == (AssignmentStatus.ACCEPTED, True)
    assert datetime.fromisoformat(answered.assignment.answered_at).utcoffset() is not None
    assert answered.plan.version == plan.version + 1
    assert answered.plan.origin == plan.origin
    again = generate_plan(lantern_street, WEEK, "old-town")
    assert offer(lantern_street, again).status is AssignmentStatus.ACCEPTED
    assert offer(lantern_street, again).answered_at == answered.assignment.answered_at


def test_a_no_is_kept_with_its_reason_and_is_planned_by_nobody_again(lantern_street: GraphStore, plan: Plan) -> None:
    change(lantern_street, "丙", free_hours=(405, 540))
    answered = respond(lantern_street, offer(lantern_street, plan).id, Answer.DECLINE, " 出差 ").assignment
    assert answered is not None
    assert (answered.status, answered.pinned, answered.answer_note) == (AssignmentStatus.DECLINED, False, "出差")
    for version in (repair_plan(lantern_street, plan.id).plan, generate_plan(lantern_street, WEEK, "old-town")):
        assert ("甲", WEST_RUSH) not in read_plan(lantern_street, version.id).pairs()
        kept = next(seat for seat in read_plan(lantern_street, version.id).seats if seat.pair == ("甲", WEST_RUSH))
        assert kept.assignment.status is AssignmentStatus.DECLINED
        assert (kept.assignment.answered_at, kept.assignment.answer_note) == (answered.answered_at, "出差")


def test_the_same_answer_again_changes_nothing(lantern_street: GraphStore, plan: Plan) -> None:
    mine = offer(lantern_street, plan)
    first = respond(lantern_street, mine.id, Answer.DECLINE, "出差", mine.version)
    assert respond(lantern_street, mine.id, Answer.DECLINE, "生病", mine.version) == first
    edits = edits_of(lantern_street, lantern_street, [plan.id], 20)[plan.id]
    assert (edits[0].edit.kind, edits[0].sentence) == (
        EditKind.DECLINE,
        "灯笼街西段 周一 07:00–08:30 的一人已谢绝",
    )
    assert [told.edit.kind for told in edits].count(EditKind.DECLINE) == 1


def test_one_may_think_better_of_it(lantern_street: GraphStore, plan: Plan) -> None:
    mine = offer(lantern_street, plan).id
    for answer, status in ((Answer.ACCEPT, "ACCEPTED"), (Answer.DECLINE, "DECLINED"), (Answer.ACCEPT, "ACCEPTED")):
        answered = respond(lantern_street, mine, answer).assignment
        assert answered is not None
        assert answered.status.value == status


def test_what_is_no_offer_is_not_answered(lantern_street: GraphStore, plan: Plan) -> None:
    draft = generate_plan(lantern_street, WEEK, "old-town")
    with pytest.raises(Conflict, match="没有发布"):
        respond(lantern_street, offer(lantern_street, draft).id, Answer.ACCEPT)
    with pytest.raises(NotFound):
        respond(lantern_street, "assignment:none", Answer.ACCEPT)
    mine = offer(lantern_street, plan)
    with pytest.raises(Conflict):
        respond(lantern_street, mine.id, Answer.ACCEPT, version=mine.version + 1)
    with pytest.raises(InvalidNode):
        respond(lantern_street, mine.id, Answer.DECLINE, "长" * 201)
    with lantern_street.tx() as tx:
        tx.update(Assignment, mine.id, {"status": "WITHDRAWN"})
    with pytest.raises(Conflict, match="撤下"):
        respond(lantern_street, mine.id, Answer.ACCEPT)
    assert stored(lantern_street, plan) == plan


def test_a_version_that_was_replaced_is_not_answered(lantern_street: GraphStore, plan: Plan) -> None:
    publish_plan(lantern_street, generate_plan(lantern_street, WEEK, "old-town").id)
    with pytest.raises(Conflict, match="第 2 版已经发布"):
        respond(lantern_street, offer(lantern_street, plan).id, Answer.DECLINE)


def test_who_answered_while_a_new_version_was_drafted_is_not_asked_again(
    lantern_street: GraphStore, plan: Plan
) -> None:
    draft = generate_plan(lantern_street, WEEK, "old-town")
    respond(lantern_street, offer(lantern_street, plan, "甲").id, Answer.DECLINE, "出差")
    said = respond(lantern_street, offer(lantern_street, plan, "乙").id, Answer.ACCEPT).assignment
    published = publish_plan(lantern_street, draft.id)
    no, yes = (offer(lantern_street, published, who) for who in "甲乙")
    assert (no.status, no.pinned, no.answer_note) == (AssignmentStatus.DECLINED, False, "出差")
    assert said is not None
    assert (yes.status, yes.answered_at) == (AssignmentStatus.ACCEPTED, said.answered_at)
