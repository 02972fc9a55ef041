"""The demo district is what the issue and the newspaper page say it is, and hangs together."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from engine.demand import make_week
from engine.district import DistrictReport, load_district
from engine.model import (
    Category,
    Community,
    Line,
    Organization,
    Road,
    Segment,
    ShiftTemplate,
    Station,
    Subdistrict,
    Team,
    Volunteer,
)
from engine.network import load_network
from engine.planning.facts import read_facts
from engine.planning.problem import build_problem
from engine.store import GraphStore, Match, eq, open_store
from solver.candidates import candidate_pairs
from solver.crowd import Crowd
from tests.engine.district.conftest import ERQI, TODAY

FUHUA, YIMA, JIANZHONG = (f"subdistrict:{name}街道" for name in ("福华街", "一马路", "建中街"))
WEEK = "2026-W48"
INVENTED = re.compile("[赵钱孙李周吴郑王][甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]")


def classes(store: GraphStore, subdistrict: str) -> Counter[str]:
    rows = store.query(
        Match("r", Road).hop("PART_OF", "s", Subdistrict, eq("s.id", subdistrict)).select("r.id", "r.road_class")
    )
    return Counter(row["r.road_class"] for row in rows)


def people(store: GraphStore, subdistrict: str) -> set[str]:
    rows = store.query(
        Match("v", Volunteer)
        .hop("BASED_AT", "station", Station)
        .hop("SERVES", "c", Community)
        .hop("PART_OF", "s", Subdistrict, eq("s.id", subdistrict))
        .select("v.id")
    )
    return {row["v.id"] for row in rows}


def claims(store: GraphStore, subdistrict: str) -> list[tuple[str, str]]:
    rows = store.query(
        Match("v", Volunteer)
        .hop("CLAIMS", "segment", Segment)
        .hop("HAS_SEGMENT", "r", Road, reverse=True)
        .hop("PART_OF", "s", Subdistrict, eq("s.id", subdistrict))
        .select("v.id", "segment.id")
    )
    return [(row["v.id"], row["segment.id"]) for row in rows]


def members(store: GraphStore) -> dict[str, set[str]]:
    rows = store.query(
        Match("v", Volunteer).hop("MEMBER_OF", "o", Organization).hop("IN_LINE", "l", Line).select("v.id", "l.id")
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["v.id"], set()).add(row["l.id"])
    return found


def test_fuhua_has_twenty_roads_four_main_four_secondary_twelve_branch(erqi: GraphStore) -> None:
    assert classes(erqi, FUHUA) == {"MAIN": 4, "SECONDARY": 4, "BRANCH": 12}


def test_fuhua_has_63_volunteers_each_with_a_plot_of_his_own(erqi: GraphStore) -> None:
    own = claims(erqi, FUHUA)
    assert len(people(erqi, FUHUA)) == 63
    assert len(own) == len({person for person, _ in own}) == len({segment for _, segment in own}) == 63


def test_every_road_of_fuhua_has_claims_and_shifts(erqi: GraphStore) -> None:
    of_fuhua = Match("r", Road).exists("r", "PART_OF", Subdistrict, eq("id", FUHUA)).hop("HAS_SEGMENT", "s", Segment)
    claimed = of_fuhua.exists("s", "CLAIMS", Volunteer, reverse=True)
    wanted = of_fuhua.exists("s", "AT", ShiftTemplate, reverse=True)
    for question in (claimed, wanted):
        assert len({row["r.id"] for row in erqi.query(question.select("r.id"))}) == 20


def test_fuhua_is_party_members_some_of_them_in_a_second_line(erqi: GraphStore) -> None:
    lines = members(erqi)
    of_fuhua = [lines[person] for person in people(erqi, FUHUA)]
    assert all("PARTY" in own for own in of_fuhua)
    assert sum(len(own) == 2 for own in of_fuhua) >= 10


def test_yima_has_seven_main_and_secondary_roads_and_three_lanes(erqi: GraphStore) -> None:
    found = classes(erqi, YIMA)
    assert found["MAIN"] + found["SECONDARY"] == 7
    assert found["LANE"] == 3
    assert found.total() == 10


def test_yima_has_seven_teams_of_29_one_road_each(erqi: GraphStore) -> None:
    rows = erqi.query(Match("v", Volunteer).hop("IN_TEAM", "t", Team).select("v.id", "t.id"))
    assert sorted(Counter(row["t.id"] for row in rows).values()) == [29] * 7
    roads = erqi.query(Match("t", Team).hop("SERVES", "r", Road).select("t.id", "r.id", "r.road_class"))
    assert len({row["r.id"] for row in roads}) == len(roads) == 7
    assert "LANE" not in {row["r.road_class"] for row in roads}


def test_yima_has_160_claims_by_party_members(erqi: GraphStore) -> None:
    lines = members(erqi)
    own = claims(erqi, YIMA)
    assert len(own) == len({person for person, _ in own}) == 160
    assert all("PARTY" in lines[person] for person, _ in own)


def test_jianzhong_has_130_people_of_all_five_lines(erqi: GraphStore) -> None:
    own, lines = people(erqi, JIANZHONG), members(erqi)
    assert len(own) == 130
    assert {line for person in own for line in lines[person]} == {
        "PARTY", "WORKERS", "YOUTH", "WOMEN", "SOCIAL_WORK",
    }  # fmt: skip


def test_the_kiosk_in_tieying_street_has_five_functions(erqi: GraphStore) -> None:
    rows = erqi.query(
        Match("k", Station)
        .where(eq("k.kind", "KIOSK"))
        .hop("COVERS", "s", Segment)
        .hop("HAS_SEGMENT", "r", Road, reverse=True)
        .select("k", "r.name")
    )
    assert {row["r.name"] for row in rows} == {"铁英街"}
    assert len(rows[0]["k"]["functions"]) == 5


def test_minors_have_an_adult_who_escorts_them_and_no_traffic_duty(erqi: GraphStore) -> None:
    minors = {row["v.id"] for row in erqi.query(Match("v", Volunteer).where(eq("v.minor", True)).select("v.id"))}
    rows = erqi.query(Match("a", Volunteer).hop("ESCORTS", "m", Volunteer).select("a.minor", "m.id"))
    assert len(minors) == 14
    assert {row["m.id"] for row in rows} == minors
    assert not any(row["a.minor"] for row in rows)
    traffic = erqi.get(Category, "category:traffic")
    assert traffic is not None
    assert not traffic.minors


def test_some_serve_in_pairs(erqi: GraphStore) -> None:
    assert erqi.counts()["TOGETHER"] == 6


def test_there_are_about_400_people_and_ten_categories_seven_of_them_open(
    loaded: tuple[GraphStore, DistrictReport],
) -> None:
    store, report = loaded
    assert report.counts["Volunteer"] == 63 + 7 * 29 + 130
    rows = store.query(Match("c", Category).select("c.name", "c.placeholder"))
    assert len(rows) == 10
    assert {row["c.name"] for row in rows if not row["c.placeholder"]} == {
        "市容文明劝导", "文明交通劝导", "公共文明素养提升",
    }  # fmt: skip
    assert all(row["c.name"].startswith("待定") for row in rows if row["c.placeholder"])


def test_the_streets_the_page_names_are_where_it_says(erqi: GraphStore) -> None:
    rows = erqi.query(Match("r", Road).hop("PART_OF", "s", Subdistrict).select("r.name", "s.id"))
    where = {row["r.name"]: row["s.id"] for row in rows}
    assert where["福华街"] == FUHUA
    assert {where[name] for name in ("一马路", "操场街", "钱塘路", "大同路", "陇海路", "敦睦路")} == {YIMA}
    assert where["铁英街"] == where["建中街"] == JIANZHONG


def test_all_streets_hang_together(erqi: GraphStore) -> None:
    network = load_network(erqi)
    assert 150 <= len(network.junctions) <= 400
    assert len(network.components()) == 1
    assert all(113.62 < lon < 113.68 and 34.72 < lat < 34.76 for lon, lat in network.lonlat)


def test_segments_have_sane_lengths(erqi: GraphStore) -> None:
    inside = Match("r", Road).exists("r", "PART_OF", Subdistrict).hop("HAS_SEGMENT", "s", Segment)
    metres = [row["s.metres"] for row in erqi.query(inside.select("s.id", "s.metres"))]
    assert min(metres) >= 40
    assert max(metres) <= 300


def test_people_look_invented() -> None:
    """Nobody of the page, and nobody at all: surname, heavenly stem, earthly branch; numbers nobody can have."""
    rows = [
        row
        for path in (ERQI / "volunteers").glob("*.csv")
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    ]
    assert all(INVENTED.fullmatch(row["姓名"]) for row in rows)
    assert all(re.fullmatch(r"1000000\d{4}", row["手机号"]) for row in rows)
    assert len({row["姓名"] for row in rows}) == len({row["手机号"] for row in rows}) == 396


def test_loading_the_demo_twice_changes_nothing(tmp_path: Path) -> None:
    """People in two lines stand in two rosters; neither takes back what the other said."""
    store = open_store(f"sqlite://{tmp_path / 'graph.db'}")
    store.migrate()
    load_district(store, ERQI, today=TODAY)
    before = store.counts()
    assert load_district(store, ERQI, today=date(2027, 1, 1)).changed == 0
    assert store.counts() == before
    store.close()


@pytest.fixture(scope="module")
def week(erqi: GraphStore) -> GraphStore:
    """The demo district with the shifts of a week."""
    make_week(erqi, WEEK)
    return erqi


@pytest.mark.parametrize(
    ("scope", "shifts", "team_shifts"), [(FUHUA, 140, 0), (YIMA, 140, 7), (JIANZHONG, 130, 0), ("", 410, 7)]
)
def test_a_week_has_so_many_shifts(week: GraphStore, scope: str, shifts: int, team_shifts: int) -> None:
    problem = build_problem(read_facts(week, WEEK, scope))
    assert (len(problem.shifts), len(problem.team_shifts)) == (shifts, team_shifts)


@pytest.mark.parametrize("scope", [FUHUA, YIMA, JIANZHONG])
def test_everyone_is_near_enough_to_some_shift_he_can_serve(week: GraphStore, scope: str) -> None:
    problem = build_problem(read_facts(week, WEEK, scope))
    pairs = candidate_pairs(Crowd(problem))
    assert set(pairs.volunteer) == set(range(len(problem.volunteers)))


def test_fuhua_can_fill_every_shift(week: GraphStore) -> None:
    problem = build_problem(read_facts(week, WEEK, FUHUA))
    pairs = candidate_pairs(Crowd(problem))
    assert set(pairs.shift) == set(range(len(problem.shifts)))
    assert sum(volunteer.max_week for volunteer in problem.volunteers) >= sum(shift.desired for shift in problem.shifts)
