"""What the graph knows that a week's plan needs: one question per kind of fact, nothing decided here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from engine.calendar import weeks_before
from engine.errors import NothingToPlan
from engine.model import (
    STANDING,
    Assignment,
    Category,
    Community,
    District,
    Junction,
    Line,
    Organization,
    Plan,
    PlanStatus,
    Road,
    Segment,
    Shift,
    Station,
    Subdistrict,
    Team,
    Volunteer,
)
from engine.network import StreetNetwork, load_network
from engine.store import Match, eq, is_in
from engine.store.port import Reader

RECENT_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shift is: a segment of a road, or a station."""

    id: str
    name: str
    road: str
    """The road's name; for a station its own."""
    road_class: str
    lat: float
    lon: float
    junction: str | None
    """The junction of a station; a segment's place is its own middle."""


@dataclass(frozen=True, slots=True)
class WantedShift:
    """A shift with its place, its category and the teams that it is open to."""

    shift: Shift
    place: Place
    category: Category
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A volunteer with the junctions near home and workplace (``None`` without one), organizations and lines."""

    volunteer: Volunteer
    home: str
    work: str | None
    organizations: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """One week, one scope: everything that :func:`engine.planning.problem.build_problem` turns into a problem.

    The maps go from a volunteer's id to ids of places, except ``served``, which keeps one entry per shift served.
    """

    week: str
    district: District
    network: StreetNetwork
    shifts: tuple[WantedShift, ...]
    people: tuple[Person, ...]
    claims: Mapping[str, tuple[str, ...]]
    organization_claims: Mapping[str, tuple[str, ...]]
    served: Mapping[str, tuple[str, ...]]
    prefers: Mapping[str, tuple[tuple[str, str, int], ...]]
    """Volunteer → (``place`` or ``category``, its id, cost)."""
    together: tuple[tuple[str, str], ...]
    escorts: Mapping[str, tuple[str, ...]]
    teams: Mapping[str, tuple[str, ...]]
    team_names: Mapping[str, str]
    barred_categories: tuple[str, ...]
    """Categories without minors."""
    lines: tuple[Line, ...]

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """Volunteer's id → person."""
        return {person.volunteer.id: person for person in self.people}

    @cached_property
    def wanted(self) -> Mapping[str, WantedShift]:
        """Shift's id → shift with its place."""
        return {wanted.shift.id: wanted for wanted in self.shifts}


def read_facts(reader: Reader, week: str, scope: str = "") -> Facts:
    """The facts of the week in the subdistrict ``scope`` (its id), or in the whole district.

    People belong to the scope of the station where they are based; shifts to that of their road or station.
    Raises ``NothingToPlan`` when there are no shifts.
    """
    return with_served(facts_without_plans(reader, week, scope), read_served(reader, week))


def with_served(facts: Facts, served: Mapping[str, tuple[str, ...]]) -> Facts:
    """The facts with where their people served."""
    return replace(facts, served={id: places for id, places in served.items() if id in facts.person})


def facts_without_plans(reader: Reader, week: str, scope: str = "") -> Facts:
    """The facts but for where people served, which alone hangs on plans. Raises ``NothingToPlan``."""
    shifts = tuple(wanted_shifts(reader, week, scope))
    if not shifts:
        raise NothingToPlan()
    people = tuple(_people(reader, scope))
    ids = {person.volunteer.id: rank for rank, person in enumerate(people)}
    teams = _groups(reader.query(Match("t", Team).hop("IN_TEAM", "v", Volunteer, reverse=True).select("t.id", "v.id")))
    return Facts(
        week=week,
        district=_district(reader),
        network=load_network(reader),
        shifts=shifts,
        people=people,
        claims=_groups(reader.query(Match("v", Volunteer).hop("CLAIMS", "s", Segment).select("v.id", "s.id")), ids),
        organization_claims=_organization_claims(reader, people),
        served={},
        prefers=_prefers(reader, ids),
        together=_pairs(reader, "TOGETHER", ids),
        escorts=_groups([{"a": minor, "b": adult} for adult, minor in _pairs(reader, "ESCORTS", ids)], order=ids),
        teams={
            team: tuple(sorted((m for m in members if m in ids), key=ids.__getitem__))
            for team, members in sorted(teams.items())
            if not ids.keys().isdisjoint(members)
        },
        team_names={row["t.id"]: row["t.name"] for row in reader.query(Match("t", Team).select("t.id", "t.name"))},
        barred_categories=tuple(
            row["c.id"]
            for row in reader.query(Match("c", Category).where(eq("c.minors", False)).order("c.id").select("c.id"))
        ),
        lines=tuple(Line.from_props(row["l"]) for row in reader.query(Match("l", Line).order("l.id"))),
    )


def _district(reader: Reader) -> District:
    rows = reader.query(Match("d", District).order("d.id").limit(1))
    if not rows:
        raise NothingToPlan("还没有区划数据，请先载入")
    return District.from_props(rows[0]["d"])


def wanted_shifts(reader: Reader, week: str, scope: str) -> list[WantedShift]:
    """The shifts of the week in the scope, ordered by id; two questions."""
    teams = _groups(
        reader.query(Match("s", Shift).where(eq("s.week", week)).hop("OPEN_TO", "t", Team).select("s.id", "t.id"))
    )
    found: dict[str, WantedShift] = {}
    for question in (_segment_shifts(week, scope), _station_shifts(week, scope)):
        for row in reader.query(question):
            shift = Shift.from_props(row["s"])
            category = Category.from_props(row["c"])
            found.setdefault(shift.id, WantedShift(shift, _place(row), category, teams.get(shift.id, ())))
    return [found[id] for id in sorted(found)]


def _segment_shifts(week: str, scope: str) -> Match:
    question = (
        Match("s", Shift)
        .where(eq("s.week", week))
        .hop("FOR", "c", Category)
        .hop("AT", "p", Segment, source="s")
        .hop("HAS_SEGMENT", "r", Road, reverse=True)
        .order("s.id", "r.id")
        .select("s", "c", "p", "r.name", "r.road_class")
    )
    return question.exists("r", "PART_OF", Subdistrict, eq("id", scope)) if scope else question


def _station_shifts(week: str, scope: str) -> Match:
    question = (
        Match("s", Shift)
        .where(eq("s.week", week))
        .hop("FOR", "c", Category)
        .hop("AT", "p", Station, source="s")
        .hop("NEAR", "j", Junction)
        .order("s.id", "j.id")
        .select("s", "c", "p", "j.id")
    )
    return _based_in(question, "p", scope)


def _based_in(question: Match, station: str, scope: str) -> Match:
    """Only stations that serve a community of the scope."""
    if not scope:
        return question
    return question.hop("SERVES", "community", Community, source=station).hop(
        "PART_OF", "subdistrict", Subdistrict, eq("subdistrict.id", scope)
    )


def _place(row: dict[str, object]) -> Place:
    props = row["p"]
    assert isinstance(props, dict)
    return Place(
        id=props["id"],
        name=props["name"],
        road=str(row.get("r.name") or props["name"]),
        road_class=str(row.get("r.road_class") or ""),
        lat=props["lat"],
        lon=props["lon"],
        junction=str(row["j.id"]) if "j.id" in row else None,
    )


def _people(reader: Reader, scope: str) -> Iterable[Person]:
    """In an order that does not hang on ids, which are drawn at random: the same roster gives the same plan."""
    question = Match("v", Volunteer).hop("LIVES_NEAR", "home", Junction)
    question = question.hop("WORKS_NEAR", "work", Junction, source="v", optional=True)
    if scope:
        question = _based_in(question.hop("BASED_AT", "station", Station, source="v"), "station", scope)
    rows = reader.query(question.order("v.pinyin", "v.phone", "v.id").select("v", "home.id", "work.id"))
    members = reader.query(
        Match("v", Volunteer)
        .hop("MEMBER_OF", "o", Organization)
        .hop("IN_LINE", "l", Line)
        .select("v.id", "o.id", "l.id")
    )
    organizations = _groups([{"v": row["v.id"], "o": row["o.id"]} for row in members])
    lines = _groups([{"v": row["v.id"], "l": row["l.id"]} for row in members])
    people = {}
    for row in rows:
        volunteer = Volunteer.from_props(row["v"])
        people[volunteer.id] = Person(
            volunteer,
            row["home.id"],
            row["work.id"],
            organizations.get(volunteer.id, ()),
            lines.get(volunteer.id, ()),
        )
    return people.values()


def _organization_claims(reader: Reader, people: Iterable[Person]) -> dict[str, tuple[str, ...]]:
    """What a volunteer's organizations, and those they are part of, have claimed."""
    rows = reader.query(
        Match("o", Organization)
        .hop("PART_OF", "above", Organization, depth=(0, 6))
        .hop("CLAIMS", "s", Segment)
        .select("o.id", "s.id")
    )
    claimed = _groups(rows)
    return {
        person.volunteer.id: tuple(sorted({s for o in person.organizations for s in claimed.get(o, ())}))
        for person in people
    }


def read_served(reader: Reader, week: str) -> dict[str, tuple[str, ...]]:
    """Where people were asked to serve in the last weeks by the plans in force, and did not decline.

    A shift counts once, also when the plan of the subdistrict and that of the district both name it.
    """
    in_force = [plan.id for plan in plans_in_force(reader, weeks_before(week, RECENT_WEEKS))]
    served: dict[str, dict[str, str]] = defaultdict(dict)
    for kind in (Segment, Station):
        question = (
            Match("p", Plan)
            .where(is_in("p.id", in_force))
            .hop("IN_PLAN", "a", Assignment, is_in("a.status", [status.value for status in STANDING]), reverse=True)
            .hop("ASSIGNED", "v", Volunteer, reverse=True)
            .hop("TO_SHIFT", "s", Shift, source="a")
            .hop("AT", "place", kind)
            .select("a.id", "v.id", "s.id", "place.id")
        )
        for row in reader.query(question):
            served[row["v.id"]][row["s.id"]] = row["place.id"]
    return {id: tuple(sorted(places.values())) for id, places in served.items()}


def plans_in_force(reader: Reader, weeks: Iterable[str]) -> list[Plan]:
    """Of each week and scope the published plan with the highest number."""
    question = Match("p", Plan).where(is_in("p.week", weeks), eq("p.status", PlanStatus.PUBLISHED.value))
    newest: dict[tuple[str, str], Plan] = {}
    for row in reader.query(question.order("p.number", "p.id")):
        plan = Plan.from_props(row["p"])
        newest[plan.week, plan.scope] = plan
    return list(newest.values())


def _prefers(reader: Reader, ids: Mapping[str, int]) -> dict[str, tuple[tuple[str, str, int], ...]]:
    found: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for kind, key in ((Category, "category"), (Segment, "place"), (Station, "place")):
        question = Match("v", Volunteer).hop("PREFERS", "t", kind, edge_alias="e").select("v.id", "t.id", "e")
        for row in reader.query(question):
            if row["v.id"] in ids:
                found[row["v.id"]].append((key, row["t.id"], row["e"]["cost"]))
    return {id: tuple(sorted(entries)) for id, entries in found.items()}


def _pairs(reader: Reader, edge: str, ids: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    rows = reader.query(Match("a", Volunteer).hop(edge, "b", Volunteer).select("a.id", "b.id"))
    pairs = ((row["a.id"], row["b.id"]) for row in rows if row["a.id"] in ids and row["b.id"] in ids)
    return tuple(sorted(pairs, key=lambda pair: (ids[pair[0]], ids[pair[1]])))


def _groups(
    rows: Iterable[Mapping[str, str]],
    ids: Mapping[str, int] | None = None,
    *,
    order: Mapping[str, int] | None = None,
) -> dict[str, tuple[str, ...]]:
    """First column (one of ``ids``) → the values of the second, sorted as text or by their rank in ``order``."""
    groups: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        key, value = row.values()
        if ids is None or key in ids:
            groups[key].add(value)
    rank = order.__getitem__ if order else None
    return {key: tuple(sorted(values, key=rank)) for key, values in groups.items()}
