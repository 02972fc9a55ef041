"""Excel workbooks (.xlsx, .xls): only what was unpacked and measured here reaches the reading library.

A cell far outside (XFD1048576) makes a dense table of 17 thousand million cells, and a small archive can unpack to
gigabytes; both are refused before they cost anything.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Sequence

from python_calamine import CalamineError

from engine.errors import UnreadableFile
from engine.roster import sheets
from engine.roster.cell import Cell
from engine.roster.sheets import Merged, RawSheet, Value, raw_sheets

MAX_UNPACKED = 50_000_000
"""Bytes of all XML parts of a workbook together."""
MAX_CELLS = 4_000_000
"""Rows times columns of one sheet, up to the last filled cell of each."""

_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["']([A-Za-z]{1,7})(\d{1,10})["'][^<>]*(?<!/)>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^<>]*?\br\s*=\s*["'](\d{1,10})["'][^<>]*(?<!/)>""")
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:\s(?![^<>]*\br\s*=)[^<>]*)?(?<!/)>")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The name of the stream that holds an .xlsx file with a password."""
_PASSWORD = "工作簿有密码保护；请去掉打开密码，另存后再导入"
_DAMAGED = "工作簿已损坏，或不是 Excel 文件；请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入"
Sheet = tuple[str, list[list[Cell]], bool]


def read_workbook(content: bytes) -> list[Sheet]:
    """Name, rows from the first one on, and visibility of each worksheet. Raises ``UnreadableFile``."""
    if _ENCRYPTED in content:
        raise UnreadableFile(_PASSWORD)
    raw = _read_here(_repacked(content)) if content.startswith(b"PK") else _read_apart(content)
    return [(name, _filled_down(rows, merged), visible) for name, visible, rows, merged in raw]


def _read_here(content: bytes) -> list[RawSheet]:
    try:
        return raw_sheets(content)
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(_DAMAGED) from error


def _read_apart(content: bytes) -> list[RawSheet]:
    program = [sys.executable, "-P", sheets.__file__]
    try:
        reader = subprocess.run(program, input=content, capture_output=True, timeout=2 * sheets.SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(_DAMAGED) from error
    if reader.returncode:
        raise UnreadableFile(_PASSWORD if reader.returncode == sheets.PASSWORD else _DAMAGED)
    return [(name, visible, rows, merged) for name, visible, rows, merged in json.loads(reader.stdout)]


def _filled_down(raw: list[list[Value]], merged: Sequence[Merged]) -> list[list[Cell]]:
    """The rows, where a cell merged with those below it stands in each of their rows that has other content."""
    rows: list[list[Cell]] = [list(row) for row in raw]
    left = MAX_CELLS
    for (top, column), (bottom, _) in merged:
        below = rows[top + 1 : bottom + 1]
        left -= len(below) + 1
        if left < 0:
            break
        for row in below:
            if column < len(row) and any(cell != "" for cell in row):
                row[column] = rows[top][column]
    return rows


def _repacked(content: bytes) -> bytes:
    """The workbook's XML parts in a new archive without compression; pictures and the like stay out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _copied(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError) as error:
        raise UnreadableFile(_DAMAGED) from error


def _copied(archive: zipfile.ZipFile) -> bytes:
    names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
    if "xl/workbook.xml" not in names:
        kind = "xlsb 二进制工作簿" if "xl/workbook.bin" in names else "压缩包或其他文件，不是 Excel 工作簿"
        raise UnreadableFile(f"这是{kind}；请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入")
    wanted = [entry for entry in archive.infolist() if entry.filename.lower().endswith((".xml", ".rels"))]
    left = MAX_UNPACKED
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as copy:
        for entry in wanted:
            with archive.open(entry) as part:
                data = part.read(left + 1)
            left -= len(data)
            if left < 0:
                raise UnreadableFile(f"工作簿解开后超过 {MAX_UNPACKED // 1_000_000} MB；请删去空白行列和多余的工作表")
            if "/worksheets/" in entry.filename.lower():
                _measure(data)
            copy.writestr(entry.filename, data)
    return result.getvalue()


def _measure(sheet: bytes) -> None:
    cells = _FILLED.findall(sheet)
    width = max((_number(letters) for letters in {letters for letters, _ in cells}), default=1)
    rows = _ROW.findall(sheet) if _UNPLACED.search(sheet) else []
    height = max((int(digits) for digits in (*(row for _, row in cells), *rows)), default=1)
    if width * height > MAX_CELLS:
        raise UnreadableFile(f"表格范围过大（到第 {height} 行、第 {width} 列）；请删去远处的零星内容后再导入")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
