"""Where a table's header is, and which column stands where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.errors import Fault
from engine.roster.cell import fold, narrow, one_line
from engine.roster.columns import COLUMNS, IGNORED, REQUIRED, Column

SEARCHED_ROWS = 20
"""The header stands within so many rows from the top."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header's row (from 0), its titles as written, and the places (from 0) of every column that was recognised."""

    row: int
    titles: tuple[str, ...]
    places: dict[Column, tuple[int, ...]]
    unknown: tuple[str, ...]

    def place(self, column: Column) -> int | None:
        """Where the column stands."""
        return self.places[column][0] if column in self.places else None


def _keys() -> dict[str, Column]:
    return {fold(name): rule.column for rule in COLUMNS for name in (rule.column.value, *rule.synonyms.split())}


_COLUMN_OF = _keys()
_IGNORED = frozenset(fold(name) for name in IGNORED)


def column_of(title: str) -> Column | None:
    """The column that this heading means; a remark in brackets and words like 必填 do not matter."""
    plain = re.sub(r"必填|选填|必须|\*|＊", "", narrow(title))
    outside = re.sub(r"[(\[【〔].*?[)\]】〕]", "", plain, flags=re.DOTALL)
    return _COLUMN_OF.get(fold(plain)) or _COLUMN_OF.get(fold(outside))


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """The row with the most recognised headings among the first ones, at least two; ``None`` when there is none."""
    headers = [_read(index, row) for index, row in enumerate(rows[:SEARCHED_ROWS])]
    best = max(headers, key=lambda header: len(header.places), default=None)
    return best if best is not None and len(best.places) >= 2 else None


def _read(index: int, row: Sequence[str]) -> Header:
    titles = tuple(one_line(cell) for cell in row)
    places: dict[Column, tuple[int, ...]] = {}
    unknown = []
    for place, title in enumerate(titles):
        column = column_of(title) if title else None
        if column is not None:
            places[column] = (*places.get(column, ()), place)
        elif title and fold(title) not in _IGNORED:
            unknown.append(title)
    return Header(index, titles, places, tuple(unknown))


def header_faults(header: Header) -> Iterator[Fault]:
    """What keeps the whole table from being read: required columns that are missing, columns that stand twice."""
    row = header.row + 1
    missing = [column.value for column in REQUIRED if column not in header.places]
    if not {Column.HOME, Column.HOME_POINT, Column.HOME_LON} & header.places.keys():
        missing.append("住址（或经纬度）")
    if (Column.HOME_LON in header.places) != (Column.HOME_LAT in header.places):
        missing.append("经度与纬度两列中的另一列")
    if missing:
        yield Fault(
            f"缺少列：{'、'.join(missing)}", row=row, expected="补上这些列；列的次序不限，可用 --template 生成模板"
        )
    for column, places in header.places.items():
        if len(places) > 1:
            titles = "、".join(f"{letters(place)} 列“{header.titles[place]}”" for place in places)
            yield Fault(f"{titles} 是同一项", column.value, row, expected="只留一列")


def letters(place: int) -> str:
    """The spreadsheet's letters of a column (from 0)."""
    text = ""
    while place >= 0:
        place, letter = divmod(place, 26)
        text, place = chr(65 + letter) + text, place - 1
    return text
