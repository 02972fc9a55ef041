"""A stored plan is opened for explanations: as it is now, once, and only while today's facts allow it."""

from __future__ import annotations

from typing import cast

import pytest

from engine.errors import NotFound, RuleBroken
from engine.model import Plan, ShiftTemplate
from engine.planning import generate_plan, pin_assignment, publish_plan, remove_assignment
from engine.planning.at_hand import AtHand
from engine.planning.explain import Explanations, consequence_sentence, group_title, single_sentence
from engine.planning.seats import read_plan
from engine.store import GraphStore
from tests.engine.planning.conftest import WEEK, change

WEST_RUSH, EAST_RUSH = f"shift:{WEEK}:rush:half-west:1", f"shift:{WEEK}:rush:half-east:1"


@pytest.fixture
def plan(lantern_street: GraphStore) -> Plan:
    return generate_plan(lantern_street, WEEK, "old-town")


def test_an_opened_plan_costs_what_the_stored_one_does(lantern_street: GraphStore, plan: Plan) -> None:
    opened = Explanations().open(lantern_street, plan.id)
    assert opened.solution.plan.cost.parts() == plan.costs()
    assert opened.solution.plan.bound.parts() == plan.bounds()
    assert set(opened.solution.plan.assignments) == {("甲", WEST_RUSH), ("乙", EAST_RUSH)}


def test_a_plan_is_opened_once_until_it_or_somebody_changes(lantern_street: GraphStore, plan: Plan) -> None:
    explanations = Explanations()
    opened = explanations.open(lantern_street, plan.id)
    assert explanations.open(lantern_street, plan.id) is opened
    seat = read_plan(lantern_street, plan.id).seats[0]
    pin_assignment(lantern_street, seat.assignment.id, True)
    pinned = explanations.open(lantern_street, plan.id)
    assert pinned is not opened
    assert pinned.solution.instance.pinned
    change(lantern_street, "丙", load=9)
    assert explanations.open(lantern_street, plan.id) is not pinned


def test_a_plan_that_was_asked_about_is_opened_again_before_the_next_question(
    lantern_street: GraphStore, plan: Plan
) -> None:
    explanations, hand = Explanations(), AtHand()
    explanations.reopen(lantern_street, plan.id)  # nobody asked
    opened = explanations.open(lantern_street, plan.id)
    seat = read_plan(lantern_street, plan.id).seats[0].assignment.id
    pin_assignment(lantern_street, seat, True, hand=hand)
    explanations.reopen(lantern_street, plan.id)
    with_the_store_away = cast("GraphStore", Marks(lantern_street))
    again = explanations.open(with_the_store_away, plan.id)
    assert again is not opened
    assert again.solution.instance.pinned
    change(lantern_street, "甲", free_hours=())
    pin_assignment(lantern_street, seat, False, hand=hand)
    explanations.reopen(lantern_street, plan.id)  # today's facts forbid the plan, which is told to whoever asks
    with pytest.raises(RuleBroken):
        explanations.open(lantern_street, plan.id)


class Marks:
    """A store that says whether something was written, and nothing else."""

    def __init__(self, store: GraphStore) -> None:
        self.moments = store.moments


def test_a_published_plan_and_one_changed_by_hand_are_explained_too(lantern_street: GraphStore, plan: Plan) -> None:
    seat = next(seat for seat in read_plan(lantern_street, plan.id).seats if seat.volunteer == "乙")
    remove_assignment(lantern_street, seat.assignment.id)
    opened = Explanations().open(lantern_street, publish_plan(lantern_street, plan.id).id)
    found = opened.why_empty(EAST_RUSH)
    assert {opened.title(why.reason): why.people for why in found.steps}["已禁止的安排"] == 1
    assert "甲" in opened.solution.plan.assignments[0]


def test_sentences_speak_of_places_and_times(lantern_street: GraphStore, plan: Plan) -> None:
    opened = Explanations().open(lantern_street, plan.id)
    (found, *_) = opened.stand_ins(EAST_RUSH, 1)
    assert found.volunteers == ("甲",)
    assert consequence_sentence(found, opened.names).startswith(
        "步行 300 米；离开 灯笼街西段 周一 07:00–08:30（那里将距最少人数缺 1 人）"
    )


def test_help_names_lines_and_hours(lantern_street: GraphStore) -> None:
    with lantern_street.tx() as tx:
        tx.update(ShiftTemplate, "rush", {"min": 2, "desired": 2, "max": 3})
    opened = Explanations().open(lantern_street, generate_plan(lantern_street, WEEK, "old-town").id)
    groups = opened.what_would_help()
    titles = [group_title(group, opened.names) for group in groups]
    assert {"党员", "灯笼街西段", "灯笼街东段", "周一 7 时"} <= set(titles)
    assert "灯笼街" in single_sentence(groups[0].best[0], opened.names)
    proof = opened.bottleneck(EAST_RUSH)
    assert proof is not None
    assert (proof.wanted, proof.most, set(proof.people)) == (4, 2, {"甲", "乙"})


def test_a_plan_that_todays_facts_forbid_is_refused_without_a_name(lantern_street: GraphStore, plan: Plan) -> None:
    change(lantern_street, "甲", free_hours=())
    with pytest.raises(RuleBroken) as refused:
        Explanations().open(lantern_street, plan.id)
    assert "重新排" in str(refused.value)
    assert "甲" not in str(refused.value)


def test_what_is_not_there_is_not_found(lantern_street: GraphStore, plan: Plan) -> None:
    with pytest.raises(NotFound):
        Explanations().open(lantern_street, "plan:none")
    with pytest.raises(NotFound):
        Explanations().open(lantern_street, plan.id).why_empty("shift:none")
