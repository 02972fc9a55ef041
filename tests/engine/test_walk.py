"""Ways to shifts: those of the demo's plan are as long as the solver says, and are drawn without a gap."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

import pytest

from engine.district import load_district
from engine.errors import NotFound
from engine.model import Assignment, Junction, Shift, Volunteer, WalkFrom
from engine.planning.generate import generate_plan
from engine.store import Edge, GraphStore, Match, eq, open_store
from engine.walk import Point, first_half, walk_of

DEMO = Path(__file__).resolve().parents[2] / "data" / "erqi"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """The demo with a week's plan."""
    opened = open_store(str(tmp_path_factory.mktemp("walk") / "graph.db"))
    load_district(opened, DEMO)
    generate_plan(opened, "2026-W30", seconds=3)
    yield opened
    opened.close()


def metres(a: Point, b: Point) -> float:
    """How far apart two points are; flat, which a few hundred metres are."""
    return 111_195 * hypot((b[0] - a[0]) * cos(radians(a[1])), b[1] - a[1])


def test_each_way_of_a_plan_is_as_long_as_the_solver_says(planned: GraphStore) -> None:
    rows = planned.query(Match("a", Assignment).order("a.id").select("a.id", "a.metres", "a.walk_from"))
    kept = [row for start in WalkFrom for row in [r for r in rows if r["a.walk_from"] == start][:40]]
    assert {row["a.walk_from"] for row in kept} == set(WalkFrom)
    for row in kept:
        walk = walk_of(planned, row["a.id"])
        assert (walk.metres, walk.start) == (row["a.metres"], row["a.walk_from"])
        drawn = sum(metres(a, b) for a, b in pairwise(walk.points))
        assert drawn == pytest.approx(walk.metres, rel=0.02, abs=5), row


def test_a_way_begins_at_the_junction_and_ends_at_the_place(planned: GraphStore) -> None:
    begun = (
        Match("a", Assignment)
        .where(eq("a.walk_from", WalkFrom.HOME.value))
        .hop("ASSIGNED", "v", Volunteer, reverse=True)
    )
    rows = planned.query(
        begun.hop("LIVES_NEAR", "j", Junction).order("a.id").select("a.id", "j.lon", "j.lat").limit(20)
    )
    assert rows
    for row in rows:
        assert metres(walk_of(planned, row["a.id"]).points[0], (row["j.lon"], row["j.lat"])) < 1


def test_what_leads_nowhere_is_not_found(planned: GraphStore) -> None:
    with pytest.raises(NotFound, match="没有这条派班"):
        walk_of(planned, "nobody's")
    (row, *_) = planned.query(Match("s", Shift).order("s.id").select("s.id").limit(1))
    with planned.tx() as tx:  # somebody of whom nothing is known
        nobody = Volunteer(id="new", name="测试", pinyin="ce shi", phone="10000000000", home_lat=34.7, home_lon=113.6)
        tx.create_node(nobody)
        tx.create_node(Assignment(id="new", week="2026-W30", metres=1))
        tx.upsert_edges("ASSIGNED", Volunteer, Assignment, [Edge("new", "new")])
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge("new", row["s.id"])])
    with pytest.raises(NotFound, match="不知道从哪里"):
        walk_of(planned, "new")


@pytest.mark.parametrize(
    "line", [[(0.0, 0.0), (2.0, 0.0)], [(0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)], [(1.0, 1.0)] * 2]
)
def test_half_a_line_is_half_as_long_and_lies_on_it(line: list[Point]) -> None:
    halved = first_half(line)
    whole, half = (sum(metres(a, b) for a, b in pairwise(each)) for each in (line, halved))
    assert half == pytest.approx(whole / 2, rel=1e-3)
    assert halved[:-1] == line[: len(halved) - 1]
