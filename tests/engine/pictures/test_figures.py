"""The numbers of a plan's pictures are those of its shifts, people and weeks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model import AssignmentStatus, PlanStatus
from engine.pictures.figures import (
    Hours,
    Parts,
    cover_by_hour,
    figures,
    parts_of_lines,
    shifts_per_person,
    walks,
)
from engine.planning.view import PlanView, view_plan
from engine.store import GraphStore
from tests.schema import town


@pytest.fixture
def view(store: GraphStore) -> PlanView:
    """The town's plan: one of two on Monday from 7:00 to 8:30, one of one on Tuesday from 18:00 to 19:30."""
    town.build(store)
    return view_plan(store, "p1")


def test_a_shift_counts_in_each_hour_that_it_touches(view: PlanView) -> None:
    hours = cover_by_hour(view)
    assert hours.cells == {(0, 7): (1, 2), (0, 8): (1, 2), (1, 18): (1, 1), (1, 19): (1, 1)}
    assert list(hours.hours) == list(range(7, 20))
    assert hours.sentence == "2 个时段未填满，最缺的是周一 7 时：1/2。"
    table = hours.table()
    assert table.headings[:3] == ("时段", "周一", "周二")
    assert table.rows[0] == ("7 时", "1/2", *("·",) * 6)
    assert table.rows[11] == ("18 时", "·", "1/1", *("·",) * 5)


def test_a_week_without_shifts_has_a_sentence_and_no_rows() -> None:
    assert (Hours("", {}).sentence, Hours("", {}).table().rows) == ("本周没有班次。", ())


def test_people_are_counted_by_how_many_shifts_they_have(view: PlanView) -> None:
    bars = shifts_per_person(view)
    assert (bars.bars, bars.sentence) == ((("1 次", 2),), "2 人参加，每人至多 1 次。")


def test_walks_are_counted_in_the_steps_in_which_they_are_shown(view: PlanView) -> None:
    bars = walks(view)  # 150 m and 250 m
    assert bars.table().rows == (("0–200 米", "1"), ("200–400 米", "1"))
    assert bars.sentence == "100%的人次步行不超过 400 米，最远的不超过 400 米。"


def test_the_lines_parts_are_of_published_plans_up_to_the_week(store: GraphStore, view: PlanView) -> None:
    assert parts_of_lines(store, town.WEEK).weeks == ()
    people = [server.assignment for shift in view.shifts for server in shift.people]
    with store.tx() as tx:
        tx.upsert_nodes([replace(view.plan, status=PlanStatus.PUBLISHED)])
        tx.upsert_nodes([replace(one, status=AssignmentStatus.OFFERED) for one in people])
    parts = parts_of_lines(store, town.WEEK)
    assert (parts.lines, parts.weeks) == (("党员",), ((town.WEEK, ((2, 2),)),))
    assert parts.table().rows == ((town.WEEK, "2（100%）"),)
    assert parts_of_lines(store, "2026-W47").weeks == ()


def test_a_line_that_is_not_told_is_a_dash() -> None:
    parts = Parts("", ("党员", "巾帼", "社工"), (("2026-W48", ((1, 8), None, (7, 8))),))
    assert parts.table().rows == (("2026-W48", "1（13%）", "—", "7（88%）"),)
    assert parts.sentence.startswith("2026-W48 人次最多的是社工：7 人次。")


def test_a_plan_has_four_figures_with_names_of_their_own(store: GraphStore, view: PlanView) -> None:
    assert [figure.name for figure in figures(store, view)] == ["hours", "load", "walks", "lines"]
