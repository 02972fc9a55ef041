"""A user's file becomes tables of cells, whatever kind of file it turns out to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.errors import UnreadableFile
from engine.roster.cell import Cell, as_text
from engine.roster.delimited import read_delimited
from engine.roster.workbook import read_workbook

MAX_FILE = 30_000_000
"""Bytes of a file as it lies on the disk; a roster of 20,000 people has about 2,000,000."""
SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再导入"


@dataclass(frozen=True, slots=True)
class Table:
    """The clean texts of one sheet, from its very first row and column on; ``name`` is empty for a text file."""

    name: str
    rows: list[list[str]]
    visible: bool = True


def read_tables(path: Path) -> list[Table]:
    """Every sheet of the file. The kind is told by the contents, not by the name. Raises ``UnreadableFile``."""
    content = _read(path)
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return [Table(name, _texts(rows), visible) for name, rows, visible in read_workbook(content)]
    if _is_markup(start):
        raise UnreadableFile(f"这是网页或 XML 表格，只是名字像 Excel 文件；{SAVE_AS}")
    if content.startswith((b"\t\x08", b"\t\x04", b"\t\x02", b"\t\x00")):
        raise UnreadableFile(f"这是 Excel 5.0 以前的旧格式；{SAVE_AS}")
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")):
        raise UnreadableFile("这不是表格文件；请给 .xlsx、.xls 或 .csv 文件")
    return [Table("", _texts(read_delimited(content)))]


def _texts(rows: Iterable[Iterable[Cell]]) -> list[list[str]]:
    return [[as_text(cell) for cell in row] for row in rows]


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableFile(f"没有文件“{path.name}”" if not path.exists() else f"“{path.name}”不是文件")
        if path.stat().st_size > MAX_FILE:
            raise UnreadableFile(f"文件超过 {MAX_FILE // 1_000_000} MB，不像名册；请删去图片和空白行列，或分成几个文件")
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"“{path.name}”打不开：{error.strerror}") from error
    if not content.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise UnreadableFile("文件是空的")
    return content


def _is_markup(start: bytes) -> bool:
    text = start.replace(b"\x00", b"").lstrip(b"\xff\xfe").lower()
    return text.startswith(
        (
            b"<html",
            b"<!doctype",
            b"<table",
            b"<?xml",
            b"<meta",
            b"<head",
            b"<body",
            b"<style",
            b"<div",
            b"mime-version:",
        )
    )
