"""A cell of the user's table: what it may hold, its text without invisible characters, and how it is refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BLANKS = re.compile(r"[^\S\n]+")
_ORNAMENT = re.compile(r"[\s()\[\]{}<>《》〈〉【】〔〕「」『』\"'“”‘’、,.;:·•・‧/\\|\-–—―_~*#&]+")


class BadCell(Exception):
    """A cell cannot be understood; carries what is wrong and what would be right, never the cell's text."""

    def __init__(self, message: str, expected: str = "") -> None:
        self.message, self.expected = message, expected
        super().__init__(message)


def as_text(cell: Cell) -> str:
    """The cell as the user sees it, without invisible characters; lines stay apart, other blanks become one each."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return clean(str(cell))


def clean(text: str) -> str:
    """The text without zero-width, directional and control characters, blanks trimmed and single."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    visible = _CONTROL.sub(" ", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return "\n".join(line for part in visible.split("\n") if (line := _BLANKS.sub(" ", part).strip()))


def one_line(text: str) -> str:
    """The text with its lines joined by blanks."""
    return " ".join(text.split("\n"))


def narrow(text: str) -> str:
    """The text with full-width letters, digits and marks made half-width (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def fold(text: str) -> str:
    """What two spellings of one name have in common: no blanks, brackets, marks, width or case."""
    return _ORNAMENT.sub("", narrow(text).casefold())


def parts(text: str) -> list[str]:
    """The items of a list written with 、 ； ， or line breaks, without empty ones."""
    return [item.strip() for item in re.split(r"[、;；,，\n]+", text) if item.strip()]
