"""Templates and the month's theme make the week's shifts."""

from __future__ import annotations

from engine.demand import make_week
from engine.model import Category, Plan, Segment, Shift, ShiftTemplate, Shortfall, ShortfallKind, Theme
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
