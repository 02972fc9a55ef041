"""Cases of a stored plan: each repaired from it, side by side, and nothing is written."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import Conflict, InvalidInput
from engine.model import Plan
from engine.planning import generate_plan, move_assignment
from engine.planning.cover import covers
from engine.planning.explain import Explanations, Opened
from engine.planning.what_if import AS_IT_IS, EVENINGS, Newcomers, Outcome, WhatIfs, side_by_side
from engine.store import GraphStore
from solver.changes import Change, ClosedPlace, Demand, WithoutPeople
from solver.check import check
from tests.engine.planning.conftest import WEEK, change
from tests.engine.planning.test_plans import EAST_RUSH, cost, seat_of, stored


@pytest.fixture
def plan(lantern_street: GraphStore) -> Plan:
    """甲 in the west, 乙 in the east."""
    return generate_plan(lantern_street, WEEK, "old-town")


def opened(store: GraphStore, plan: Plan) -> Opened:
    return Explanations().open(store, plan.id)


def outcomes(store: GraphStore, plan: Plan, **cases: Change) -> dict[str, Outcome]:
    found = side_by_side(opened(store, plan), {name: (change,) for name, change in cases.items()}, seconds=20)
    return {outcome.found.name: outcome for outcome in found}


def parts(outcome: Outcome) -> tuple[int, ...]:
    return outcome.found.plan.cost.parts()


def test_the_plan_as_it_is_stands_first_with_its_own_numbers(lantern_street: GraphStore, plan: Plan) -> None:
    move_assignment(lantern_street, seat_of(lantern_street, plan, "甲").assignment.id, EAST_RUSH)
    now = stored(lantern_street, plan)
    (first,) = side_by_side(opened(lantern_street, now), {})
    assert (first.found.name, parts(first), first.found.touched) == (AS_IT_IS, cost(now), ())
    assert (first.found.served, first.found.metres) == (now.assigned, now.metres)
    assert first.cover == covers(lantern_street, [plan.id])[plan.id] == 0.5
    assert first.notes == ("1 个班次低于最少人数",)


def test_each_case_tells_what_it_does_to_the_plan(lantern_street: GraphStore, plan: Plan) -> None:
    before = lantern_street.counts()
    found = outcomes(
        lantern_street,
        plan,
        closed=ClosedPlace("half-west"),
        wanted=Demand("half-west", 1),
        alone=WithoutPeople("乙"),
    )
    assert list(found) == [AS_IT_IS, "closed", "wanted", "alone"]
    closed, wanted, alone = (found[name] for name in ("closed", "wanted", "alone"))
    assert (closed.cover, closed.notes) == (1.0, ("取消 1 个班次",))
    assert [who.id for who in closed.found.touched] == ["甲"]
    # Nobody else has time: one of three wanted stays empty, and nobody is moved for it.
    assert (parts(wanted)[2], wanted.cover, wanted.found.touched) == (1, 2 / 3, ())
    assert (parts(alone)[0], alone.notes) == (1, ("1 个班次低于最少人数",))
    assert all(check(one.found.problem, one.found.plan).holds and one.found.proved for one in found.values())
    assert lantern_street.counts() == before
    assert stored(lantern_street, plan) == plan


def test_newcomers_are_like_the_grown_ups_of_their_line_and_serve(lantern_street: GraphStore, plan: Plan) -> None:
    change(lantern_street, "乙", free_hours=())  # nobody in the east from now on
    later = generate_plan(lantern_street, WEEK, "old-town")
    found = outcomes(lantern_street, later, more=Newcomers(count=2, line="PARTY"))
    assert (parts(found[AS_IT_IS])[0], parts(found["more"])[0]) == (1, 0)
    assert found["more"].notes == ("新增的 2 人中 1 人有班次",)
    new = found["more"].found.problem.volunteers[-2:]
    assert {(v.tags, v.load, v.claims, v.served) for v in new} == {(("line:PARTY", "adult"), 0, (), ())}
    assert {v.free for v in new} == {((405, 540),)}  # those of the only one of the line who has time


def test_newcomers_live_where_and_have_time_when_it_is_said(lantern_street: GraphStore, plan: Plan) -> None:
    laid_open = opened(lantern_street, plan)
    node = laid_open.names.facts.network.numbers["middle"]
    group = Newcomers(count=3, line="YOUTH", home=node, skills=("leader",), free=EVENINGS)
    problem = group.of(laid_open.solution.instance.problem)
    new = problem.volunteers[-3:]
    assert len({v.id for v in problem.volunteers}) == 4 + 3
    assert {(v.home, v.at, v.free, v.tags) for v in new} == {(node, (), EVENINGS, ("line:YOUTH", "adult", "leader"))}


def test_cases_that_change_what_is_not_there_are_refused_together(lantern_street: GraphStore, plan: Plan) -> None:
    cases: dict[str, Any] = {"关闭": (ClosedPlace("half-north"),), "没有": (WithoutPeople("line:WOMEN"),)}
    with pytest.raises(InvalidInput) as refusal:
        side_by_side(opened(lantern_street, plan), cases)
    assert [(fault.row, fault.field) for fault in refusal.value.faults] == [(1, "关闭"), (2, "没有")]
    assert "巾帼" in refusal.value.faults[1].message


def test_who_waits_too_long_for_others_is_told(lantern_street: GraphStore, plan: Plan) -> None:
    busy = WhatIfs()
    busy._turn.acquire()
    laid_open = opened(lantern_street, plan)
    with pytest.raises(Conflict):
        busy.of(laid_open, {}, seconds=0.05)
    busy._turn.release()
    assert [one.found.name for one in busy.of(laid_open, {}, seconds=5)] == [AS_IT_IS]
