"""The template opens, explains itself, and comes back as a roster once it is filled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from roster_street import person

from engine.errors import UnreadableFile
from engine.model import LineId
from engine.roster import import_roster, write_template
from engine.roster.columns import COLUMNS, Column
from engine.roster.header import column_of, find_header
from engine.roster.table import read_tables
from engine.store.port import GraphStore


@pytest.fixture
def template(store: GraphStore, tmp_path: Path) -> Path:
    """A template with the street's choices."""
    write_template(tmp_path / "模板.xlsx", store)
    return tmp_path / "模板.xlsx"


def opened(path: Path) -> Workbook:
    """The workbook."""
    return load_workbook(path)


def test_every_heading_is_recognised_and_explained(template: Path) -> None:
    sheet = opened(template)["名册"]
    assert [column_of(str(cell.value)) for cell in sheet[1]] == [rule.column for rule in COLUMNS if rule.in_template]
    assert all(cell.comment is not None and len(cell.comment.text) > 3 for cell in sheet[1])
    assert sheet.freeze_panes == "C2"


def test_columns_are_text_so_that_phones_keep_their_digits(template: Path) -> None:
    sheet = opened(template)["名册"]
    assert sheet.column_dimensions["B"].number_format == "@"


def test_lists_offer_what_the_graph_knows(template: Path) -> None:
    book = opened(template)
    lists = {rule.formula1: rule for rule in book["名册"].data_validations.dataValidation}
    assert {"choices_ORGANIZATION", "choices_STATION", "choices_SYSTEM", "choices_MINOR"} <= lists.keys()
    offered = [cell.value for column in book["可选项"].columns for cell in column]
    assert {"福华街妇联", "铭功路服务站", "第一志愿服务队", "GCJ-02", "带队"} <= set(offered)
    assert book["可选项"].sheet_state == "hidden"


def test_the_page_of_help_names_every_column_and_the_grammar_of_times(template: Path) -> None:
    words = [str(cell.value) for row in opened(template)["填写说明"].iter_rows() for cell in row if cell.value]
    assert {rule.column.value for rule in COLUMNS if rule.in_template} <= set(words)
    assert any("晚上 18:00-21:00" in word for word in words)


def test_an_untouched_template_imports_nobody(store: GraphStore, template: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有一行"):
        import_roster(store, template, LineId.PARTY)
    assert store.counts()["Volunteer"] == 0


def test_a_filled_template_imports_all_but_the_example(store: GraphStore, template: Path) -> None:
    book = opened(template)
    sheet = book["名册"]
    row = dict(
        zip([Column.NAME, Column.PHONE, Column.ORGANIZATION, Column.HOME, Column.FREE_HOURS], person(1), strict=True)
    )
    for cell in sheet[1]:
        sheet.cell(3, cell.column, row.get(column_of(str(cell.value)) or Column.NOTE))
    book.save(template)
    report = import_roster(store, template, LineId.PARTY, today=date(2026, 11, 22))
    assert (report.rows, report.added) == (1, 1)
    assert (2, "这是示例行，没有导入") in [(warning.row, warning.message) for warning in report.warnings]


def test_the_example_row_would_hold_if_it_were_real(store: GraphStore, template: Path) -> None:
    book = opened(template)
    book["名册"]["A2"].value = "甲一"
    book["名册"]["C2"].value = "福华街社区第一党支部"
    book.save(template)
    assert import_roster(store, template, LineId.PARTY).added == 1


def test_a_template_needs_no_store(tmp_path: Path) -> None:
    write_template(tmp_path / "模板.xlsx")
    assert [sheet.name for sheet in read_tables(tmp_path / "模板.xlsx")] == ["名册", "填写说明", "可选项"]
    assert [find_header(sheet.rows) is not None for sheet in read_tables(tmp_path / "模板.xlsx")] == [
        True,
        False,
        False,
    ]
