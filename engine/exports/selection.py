"""What of a week is exported: one road, one station with what it covers, one line's people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from engine.errors import NotFound
from engine.model import Line, Node, Road, Segment, Station
from engine.store import Match, eq
from engine.store.port import Reader

N = TypeVar("N", bound=Node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """By ids; an empty one leaves nothing out."""

    road: str = ""
    station: str = ""
    line: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """What was chosen, for the record."""
        return tuple(id for id in (self.road, self.station, self.line) if id)


def chosen(reader: Reader, selection: Selection) -> tuple[frozenset[str] | None, str]:
    """The ids of the places that were chosen, ``None`` for all, and the names of what was chosen.

    Raises ``NotFound`` for an id that there is not.
    """
    names, places = [], None
    if selection.road:
        names.append(_known(reader, Road, selection.road, "没有这条道路").name)
        parts = Match("r", Road).where(eq("r.id", selection.road)).hop("HAS_SEGMENT", "g", Segment)
        places = _ids(reader, parts)
    if selection.station:
        names.append(_known(reader, Station, selection.station, "没有这个服务站").name)
        covered = places_of_station(reader, selection.station)
        places = covered if places is None else places & covered
    if selection.line:
        names.append(_known(reader, Line, selection.line, "没有这个条线").name)
    return places, "、".join(names)


def places_of_station(reader: Reader, station: str) -> frozenset[str]:
    """The station, and the segments that it covers."""
    return _ids(reader, Match("s", Station).where(eq("s.id", station)).hop("COVERS", "g", Segment)) | {station}


def _ids(reader: Reader, question: Match) -> frozenset[str]:
    return frozenset(row["g.id"] for row in reader.query(question.select("g.id")))


def _known(reader: Reader, model: type[N], id: str, otherwise: str) -> N:
    found = reader.get(model, id)
    if found is None:
        raise NotFound(otherwise)
    return found
