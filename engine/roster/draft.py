"""One row of a roster as its cells say it, before anything is looked up in the graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from engine.coordinates import CoordinateSystem, to_wgs84
from engine.errors import Fault, InvalidInput
from engine.roster.cell import BadCell, one_line, parts
from engine.roster.columns import EXAMPLE_MARK, REQUIRED, Column
from engine.roster.fields import (
    Partner,
    checked_point,
    dates,
    number,
    partners,
    person_name,
    phone,
    point,
    preferences,
    whole_number,
    yes_or_no,
)
from engine.roster.header import Header
from engine.roster.skills import skill_tags
from engine.roster.times import parse_times

T = TypeVar("T")
Point = tuple[float, float]
LONGEST_CELL = 2000
SYSTEMS = "“坐标系”列填 GCJ-02（高德、腾讯地图）、BD-09（百度地图）或 WGS-84（GPS、天地图）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a row says; ``None`` or empty where its cell is blank. Points are WGS-84, latitude first."""

    row: int = field(compare=False)
    name: str
    phone: str
    organization: str
    home_address: str = ""
    home: Point | None = None
    work_address: str = ""
    work: Point | None = None
    work_hours: tuple[int, ...] | None = None
    free_hours: tuple[int, ...] | None = None
    skills: tuple[str, ...] | None = None
    station: str = ""
    claims: str = ""
    team: str = ""
    max_week: int | None = None
    max_day: int | None = None
    load: int | None = None
    away: tuple[date, ...] | None = None
    minor: bool | None = None
    escorts: tuple[Partner, ...] = ()
    together: tuple[Partner, ...] = ()
    prefers: tuple[tuple[str, int], ...] = ()
    note: str = ""

    def same_person_elsewhere(self, other: Draft) -> bool:
        """Both rows say the same but for the organization."""
        return replace(self, organization="") == replace(other, organization="")


@dataclass(slots=True)
class RowReader:
    """Reads the cells of one row; what is wrong or doubtful gathers in ``faults`` and ``warnings``."""

    header: Header
    row: int
    cells: Sequence[str]
    system: CoordinateSystem | None
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def text(self, column: Column) -> str:
        """The cell's text; empty when the column or the cell is missing."""
        place = self.header.place(column)
        return self.cells[place] if place is not None and place < len(self.cells) else ""

    def read(self, column: Column, parse: Callable[[str], T]) -> T | None:
        """The cell's meaning; ``None`` when it is blank or refused."""
        text = self.text(column)
        if len(text) > LONGEST_CELL:
            self.refuse(column, BadCell("内容过长", f"不超过 {LONGEST_CELL} 字"))
        elif text:
            try:
                return parse(text)
            except BadCell as bad:
                self.refuse(column, bad)
        return None

    def refuse(self, column: Column, bad: BadCell) -> None:
        """The row has this fault."""
        fault = Fault(bad.message, column.value, self.row, bad.expected)
        if fault not in self.faults:
            self.faults.append(fault)

    def warn(self, column: Column, message: str) -> None:
        """The row has this doubt."""
        self.warnings.append(Fault(message, column.value, self.row))

    def line(self, column: Column, longest: int = 200) -> str:
        """The cell's text in one line."""
        text = one_line(self.text(column))
        if len(text) > longest:
            self.refuse(column, BadCell("内容过长", f"不超过 {longest} 字"))
        return text[:longest]


def is_blank(cells: Sequence[str]) -> bool:
    """Nothing stands in the row."""
    return not any(cells)


def is_example(reader: RowReader) -> bool:
    """The row is the template's example."""
    return reader.text(Column.NAME).replace(" ", "").startswith(EXAMPLE_MARK)


def repeats_header(header: Header, cells: Sequence[str]) -> bool:
    """The row is the header again, as on every printed page."""
    places = [place for column in REQUIRED if (place := header.place(column)) is not None and place < len(cells)]
    return bool(places) and all(one_line(cells[place]) == header.titles[place] for place in places)


def read_draft(reader: RowReader) -> Draft | None:
    """The row, or ``None`` when it has faults."""
    name, number_ = reader.read(Column.NAME, person_name), reader.read(Column.PHONE, phone)
    for column in (Column.NAME, Column.PHONE, Column.ORGANIZATION):
        if not reader.text(column):
            reader.refuse(column, BadCell("没有填", "必填"))
    draft = Draft(
        row=reader.row,
        name=name or "",
        phone=number_ or "",
        organization=reader.line(Column.ORGANIZATION),
        home_address=reader.line(Column.HOME),
        home=_point(reader, Column.HOME_POINT, (Column.HOME_LAT, Column.HOME_LON)),
        work_address=reader.line(Column.WORK),
        work=_point(reader, Column.WORK_POINT),
        work_hours=reader.read(Column.WORK_HOURS, parse_times),
        free_hours=reader.read(Column.FREE_HOURS, parse_times),
        skills=_skills(reader),
        station=reader.line(Column.STATION),
        claims=reader.read(Column.CLAIMS, str) or "",
        team=reader.line(Column.TEAM),
        max_week=reader.read(Column.MAX_WEEK, lambda text: whole_number(text, 0, 21)),
        max_day=reader.read(Column.MAX_DAY, lambda text: whole_number(text, 0, 5)),
        load=reader.read(Column.LOAD, lambda text: whole_number(text, 0, 1000)),
        away=reader.read(Column.AWAY, dates),
        minor=reader.read(Column.MINOR, yes_or_no),
        escorts=reader.read(Column.ESCORTS, partners) or (),
        together=reader.read(Column.TOGETHER, partners) or (),
        prefers=reader.read(Column.PREFERS, preferences) or (),
        note=reader.read(Column.NOTE, str) or "",
    )
    return None if reader.faults else draft


def _skills(reader: RowReader) -> tuple[str, ...] | None:
    text = reader.text(Column.SKILLS)
    if not text:
        return None
    tags, unknown = skill_tags(parts(reader.line(Column.SKILLS).replace("/", "、")))
    if unknown:
        reader.warn(Column.SKILLS, f"有 {unknown} 项不在技能表中，按原文保存，排班不会用到")
    return tags


def _point(reader: RowReader, together: Column, apart: tuple[Column, Column] | None = None) -> Point | None:
    given = reader.read(together, point)
    column = together
    if given is None and apart is not None and not reader.text(together):
        lat, lon = reader.read(apart[0], number), reader.read(apart[1], number)
        column = apart[1]
        if (lat is None) != (lon is None) and not reader.faults:
            reader.refuse(column, BadCell("经度与纬度须同时填", "两列都填，或都不填"))
        if lat is None or lon is None:
            return None
        try:
            given = checked_point(lat, lon)
        except BadCell as bad:
            reader.refuse(column, bad)
    return None if given is None else _in_wgs84(reader, column, given)


def _in_wgs84(reader: RowReader, column: Column, given: Point) -> Point | None:
    system = reader.read(Column.SYSTEM, _system) or reader.system
    if system is None and not reader.text(Column.SYSTEM):
        reader.refuse(column, BadCell("没有说明坐标系；写错会差五百多米", f"{SYSTEMS}，或用 --coordinates 说明"))
    return None if system is None else to_wgs84(*given, system)


def _system(text: str) -> CoordinateSystem:
    try:
        return CoordinateSystem.parse(text)
    except InvalidInput:
        raise BadCell("没有这种坐标系", SYSTEMS) from None
