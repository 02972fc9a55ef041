"""The roster in parts, each for one road or one station: what becomes a sheet or starts a page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from engine.exports.roster import Duty, Roster
from engine.model import ROAD_CLASS_TERMS, RoadClass, Segment, Station
from engine.store import Match
from engine.store.port import Reader


class By(StrEnum):
    """A part for each road (a station's own shifts make one too), or for each station with what it covers."""

    ROAD = "road"
    STATION = "station"


@dataclass(frozen=True, slots=True)
class Section:
    """A road or a station with its duties."""

    name: str
    kind: str
    """主干道, 服务站, …"""
    duties: tuple[Duty, ...]


def sections(reader: Reader, roster: Roster, by: By = By.ROAD) -> tuple[Section, ...]:
    """The parts, each with its duties in order of time; a duty on a segment that two stations cover is in both."""
    return _by_station(reader, roster) if by is By.STATION else _by_road(roster)


def _by_road(roster: Roster) -> tuple[Section, ...]:
    parts: defaultdict[tuple[str, str], list[Duty]] = defaultdict(list)
    for duty in roster.duties:
        parts[duty.wanted.place.road, duty.wanted.place.road_class].append(duty)
    return tuple(Section(name, _kind(kind), tuple(duties)) for (name, kind), duties in parts.items())


def _kind(road_class: str) -> str:
    return ROAD_CLASS_TERMS[RoadClass(road_class)] if road_class else "服务站"


def _by_station(reader: Reader, roster: Roster) -> tuple[Section, ...]:
    places: defaultdict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    chosen = roster.selection.station
    for row in reader.query(Match("s", Station).order("s.name", "s.id").select("s.id", "s.name")):
        if not chosen or row["s.id"] == chosen:
            names[row["s.id"]] = row["s.name"]
            places[row["s.id"]].add(row["s.id"])
    for row in reader.query(Match("s", Station).hop("COVERS", "g", Segment).select("s.id", "g.id")):
        places[row["s.id"]].add(row["g.id"])
    parts = [
        Section(name, "服务站", tuple(duty for duty in roster.duties if duty.wanted.place.id in places[id]))
        for id, name in names.items()
    ]
    covered = {place for id in names for place in places[id]}
    rest = tuple(duty for duty in roster.duties if duty.wanted.place.id not in covered)
    return (*(part for part in parts if part.duties), *((Section("无服务站覆盖", "路段", rest),) if rest else ()))
