"""CSV and Excel, read back by other programs than wrote them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from engine.access import Secured
from engine.exports import Format, Roster, week_file
from engine.exports.columns import columns, safe
from engine.exports.sections import By
from engine.model import Role
from tests.engine.exports.conftest import Read

RARE = "𠅤䶮㛃"
FIRST = ["2026-11-23", "周一", "07:00", "08:30", "灯笼路", "灯笼路甲段", "文明交通劝导"]


def renamed(roster: Roster, name: str, place: str = "") -> Roster:
    """The roster in which the first person is called otherwise, and perhaps the first place."""
    first, *others = roster.duties
    people = (replace(first.people[0], name=name), *first.people[1:])
    wanted = replace(first.wanted, place=replace(first.wanted.place, road=place)) if place else first.wanted
    return replace(roster, duties=(replace(first, people=people, wanted=wanted), *others))


@pytest.fixture
def made(secured: Callable[..., Secured]) -> Callable[..., bytes]:
    return lambda roster, form, by=By.ROAD: week_file(secured(), roster, form, by)


def table(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def test_csv_begins_with_a_mark_and_has_a_line_for_each_person(read: Read, made: Callable[..., bytes]) -> None:
    file = made(read(Role.STATION_LEADER), Format.CSV)
    assert file.startswith(b"\xef\xbb\xbf")
    heads, *lines = table(file)
    assert tuple(heads) == columns(phones=False)
    assert "电话" not in heads
    assert lines[0] == [*FIRST, "1", "2", "甲一", "西街工会", "灯笼队", "已邀请", "期望人数差 1 人"]
    assert [line[9] for line in lines] == ["甲一", "戊五", "乙二"]


def test_a_shift_without_people_has_a_line_as_well(read: Read, made: Callable[..., bytes]) -> None:
    roster = read()
    empty = replace(roster, duties=(replace(roster.duties[0], people=()),))
    _, line = table(made(empty, Format.CSV))
    assert line[:7] == FIRST
    assert line[9:] == ["", "", "", "", "期望人数差 1 人"]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1", '=HYPERLINK("x")'])
def test_what_begins_like_a_formula_is_text(read: Read, made: Callable[..., bytes], text: str) -> None:
    assert safe(text)[0] == "'"
    roster = renamed(read(), text, place="=路" if text == "=1+1" else "")
    line = table(made(roster, Format.CSV))[1]
    assert line[9].startswith("'")
    book = load_workbook(io.BytesIO(made(roster, Format.XLSX)))
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert book["总表"]["J4"].value == line[9]


@pytest.mark.parametrize("text", ["甲一", RARE, "甲·一", "O'Neil", "3号", ""])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_what_no_file_may_hold_becomes_a_space() -> None:
    assert safe("甲\x00\x0b一\u202e\n") == "甲  一  "


def test_excel_has_a_sheet_of_all_and_one_for_each_road(read: Read, made: Callable[..., bytes]) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made(read(), Format.XLSX)))
    assert book.sheet_names == ["总表", "灯笼路", "柳树路", "竹竿巷"]
    title, note, heads, *rows = book.get_sheet_by_name("总表").to_python()
    assert title[0] == "全区 2026-W48（11月23日至11月29日）志愿服务排班表"
    assert note[0].startswith("第 1 版（已发布）")
    assert tuple(heads) == columns(phones=False)
    assert [row[9] for row in rows] == ["甲一", "戊五", "丁四", "乙二"]
    assert rows[0][7:9] == [1, 2]
    (only,) = book.get_sheet_by_name("竹竿巷").to_python()[3:]
    assert only[9] == "乙二"


def test_excel_has_a_sheet_for_each_station_when_asked(read: Read, made: Callable[..., bytes]) -> None:
    book = load_workbook(io.BytesIO(made(read(), Format.XLSX, By.STATION)))
    assert book.sheetnames == ["总表", "水井服务站", "磨坊服务站"]


def test_excel_is_ready_to_read_and_to_print(read: Read, made: Callable[..., bytes]) -> None:
    for sheet in load_workbook(io.BytesIO(made(read(), Format.XLSX))):
        assert sheet.freeze_panes == "A4"
        assert sheet.print_title_rows == "$3:$3"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.auto_filter.ref.startswith("A3:N")
        assert sheet.column_dimensions["F"].width == 28
        assert sheet["A3"].font.bold


def test_sheets_have_names_that_excel_takes_and_that_differ(read: Read, made: Callable[..., bytes]) -> None:
    roster = read()
    long = "很长很长的" * 8
    duties = tuple(
        replace(duty, wanted=replace(duty.wanted, place=replace(duty.wanted.place, road=road)))
        for duty, road in zip(roster.duties, (f"{long}甲", f"{long}乙", "总表/[1]"), strict=True)
    )
    book = load_workbook(io.BytesIO(made(replace(roster, duties=duties), Format.XLSX)))
    assert book.sheetnames == ["总表", long[:31], f"{long[:29]} 2", "总表  1"]


def test_rare_characters_come_back_from_every_table(read: Read, made: Callable[..., bytes]) -> None:
    roster = renamed(read(), RARE)
    assert table(made(roster, Format.CSV))[1][9] == RARE
    book = CalamineWorkbook.from_filelike(io.BytesIO(made(roster, Format.XLSX)))
    assert book.get_sheet_by_name("总表").to_python()[3][9] == RARE


def test_phones_have_a_column_for_a_purpose(read: Read, made: Callable[..., bytes]) -> None:
    heads, first, *_ = table(made(read(Role.STATION_LEADER, purpose="联系"), Format.CSV))
    assert dict(zip(heads, first, strict=True))["电话"] == "13800008000"
