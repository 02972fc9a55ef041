"""Text tables (.csv and the like): the encoding and the separator are found out."""

from __future__ import annotations

import csv
import io

from engine.errors import UnreadableFile
from engine.roster.cell import clean
from engine.roster.header import SEARCHED_ROWS, find_header

SEPARATORS = (",", "\t", ";", "，", "|")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_delimited(content: bytes) -> list[list[str]]:
    """The rows of the text, blank ones included, so that row numbers are those of a spreadsheet."""
    text = decode(content)
    separator = max(SEPARATORS, key=lambda sign: _recognised(text, sign))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise UnreadableFile('引号不成对，后面的行会被吞掉；请检查单元格里的英文双引号 "，或改存为 .xlsx') from error


def decode(content: bytes) -> str:
    """The text in UTF-8 (with or without mark), UTF-16 (with mark) or GB18030. Raises ``UnreadableFile``."""
    encodings = [name for mark, name in _BOMS if content.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFile("文字编码认不出来；请另存为 .xlsx，或“CSV UTF-8”")


def _recognised(text: str, separator: str) -> tuple[int, int]:
    """How many headings this separator brings to light; then how often it stands in the first lines."""
    lines = text.splitlines()[:SEARCHED_ROWS]
    try:
        header = find_header([[clean(cell) for cell in row] for row in csv.reader(lines, delimiter=separator)])
    except csv.Error:
        return 0, 0
    return len(header.places) if header else 0, sum(line.count(separator) for line in lines)
