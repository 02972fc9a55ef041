"""Worksheets as the library reads them; run as a program, it reads a workbook from its input and prints them as JSON.

That is how old Excel files (.xls) are read: a damaged one can make the library ask for a million megabytes and abort
the whole process. As a program this file imports nothing of the project.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

Value = str | int | float | bool | date | datetime | time | timedelta
Merged = tuple[tuple[int, int], tuple[int, int]]
RawSheet = tuple[str, bool, list[list[Value]], list[Merged]]
"""Name, visible, rows from the first on, and what is merged: (top, left), (bottom, right), from 0."""

MEMORY = 2_000_000_000
SECONDS = 60
PASSWORD = 3
"""What the program ends with when the workbook has a password."""


def raw_sheets(content: bytes) -> list[RawSheet]:
    """Every worksheet of the workbook. Raises what the library raises."""
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        sheets = [(meta, book.get_sheet_by_name(meta.name)) for meta in book.sheets_metadata if _is_table(meta.typ)]
        return [
            (
                meta.name,
                meta.visible == SheetVisibleEnum.Visible,
                [list(row) for row in sheet.to_python(skip_empty_area=False)],
                sheet.merged_cell_ranges or [],
            )
            for meta, sheet in sheets
        ]


def _is_table(kind: SheetTypeEnum) -> bool:
    return kind == SheetTypeEnum.WorkSheet


def _plain(value: date | time | timedelta) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def main() -> None:
    """Prints the sheets; ends with PASSWORD, or badly, when there are none to print."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sheets = raw_sheets(sys.stdin.buffer.read())
    except PasswordError:
        sys.exit(PASSWORD)
    json.dump(sheets, sys.stdout, default=_plain)


if __name__ == "__main__":
    main()
