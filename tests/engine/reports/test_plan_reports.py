"""What people read of a plan: the terminal's text and the map."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from rich.console import Console

from engine.model import Plan, Volunteer
from engine.planning import generate_plan, move_assignment
from engine.planning.seats import read_plan
from engine.planning.view import view_plan
from engine.reports.plan_map import plan_map
from engine.reports.plan_text import gap, plan_text, proof_sentence, week_term
from engine.store import GraphStore
from tests.engine.planning.conftest import WEEK, change
from tests.engine.planning.conftest import lantern_street as lantern_street

EAST_RUSH = f"shift:{WEEK}:rush:half-east:1"


def printed(store: GraphStore, plan: Plan, *, detail: bool = True) -> str:
    console = Console(width=120, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115
    with console.file:
        console.print(plan_text(view_plan(store, plan.id), detail=detail))
        return console.export_text()


def test_the_text_says_cover_cost_proof_walks_people_and_reasons(lantern_street: GraphStore) -> None:
    text = printed(lantern_street, generate_plan(lantern_street, WEEK, "old-town"))
    for expected in (
        "老城街道",
        "11月23日至11月29日",
        "2 人次",
        "100.0%",
        "已证明最优",
        "平均步行 100 米，最远 100 米",
        "-600",
        "甲：距住处 100 米；本人责任田",
        "没有缺口",
    ):
        assert expected in text


def test_a_brief_text_names_nobody(lantern_street: GraphStore) -> None:
    text = printed(lantern_street, generate_plan(lantern_street, WEEK, "old-town"), detail=False)
    assert "本人责任田" not in text
    assert "灯笼街" in text


def test_a_shortfall_is_printed_with_place_time_and_reason(lantern_street: GraphStore) -> None:
    change(lantern_street, "乙", free_hours=())
    text = printed(lantern_street, generate_plan(lantern_street, WEEK, "old-town"))
    assert "灯笼街东段 周一 07:00–08:30" in text
    assert "最少人数差 1 人" in text
    assert "3 人" in text


def test_the_proof_names_the_first_part_that_is_open(lantern_street: GraphStore) -> None:
    plan = generate_plan(lantern_street, WEEK, "old-town")
    open_last = replace(plan, proof="FEASIBLE", bound_inconvenience=plan.inconvenience - 4)
    # 4 metres of 200 walked
    assert gap(open_last) == pytest.approx(0.02)
    assert "前面各项已证明最优" in proof_sentence(open_last)
    assert "2.00%" in proof_sentence(open_last)
    open_first = replace(open_last, below_minimum=1, bound_below_minimum=0)
    assert "低于最少人数" in proof_sentence(open_first)
    assert "前面各项" not in proof_sentence(open_first)


def test_an_edited_plan_is_not_called_proved(lantern_street: GraphStore) -> None:
    plan = generate_plan(lantern_street, WEEK, "old-town")
    assert "未再求解" in proof_sentence(replace(plan, origin="edited", proof="FEASIBLE"))


def test_a_week_reads_with_its_days() -> None:
    assert week_term("2026-W53") == "2026-W53（12月28日至1月3日）"


def test_the_map_draws_each_segment_in_the_colour_of_its_cover(lantern_street: GraphStore) -> None:
    plan = generate_plan(lantern_street, WEEK, "old-town")
    seat = next(seat for seat in read_plan(lantern_street, plan.id).seats if seat.volunteer == "甲")
    move_assignment(lantern_street, seat.assignment.id, EAST_RUSH)
    drawn = ET.fromstring(plan_map(lantern_street, view_plan(lantern_street, plan.id)))
    lines = [line.get("stroke") for line in drawn.iter("{http://www.w3.org/2000/svg}polyline")]
    assert sorted(str(line) for line in lines) == ["#1a7f4b", "#c62828"]  # east is full, west lacks its minimum
    texts = {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert "灯笼街" in texts


def test_the_map_shows_no_persons_name_or_home(lantern_street: GraphStore) -> None:
    with lantern_street.tx() as tx:
        tx.update(Volunteer, "甲", {"name": "某某人", "home_address": "某号院"})
    plan = generate_plan(lantern_street, WEEK, "old-town")
    drawn = plan_map(lantern_street, view_plan(lantern_street, plan.id))
    assert "某某人" not in drawn
    assert "某号院" not in drawn
    assert "113.65" not in drawn
