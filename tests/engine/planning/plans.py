"""A small plan written by hand: who serves in which shift, where the shifts are, to what the people belong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.model import (
    Assignment,
    AssignmentStatus,
    Node,
    Organization,
    Plan,
    Road,
    RoadClass,
    Segment,
    Shift,
    Station,
    Volunteer,
)
from engine.store import Edge, GraphStore
from tests.engine.store.fuhua_street import volunteer

WEEK, PLAN = "2026-W48", "plan"
SERVING = AssignmentStatus.ACCEPTED
Pair = tuple[str, str]


@dataclass(frozen=True)
class Week:
    """Everything by id; a shift has its minimum, and is at a station or on a road (its one segment has the same id)."""

    shifts: Mapping[str, int]
    seats: Mapping[Pair, AssignmentStatus]
    """(volunteer, shift) → status."""
    stations: Mapping[str, str] = field(default_factory=dict)
    """Shift → station."""
    roads: Mapping[str, str] = field(default_factory=dict)
    """Shift → road."""
    based: Mapping[str, str] = field(default_factory=dict)
    members: Iterable[Pair] = ()
    parts: Iterable[Pair] = ()
    """(organization, the one that it is part of)."""
    ended: Iterable[Pair] = ()
    """Memberships that ended the day before the week."""

    def write(self, store: GraphStore) -> None:
        """The store holds the week and nothing else."""
        people = sorted({*self.based, *(v for v, _ in self.seats), *(v for v, _ in (*self.members, *self.ended))})
        offices = sorted({o for _, o in (*self.members, *self.ended)} | {o for pair in self.parts for o in pair})
        stations = sorted({*self.stations.values(), *self.based.values()})
        roads = sorted(set(self.roads.values()))
        numbers = {pair: f"a{number}" for number, pair in enumerate(sorted(self.seats))}
        nodes: list[Node] = [
            _plan(),
            *(Shift(id=id, week=WEEK, start=420, end=510, min=n, desired=n, max=9) for id, n in self.shifts.items()),
            *(volunteer(id, pinyin=id) for id in people),
            *(Organization(id=id, name=id) for id in offices),
            *(Station(id=id, name=id, lat=34.7, lon=113.6) for id in stations),
            *(Road(id=id, name=id, road_class=RoadClass.BRANCH) for id in roads),
            *(Segment(id=id, name=id, metres=9, lat=34.7, lon=113.6, line=(113.6, 34.7, 113.7, 34.7)) for id in roads),
            *(Assignment(id=numbers[pair], week=WEEK, metres=0, status=status) for pair, status in self.seats.items()),
        ]
        links: list[tuple[str, type[Node], type[Node], Iterable[Pair]]] = [
            ("IN_PLAN", Assignment, Plan, [(id, PLAN) for id in numbers.values()]),
            ("ASSIGNED", Volunteer, Assignment, [(v, id) for (v, _), id in numbers.items()]),
            ("TO_SHIFT", Assignment, Shift, [(id, shift) for (_, shift), id in numbers.items()]),
            ("AT", Shift, Station, self.stations.items()),
            ("AT", Shift, Segment, self.roads.items()),
            ("HAS_SEGMENT", Road, Segment, [(id, id) for id in roads]),
            ("BASED_AT", Volunteer, Station, self.based.items()),
            ("MEMBER_OF", Volunteer, Organization, self.members),
            ("PART_OF", Organization, Organization, self.parts),
        ]
        with store.tx() as tx:
            for label in {type(node) for node in nodes} | {source for _, source, _, _ in links}:
                tx.delete_nodes(label)
            tx.upsert_nodes(nodes)
            for edge, source, target, pairs in links:
                tx.upsert_edges(edge, source, target, [Edge(a, b) for a, b in pairs])
            ended = [Edge(a, b, {"until": "2026-11-22"}) for a, b in self.ended]
            tx.upsert_edges("MEMBER_OF", Volunteer, Organization, ended)


def _plan() -> Plan:
    parts = ("below_minimum", "needs_unmet", "below_desired", "inconvenience")
    costs = {f"{bound}{part}": 0 for part in parts for bound in ("", "bound_")}
    return Plan(id=PLAN, week=WEEK, number=1, created_at="2026-11-20T10:00:00+08:00", **costs)  # type: ignore[arg-type]
