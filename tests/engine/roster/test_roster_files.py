"""Files as offices really make them: each is read, or refused with a clear word."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from engine.errors import UnreadableFile
from engine.roster import table
from engine.roster.table import read_tables

FILES = Path(__file__).parent / "files"
"""biff8.xls was written by xlwt: merged title, phone as a float, a date. password.xlsx was encrypted by msoffcrypto."""
TEXT = "姓名,手机号\n甲一,10000000001\n"


def rows_of(folder: Path, content: bytes, name: str = "名册.csv") -> list[list[str]]:
    """The rows of the only table."""
    (folder / name).write_bytes(content)
    (only,) = read_tables(folder / name)
    return only.rows


def workbook(**cells: object) -> bytes:
    """A workbook with these cells."""
    book = Workbook()
    assert book.active is not None
    for place, value in cells.items():
        book.active[place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def edited(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The archive with something replaced in one part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data.replace(old, new) if name == part else data)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    assert rows_of(tmp_path, TEXT.encode(encoding)) == [["姓名", "手机号"], ["甲一", "10000000001"]]


@pytest.mark.parametrize("separator", [",", "\t", ";", "，"])
def test_the_separator_is_found_out(tmp_path: Path, separator: str) -> None:
    text = f"某某街道名册\n姓名{separator}手机号{separator}备注\n甲一{separator}10000000001{separator}\n"
    assert rows_of(tmp_path, text.encode())[1:] == [["姓名", "手机号", "备注"], ["甲一", "10000000001", ""]]


def test_rows_of_text_keep_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, '姓名,手机号\n\n"甲一\n组长",1\n乙二,2\n'.encode())
    assert rows == [["姓名", "手机号"], [], ["甲一\n组长", "1"], ["乙二", "2"]]


def test_a_lost_quotation_mark_does_not_swallow_rows(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="引号不成对"):
        rows_of(tmp_path, '姓名,手机号\n"甲一,1\n乙二,2\n'.encode())


def test_invisible_characters_go_and_blanks_become_one(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "\ufeff姓\u200b名,手机号\n\u3000甲\xa0\xa0一\u202c ,１００\n".encode())
    assert rows == [["姓名", "手机号"], ["甲 一", "１００"]]


def test_an_old_excel_file_is_read(tmp_path: Path) -> None:
    (sheet,) = read_tables(FILES / "biff8.xls")
    assert sheet.rows[1][:3] == ["序号", "姓名", "联系电话"]
    assert [row[3] for row in sheet.rows[2:]] == ["福华街社区第一党支部"] * 2  # merged
    assert sheet.rows[2] == [
        "1",
        "甲一",
        "10000000001",
        "福华街社区第一党支部",
        "福华街12号院",
        "工作日晚上",
        "2026-11-25",
    ]


@settings(max_examples=15, deadline=None)
@given(place=st.integers(512, 5000), value=st.binary(min_size=4, max_size=4))
def test_a_damaged_old_file_never_ends_the_process(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: bytes
) -> None:
    """Bytes changed at random made the reading library ask for a terabyte and abort."""
    content = (FILES / "biff8.xls").read_bytes()
    with contextlib.suppress(UnreadableFile):
        assert rows_of(tmp_path_factory.mktemp("xls"), content[:place] + value + content[place + 4 :]) is not None


def test_a_cell_merged_with_those_below_stands_in_every_row_that_has_content(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["名册"],
        ["姓名", "手机号", "住处", ""],
        ["", "", "经度", "纬度"],
        ["甲一", 1, 2, 3],
        ["乙二", "", 5, 6],
    ):
        sheet.append(row)
    for merged in ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "B4:B7", "Z4:Z5"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "a.xlsx")
    (only,) = read_tables(tmp_path / "a.xlsx")
    assert only.rows[2:] == [["姓名", "手机号", "经度", "纬度"], ["甲一", "1", "2", "3"], ["乙二", "1", "5", "6"]]


def test_row_and_column_places_are_kept_when_the_table_stands_lower(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, workbook(C5="姓名", D5="手机号", C6="甲一"), "a.xlsx")
    assert (rows[4][2], rows[5][2]) == ("姓名", "甲一")


def test_formatted_blank_rows_below_the_table_do_not_count(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "手机号"])
    for row in range(2, 400):
        sheet.cell(row, 200).fill = PatternFill("solid", start_color="FFFF00")
    book.save(tmp_path / "a.xlsx")
    (only,) = read_tables(tmp_path / "a.xlsx")
    assert only.rows == [["姓名", "手机号"]]


def test_numbers_and_truth_values_become_what_the_user_sees(tmp_path: Path) -> None:
    cells = workbook(A1=10000000001.0, B1=113.65, C1=True)
    assert rows_of(tmp_path, cells, "a.xlsx")[0][:3] == ["10000000001", "113.65", "是"]


def test_a_hidden_sheet_is_told_from_a_visible_one(tmp_path: Path) -> None:
    book = Workbook()
    hidden = book.create_sheet("旧")
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert [(sheet.name, sheet.visible) for sheet in read_tables(tmp_path / "a.xlsx")] == [
        ("Sheet", True),
        ("旧", False),
    ]


def _with_bomb() -> bytes:
    return edited(workbook(A1="姓名"), "xl/worksheets/sheet1.xml", b"</worksheet>", b" " * 60_000_000 + b"</worksheet>")


def _unplaced() -> bytes:
    content = edited(workbook(B6="甲"), "xl/worksheets/sheet1.xml", b'r="B6"', b"")
    return edited(content, "xl/worksheets/sheet1.xml", b'<row r="6"', b'<row r="9048576"')


def _zip_of_text() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("名册.txt", "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        pytest.param(b"", "空的", id="empty"),
        pytest.param(b"\xef\xbb\xbf\r\n", "空的", id="only a mark"),
        pytest.param(b"<html><table><tr><td>x", "网页", id="HTML called .xls"),
        pytest.param("\ufeff<?xml version='1.0'?><Workbook/>".encode(), "网页或 XML", id="XML spreadsheet"),
        pytest.param("<html>".encode("utf-16"), "网页", id="HTML in UTF-16"),
        pytest.param(b"%PDF-1.7 ...", "不是表格", id="PDF"),
        pytest.param(b"\t\x08\x10\x00\x00\x05", "旧格式", id="before Excel 97"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "已损坏", id="damaged .xls"),
        pytest.param(workbook(A1="姓名")[:2000], "已损坏", id="half an .xlsx"),
        pytest.param(_zip_of_text(), "压缩包", id="archive"),
        pytest.param((FILES / "password.xlsx").read_bytes(), "密码", id="password"),
        pytest.param(workbook(A1="姓名", XFD1048576="x"), "范围过大", id="a far cell"),
        pytest.param(_unplaced(), "范围过大", id="a far row of cells without places"),
        pytest.param(_with_bomb(), "超过 50 MB", id="unpacks to too much"),
        pytest.param(b"\x81\x20\xff\xff", "编码", id="no known encoding"),
        pytest.param(b"abc\x00\x01", "编码", id="binary"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_clear_word(tmp_path: Path, content: bytes, word: str) -> None:
    with pytest.raises(UnreadableFile, match=word):
        rows_of(tmp_path, content, "名册.xls")


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match="没有文件"):
        read_tables(tmp_path / "没有.xlsx")
    with pytest.raises(UnreadableFile, match="不是文件"):
        read_tables(tmp_path)
    monkeypatch.setattr(table, "MAX_FILE", 10)
    with pytest.raises(UnreadableFile, match="超过"):
        rows_of(tmp_path, TEXT.encode())
