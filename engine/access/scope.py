"""What a viewer's scope holds: the places, organizations and people that his role is over, found through the graph."""

from __future__ import annotations

from dataclasses import dataclass

from engine.access.viewer import Viewer
from engine.model import Community, Organization, Road, Role, Segment, Shift, Station, Subdistrict
from engine.model.people import MOST_LEVELS
from engine.store import AnyOf, Exists, Match, eq, is_in
from engine.store.port import Reader
from engine.store.question import Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The ids within a viewer's scope; ``whole`` when it is the whole district."""

    whole: bool = False
    subdistricts: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    volunteers: tuple[str, ...] = ()


def scope_of(reader: Reader, viewer: Viewer) -> Scope:
    """What the viewer's role is over; at most three questions. A scope that does not suit the role holds nothing."""
    ids, label = viewer.scope_ids, viewer.scope_label
    match viewer.role, label:
        case (Role.ADMIN, _) | (Role.COORDINATOR, "District"):
            return Scope(whole=True)
        case Role.COORDINATOR, "Subdistrict":
            return _subdistricts(reader, ids)
        case Role.OFFICER, "Organization":
            below = Match("o", Organization).where(is_in("o.id", ids))
            below = below.hop("PART_OF", "part", Organization, reverse=True, depth=(0, MOST_LEVELS))
            return Scope(organizations=_ids(reader, below, "part"))
        case Role.STATION_LEADER, "Station":
            covered = Match("s", Station).where(is_in("s.id", ids)).hop("COVERS", "g", Segment)
            return Scope(stations=ids, segments=_ids(reader, covered, "g"))
        case Role.CHIEF, "Road":
            parts = Match("r", Road).where(is_in("r.id", ids)).hop("HAS_SEGMENT", "g", Segment)
            return Scope(segments=_ids(reader, parts, "g"))
        case Role.VOLUNTEER, "Volunteer":
            return Scope(volunteers=ids)
    return Scope()


def at_places(scope: Scope, alias: str = "") -> Where:
    """That the shift is at a place of the scope."""
    at_segment = Exists(alias, "AT", "Segment", is_in("id", scope.segments))
    at_station = Exists(alias, "AT", "Station", is_in("id", scope.stations))
    return AnyOf((at_segment, at_station))


def is_here(reader: Reader, shift: str, scope: Scope) -> bool:
    """Whether the shift is at a place of the scope."""
    question = Match("s", Shift).where(eq("s.id", shift), at_places(scope, "s"))
    return bool(reader.query(question.select("s.id")))


def _subdistricts(reader: Reader, ids: tuple[str, ...]) -> Scope:
    here = Match("d", Subdistrict).where(is_in("d.id", ids))
    roads = here.hop("PART_OF", "r", Road, reverse=True).hop("HAS_SEGMENT", "g", Segment)
    served = here.hop("PART_OF", "c", Community, reverse=True).hop("SERVES", "s", Station, reverse=True)
    return Scope(subdistricts=ids, segments=_ids(reader, roads, "g"), stations=_ids(reader, served, "s"))


def _ids(reader: Reader, question: Match, alias: str) -> tuple[str, ...]:
    return tuple(sorted({row[f"{alias}.id"] for row in reader.query(question.select(f"{alias}.id"))}))
