"""Calendars of published plans (iCalendar, RFC 5545): a person's assignments, or the shifts of a station.

What other companies' calendar services fetch names no minors and has no phones. The same graph gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from engine.access import Secured
from engine.calendar import monday_of, week_of
from engine.errors import InvalidInput, NotFound
from engine.exports.columns import STATUS_TERMS, printable
from engine.exports.roster import Served, served
from engine.exports.selection import places_of_station
from engine.model import (
    STANDING,
    Assignment,
    AssignmentStatus,
    Category,
    Node,
    Plan,
    PlanStatus,
    Role,
    Segment,
    Shift,
    Station,
    Team,
    Volunteer,
)
from engine.store import Condition, Match, Op, eq, is_in
from engine.store.question import Where

ZONE = ZoneInfo("Asia/Shanghai")
WEEKS_BACK = 4
MOST_EVENTS = 5_000
STATUS = {AssignmentStatus.ACCEPTED: "CONFIRMED", AssignmentStatus.DECLINED: "CANCELLED"}
"""What an event's status is; an offer that was not answered is TENTATIVE."""
ADVICE = {
    AssignmentStatus.OFFERED: "请尽早答复是否能来；不能来不必勉强，可以谢绝。",
    AssignmentStatus.ACCEPTED: "您已接受。",
}
PRODUCT = "-//Jiujin//就近//ZH"
MINOR = "未成年志愿者"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How new the plans in force of a week are: grows with each plan, and with each change of one."""

    number: int
    changed: datetime


@dataclass(frozen=True, slots=True)
class Occasion:
    """A shift at its place, with those whom the viewer sees in it, also those who declined."""

    shift: Shift
    category: str
    place: str
    at: tuple[float, float]
    people: tuple[Served, ...]

    @property
    def standing(self) -> tuple[Served, ...]:
        """Who was asked and has not declined."""
        return tuple(one for one in self.people if one.assignment.status in STANDING)

    @property
    def told(self) -> bool:
        """Whether anybody was asked at all; who was taken out may never have known."""
        return any(one.assignment.status is not AssignmentStatus.WITHDRAWN for one in self.people)


def person_calendar(reader: Secured, volunteer: str, today: date) -> bytes:
    """The assignments of a person, of the last weeks and all to come, as the viewer sees them. Raises ``NotFound``."""
    person = reader.get(Volunteer, volunteer)
    if person is None:
        raise NotFound("没有这名志愿者")
    told = not person.minor or reader.viewer.role is Role.VOLUNTEER
    stands, occasions = _occasions(reader, today, eq("v.id", volunteer))
    calendar = _calendar(f"{person.name}的志愿服务" if told else "志愿服务")
    for one in occasions:
        status = one.people[0].assignment.status
        about = [f"状态：{STATUS_TERMS[status]}", ADVICE.get(status, "")]
        _add(calendar, one, f"{one.shift.id}\n{volunteer}", STATUS.get(status, "TENTATIVE"), about, stands)
    return bytes(calendar.to_ical())


def station_calendar(reader: Secured, station: str, today: date) -> bytes:
    """The shifts at a station and the segments that it covers, with whom the viewer sees. Raises ``NotFound``."""
    found = reader.get(Station, station)
    if found is None:
        raise NotFound("没有这个服务站")
    stands, occasions = _occasions(reader, today, is_in("place.id", places_of_station(reader, station)))
    calendar = _calendar(f"{found.name}的志愿服务")
    for one in occasions:
        accepted = [person.assignment.status is AssignmentStatus.ACCEPTED for person in one.standing]
        status = "CONFIRMED" if accepted and all(accepted) else "TENTATIVE" if accepted else "CANCELLED"
        names = [
            f"{MINOR if person.minor else person.name}（{STATUS_TERMS[person.assignment.status]}）"
            for person in one.standing
        ]
        about = [f"期望 {one.shift.desired} 人；志愿者：{'、'.join(names) or '—'}"]
        _add(calendar, one, f"{one.shift.id}\n{station}", status, about, stands)
    return bytes(calendar.to_ical())


def _occasions(reader: Secured, today: date, whose: Where) -> tuple[dict[str, Stand], list[Occasion]]:
    """How new each week is, and the shifts that hold for whom or where is asked, in order of time."""
    plans = _in_force(reader, week_of(today - timedelta(weeks=WEEKS_BACK)))
    stands = {week: _stand(of) for week, of in plans.items()}
    newest = {plan.id: plan for of in plans.values() for plan in of}
    rows = [row for kind in (Segment, Station) for row in reader.query(_question(kind, newest, whose))]
    if len(rows) > MOST_EVENTS:
        raise InvalidInput("日历太长了")
    known: dict[tuple[str, str], Any] = {}
    for row in sorted(rows, key=lambda row: (newest[row["p.id"]].created_at, row["p.id"])):
        known[row["s"]["id"], row["v"]["id"]] = row  # of two plans that name the shift, the later one holds
    shifts: defaultdict[str, list[Any]] = defaultdict(list)
    for row in known.values():
        shifts[row["s"]["id"]].append(row)
    found = [_occasion(reader, rows) for rows in shifts.values()]
    return stands, sorted((one for one in found if one.told), key=_by_time)


def _question(kind: type[Node], plans: Iterable[str], whose: Where) -> Match:
    return (
        Match("p", Plan)
        .where(is_in("p.id", plans), whose)
        .hop("IN_PLAN", "a", Assignment, reverse=True)
        .hop("ASSIGNED", "v", Volunteer, reverse=True)
        .hop("WITH_TEAM", "t", Team, source="a", optional=True)
        .hop("TO_SHIFT", "s", Shift, source="a")
        .hop("FOR", "c", Category)
        .hop("AT", "place", kind, source="s")
        .order("v.pinyin", "v.id")
        .select("p.id", "a", "v", "t.name", "s", "c.name", "place.name", "place.lat", "place.lon")
    )


def _occasion(reader: Secured, rows: list[Any]) -> Occasion:
    first = rows[0]
    people = tuple(served(reader.viewer, row) for row in sorted(rows, key=_by_name))
    at = first["place.lat"], first["place.lon"]
    return Occasion(Shift.from_props(first["s"]), first["c.name"], first["place.name"], at, people)


def _by_time(one: Occasion) -> tuple[str, int, str]:
    return one.shift.week, one.shift.start, one.shift.id


def _by_name(row: Any) -> tuple[str, str]:
    return row["v"]["pinyin"], row["v"]["id"]


def _in_force(reader: Secured, since: str) -> dict[str, list[Plan]]:
    """Week → of each scope the published plan with the highest number."""
    question = Match("p", Plan).where(Condition("p.week", Op.GTE, since), eq("p.status", PlanStatus.PUBLISHED.value))
    newest: dict[tuple[str, str], Plan] = {}
    for row in reader.query(question.order("p.number", "p.id")):
        plan = Plan.from_props(row["p"])
        newest[plan.week, plan.scope] = plan
    weeks: defaultdict[str, list[Plan]] = defaultdict(list)
    for plan in newest.values():
        weeks[plan.week].append(plan)
    return weeks


def _stand(plans: list[Plan]) -> Stand:
    changes = sum(plan.version for plan in plans)
    made = max(datetime.fromisoformat(plan.created_at) for plan in plans)
    return Stand(number=1000 * sum(plan.number for plan in plans) + changes, changed=made + timedelta(seconds=changes))


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, printable(name))
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE.key)
    standard.add("tzname", "CST")
    standard.add("dtstart", datetime(1991, 9, 15))  # noqa: DTZ001 - local by definition; no summer time since
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    zone.add_component(standard)
    calendar.add_component(zone)
    return calendar


def _add(calendar: Calendar, one: Occasion, of: str, status: str, about: list[str], stands: dict[str, Stand]) -> None:
    """An event; its id comes from the shift and whose calendar it is, and is the same in each version of the plan.

    Who reads it sees no time of a change: its moment is that of the plan, and a second later with each change.
    """
    shift, stand = one.shift, stands[one.shift.week]
    changes = shift.version - 1 + sum(person.assignment.version - 1 for person in one.people)
    changed = (stand.changed + timedelta(seconds=changes)).astimezone(ZoneInfo("UTC"))
    monday = datetime.combine(monday_of(shift.week), datetime.min.time(), ZONE)
    event = Event()
    event.add("uid", f"{hashlib.sha256(of.encode()).hexdigest()[:32]}@jiujin")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", stand.number + changes)
    event.add("status", status)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")
    event.add("summary", printable(f"志愿服务：{one.category}（{one.place}）"))
    event.add("location", printable(one.place))
    event.add("geo", one.at)
    event.add("dtstart", monday + timedelta(minutes=shift.start))
    event.add("dtend", monday + timedelta(minutes=shift.end))
    event.add("description", "\n".join(printable(line) for line in about if line))
    calendar.add_component(event)
