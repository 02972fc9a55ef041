"""The empty roster that offices fill in: headings with remarks, lists to choose from, an example, a page of help."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from engine.model import Organization, Station, Team
from engine.roster.columns import COLUMNS, EXAMPLE_MARK, Column, ColumnRule
from engine.roster.skills import SKILLS
from engine.roster.times import PARTS
from engine.store.port import Reader
from engine.store.question import Match

ROWS = 2000
"""So many rows offer lists to choose from."""
SHEET, HELP, CHOICES = "名册", "填写说明", "可选项"

_BOLD = Font(bold=True, color="FFFFFF")
_REQUIRED, _OPTIONAL = PatternFill("solid", start_color="C00000"), PatternFill("solid", start_color="2F5597")
_EXAMPLE = PatternFill("solid", start_color="EDEDED")
_THIN = Side(style="thin", color="BFBFBF")
_BORDER = Border(_THIN, _THIN, _THIN, _THIN)
_WIDE = {Column.HOME: 24, Column.WORK: 24, Column.FREE_HOURS: 40, Column.WORK_HOURS: 26, Column.ORGANIZATION: 26}
_RULES = tuple(rule for rule in COLUMNS if rule.in_template)


def write_template(path: Path, store: Reader | None = None) -> None:
    """An Excel file with one example row; organizations, stations and teams to choose from when a store is given.

    An import skips the example, so that an office that forgets to delete it has no invented member.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    lists = _choices(store)
    _headings(sheet)
    _example(sheet, lists)
    _choice_sheet(book, sheet, lists)
    _help(book.create_sheet(HELP, 1))
    book.save(path)


def _headings(sheet: Worksheet) -> None:
    for place, rule in enumerate(_RULES, start=1):
        letter = get_column_letter(place)
        # The whole column is text: a number would lose its last digits, a date its form.
        sheet.column_dimensions[letter].number_format = "@"
        sheet.column_dimensions[letter].width = _WIDE.get(rule.column, 14)
        heading = sheet.cell(1, place, rule.column.value + ("*" if rule.required else ""))
        heading.font, heading.fill, heading.border = _BOLD, _REQUIRED if rule.required else _OPTIONAL, _BORDER
        heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        heading.comment = Comment(_remark(rule), "就近", width=320, height=120)
    sheet.row_dimensions[1].height = 28
    sheet.freeze_panes = "C2"


def _remark(rule: ColumnRule) -> str:
    return ("必填。" if rule.required else "") + rule.help + (f"\n例：{rule.example}" if rule.example else "")


def _example(sheet: Worksheet, lists: dict[Column, list[str]]) -> None:
    for place, rule in enumerate(_RULES, start=1):
        listed = lists.get(rule.column, []) if rule.column is Column.ORGANIZATION else []
        cell = sheet.cell(2, place, rule.example or (listed[0] if listed else None))
        if rule.column is Column.NOTE:
            cell.value = f"这一行是示例，导入时跳过（姓名以“{EXAMPLE_MARK}”开头），可以删去"
        cell.fill, cell.font, cell.border = _EXAMPLE, Font(italic=True, color="7F7F7F"), _BORDER


def _choices(store: Reader | None) -> dict[Column, list[str]]:
    lists = {
        Column.SYSTEM: ["GCJ-02", "BD-09", "WGS-84"],
        Column.MINOR: ["是", "否"],
        Column.SKILLS: [names[0] for names in SKILLS.values()],
    }
    if store is not None:
        for column, node in ((Column.ORGANIZATION, Organization), (Column.STATION, Station), (Column.TEAM, Team)):
            rows = store.query(Match("n", node).select("n.name").order("n.name"))
            lists[column] = [str(row["n.name"]) for row in rows]
    return {column: names for column, names in lists.items() if names}


def _choice_sheet(book: Workbook, sheet: Worksheet, lists: dict[Column, list[str]]) -> None:
    """The lists stand on a hidden sheet, so that they may be long; skills and teams also take text of one's own."""
    hidden = book.create_sheet(CHOICES)
    hidden.sheet_state = "hidden"
    for place, (column, names) in enumerate(lists.items(), start=1):
        letter = get_column_letter(place)
        for row, name in enumerate(names, start=1):
            cell = hidden.cell(row, place, name)
            cell.data_type = "s"
        name = f"choices_{column.name}"
        book.defined_names[name] = DefinedName(name, attr_text=f"'{CHOICES}'!${letter}$1:${letter}${len(names)}")
        rule = DataValidation(type="list", formula1=name, allow_blank=True)
        rule.errorStyle = "warning" if column in (Column.SKILLS, Column.ORGANIZATION) else "stop"
        rule.errorTitle, rule.error = "请核对", "不在列表中"
        target = get_column_letter(1 + next(i for i, known in enumerate(_RULES) if known.column is column))
        rule.add(f"{target}2:{target}{ROWS + 1}")
        sheet.add_data_validation(rule)


def _help(sheet: Worksheet) -> None:
    for width, letter in zip((16, 8, 70, 42), "ABCD", strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(["列", "必填", "怎么填", "例"])
    for rule in _RULES:
        sheet.append([rule.column.value, "是" if rule.required else "", rule.help, rule.example])
    for line in ("", *_TIMES, "", *_GENERAL):
        sheet.append([line])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=4)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for heading in sheet[1]:
        heading.font, heading.fill = _BOLD, _OPTIONAL
    sheet.freeze_panes = "A2"


def _parts_of_day() -> str:
    return "、".join(f"{word} {low}:00-{high}:00" for word, (low, high) in PARTS.items())


_TIMES = (
    "时间的写法：先写哪几天，再写几点到几点；各组用分号或换行隔开。看不明白的一律退回，不作猜测。",
    "哪几天：周一至周五、周1-5、周一三五、一三五、周六日、周六、周日、工作日（周一至周五）、周末或双休日（周六、周日）、每天。星期、礼拜同周。",
    "几点到几点：18:00-21:00、18点到21点半、18-20、晚上7点到9点半。用 24 小时制，或在前面写上午、下午、晚上等。",
    f"只写时段也可以：{_parts_of_day()}。",
    "跨过半夜的写作 22:00-2:00（18:00 以后开始，次日 6:00 以前结束）。节假日、隔周等暂不能写，请用“请假”列。",
)
_GENERAL = (
    "列的次序不限，可以删去不用的选填列，表头上面可以有标题；认不出的列会提示，不导入。",
    "有一处错误就一行也不导入，并列出全部错误；加 --accept-valid 则导入合格的行，退回其余各行并写明原因。",
    "同一手机号、同一姓名是同一个人：几条线的名册里都有他，仍是一个人、几份成员关系。后来的名册里的空格不会抹掉已有的内容。",
    "名册含个人信息：用完请妥善保管或删除，不要发到群里。",
)
