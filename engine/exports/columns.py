"""The columns of tables that programs and spreadsheets read: one line for each person in each shift."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.calendar import clock, date_of, weekday_term
from engine.exports.roster import Duty, Served
from engine.model import AssignmentStatus
from engine.reports.plan_text import what_lacks
from engine.store.deadline import check

STATUS_TERMS = {
    AssignmentStatus.DRAFT: "草稿",
    AssignmentStatus.OFFERED: "已邀请",
    AssignmentStatus.ACCEPTED: "已接受",
    AssignmentStatus.DECLINED: "已谢绝",
    AssignmentStatus.WITHDRAWN: "已撤下",
}
PHONE = "电话"
COLUMNS = (
    "日期", "星期", "开始", "结束", "道路或服务站", "地点", "内容", "最少", "期望", "志愿者", "单位", "队伍", "状态",
    PHONE, "缺口",
)  # fmt: skip
FORMULA = "=+-@＝＋－＠\t\r\n"
"""What begins a formula in one spreadsheet or another."""
UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"  # what no spreadsheet's file may hold
    "\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # what turns the direction of reading
)

Cell = str | int


def columns(*, phones: bool) -> tuple[str, ...]:
    """The headings."""
    return tuple(name for name in COLUMNS if phones or name != PHONE)


def lines(duties: Iterable[Duty], *, phones: bool) -> Iterator[tuple[Cell, ...]]:
    """A line for each person, and one without a person for a shift that has none. Raises ``OutOfTime``."""
    for duty in duties:
        check()
        for person in duty.people or (None,):
            yield _line(duty, person, phones=phones)


def _line(duty: Duty, person: Served | None, *, phones: bool) -> tuple[Cell, ...]:
    shift, place = duty.wanted.shift, duty.wanted.place
    week = shift.week
    who = (
        (
            person.name,
            "、".join(person.organizations),
            person.team,
            STATUS_TERMS[person.assignment.status],
            person.phone,
        )
        if person
        else ("",) * 5
    )
    cells: tuple[Cell, ...] = (
        date_of(week, shift.start).isoformat(),
        weekday_term(shift.start),
        clock(shift.start),
        clock(shift.end),
        place.road,
        place.name,
        duty.wanted.category.name,
        shift.min,
        shift.desired,
        *(who if phones else who[:-1]),
        "；".join(what_lacks(fall) for fall in duty.shortfalls),
    )
    return tuple(safe(cell) if isinstance(cell, str) else cell for cell in cells)


def printable(text: str) -> str:
    """The text on one line, without what no spreadsheet's file may hold and what would turn the reading direction."""
    return UNPRINTABLE.sub(" ", text)


def safe(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    formula = any(first and first in FORMULA for first in (text[:1], text.lstrip()[:1]))
    return f"'{printable(text)}" if formula else printable(text)
