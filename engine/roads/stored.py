"""What the store knows of the streets before a file is read in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.model import Junction, Node, Props, Road, Segment
from engine.roads.drawing import LonLat
from engine.roads.pieces import Piece
from engine.store.port import Reader
from engine.store.question import Match

BESIDE = ":beside:"
"""Stands in the id of a road of unnamed ways, between the id of the named road beside them and their class."""
UNNAMED = "road:unnamed:"


@dataclass(frozen=True, slots=True)
class StoredSegment:
    """A segment as it is stored, with the ids of its road and of its ends (empty when it has none)."""

    props: Props
    road: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Stored:
    """Every segment, road and junction of the store, by id."""

    segments: dict[str, StoredSegment]
    roads: dict[str, Props]
    junctions: dict[str, Props]

    def named_road(self, segment: StoredSegment) -> str:
        """The name of the segment's road; empty when its ways have none of their own."""
        road = segment.road
        return "" if BESIDE in road or road.startswith(UNNAMED) or not road else str(self.roads[road]["name"])


def load_stored(reader: Reader) -> Stored:
    """What there is now; three questions."""
    question = (
        Match("s", Segment)
        .hop("HAS_SEGMENT", "r", Road, source="s", reverse=True, optional=True)
        .hop("FROM", "a", Junction, source="s", optional=True)
        .hop("TO", "b", Junction, source="s", optional=True)
    )
    rows = reader.query(question.select("s", "r.id", "a.id", "b.id"))
    segments = {
        row["s"]["id"]: StoredSegment(plain(row["s"]), row["r.id"] or "", row["a.id"] or "", row["b.id"] or "")
        for row in rows
    }
    return Stored(segments, _all(reader, Road), _all(reader, Junction))


def recognized(pieces: Sequence[Piece], stored: Stored) -> list[Piece]:
    """The pieces; one that is new, but lies exactly where a stored segment lies, has that segment's id."""
    new = {piece.id for piece in pieces}
    places = {
        (segment.start, segment.end, tuple(segment.props["line"])): id
        for id, segment in stored.segments.items()
        if id not in new
    }
    found: list[Piece] = []
    for piece in pieces:
        there = None
        if piece.id not in stored.segments:
            there = places.pop(_place(piece.start, piece.end, piece.line), None)
            there = there or places.pop(_place(piece.end, piece.start, piece.line[::-1]), None)
        found.append(replace(piece, id=there) if there else piece)
    return found


def _place(start: str, end: str, line: Sequence[LonLat]) -> tuple[str, str, tuple[float, ...]]:
    return start, end, tuple(part for point in line for part in point)


def plain(props: Props) -> Props:
    """The properties as :meth:`Node.to_props` gives them."""
    return {name: value for name, value in props.items() if value is not None and name != "version"}


def _all(reader: Reader, node: type[Node]) -> dict[str, Props]:
    return {row["n"]["id"]: plain(row["n"]) for row in reader.query(Match("n", node))}
