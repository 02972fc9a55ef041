"""The roster as an Excel file: all of it on the first sheet, then a sheet for each road or station, ready to print."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from engine.exports.columns import PHONE, Cell, columns, lines, printable
from engine.exports.roster import Duty, Roster
from engine.exports.sections import Section
from engine.exports.titles import headline, note

WIDTHS = {
    "日期": 11.5, "星期": 6, "开始": 7, "结束": 7, "道路或服务站": 18, "地点": 28, "内容": 16, "最少": 5.5, "期望": 5.5,
    "志愿者": 12, "单位": 26, "队伍": 12, "状态": 8, PHONE: 14, "缺口": 20,
}  # fmt: skip
CENTRED = {"星期", "开始", "结束", "最少", "期望", "状态"}
ALL = "总表"
HEADING_ROW = 3
LONGEST_TITLE = 31
FORBIDDEN = re.compile(r"[\\/?*\[\]:']")

_THIN = Side(style="thin", color="BFBFBF")
_BORDER = Border(_THIN, _THIN, _THIN, _THIN)
_TITLE, _NOTE = Font(name="等线", size=15, bold=True), Font(name="等线", size=9, color="595959")
_HEAD, _HEAD_FILL = Font(name="等线", size=10, bold=True, color="FFFFFF"), PatternFill("solid", start_color="9C1C1C")
_BODY, _SHORT = Font(name="等线", size=10), Font(name="等线", size=10, bold=True, color="9C1C1C")
_LEFT = Alignment(vertical="center", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def week_xlsx(roster: Roster, parts: Iterable[Section]) -> bytes:
    """The file; text that begins like a formula is text."""
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "就近", headline(roster)
    taken: set[str] = set()
    _sheet(book, _name(ALL, taken), headline(roster), roster, roster.duties)
    for part in parts:
        _sheet(book, _name(part.name, taken), f"{part.name}（{part.kind}）　{headline(roster)}", roster, part.duties)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _name(wanted: str, taken: set[str]) -> str:
    """A sheet's name that Excel takes and that no other sheet has."""
    short = FORBIDDEN.sub(" ", printable(wanted)).strip()[:LONGEST_TITLE] or "无名"
    name, number = short, 1
    while name.casefold() in taken:
        number += 1
        name = f"{short[: LONGEST_TITLE - len(str(number)) - 1]} {number}"
    taken.add(name.casefold())
    return name


def _sheet(book: Workbook, name: str, title: str, roster: Roster, duties: Iterable[Duty]) -> None:
    sheet = cast("Worksheet", book.create_sheet(name))  # as one that only writes, which the type does not say
    heads = columns(phones=roster.phones)
    last = get_column_letter(len(heads))
    for place, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[head]
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    _ready_to_print(sheet)
    sheet.append([_cell(sheet, printable(title), _TITLE)])
    sheet.append([_cell(sheet, note(roster), _NOTE)])
    sheet.append([_cell(sheet, head, _HEAD, _MIDDLE, _BORDER, _HEAD_FILL) for head in heads])
    looks = [_body(sheet, head)._style for head in heads]  # made once: each costs as much as a hundred cells
    count = HEADING_ROW
    for line in lines(duties, phones=roster.phones):
        sheet.append([_like(sheet, value, look) for value, look in zip(line, looks, strict=True)])
        count += 1
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{last}{max(count, HEADING_ROW + 1)}"
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"


def _ready_to_print(sheet: Worksheet) -> None:
    """A4 across, as wide as the page, the heading on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第 &P 页，共 &N 页"))


def _like(sheet: Worksheet, value: Cell, look: Any) -> Any:
    cell = _plain(sheet, value)
    cell._style = look
    return cell


def _body(sheet: Worksheet, head: str) -> Any:
    font = _SHORT if head == "缺口" else _BODY
    return _cell(sheet, "", font, _MIDDLE if head in CENTRED else _LEFT, _BORDER)


def _cell(
    sheet: Worksheet,
    value: Cell,
    font: Font,
    alignment: Alignment | None = None,
    border: Border | None = None,
    fill: PatternFill | None = None,
) -> Any:
    cell = _plain(sheet, value)
    cell.font = font
    if alignment:
        cell.alignment = alignment
    if border:
        cell.border = border
    if fill:
        cell.fill = fill
    return cell


def _plain(sheet: Worksheet, value: Cell) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # what begins like a formula is none
    return cell
