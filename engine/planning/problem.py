"""The one bridge from graph to solver: facts in, a planning problem out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from engine.calendar import DAY, monday_of
from engine.model import WalkFrom
from engine.planning.facts import Facts, Person, Place, WantedShift
from solver import problem as planning

BEFORE_WORK = 30
AFTER_WORK = 75
"""Minutes around working hours in which a person is still at the workplace."""
LUNCH_BREAK = 180
"""A break between working hours that is no longer than this is spent near the workplace."""

Interval = tuple[int, int]


def build_problem(
    facts: Facts,
    *,
    pins: Iterable[planning.Pair] = (),
    bans: Iterable[planning.Pair] = (),
    previous: Iterable[planning.Pair] | None = None,
    shares: bool = False,
) -> planning.Problem:
    """The week as the solver reads it; ``shares`` weighs the lines' parts, which mean something district-wide only.

    Pins, bans and previous pairs of people or shifts that are not among the facts any more are left away.
    """
    network, nodes = _network(facts)
    seats = [wanted for wanted in facts.shifts if not wanted.shift.for_teams]
    district = facts.district
    return planning.Problem(
        week=facts.week,
        network=network,
        walk=planning.Walk(metres_per_minute=district.metres_per_minute, limit_metres=district.limit_metres),
        rules=planning.Rules(
            rest=district.rest,
            gap=district.gap,
            minors=planning.MinorRules(
                quiet=(district.minors_quiet[0], district.minors_quiet[1]), no_categories=facts.barred_categories
            ),
        ),
        volunteers=tuple(_volunteer(facts, person, nodes) for person in facts.people),
        shifts=tuple(_shift(wanted, nodes) for wanted in seats),
        together=facts.together,
        escorts=facts.escorts,
        teams=tuple(planning.Team(id=id, members=members) for id, members in sorted(facts.teams.items())),
        team_shifts=tuple(_team_shift(facts, w, nodes) for w in facts.shifts if w.shift.for_teams),
        pins=known_pairs(facts, pins),
        bans=known_pairs(facts, bans),
        previous=None if previous is None else known_pairs(facts, previous),
        shares=_shares(facts) if shares else (),
    )


def known_pairs(facts: Facts, pairs: Iterable[planning.Pair]) -> tuple[planning.Pair, ...]:
    """Those of people, and of shifts that are not for teams, who are among the facts."""
    return tuple(
        (person, shift)
        for person, shift in pairs
        if person in facts.person and shift in facts.wanted and not facts.wanted[shift].shift.for_teams
    )


def place_node(place: Place) -> str:
    """The key of the network node where a place lies: a junction, or the middle of a segment."""
    return place.junction or f"middle of {place.id}"


def _network(facts: Facts) -> tuple[planning.Network, dict[str, int]]:
    """The streets, with the segments that hold shifts split in the middle; key → node."""
    streets = facts.network
    nodes = {junction: index for index, junction in enumerate(streets.junctions)}
    lonlat = [(float(lon), float(lat)) for lon, lat in streets.lonlat]
    middles: dict[str, int] = {}
    for wanted in facts.shifts:
        place = wanted.place
        if place.junction is None and place.id not in middles:
            middles[place.id] = nodes[place_node(place)] = len(lonlat)
            lonlat.append((place.lon, place.lat))
    edges: list[tuple[int, int, int]] = []
    for a, b, metres, segment in streets.edges:
        middle = middles.get(segment)
        if middle is None:
            edges.append((a, b, metres))
        else:
            edges += [(a, middle, metres // 2), (middle, b, metres - metres // 2)]
    return planning.Network(tuple(lonlat), tuple(edges)), nodes


def _volunteer(facts: Facts, person: Person, nodes: dict[str, int]) -> planning.Volunteer:
    volunteer = person.volunteer
    work = _pairs(volunteer.work_hours)
    monday = monday_of(facts.week)
    away = [(d * DAY, (d + 1) * DAY) for d in range(7) if monday + timedelta(days=d) in volunteer.away]
    served = facts.served.get(volunteer.id, ())
    at_work = presence(work) if person.work else []
    return planning.Volunteer(
        id=volunteer.id,
        home=nodes[person.home],
        tags=(
            *(f"line:{line}" for line in person.lines),
            "minor" if volunteer.minor else "adult",
            *(skill for skill in volunteer.skills if skill not in ("minor", "adult")),
        ),
        at=tuple(planning.Presence(a, b, nodes[person.work]) for a, b in at_work) if person.work else (),
        free=tuple(without(_pairs(volunteer.free_hours), [*work, *away])),
        max_week=volunteer.max_week,
        max_day=volunteer.max_day,
        max_minutes=volunteer.max_minutes,
        load=volunteer.load + len(served),
        prefers=tuple(
            planning.Preference(cost=cost, **{key: id})  # type: ignore[arg-type]
            for key, id, cost in facts.prefers.get(volunteer.id, ())
        ),
        claims=facts.claims.get(volunteer.id, ()),
        organization_claims=facts.organization_claims.get(volunteer.id, ()),
        served=tuple(sorted(set(served))),
    )


def _shift(wanted: WantedShift, nodes: dict[str, int]) -> planning.Shift:
    shift = wanted.shift
    return planning.Shift(
        id=shift.id,
        place=wanted.place.id,
        node=nodes[place_node(wanted.place)],
        category=wanted.category.id,
        start=shift.start,
        end=shift.end,
        min=shift.min,
        desired=shift.desired,
        max=shift.max,
        priority=shift.priority,
        all_have=shift.all_have,
        none_have=shift.none_have,
        some_have=tuple(
            planning.Need(tag=tag, count=int(count)) for tag, count in (need.split("=") for need in shift.some_have)
        ),
    )


def _team_shift(facts: Facts, wanted: WantedShift, nodes: dict[str, int]) -> planning.TeamShift:
    shift = wanted.shift
    return planning.TeamShift(
        id=shift.id,
        place=wanted.place.id,
        node=nodes[place_node(wanted.place)],
        start=shift.start,
        end=shift.end,
        priority=shift.priority,
        teams=tuple(team for team in wanted.teams if team in facts.teams),
    )


def _shares(facts: Facts) -> tuple[planning.Share, ...]:
    return tuple(
        planning.Share(tag=f"line:{line.id}", part=line.part, tolerance=line.tolerance)
        for line in facts.lines
        if line.part is not None
    )


def walk_from(person: Person, start: int) -> WalkFrom:
    """Where the person is at that minute of the week."""
    at_work = person.work and any(a <= start < b for a, b in presence(_pairs(person.volunteer.work_hours)))
    return WalkFrom.WORK if at_work else WalkFrom.HOME


def presence(work: Iterable[Interval]) -> list[Interval]:
    """When a person is at the workplace: working hours widened, lunch breaks included."""
    spells: list[Interval] = []
    for start, end in work:
        if spells and start - spells[-1][1] <= LUNCH_BREAK:
            spells[-1] = (spells[-1][0], end)
        else:
            spells.append((start, end))
    return [(max(0, start - BEFORE_WORK), min(planning.WEEK, end + AFTER_WORK)) for start, end in spells]


def without(intervals: Iterable[Interval], holes: Iterable[Interval]) -> list[Interval]:
    """What is left of the intervals when the holes are cut out."""
    left = list(intervals)
    for low, high in holes:
        left = [part for a, b in left for part in ((a, min(b, low)), (max(a, high), b)) if part[0] < part[1]]
    return sorted(left)


def _pairs(minutes: tuple[int, ...]) -> list[Interval]:
    return list(zip(minutes[::2], minutes[1::2], strict=True))
