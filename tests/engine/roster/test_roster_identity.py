"""Who is one person and who is not, within one file and across the lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from roster_street import HEADER, person

from engine.errors import RosterFaults
from engine.model import LineId, Organization, Volunteer
from engine.roster import RosterReport, import_roster
from engine.store import Match
from engine.store.port import GraphStore

Xlsx = Callable[..., Path]


def bring_in(store: GraphStore, path: Path, line: LineId = LineId.PARTY, **options: Any) -> RosterReport:
    """The import on a fixed day."""
    return import_roster(store, path, line, today=date(2026, 11, 22), **options)


def fault_of(store: GraphStore, path: Path, **options: Any) -> list[tuple[int | None, str]]:
    """Row and message of every fault."""
    with pytest.raises(RosterFaults) as error:
        bring_in(store, path, **options)
    return [(fault.row, fault.message) for fault in error.value.faults]


def pairs(store: GraphStore, edge: str) -> list[tuple[str, str]]:
    """Names at both ends of the edges between volunteers."""
    rows = store.query(Match("a", Volunteer).hop(edge, "b", Volunteer).select("a.name", "b.name"))
    return sorted((row["a.name"], row["b.name"]) for row in rows)


def members(store: GraphStore) -> list[tuple[str, str]]:
    """Every membership."""
    rows = store.query(Match("v", Volunteer).hop("MEMBER_OF", "o", Organization).select("v.name", "o.id"))
    return sorted((row["v.name"], row["o.id"]) for row in rows)


def test_a_person_of_two_lines_is_one_volunteer_with_two_memberships(store: GraphStore, xlsx: Xlsx) -> None:
    bring_in(store, xlsx(person(1)))
    report = bring_in(store, xlsx(person(1, name="甲 一", organization="福华街妇联")), LineId.WOMEN)
    assert (report.added, report.changed, report.unchanged, report.memberships_added) == (0, 0, 1, 1)
    assert store.counts()["Volunteer"] == 1
    assert members(store) == [("甲一", "o-first"), ("甲一", "o-women")]


def test_a_person_with_two_organizations_stands_in_two_rows(store: GraphStore, xlsx: Xlsx) -> None:
    report = bring_in(store, xlsx(person(1), person(1, organization="福华街街道党工委")))
    assert (report.rows, report.added, report.memberships_added) == (2, 1, 2)
    assert members(store) == [("甲一", "o-first"), ("甲一", "o-party")]


def test_identical_rows_are_one_person_with_a_warning(store: GraphStore, xlsx: Xlsx) -> None:
    report = bring_in(store, xlsx(person(1), person(1)))
    assert report.added == 1
    assert (3, "与第 2 行相同，只算一次") in [(warning.row, warning.message) for warning in report.warnings]


def test_rows_of_one_person_that_differ_are_refused(store: GraphStore, xlsx: Xlsx) -> None:
    path = xlsx(person(1), person(1, 可服务时间="周末上午"), person(2))
    faults = fault_of(store, path)
    assert [row for row, _ in faults] == [2, 3]
    report = bring_in(store, path, accept_valid=True)
    assert [row.row for row in report.rejected_rows] == [2, 3]
    assert report.added == 1


def test_one_phone_with_two_names_is_refused_within_a_file(store: GraphStore, xlsx: Xlsx) -> None:
    path = xlsx(person(1), person(1, name="乙一"))
    assert fault_of(store, path) == [(2, "与第 3 行手机号相同，姓名不同"), (3, "与第 2 行手机号相同，姓名不同")]


def test_a_phone_that_the_graph_knows_under_another_name_is_refused(store: GraphStore, xlsx: Xlsx) -> None:
    bring_in(store, xlsx(person(1)))
    assert fault_of(store, xlsx(person(1, name="乙一"))) == [(2, "这个手机号已属于另一个姓名")]


def test_a_minor_may_have_the_guardian_s_phone(store: GraphStore, xlsx: Xlsx) -> None:
    header = [*HEADER, "未成年人", "陪同人"]
    child = [*person(1, name="乙童"), "是", "10000000001"]
    report = bring_in(store, xlsx([*person(1), "", ""], child, header=header))
    assert report.added == 2
    assert pairs(store, "ESCORTS") == [("甲一", "乙童")]
    again = bring_in(store, xlsx(child, header=header))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
    sister = [*person(1, name="丙童"), "是", ""]
    assert bring_in(store, xlsx(sister, header=header)).added == 1


def test_a_guardian_may_come_after_the_minor(store: GraphStore, xlsx: Xlsx) -> None:
    bring_in(store, xlsx([*person(1, name="乙童"), "是"], header=[*HEADER, "未成年人"]))
    assert bring_in(store, xlsx(person(1))).added == 1


def test_only_minors_have_escorts_and_only_adults_are_escorts(store: GraphStore, xlsx: Xlsx) -> None:
    header = [*HEADER, "未成年人", "陪同人"]
    rows = [
        [*person(1), "否", "10000000002"],
        [*person(2, name="乙童"), "是", "10000000003"],
        [*person(3, name="丙童"), "是", "10000000009"],
    ]
    assert fault_of(store, xlsx(*rows, header=header)) == [
        (2, "只有未成年人才填陪同人"),
        (3, "陪同人须是成年人"),
        (4, "本名册的有效行和已登记的志愿者中都没有这个人"),
    ]


def test_people_who_serve_together_are_one_edge_whichever_names_the_other(store: GraphStore, xlsx: Xlsx) -> None:
    header = [*HEADER, "同班人"]
    bring_in(store, xlsx([*person(1), "10000000002"], [*person(2), "甲一 10000000001"], header=header))
    assert store.counts()["TOGETHER"] == 1


def test_a_shared_phone_needs_the_name_too(store: GraphStore, xlsx: Xlsx) -> None:
    header = [*HEADER, "未成年人", "同班人"]
    family = [[*person(1), "", ""], [*person(1, name="乙童"), "是", ""]]
    faults = fault_of(store, xlsx(*family, [*person(2), "", "10000000001"], header=header))
    assert faults == [(4, "这个手机号有几个人共用")]
    bring_in(store, xlsx(*family, [*person(2), "", "乙童 10000000001"], header=header))
    assert [set(pair) for pair in pairs(store, "TOGETHER")] == [{"乙童", "甲二"}]


def test_who_names_a_refused_person_is_refused_with_him(store: GraphStore, xlsx: Xlsx) -> None:
    """One refused row takes along a chain of others, so that no edge ends in nothing."""
    rows = [
        [*person(1, organization="没有"), ""],
        [*person(2), "10000000001"],
        [*person(3), "10000000002"],
        [*person(4), ""],
    ]
    report = bring_in(store, xlsx(*rows, header=[*HEADER, "同班人"]), accept_valid=True)
    assert [row.row for row in report.rejected_rows] == [2, 3, 4]
    assert report.added == 1


def test_a_fault_in_one_row_of_a_person_gives_back_all_his_rows(store: GraphStore, xlsx: Xlsx) -> None:
    report = bring_in(store, xlsx(person(1), person(1, organization="没有"), person(2)), accept_valid=True)
    assert [row.row for row in report.rejected_rows] == [2, 3]
    assert members(store) == [("甲二", "o-first")]


@pytest.mark.parametrize("hours", ["周一至周五 17:00-22:00", "每天 0:00-24:00"])
def test_working_hours_that_come_later_cut_the_free_hours_known(store: GraphStore, xlsx: Xlsx, hours: str) -> None:
    bring_in(store, xlsx(person(1)))
    report = bring_in(store, xlsx([*person(1, 可服务时间=""), hours], header=[*HEADER, "工作时间"]))
    (row,) = store.query(Match("v", Volunteer))
    assert Volunteer.from_props(row["v"]).free_hours == ()
    assert report.changed == 1
    assert "没有剩下" in str(report)
