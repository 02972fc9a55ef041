"""The way that somebody walks to a shift: from the junction near home or workplace along the streets to the place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any

import networkx as nx

from engine.errors import NotFound
from engine.model import Assignment, Junction, Segment, Shift, Station, Volunteer, WalkFrom
from engine.nearest import junction_near
from engine.network import load_network
from engine.store import Match, eq, is_in
from engine.store.port import Reader

MIDDLE = "middle"
"""The node in the middle of the segment where a shift takes place."""
Point = tuple[float, float]
Streets = nx.MultiGraph


@dataclass(frozen=True, slots=True)
class Walk:
    """A way on foot: its points from the person to the place, and its metres."""

    volunteer: str
    minor: bool
    start: WalkFrom
    points: tuple[Point, ...]
    """(longitude, latitude), WGS-84 degrees."""
    metres: int


def walk_of(reader: Reader, assignment: str) -> Walk:
    """The shortest way of an assignment by today's streets, home and workplace; seven questions.

    Raises ``NotFound``: no such assignment, nothing known of where the person is, or no way from there.
    """
    there = Match("a", Assignment).where(eq("a.id", assignment))
    row = _only(reader, there.hop("ASSIGNED", "v", Volunteer, reverse=True).select("a.walk_from", "v.id", "v.minor"))
    if row is None:
        raise NotFound("没有这条派班")
    start = WalkFrom(row["a.walk_from"])
    begin = junction_near(reader, row["v.id"], start)
    streets = load_network(reader).to_networkx()
    end = _place(reader, there, streets)
    if begin is None or end is None or not nx.has_path(streets, begin, end):
        raise NotFound("不知道从哪里走到这个班次")
    path = nx.dijkstra_path(streets, begin, end, weight="metres")
    steps = [(a, b, _shorter(streets, a, b)) for a, b in pairwise(path)]
    lines = _lines(reader, (segment for _, _, segment in steps))
    first = streets.nodes[path[0]]
    points = [(first["lon"], first["lat"])]
    for a, b, segment in steps:
        source, line = lines[segment]
        forward = line if source == a else line[::-1]
        points += (first_half(forward) if b == MIDDLE else forward)[1:]
    metres = sum(streets.edges[a, b, segment]["metres"] for a, b, segment in steps)
    return Walk(row["v.id"], row["v.minor"], start, tuple(points), metres)


def _only(reader: Reader, question: Match) -> dict[str, Any] | None:
    return next(iter(reader.query(question.limit(1))), None)


def _place(reader: Reader, there: Match, streets: Streets[str]) -> str | None:
    """The node where the shift takes place: the junction of its station, or its segment's middle, which the streets now
    have."""
    shift = there.hop("TO_SHIFT", "s", Shift)
    station = _only(reader, shift.hop("AT", "p", Station).hop("NEAR", "j", Junction).order("j.id").select("j.id"))
    if station is not None:
        return str(station["j.id"])
    ends = shift.hop("AT", "p", Segment).hop("FROM", "f", Junction).hop("TO", "t", Junction, source="p")
    segment = _only(reader, ends.select("p.id", "p.metres", "f.id", "t.id"))
    if segment is None:
        return None
    first = segment["p.metres"] // 2
    streets.add_edge(segment["f.id"], MIDDLE, segment["p.id"], metres=first)
    streets.add_edge(MIDDLE, segment["t.id"], segment["p.id"], metres=segment["p.metres"] - first)
    return MIDDLE


def _shorter(streets: Streets[str], a: str, b: str) -> str:
    """The shortest segment between two neighbours."""
    return min(streets[a][b], key=lambda segment: (streets.edges[a, b, segment]["metres"], segment))


def _lines(reader: Reader, segments: Iterable[str]) -> dict[str, tuple[str, list[Point]]]:
    """Segment → the junction where its centre line begins, and the line."""
    question = Match("s", Segment).where(is_in("s.id", sorted(set(segments)))).hop("FROM", "j", Junction)
    rows = reader.query(question.select("s.id", "s.line", "j.id"))
    return {row["s.id"]: (row["j.id"], list(zip(row["s.line"][::2], row["s.line"][1::2], strict=True))) for row in rows}


def first_half(line: list[Point]) -> list[Point]:
    """The line up to its middle, which is its last point then."""
    narrow = cos(radians(line[0][1]))
    lengths = [hypot((b[0] - a[0]) * narrow, b[1] - a[1]) for a, b in pairwise(line)]
    left = sum(lengths) / 2
    for rank, ((a, b), length) in enumerate(zip(pairwise(line), lengths, strict=True)):
        if length >= left:
            part = left / length if length else 0.0
            return [*line[: rank + 1], (a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]))]
        left -= length
    return line
