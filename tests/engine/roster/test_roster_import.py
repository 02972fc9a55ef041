"""A roster file becomes people and their edges in the graph, wholly or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from roster_street import HEADER, person

from engine.coordinates import CoordinateSystem, from_wgs84, metres_between
from engine.errors import RosterFaults, UnreadableFile
from engine.model import (
    Category,
    Community,
    Junction,
    Line,
    LineId,
    Node,
    Organization,
    Segment,
    Station,
    Team,
    Volunteer,
)
from engine.roster import RosterReport, import_roster
from engine.store import Edge, Match
from engine.store.port import GraphStore
from engine.store.sqlite import SqliteStore

FILES = Path(__file__).parent / "files"
TODAY = date(2026, 11, 22)
Xlsx = Callable[..., Path]
EVENINGS = tuple(minute for day in range(5) for minute in (day * 1440 + 1080, day * 1440 + 1260))


def bring_in(store: GraphStore, path: Path, line: LineId = LineId.PARTY, **options: Any) -> RosterReport:
    """The import on a fixed day."""
    return import_roster(store, path, line, **{"today": TODAY, **options})


def faults_of(store: GraphStore, path: Path, **options: Any) -> list[str]:
    """The faults as the user reads them; nothing was written."""
    before = store.counts()
    with pytest.raises(RosterFaults) as error:
        bring_in(store, path, **options)
    assert store.counts() == before
    return [str(fault) for fault in error.value.faults]


def people(store: GraphStore) -> dict[str, Volunteer]:
    """Everyone by name."""
    return {row["v"]["name"]: Volunteer.from_props(row["v"]) for row in store.query(Match("v", Volunteer))}


def far_ends(store: GraphStore, edge: str, node: type[Node], reverse: bool = False) -> dict[str, list[str]]:
    """Name of each person → ids at the other end of his edges."""
    rows = store.query(Match("v", Volunteer).hop(edge, "x", node, reverse=reverse).select("v.name", "x.id"))
    return {name: sorted(row["x.id"] for row in rows if row["v.name"] == name) for name in {r["v.name"] for r in rows}}


def test_a_row_becomes_a_volunteer_with_all_his_edges(store: GraphStore, xlsx: Xlsx) -> None:
    report = bring_in(store, xlsx(person(1)))
    assert (report.rows, report.added, report.changed, report.unchanged, report.memberships_added) == (1, 1, 0, 0, 1)
    someone = people(store)["甲一"]
    assert (someone.phone, someone.pinyin, someone.version) == ("10000000001", "jia yi", 1)
    assert someone.id.startswith("v-")
    assert someone.free_hours == EVENINGS
    assert far_ends(store, "MEMBER_OF", Organization) == {"甲一": ["o-first"]}
    assert far_ends(store, "BASED_AT", Station) == {"甲一": ["s-fuhua"]}
    # The middle of 福华街 is its western segment's, 113.6505: as near to j-0 as to j-1.
    assert far_ends(store, "LIVES_NEAR", Junction)["甲一"][0] in ("j-0", "j-1")


def test_every_column_finds_its_place(store: GraphStore, xlsx: Xlsx) -> None:
    header = ["备注", *HEADER, "经纬度", "坐标系", "工作地点", "工作时间", "技能", "服务站", "认领路段", "志愿服务队"]
    header += ["每周最多班次", "每日最多班次", "近期班次", "请假", "偏好"]
    row = [
        "爱下棋",
        *person(1, 可服务时间="每天 8:00-20:00"),
        "113.6512,34.7403",
        "WGS-84",
        "铭功路5号",
        "周一至周五 9-17",
    ]
    row += ["带队、急救", "铭功路服务站", "福华街（西段）、铭功路", "第一志愿服务队", "3", "2", "4", date(2026, 11, 25)]
    report = bring_in(store, xlsx([*row, "文明交通劝导 -100；福华街服务站 50"], header=header))
    someone = people(store)["甲一"]
    assert (someone.home_lat, someone.home_lon) == (34.7403, 113.6512)
    assert (someone.work_lat, someone.work_lon, someone.work_address) == (34.75, 113.6595, "铭功路5号")
    assert someone.skills == ("first_aid", "leader")
    assert (someone.max_week, someone.max_day, someone.load) == (3, 2, 4)
    assert (someone.away, someone.note) == ((date(2026, 11, 25),), "爱下棋")
    # Monday to Friday 8-9 and 17-20, weekend 8-20
    assert someone.free_hours[:4] == (480, 540, 1020, 1200)
    assert someone.free_hours[-2:] == (6 * 1440 + 480, 6 * 1440 + 1200)
    assert far_ends(store, "BASED_AT", Station) == {"甲一": ["s-ming"]}
    assert far_ends(store, "CLAIMS", Segment) == {"甲一": ["g-ming", "g-west"]}
    assert far_ends(store, "IN_TEAM", Team) == {"甲一": ["t-one"]}
    assert far_ends(store, "WORKS_NEAR", Junction) == {"甲一": ["j-ming"]}
    assert far_ends(store, "PREFERS", Category) == {"甲一": ["traffic"]}
    assert far_ends(store, "PREFERS", Station) == {"甲一": ["s-fuhua"]}
    assert [warning.field for warning in report.warnings] == ["可服务时间", "工作地点"]


def test_an_old_excel_file_with_a_merged_title_comes_in(store: GraphStore) -> None:
    assert bring_in(store, FILES / "biff8.xls").added == 2
    assert people(store)["甲一"].away == (date(2026, 11, 25),)


def test_the_same_file_twice_changes_nothing(store: GraphStore, xlsx: Xlsx) -> None:
    header = [*HEADER, "技能", "认领路段", "同班人", "偏好"]
    rows = [
        [*person(1), "带队", "铭功路", "10000000002", "文明交通劝导 -100"],
        [*person(2), "", "", "", ""],
    ]
    path = xlsx(*rows, header=header)
    bring_in(store, path)
    before = store.counts(), people(store)
    report = bring_in(store, path, today=date(2027, 1, 1))
    assert (report.added, report.changed, report.unchanged, report.memberships_added) == (0, 0, 2, 0)
    assert (store.counts(), people(store)) == before
    rows = store.query(Match("v", Volunteer).hop("MEMBER_OF", "o", Organization, edge_alias="m").select("m.since"))
    assert [row["m.since"] for row in rows] == ["2026-11-22"]


def test_one_changed_cell_is_one_changed_person(store: GraphStore, xlsx: Xlsx) -> None:
    bring_in(store, xlsx(person(1), person(2)))
    report = bring_in(store, xlsx(person(1), person(2, 可服务时间="周末上午")))
    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)
    assert people(store)["甲二"].version == 2
    assert people(store)["甲一"].version == 1


def test_a_blank_cell_erases_nothing(store: GraphStore, xlsx: Xlsx) -> None:
    header = [*HEADER, "技能", "备注", "经纬度", "坐标系"]
    bring_in(store, xlsx([*person(1), "带队", "爱下棋", "113.6512,34.7403", "GPS"], header=header))
    before = people(store)["甲一"]
    report = bring_in(store, xlsx([*person(1, 住址="", 可服务时间=""), "", "", "", ""], header=header))
    assert report.unchanged == 1
    assert people(store)["甲一"] == before


def test_an_address_alone_does_not_replace_exact_coordinates_of_the_same_address(store: GraphStore, xlsx: Xlsx) -> None:
    bring_in(store, xlsx([*person(1), "113.6512,34.7403", "GPS"], header=[*HEADER, "经纬度", "坐标系"]))
    bring_in(store, xlsx(person(1, 住址="二七区福华街12号院")))
    assert (people(store)["甲一"].home_lat, people(store)["甲一"].home_lon) == (34.7403, 113.6512)
    bring_in(store, xlsx(person(1, 住址="铭功路3号")))
    assert people(store)["甲一"].home_lat == 34.75
    assert far_ends(store, "LIVES_NEAR", Junction) == {"甲一": ["j-ming"]}


@pytest.mark.parametrize("system", list(CoordinateSystem))
def test_coordinates_are_kept_as_wgs84(store: GraphStore, xlsx: Xlsx, system: CoordinateSystem) -> None:
    lat, lon = from_wgs84(34.7403, 113.6512, system)
    bring_in(store, xlsx([*person(1), f"{lon},{lat}"], header=[*HEADER, "经纬度"]), coordinates=system)
    someone = people(store)["甲一"]
    assert metres_between(someone.home_lat, someone.home_lon, 34.7403, 113.6512) < 1


def test_a_row_s_own_system_goes_before_the_file_s(store: GraphStore, xlsx: Xlsx) -> None:
    path = xlsx([*person(1), "113.6512", "34.7403", "GPS"], header=[*HEADER, "经度", "纬度", "坐标系"])
    bring_in(store, path, coordinates=CoordinateSystem.BD09)
    assert people(store)["甲一"].home_lon == 113.6512


def test_without_a_system_and_in_a_wrong_place_coordinates_are_refused(store: GraphStore, xlsx: Xlsx) -> None:
    rows = [
        [*person(1), "113.65,34.74", ""],
        [*person(2), "34.74,113.65", "高德"],
        [*person(3), "121.47,31.23", "高德"],
        [*person(4), "113.65,34.74", "火星文"],
        [*person(5), "113.65", "高德"],
    ]
    faults = faults_of(store, xlsx(*rows, header=[*HEADER, "经纬度", "坐标系"]))
    for fault, words in zip(
        faults,
        [
            "第 2 行「经纬度」：没有说明坐标系",
            "第 3 行「经纬度」：经度与纬度写反了",
            "第 4 行「经纬度」：离本区路网",
            "第 5 行「坐标系」：没有这种坐标系",
            "第 6 行「经纬度」：不是经纬度",
        ],
        strict=True,
    ):
        assert fault.startswith(words)


def test_without_a_network_the_city_s_centre_is_the_measure_and_the_report_says_so(tmp_path: Path, xlsx: Xlsx) -> None:
    store = SqliteStore(tmp_path / "bare.db")
    store.migrate()
    with store.tx() as tx:
        tx.upsert_nodes([Organization(id="o-first", name="福华街社区第一党支部")])

        tx.upsert_nodes([Line(id="PARTY", name="党员")])
        tx.upsert_edges("IN_LINE", Organization, Line, [Edge("o-first", "PARTY")])
    header = [*HEADER, "经纬度"]
    gps = CoordinateSystem.WGS84
    report = bring_in(store, xlsx([*person(1, 住址=""), "113.65,34.74"], header=header), coordinates=gps)
    assert [warning.message[:5] for warning in report.warnings] == ["还没有路网", "还没有服务"]
    far = xlsx([*person(2, 住址=""), "114.35,34.80"], header=header)
    assert "离本区路网" in faults_of(store, far, coordinates=gps)[0]
    store.close()


def test_all_faults_come_at_once_with_row_and_column_and_without_personal_text(store: GraphStore, xlsx: Xlsx) -> None:
    header = [*HEADER, "每周最多班次", "服务站"]
    path = xlsx(
        ["二七区党员志愿者名册"],
        header,
        [*person(1), "2", ""],
        [*person(2, 手机号="1234"), "很多", "福华街"],
        [],
        ["", "10000000003", "没有的支部", "天涯海角1号", "随时", "", ""],
        header=None,
    )
    with pytest.raises(RosterFaults) as error:
        bring_in(store, path)
    places = [(fault.row, fault.field) for fault in error.value.faults]
    assert places == [(4, "手机号"), (4, "每周最多班次"), (6, "可服务时间"), (6, "姓名")]
    assert not any(text in str(error.value) for text in ("1234", "很多", "随时", "天涯", "10000000003"))


def test_what_the_graph_does_not_know_is_refused_with_the_nearest_names(store: GraphStore, xlsx: Xlsx) -> None:
    header = [*HEADER, "服务站", "认领路段", "志愿服务队", "偏好"]
    rows = [
        [*person(1, organization="福华街社区党支部"), "", "", "", ""],
        [*person(2, organization="福华街妇联"), "", "", "", ""],
        [*person(3, 住址="天涯海角1号"), "", "", "", ""],
        [*person(4), "福华服务站", "", "", ""],
        [*person(5), "", "福华街", "", ""],
        [*person(6), "", "", "第二志愿服务队", ""],
        [*person(7), "", "", "", "文明交通 5"],
    ]
    faults = faults_of(store, xlsx(*rows, header=header))
    wanted = [
        "福华街社区第一党支部",
        "属于巾帼条线，不属于党员条线",
        "不知道在哪里",
        "福华街服务站",
        "这条路有 2 段",
        "第一志愿服务队",
        "文明交通劝导",
    ]
    assert [word in fault for word, fault in zip(wanted, faults, strict=True)] == [True] * 7


@pytest.mark.parametrize(
    "written",
    [
        "铭功路社区（第二）党支部",
        "铭功路社区(第二) 党支部",
        "铭功路社区第二党支部",
        "福华街街道党工委/铭功路社区第二党支部",
    ],
)
def test_an_organization_is_found_by_other_spellings(store: GraphStore, xlsx: Xlsx, written: str) -> None:
    bring_in(store, xlsx(person(1, organization=written)))
    assert far_ends(store, "MEMBER_OF", Organization) == {"甲一": ["o-second"]}


def test_organizations_of_one_name_are_told_apart_by_what_is_above_them(store: GraphStore, xlsx: Xlsx) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([Organization(id="o-x", name="第一党小组"), Organization(id="o-y", name="第一党小组")])
        tx.upsert_edges("PART_OF", Organization, Organization, [Edge("o-x", "o-first"), Edge("o-y", "o-second")])
    assert "写“上级/本级”" in faults_of(store, xlsx(person(1, organization="第一党小组")))[0]
    bring_in(store, xlsx(person(1, organization="福华街社区第一党支部/第一党小组")))
    assert far_ends(store, "MEMBER_OF", Organization) == {"甲一": ["o-x"]}


def test_a_line_without_organizations_is_told_so(store: GraphStore, xlsx: Xlsx) -> None:
    assert "现在一个都没有" in faults_of(store, xlsx(person(1, organization="某校")), line=LineId.YOUTH)[0]


def test_a_street_name_that_stands_for_two_places_places_nobody(store: GraphStore, xlsx: Xlsx) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([Community(id="c-far", name="福华街社区", lat=34.70, lon=113.60)])
    assert "有几处都叫“福华街社区”" in faults_of(store, xlsx(person(1, 住址="福华街社区3号楼")))[0]


def test_an_organization_s_place_is_that_of_the_segments_it_claims(store: GraphStore, xlsx: Xlsx) -> None:
    with store.tx() as tx:
        tx.upsert_edges("CLAIMS", Organization, Segment, [Edge("o-women", "g-ming", {"since": "2026-01-01"})])
    bring_in(store, xlsx([*person(1), "福华街妇联办公室"], header=[*HEADER, "工作地点"]))
    assert people(store)["甲一"].work_lat == 34.75


def test_an_address_is_placed_at_the_longest_name_in_it(store: GraphStore, xlsx: Xlsx) -> None:
    report = bring_in(store, xlsx(person(1, 住址="二七区福华街社区3号楼")))
    assert (people(store)["甲一"].home_lat, people(store)["甲一"].home_lon) == (34.74, 113.651)
    assert "“福华街社区”" in report.warnings[0].message


def test_valid_rows_come_in_alone_when_asked_and_no_row_is_lost(store: GraphStore, tmp_path: Path) -> None:
    bad = person(2, organization='=HYPERLINK("x")')
    lines = [",".join(row) for row in (HEADER, person(1), bad, person(3))]
    (tmp_path / "a.csv").write_text(
        "\n".join(lines).replace('"', '""').replace('=HYPERLINK(""x"")', '"=HYPERLINK(""x"")"')
    )
    report = bring_in(store, tmp_path / "a.csv", accept_valid=True)
    assert (report.rows, report.added, sorted(people(store))) == (3, 2, ["甲一", "甲三"])
    assert [fault.row for fault in report.rejected] == [3]
    assert "甲二" not in repr(report) + str(report)
    report.write_rejected(tmp_path / "退回.xlsx")
    sheet = load_workbook(tmp_path / "退回.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == [*HEADER, "原因", "原行号"]
    assert [cell.value for cell in sheet[2]][:5] == bad
    assert sheet["C2"].data_type == "s"
    assert "没有这个单位" in str(sheet["F2"].value)
    sheet["C2"].value = "福华街社区第一党支部"
    assert sheet.parent is not None
    sheet.parent.save(tmp_path / "改.xlsx")
    assert bring_in(store, tmp_path / "改.xlsx").added == 1


def test_a_file_whose_rows_are_all_refused_writes_nothing(store: GraphStore, xlsx: Xlsx) -> None:
    report = bring_in(store, xlsx(person(1, organization="无")), accept_valid=True)
    assert (report.added, len(report.rejected_rows), people(store)) == (0, 1, {})


def test_unknown_columns_and_skills_are_named(store: GraphStore, xlsx: Xlsx) -> None:
    header = ["序号", *HEADER, "政治面貌", "技能"]
    report = bring_in(store, xlsx([1, *person(1), "x", "舞狮"], header=header))
    assert "政治面貌" in report.warnings[0].message
    assert "序号" not in report.warnings[0].message
    assert [warning.field for warning in report.warnings[1:]] == ["住址", "技能"]
    assert people(store)["甲一"].skills == ("舞狮",)


def test_repeated_headers_of_printed_pages_are_no_rows(store: GraphStore, xlsx: Xlsx) -> None:
    assert bring_in(store, xlsx(person(1), HEADER, person(2))).rows == 2


def test_two_sheets_that_look_like_rosters_need_a_choice(store: GraphStore, tmp_path: Path) -> None:
    book = Workbook()
    for number, sheet in enumerate((book.active, book.create_sheet("二组"), book.create_sheet("说明")), start=1):
        assert sheet is not None
        for row in (HEADER, person(number)) if number < 3 else (["请按要求填写"],):
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert "“Sheet”、“二组”" in faults_of(store, tmp_path / "a.xlsx")[0]
    bring_in(store, tmp_path / "a.xlsx", sheet="二组")
    assert sorted(people(store)) == ["甲二"]
    with pytest.raises(UnreadableFile, match="有：Sheet、二组、说明"):
        bring_in(store, tmp_path / "a.xlsx", sheet="三组")
    with pytest.raises(UnreadableFile, match="没有找到表头"):
        bring_in(store, tmp_path / "a.xlsx", sheet="说明")


def test_a_header_without_rows_or_required_columns_is_refused(store: GraphStore, xlsx: Xlsx) -> None:
    with pytest.raises(UnreadableFile, match="没有一行"):
        bring_in(store, xlsx())
    assert faults_of(store, xlsx(["甲一", "1"], header=["姓名", "手机号"]), accept_valid=True)[0].startswith(
        "第 1 行：缺少列：单位/支部、可服务时间、住址（或经纬度）"
    )


def test_a_large_sheet_comes_in_with_few_statements(store: GraphStore, xlsx: Xlsx) -> None:
    """Twenty thousand rows must take seconds: no statement may be made for each row."""
    path = xlsx(
        *(
            person(number, name="甲" + "".join("零一二三四五六七八九"[int(n)] for n in str(number)))
            for number in range(600)
        )
    )
    asked: list[object] = []

    class Counting(SqliteStore):
        def tx(self) -> Any:
            from contextlib import contextmanager

            @contextmanager
            def counted() -> Any:
                with super(Counting, self).tx() as tx:
                    yield _Counted(tx, asked)

            return counted()

    assert isinstance(store, SqliteStore)
    counting = Counting(store.path)
    assert bring_in(counting, path).added == 600
    counting.close()
    assert len(asked) < 60


class _Counted:
    """A transaction whose every call is noted."""

    def __init__(self, inner: Any, asked: list[object]) -> None:
        self._inner, self._asked = inner, asked

    def __getattr__(self, name: str) -> Any:
        self._asked.append(name)
        return getattr(self._inner, name)
