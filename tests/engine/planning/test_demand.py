"""Templates and the month's theme make the week's shifts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.demand import demand_as_template, make_week, set_demand
from engine.errors import Conflict, InvalidInput, InvalidNode, NotFound
from engine.model import Category, Plan, Segment, Shift, ShiftTemplate, Shortfall, ShortfallKind, Theme
from engine.planning import generate_plan, move_assignment
from engine.planning.seats import read_plan
from engine.store import Edge, GraphStore, Match, eq
from tests.engine.planning.conftest import WEEK


def shifts(store: GraphStore) -> dict[str, Shift]:
    rows = store.query(Match("s", Shift).where(eq("s.week", WEEK)).select("s"))
    return {row["s"]["id"]: Shift.from_props(row["s"]) for row in rows}


def test_each_place_and_weekday_of_a_template_gives_a_shift(lantern_street: GraphStore) -> None:
    report = make_week(lantern_street, WEEK)
    assert (report.shifts, report.written) == (2, 2)
    found = shifts(lantern_street)
    assert set(found) == {f"shift:{WEEK}:rush:half-west:1", f"shift:{WEEK}:rush:half-east:1"}
    assert {(shift.start, shift.end) for shift in found.values()} == {(420, 510)}


def test_making_a_week_twice_changes_nothing(lantern_street: GraphStore) -> None:
    make_week(lantern_street, WEEK)
    before = shifts(lantern_street)
    report = make_week(lantern_street, WEEK)
    assert (report.written, report.removed) == (0, 0)
    assert shifts(lantern_street) == before  # versions included


def test_the_months_theme_asks_for_more_people_and_priority(lantern_street: GraphStore) -> None:
    with lantern_street.tx() as tx:
        tx.upsert_edges("FAVOURS", Theme, Category, [Edge("november", "traffic", {"desired": 2, "priority": 1})])
    make_week(lantern_street, WEEK)
    # Template 1/1/2 and priority 1: the theme adds two people and one step, and room for them.
    assert {(s.min, s.desired, s.max, s.priority) for s in shifts(lantern_street).values()} == {(1, 3, 3, 2)}


def test_a_theme_of_another_month_asks_for_nothing(lantern_street: GraphStore) -> None:
    with lantern_street.tx() as tx:
        tx.upsert_edges("FAVOURS", Theme, Category, [Edge("november", "traffic", {"desired": 2, "priority": 1})])
    make_week(lantern_street, "2026-W50")  # 7 December
    rows = lantern_street.query(Match("s", Shift).where(eq("s.week", "2026-W50")).select("s.desired"))
    assert {row["s.desired"] for row in rows} == {1}


def test_long_names_of_template_and_place_still_give_short_ids(lantern_street: GraphStore) -> None:
    long = "r" * 110
    with lantern_street.tx() as tx:
        tx.upsert_nodes([ShiftTemplate(id=long, name="长", weekdays=(0, 1), start=600, end=660)])
        tx.upsert_edges("AT", ShiftTemplate, Segment, [Edge(long, "half-west"), Edge(long, "half-east")])
        tx.upsert_edges("FOR", ShiftTemplate, Category, [Edge(long, "tidiness")])
    assert make_week(lantern_street, WEEK).shifts == 2 + 4
    assert make_week(lantern_street, WEEK).written == 0


def test_a_shift_that_no_template_asks_for_goes_unless_a_plan_speaks_of_it(lantern_street: GraphStore) -> None:
    make_week(lantern_street, WEEK)
    spoken_of = f"shift:{WEEK}:rush:half-west:1"
    with lantern_street.tx() as tx:
        tx.upsert_nodes([Shortfall(id="f", kind=ShortfallKind.MINIMUM, missing=1)])
        tx.upsert_edges("TO_SHIFT", Shortfall, Shift, [Edge("f", spoken_of)])
        tx.delete_nodes(ShiftTemplate, eq("id", "rush"))
    assert make_week(lantern_street, WEEK).removed == 1
    assert set(shifts(lantern_street)) == {spoken_of}
    assert lantern_street.counts()[Plan.LABEL] == 0


def test_a_headcount_set_by_hand_stays_whatever_the_template_and_theme_say(lantern_street: GraphStore) -> None:
    make_week(lantern_street, WEEK)
    west, east = (f"shift:{WEEK}:rush:half-{side}:1" for side in ("west", "east"))
    changed = set_demand(lantern_street, west, desired=3, high=4, version=1)
    assert (changed.min, changed.desired, changed.max, changed.by_hand, changed.version) == (1, 3, 4, True, 2)
    with lantern_street.tx() as tx:
        tx.update(ShiftTemplate, "rush", {"min": 2, "desired": 2, "start": 430})
    make_week(lantern_street, WEEK)
    found = shifts(lantern_street)
    assert [(s.min, s.desired, s.max, s.start) for s in (found[west], found[east])] == [(1, 3, 4, 430), (2, 2, 2, 430)]


def test_a_headcount_goes_back_to_what_its_template_says_now(lantern_street: GraphStore) -> None:
    make_week(lantern_street, WEEK)
    usual, west = shifts(lantern_street), f"shift:{WEEK}:rush:half-west:1"
    set_demand(lantern_street, west, desired=3, high=4)
    again = demand_as_template(lantern_street, west, version=2)
    assert replace(again, version=1) == usual[west]
    with pytest.raises(Conflict):
        demand_as_template(lantern_street, west, version=2)
    with lantern_street.tx() as tx:
        tx.update(ShiftTemplate, "rush", {"desired": 2})
    assert demand_as_template(lantern_street, west).desired == 2
    with lantern_street.tx() as tx:
        tx.delete_nodes(ShiftTemplate, eq("id", "rush"))
    with pytest.raises(NotFound, match="没有模板"):
        demand_as_template(lantern_street, west)
    assert shifts(lantern_street)[west].desired == 2


def test_an_impossible_headcount_is_refused_and_changes_nothing(lantern_street: GraphStore) -> None:
    make_week(lantern_street, WEEK)
    before = shifts(lantern_street)
    west = f"shift:{WEEK}:rush:half-west:1"
    with pytest.raises(InvalidNode, match="班次"):
        set_demand(lantern_street, west, low=3, desired=2, high=2)
    with pytest.raises(InvalidNode):
        set_demand(lantern_street, west, low=-1)
    with pytest.raises(Conflict):
        set_demand(lantern_street, west, low=0, version=7)
    with pytest.raises(NotFound):
        set_demand(lantern_street, "shift:none", low=0)
    assert shifts(lantern_street) == before
    with lantern_street.tx() as tx:
        tx.update(Shift, west, {"for_teams": True})
    with pytest.raises(InvalidInput):
        set_demand(lantern_street, west, low=0)


def test_a_plan_that_is_edited_afterwards_knows_the_new_demand(lantern_street: GraphStore) -> None:
    plan = generate_plan(lantern_street, WEEK, "old-town")
    west = f"shift:{WEEK}:rush:half-west:1"
    set_demand(lantern_street, west, desired=2)
    seat = next(seat for seat in read_plan(lantern_street, plan.id).seats if seat.shift != west)
    moved = move_assignment(lantern_street, seat.assignment.id, west).plan
    # 2 wanted in the west, both there; 1 in the east, where now nobody is.
    assert (plan.seats, moved.seats, moved.below_minimum, moved.below_desired) == (2, 3, 1, 0)
    again = generate_plan(lantern_street, WEEK, "old-town")
    assert again.seats == 3
