"""Loading a folder: all of it or nothing, and the second time nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.district import load_district
from engine.errors import DistrictFaults
from engine.model import Category, Line, Organization, Road, Segment, ShiftTemplate, Station, Subdistrict, Volunteer
from engine.store import GraphStore, Match, eq

TODAY = date(2026, 11, 20)


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """The file says something else in this place."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def ends(store: GraphStore, source: type, edge: str, target: type) -> set[tuple[str, str]]:
    rows = store.query(Match("a", source).hop(edge, "b", target).select("a.id", "b.id"))
    return {(row["a.id"], row["b.id"]) for row in rows}


def test_the_report_counts_what_the_folder_holds(store: GraphStore, two_streets: Path) -> None:
    store.migrate()
    report = load_district(store, two_streets, today=TODAY)
    assert report.counts["Road"] == 2
    assert report.counts["Segment"] == 3
    assert report.counts["Junction"] == 4
    assert report.counts["Volunteer"] == 2
    assert report.counts["Organization"] == 5  # two departments, three below them
    assert str(report).startswith("小区：街道 1，社区 1，道路 2，路段 3")
    assert report.changed > 0


def test_loading_twice_changes_nothing(store: GraphStore, two_streets: Path) -> None:
    store.migrate()
    load_district(store, two_streets, today=TODAY)
    before = store.counts()
    again = load_district(store, two_streets, today=date(2026, 12, 24))
    assert again.changed == 0
    assert str(again).endswith("没有变化")
    assert store.counts() == before
    segment = store.get(Segment, "segment:h-1")
    assert segment is not None
    assert segment.version == 1


def test_a_broken_file_writes_nothing(store: GraphStore, two_streets: Path) -> None:
    store.migrate()
    edit(two_streets, "stations.csv", "一社区", "九社区")
    with pytest.raises(DistrictFaults):
        load_district(store, two_streets)
    assert not any(store.counts().values())


def test_a_broken_roster_writes_nothing(store: GraphStore, two_streets: Path) -> None:
    store.migrate()
    edit(two_streets, "volunteers/PARTY.csv", "10000000002", "12345")
    with pytest.raises(DistrictFaults) as caught:
        load_district(store, two_streets)
    assert [(fault.file, fault.row, fault.field) for fault in caught.value.faults] == [
        ("volunteers/PARTY.csv", 3, "手机号")
    ]
    assert not any(store.counts().values())


def test_what_a_row_no_longer_says_is_gone(store: GraphStore, two_streets: Path) -> None:
    store.migrate()
    load_district(store, two_streets, today=TODAY)
    edit(two_streets, "roads.csv", "横街,主干道,东街道", "横街,次干道,")
    edit(two_streets, "stations.csv", "横街1段；横街2段", "横街2段")
    # one road and its class; one edge to the subdistrict, one to a segment
    assert load_district(store, two_streets, today=TODAY).changed == 3
    assert ends(store, Road, "PART_OF", Subdistrict) == set()
    assert ends(store, Station, "COVERS", Segment) == {("station:一站", "segment:h-2")}


def test_an_organization_is_in_the_line_of_the_department_above_it(store: GraphStore, two_streets: Path) -> None:
    store.migrate()
    load_district(store, two_streets)
    assert ends(store, Organization, "IN_LINE", Line) == {
        ("organization:组织部", "PARTY"),
        ("organization:一支部", "PARTY"),
        ("organization:二支部", "PARTY"),
        ("organization:妇联", "WOMEN"),
        ("organization:巾帼队", "WOMEN"),
    }


def test_a_template_says_when_where_and_whom(store: GraphStore, two_streets: Path) -> None:
    store.migrate()
    load_district(store, two_streets)
    rush = store.get(ShiftTemplate, "template:早高峰")
    assert rush is not None
    assert (rush.weekdays, rush.start, rush.end) == ((0, 1, 2, 3, 4), 420, 510)
    assert (rush.min, rush.desired, rush.max, rush.priority) == (1, 2, 3, 2)
    assert (rush.all_have, rush.some_have, rush.for_teams) == (("adult",), ("leader=1",), False)
    march = store.get(ShiftTemplate, "template:周末队伍")
    assert march is not None
    assert march.for_teams
    assert ends(store, ShiftTemplate, "AT", Station) == {("template:早高峰", "station:一站")}
    assert ends(store, ShiftTemplate, "FOR", Category) == {
        ("template:早高峰", "category:traffic"),
        ("template:周末队伍", "category:traffic"),
    }


def test_people_claim_their_segments(store: GraphStore, two_streets: Path) -> None:
    store.migrate()
    load_district(store, two_streets)
    rows = store.query(Match("v", Volunteer).where(eq("v.name", "赵甲子")).hop("CLAIMS", "s", Segment).select("s.name"))
    assert rows == [{"s.name": "横街1段"}]


def test_the_length_of_a_segment_follows_its_line(store: GraphStore, two_streets: Path) -> None:
    """0.002 degrees of longitude at 34.74 north are 0.002 × 111,195 m × cos 34.74° = 182.8 m."""
    store.migrate()
    load_district(store, two_streets)
    segment = store.get(Segment, "segment:h-1")
    assert segment is not None
    assert segment.metres == 183
    assert (segment.lon, segment.lat) == (pytest.approx(113.651), pytest.approx(34.74))
