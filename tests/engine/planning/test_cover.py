"""The cover of a plan is the same for one version read whole and for many asked at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model import (
    Assignment,
    AssignmentStatus,
    Plan,
    Segment,
    Shift,
    Shortfall,
    ShortfallKind,
    Team,
    Volunteer,
)
from engine.planning.cover import covers
from engine.planning.view import view_plan
from engine.store import Edge, GraphStore
from tests.schema import town


@pytest.fixture
def graph(store: GraphStore) -> GraphStore:
    town.build(store)
    return store


def test_an_empty_seat_is_not_covered(graph: GraphStore) -> None:
    # s1 wants two and has one, s2 wants one and has one
    assert covers(graph, ["p1"]) == {"p1": 2 / 3}


def test_a_seat_that_was_declined_is_empty(graph: GraphStore) -> None:
    with graph.tx() as tx:
        tx.update(Assignment, "a2", {"status": AssignmentStatus.DECLINED.value})
        tx.upsert_nodes([Shortfall(id="f2", kind=ShortfallKind.MINIMUM, missing=1)])
        tx.upsert_edges("IN_PLAN", Shortfall, Plan, [Edge("f2", "p1")])
        tx.upsert_edges("TO_SHIFT", Shortfall, Shift, [Edge("f2", "s2")])
    assert covers(graph, ["p1"]) == {"p1": 1 / 3}
    assert view_plan(graph, "p1").cover == 1 / 3


def test_teams_count_by_their_people_and_missing_teams_by_one(graph: GraphStore) -> None:
    with graph.tx() as tx:
        tx.upsert_nodes([Team(id="t", name="灯笼队"), Assignment(id="a3", week=town.WEEK, metres=0)])
        tx.upsert_nodes(
            Shift(id=key, week=town.WEEK, start=3000, end=3060, min=0, desired=0, max=9, for_teams=True)
            for key in ("s3", "s4")
        )
        tx.upsert_nodes([Shortfall(id="f3", kind=ShortfallKind.TEAM, missing=1)])
        tx.upsert_edges("AT", Shift, Segment, [Edge("s3", "b"), Edge("s4", "b")])
        tx.upsert_edges("ASSIGNED", Volunteer, Assignment, [Edge("v1", "a3")])
        tx.upsert_edges("WITH_TEAM", Assignment, Team, [Edge("a3", "t")])
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge("a3", "s3")])
        tx.upsert_edges("IN_PLAN", Assignment, Plan, [Edge("a3", "p1")])
        tx.upsert_edges("TO_SHIFT", Shortfall, Shift, [Edge("f3", "s4")])
        tx.upsert_edges("IN_PLAN", Shortfall, Plan, [Edge("f3", "p1")])
    # filled: one of two in s1, one in s2, the team's one in s3; s4 lacks its team: 3 of 5
    assert covers(graph, ["p1"]) == {"p1": 3 / 5}


def test_an_unknown_plan_has_none_and_an_empty_one_is_covered(graph: GraphStore) -> None:
    with graph.tx() as tx:
        stored = tx.get(Plan, "p1")
        assert stored is not None
        tx.create_node(replace(stored, id="p2", number=2, seats=0))
    assert covers(graph, ["none", "p2"]) == {"p2": 1.0}
