"""The roster as a PDF on A4, set by Typst with the fonts of the system, which are embedded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typst

from engine.calendar import clock, date_of, weekday_term
from engine.errors import FontMissing, InvalidInput
from engine.exports.columns import STATUS_TERMS, printable
from engine.exports.fonts import chinese_fonts, system_fonts, undrawn
from engine.exports.roster import Duty, Roster, Served
from engine.exports.sections import Section
from engine.exports.titles import headline, note
from engine.reports.plan_text import what_lacks

TEMPLATE = Path(__file__).with_name("week.typ")
MOST_DUTIES = 3_000
"""So many shifts are in one PDF at most: setting it takes memory, and paper is not read so long."""
UNDRAWN = "〓"
"""Stands for a character that no font has, as in print."""


def week_pdf(roster: Roster, parts: Iterable[Section], fonts: Sequence[str] | None = None) -> bytes:
    """The file: a road or a station begins a page, headings repeat, pages have numbers.

    A character that no font of this machine has is printed as ``UNDRAWN``, and the foot of the page says which it was.
    Raises ``FontMissing`` where no font has Chinese characters, ``InvalidInput`` when it would be too long.
    """
    found = tuple(chinese_fonts() if fonts is None else fonts)
    if not found:
        raise FontMissing
    shown = [_section(part) for part in parts]
    if sum(len(part["duties"]) for part in shown) > MOST_DUTIES:
        raise InvalidInput(f"PDF 太长了（超过 {MOST_DUTIES} 个班次），请按道路或服务站分开导出，或用 Excel")
    told = {"title": printable(headline(roster)), "note": note(roster), "fonts": found, "sections": shown}
    missing = undrawn(json.dumps(told, ensure_ascii=False))
    if missing:
        named = "、".join(f"U+{ord(letter):04X}" for letter in missing)
        told |= {"note": f"{told['note']}{UNDRAWN} 是本机字体没有的字：{named}。"}
    text = json.dumps(told, ensure_ascii=False).translate(dict.fromkeys(map(ord, missing), UNDRAWN))
    inputs = {"roster": text}
    made = typst.compile(TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs, font_paths=system_fonts())
    assert isinstance(made, bytes)
    return made


def _section(part: Section) -> dict[str, Any]:
    return {"name": printable(part.name), "kind": part.kind, "duties": [_duty(duty) for duty in part.duties]}


def _duty(duty: Duty) -> dict[str, Any]:
    shift = duty.wanted.shift
    day = date_of(shift.week, shift.start)
    return {
        "day": f"{day.month}月{day.day}日 {weekday_term(shift.start)}",
        "hours": f"{clock(shift.start)}–{clock(shift.end)}",
        "place": printable(duty.wanted.place.name),
        "category": printable(duty.wanted.category.name),
        "desired": str(shift.desired),
        "people": [_person(one) for one in duty.people],
        "lacks": "；".join(what_lacks(fall) for fall in duty.shortfalls),
    }


def _person(one: Served) -> dict[str, str]:
    about = (*one.organizations, one.team, STATUS_TERMS[one.assignment.status])
    return {
        "name": printable(one.name),
        "about": printable("，".join(part for part in about if part)),
        "phone": one.phone,
    }
