"""Who answers for a spot on a day: chiefs, responders and stewards, who has claimed it, and through which line.

Lines are those of a person's organizations, unless the membership had ended before the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby

from engine.errors import NotFound
from engine.model import Line, Node, Organization, Road, Segment, Volunteer
from engine.nearest_segment import nearest_segment
from engine.store import Match, Row, eq
from engine.store.port import Reader
from engine.tenure import in_force, not_ended


class Duty(StrEnum):
    """How somebody answers for a spot; the value is the edge of the graph."""

    CHIEF = "CHIEF_OF"
    RESPONDER = "RESPONDS_FOR"
    STEWARD = "STEWARD_OF"
    CLAIM = "CLAIMS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """Somebody answers for the segment, or for the whole road."""

    duty: Duty
    label: str
    """``Volunteer`` or ``Organization``."""
    who: str
    whole_road: bool
    level: int | None = None
    """Of a chief, 1 to 4."""
    kind: str = ""
    """Of a responder."""
    since: str = ""
    until: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A segment on a day, its road, and all who answer for it: by duty, level and kind, then the longest first.

    People who are equal in all of that stand by pinyin, organizations by name.
    """

    segment: str
    road: str | None
    day: date
    responsible: tuple[Responsibility, ...]
    metres: float | None = None
    """From the place that was asked about to the segment; ``None`` when the segment was named."""


HELD: tuple[tuple[Duty, type[Node], type[Node]], ...] = (
    (Duty.CHIEF, Volunteer, Road),
    (Duty.CHIEF, Volunteer, Segment),
    (Duty.RESPONDER, Volunteer, Road),
    (Duty.STEWARD, Volunteer, Segment),
    (Duty.CLAIM, Volunteer, Segment),
    (Duty.CLAIM, Organization, Segment),
)
"""Who holds which duty where: one question each."""


def who_answers(reader: Reader, segment: str, day: date) -> Spot:
    """Everybody who answered for the segment on the day; seven questions. Raises ``NotFound``."""
    question = Match("s", Segment).where(eq("s.id", segment)).hop("HAS_SEGMENT", "r", Road, reverse=True, optional=True)
    rows = reader.query(question.order("r.id").limit(1).select("r.id"))
    if not rows:
        raise NotFound("没有这个路段")
    road: str | None = rows[0]["r.id"]
    places = {Segment: segment, Road: road or ""}
    found = [one for duty, holder, place in HELD for one in _held(reader, duty, holder, place, places[place], day)]
    return Spot(segment, road, day, tuple(sorted(found, key=_rank)))


def who_answers_at(reader: Reader, lat: float, lon: float, day: date) -> Spot:
    """Everybody who answered on the day for the segment nearest to the place (WGS-84); nine questions. Raises what
    ``nearest_segment`` raises."""
    segment, metres = nearest_segment(reader, lat, lon)
    return replace(who_answers(reader, segment, day), metres=metres)


def _held(
    reader: Reader, duty: Duty, holder: type[Node], place: type[Node], id: str, day: date
) -> Iterator[Responsibility]:
    """Everybody who held this duty for the place, each with his lines."""
    rank = {Duty.CHIEF: ["e.level"], Duty.RESPONDER: ["e.kind"]}.get(duty, [])
    question = (
        Match("t", place)
        .where(eq("t.id", id))
        .hop(duty.value, "w", holder, *in_force("e", day), reverse=True, edge_alias="e")
    )
    if holder is Volunteer:
        question = question.hop("MEMBER_OF", "o", Organization, not_ended("m", day), optional=True, edge_alias="m")
    question = question.hop("IN_LINE", "l", Line, optional=True)
    question = question.order("w.pinyin" if holder is Volunteer else "w.name", "w.id", "l.id")
    rows = reader.query(question.select("w.id", "e.since", "e.until", "l.id", *rank))
    for who, own in groupby(rows, lambda row: str(row["w.id"])):
        yield _responsibility(duty, holder, place, who, list(own))


def _responsibility(duty: Duty, holder: type[Node], place: type[Node], who: str, rows: Sequence[Row]) -> Responsibility:
    first = rows[0]
    return Responsibility(
        duty=duty,
        label=holder.LABEL,
        who=who,
        whole_road=place is Road,
        level=first.get("e.level"),
        kind=first.get("e.kind") or "",
        since=first["e.since"] or "",
        until=first["e.until"] or "",
        lines=tuple(dict.fromkeys(row["l.id"] for row in rows if row["l.id"] is not None)),
    )


def _rank(one: Responsibility) -> tuple[int, int, str, str]:
    return list(Duty).index(one.duty), one.level or 0, one.kind, one.since
