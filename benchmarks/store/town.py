"""A made-up town in the model's own terms; the same sizes give the same town.

Five lines with their departments, offices and branches; people with homes, based at stations; five subdistricts, each
with roads, stations and shifts; for each week and subdistrict one published plan.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.calendar import DAY
from engine.errors import Fault, InvalidInput
from engine.model import (
    Assignment,
    AssignmentStatus,
    Category,
    Community,
    District,
    Junction,
    Line,
    LineId,
    Node,
    Organization,
    Plan,
    PlanStatus,
    Road,
    RoadClass,
    Segment,
    Shift,
    Shortfall,
    ShortfallKind,
    Station,
    Subdistrict,
    Volunteer,
)
from engine.store import Edge, Transaction

WEEKS = tuple(f"2026-W{number}" for number in range(40, 50))
SUBDISTRICTS = 5
PLANS = len(WEEKS) * SUBDISTRICTS
OFFICES, BRANCHES = 4, 5
"""Offices of a department, branches of an office; people belong to branches."""
DEPARTMENT_PEOPLE = 2_000
STATION_PEOPLE = 500
ROAD_SEGMENTS = 5
ROW_LENGTH = 50
"""Segments run through the town like one long line of writing, so many in a row."""
PARCEL_PEOPLE = 10_000
"""People of one transaction, as many as a large roster has."""

SURNAMES = "甲乙丙丁戊己庚辛壬癸"
SOUNDS = ("jia", "yi", "bing", "ding", "wu", "ji", "geng", "xin", "ren", "gui")
CATEGORIES = ("cleaning", "traffic", "patrol", "help")
STARTS = (7 * 60, 10 * 60, 17 * 60, 18 * 60 + 30)
STATUSES = (AssignmentStatus.ACCEPTED,) * 8 + (AssignmentStatus.OFFERED, AssignmentStatus.DECLINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How large the town is; shifts and assignments are shared evenly among the plans."""

    volunteers: int = 100_000
    segments: int = 2_000
    shifts: int = 20_000
    assignments: int = 100_000

    def __post_init__(self) -> None:
        faults = [
            Fault("至少要", name, value=str(size), expected=f"不小于 {least}")
            for name, size, least in (
                ("--volunteers", self.volunteers, 10 * SUBDISTRICTS),
                ("--segments", self.segments, ROAD_SEGMENTS * SUBDISTRICTS),
                ("--shifts", self.shifts, PLANS),
                ("--assignments", self.assignments, PLANS),
            )
            if size < least
        ]
        if self.plan_assignments > self.volunteers // SUBDISTRICTS:
            faults.append(Fault("太多：一个街道一周每人至多一班", "--assignments", value=str(self.assignments)))
        if faults:
            raise InvalidInput("虚拟城区的规模有误", faults)

    @property
    def plan_shifts(self) -> int:
        return self.shifts // PLANS

    @property
    def plan_assignments(self) -> int:
        return self.assignments // PLANS


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges of one type between two labels."""

    type: str
    source: type[Node]
    target: type[Node]
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is written in one transaction."""

    nodes: Sequence[Node]
    edges: Sequence[Edges]

    def write(self, tx: Transaction) -> None:
        """All of it is in the graph."""
        tx.upsert_nodes(self.nodes)
        for edges in self.edges:
            tx.upsert_edges(edges.type, edges.source, edges.target, [Edge(*pair) for pair in edges.pairs])


@dataclass(frozen=True)
class Town:
    """The town: its parts, parcel by parcel, and the ids that questions are about."""

    sizes: Sizes

    @cached_property
    def stations(self) -> int:
        return max(1, self.sizes.volunteers // STATION_PEOPLE // SUBDISTRICTS) * SUBDISTRICTS

    @cached_property
    def departments(self) -> int:
        return max(1, self.sizes.volunteers // DEPARTMENT_PEOPLE // len(LineId)) * len(LineId)

    @property
    def branches(self) -> int:
        return self.departments * OFFICES * BRANCHES

    def parcels(self) -> Iterator[tuple[str, Parcel]]:
        """All that is to be written, in an order in which every edge finds its ends; with the name of its part."""
        yield "地方与单位", self.places()
        yield "地方与单位", self.organizations()
        for first in range(0, self.sizes.volunteers, PARCEL_PEOPLE):
            yield "志愿者", self.people(range(first, min(first + PARCEL_PEOPLE, self.sizes.volunteers)))
        for week in WEEKS:
            yield "班次", self.demand(week)
        for week in WEEKS:
            for subdistrict in range(SUBDISTRICTS):
                yield "周计划", self.plan(week, subdistrict)

    def places(self) -> Parcel:
        """District, subdistricts, communities, roads, segments, junctions, stations, and the kinds of shifts."""
        segments, stations = range(self.sizes.segments), range(self.stations)
        roads = range(-(-self.sizes.segments // ROAD_SEGMENTS))
        wards = range(SUBDISTRICTS)
        nodes: list[Node] = [District(id="d", name="虚拟区")]
        nodes += [Subdistrict(id=subdistrict_id(i), name=f"街道{i}") for i in wards]
        nodes += [Community(id=f"community:{i}", name=f"社区{i}") for i in stations]
        nodes += [Road(id=f"road:{i}", name=f"道路{i}", road_class=list(RoadClass)[i % 4]) for i in roads]
        nodes += [Junction(id=f"junction:{i}", lat=_point(i)[0], lon=_point(i)[1]) for i in range(len(segments) + 1)]
        nodes += [_segment(i) for i in segments]
        nodes += [Station(id=f"station:{i}", name=f"服务站{i}", lat=34.7, lon=113.6 + i % 300 / 1000) for i in stations]
        nodes += [Category(id=f"category:{name}", name=name) for name in CATEGORIES]
        near = [(f"station:{i}", f"junction:{i * len(segments) // len(stations)}") for i in stations]
        covers = [(f"station:{g % len(stations)}", f"segment:{g}") for g in segments]
        edges = [
            Edges("PART_OF", Subdistrict, District, [(subdistrict_id(i), "d") for i in wards]),
            Edges("PART_OF", Community, Subdistrict, [(f"community:{i}", subdistrict_id(i)) for i in stations]),
            Edges("PART_OF", Road, Subdistrict, [(f"road:{i}", subdistrict_id(i)) for i in roads]),
            Edges("HAS_SEGMENT", Road, Segment, [(f"road:{i // ROAD_SEGMENTS}", f"segment:{i}") for i in segments]),
            Edges("FROM", Segment, Junction, [(f"segment:{i}", f"junction:{i}") for i in segments]),
            Edges("TO", Segment, Junction, [(f"segment:{i}", f"junction:{i + 1}") for i in segments]),
            Edges("SERVES", Station, Community, [(f"station:{i}", f"community:{i}") for i in stations]),
            Edges("NEAR", Station, Junction, near),
            Edges("COVERS", Station, Segment, covers),
        ]
        return Parcel(nodes, edges)

    def organizations(self) -> Parcel:
        """The lines, each with a tree of departments, offices and branches."""
        lines = list(LineId)
        offices = range(self.departments * OFFICES)
        branches = range(self.branches)
        names = [
            *(f"department:{i}" for i in range(self.departments)),
            *(f"office:{i}" for i in offices),
            *(f"branch:{i}" for i in branches),
        ]
        nodes: list[Node] = [Line(id=line, name=line) for line in lines]
        nodes += [Organization(id=name, name=name) for name in names]
        above = [
            *((f"office:{i}", f"department:{i // OFFICES}") for i in offices),
            *((f"branch:{i}", f"office:{i // BRANCHES}") for i in branches),
        ]
        line_of = {f"department:{i}": lines[i % len(lines)].value for i in range(self.departments)}
        for low, high in above:
            line_of[low] = line_of[high]
        edges = [
            Edges("PART_OF", Organization, Organization, above),
            Edges("IN_LINE", Organization, Line, list(line_of.items())),
        ]
        return Parcel(nodes, edges)

    def people(self, numbers: Iterable[int]) -> Parcel:
        """These volunteers, with what they belong to."""
        ids = {i: volunteer_id(i) for i in numbers}
        branch = [(id, f"branch:{i // SUBDISTRICTS % self.branches}") for i, id in ids.items()]
        home = [(id, f"junction:{i * 7919 % self.sizes.segments}") for i, id in ids.items()]
        edges = [
            Edges("MEMBER_OF", Volunteer, Organization, branch),
            Edges("BASED_AT", Volunteer, Station, [(id, f"station:{i % self.stations}") for i, id in ids.items()]),
            Edges("LIVES_NEAR", Volunteer, Junction, home),
        ]
        return Parcel([_volunteer(i, self.sizes.volunteers) for i in ids], edges)

    def demand(self, week: str) -> Parcel:
        """The week's shifts, each on a segment."""
        numbers = [(s, k) for s in range(SUBDISTRICTS) for k in range(self.sizes.plan_shifts)]
        ids = {(s, k): shift_id(week, s, k) for s, k in numbers}
        kinds = [(id, f"category:{CATEGORIES[k % len(CATEGORIES)]}") for (_, k), id in ids.items()]
        places = [(id, f"segment:{self._segment_of(s, k)}") for (s, k), id in ids.items()]
        edges = [Edges("AT", Shift, Segment, places), Edges("FOR", Shift, Category, kinds)]
        return Parcel([self._shift(id, week, k) for (_, k), id in ids.items()], edges)

    def plan(self, week: str, subdistrict: int) -> Parcel:
        """One week's plan of one subdistrict, with its assignments, and a shortfall for every twentieth shift."""
        plan, count, shifts = plan_id(week, subdistrict), self.sizes.plan_assignments, self.sizes.plan_shifts
        chance = random.Random(plan)
        people = chance.sample(range(subdistrict, self.sizes.volunteers, SUBDISTRICTS), count)
        ids = [f"assignment:{plan}:{n}" for n in range(count)]
        short = {f"shortfall:{plan}:{k}": shift_id(week, subdistrict, k) for k in range(0, shifts, 20)}
        nodes: list[Node] = [self._plan(plan, week, subdistrict)]
        nodes += [_assignment(id, week, n) for n, id in enumerate(ids)]
        nodes += [Shortfall(id=id, kind=ShortfallKind.DESIRED, missing=1) for id in short]
        at = [(id, shift_id(week, subdistrict, n % shifts)) for n, id in enumerate(ids)]
        who = [(volunteer_id(i), id) for i, id in zip(people, ids, strict=True)]
        edges = [
            Edges("IN_PLAN", Assignment, Plan, [(id, plan) for id in ids]),
            Edges("ASSIGNED", Volunteer, Assignment, who),
            Edges("TO_SHIFT", Assignment, Shift, at),
            Edges("IN_PLAN", Shortfall, Plan, [(id, plan) for id in short]),
            Edges("TO_SHIFT", Shortfall, Shift, list(short.items())),
        ]
        return Parcel(nodes, edges)

    def _segment_of(self, subdistrict: int, number: int) -> int:
        """The segment of the subdistrict's shift: its roads are every fifth."""
        roads = self.sizes.segments // ROAD_SEGMENTS // SUBDISTRICTS
        road = number // ROAD_SEGMENTS % roads * SUBDISTRICTS + subdistrict
        return road * ROAD_SEGMENTS + number % ROAD_SEGMENTS

    def _shift(self, id: str, week: str, number: int) -> Shift:
        start = number % 7 * DAY + STARTS[number // 7 % len(STARTS)]
        desired = -(-self.sizes.assignments // self.sizes.shifts)
        return Shift(id=id, week=week, start=start, end=start + 90, min=1, desired=desired, max=desired + 2)

    def _plan(self, id: str, week: str, subdistrict: int) -> Plan:
        parts = ("below_minimum", "needs_unmet", "below_desired", "inconvenience")
        return Plan(
            id=id,
            week=week,
            scope=subdistrict_id(subdistrict),
            number=1,
            status=PlanStatus.PUBLISHED,
            created_at="2026-09-20T09:00:00+08:00",
            assigned=self.sizes.plan_assignments,
            seats=self.sizes.plan_assignments,
            **dict.fromkeys((*parts, *(f"bound_{part}" for part in parts)), 0),
        )


def volunteer_id(number: int) -> str:
    return f"volunteer:{number}"


def subdistrict_id(number: int) -> str:
    """The subdistrict to which the road, station or community of this number belongs."""
    return f"subdistrict:{number % SUBDISTRICTS}"


def shift_id(week: str, subdistrict: int, number: int) -> str:
    return f"shift:{week}:{subdistrict}:{number}"


def plan_id(week: str, subdistrict: int) -> str:
    return f"plan:{week}:{subdistrict}"


def _point(number: int) -> tuple[float, float]:
    """Latitude and longitude of a junction."""
    row, place = divmod(number, ROW_LENGTH)
    return 34.70 + row / 1000, 113.60 + (place if row % 2 == 0 else ROW_LENGTH - place) / 1000


def _segment(number: int) -> Segment:
    (lat, lon), (to_lat, to_lon) = _point(number), _point(number + 1)
    middle = {"lat": (lat + to_lat) / 2, "lon": (lon + to_lon) / 2}
    return Segment(id=f"segment:{number}", name=f"路段{number}", metres=100, line=(lon, lat, to_lon, to_lat), **middle)


def _volunteer(number: int, count: int) -> Volunteer:
    lat, lon = _point(number % 2000)
    return Volunteer(
        id=volunteer_id(number),
        name=f"{SURNAMES[number % 10]}{number}",
        pinyin=f"{SOUNDS[number % 10]} {number * 7919 % count:06d}",
        phone=f"138{number:08d}",
        skills=("leader", "first_aid")[: number % 3],
        home_lat=lat,
        home_lon=lon,
        home_address=f"虚拟区道路{number % 400}号院{number % 60}号",
        work_hours=(540, 1050, 1980, 2490, 3420, 3930, 4860, 5370, 6300, 6810),
        free_hours=(1080, 1260, 2520, 2700, 7680, 8400),
        load=number % 7,
    )


def _assignment(id: str, week: str, number: int) -> Assignment:
    return Assignment(
        id=id,
        week=week,
        status=STATUSES[number % len(STATUSES)],
        metres=number * 37 % 2000,
        reason="离家最近，时间合适，本周尚无班次",
    )
