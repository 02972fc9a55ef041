"""People of one file: rows of one person brought together, met with those in the graph, and given their properties."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.errors import Fault, InvalidNode
from engine.model import Category, Segment, Station, Volunteer
from engine.pinyin import sort_key
from engine.roster.cell import BadCell, fold
from engine.roster.columns import Column
from engine.roster.draft import Draft
from engine.roster.known import Known
from engine.roster.places import Point
from engine.roster.times import without

COORDINATE_DIGITS = 7
"""About a centimetre."""


@dataclass(slots=True)
class Person:
    """One person of the file: the first of his rows, all his rows, and what was found for them."""

    draft: Draft
    rows: list[Draft]
    id: str = ""
    stored: Volunteer | None = None
    volunteer: Volunteer | None = None
    organizations: tuple[str, ...] = ()
    station: str = ""
    claims: tuple[str, ...] = ()
    team: str = ""
    prefers: tuple[tuple[type[Category] | type[Segment] | type[Station], str, int], ...] = ()
    escorts: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def refuse(self, column: Column | str, bad: BadCell, row: int | None = None) -> None:
        """The person has this fault."""
        self.faults.append(Fault(bad.message, str(column), row or self.draft.row, bad.expected))

    def warn(self, column: Column, message: str) -> None:
        """The person has this doubt."""
        self.warnings.append(Fault(message, column.value, self.draft.row))

    def all_faults(self) -> Iterator[Fault]:
        """Every fault; when there is one, each of the person's rows has one."""
        yield from self.faults
        told = {fault.row for fault in self.faults}
        if told:
            for draft in self.rows:
                if draft.row not in told:
                    first = min(row for row in told if row is not None)
                    yield Fault(f"同一人的第 {first} 行有误", row=draft.row, expected="先改正那一行")


def gathered(drafts: Iterable[Draft]) -> list[Person]:
    """One person for each phone and name; rows that contradict each other are his faults."""
    groups: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        groups[draft.phone, fold(draft.name)].append(draft)
    people = [Person(rows[0], rows) for rows in groups.values()]
    for person in people:
        _compare_rows(person)
    return people


def _compare_rows(person: Person) -> None:
    first, seen = person.draft, {fold(person.draft.organization)}
    for draft in person.rows[1:]:
        if not draft.same_person_elsewhere(first):
            message = f"与第 {first.row} 行是同一人（姓名、手机号相同），内容却不同"
            person.refuse("", BadCell(message, "只留一行；属几个单位时各行除单位外须相同"), draft.row)
        elif (organization := fold(draft.organization)) in seen:
            person.warnings.append(Fault(f"与第 {first.row} 行相同，只算一次", row=draft.row))
        else:
            seen.add(organization)


def identify(people: Sequence[Person], stored: Sequence[Volunteer]) -> None:
    """Everyone has an id: the stored one for a known phone and name, else a new one; a shared phone is a fault."""
    by_phone: dict[str, list[Volunteer]] = defaultdict(list)
    for volunteer in stored:
        by_phone[volunteer.phone].append(volunteer)
    in_file: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        in_file[person.draft.phone].append(person)
    for person in people:
        known = by_phone[person.draft.phone]
        name = fold(person.draft.name)
        person.stored = next((volunteer for volunteer in known if fold(volunteer.name) == name), None)
        person.id = person.stored.id if person.stored else f"v-{uuid.uuid4().hex}"
        others = [volunteer for volunteer in known if fold(volunteer.name) != name]
        if not _minor(person) and any(not volunteer.minor for volunteer in others if person.stored is None):
            person.refuse(Column.PHONE, BadCell("这个手机号已属于另一个姓名", _SHARED))
        for other in in_file[person.draft.phone]:
            if other is not person and not _minor(person) and not _minor(other):
                message = f"与第 {other.draft.row} 行手机号相同，姓名不同"
                person.refuse(Column.PHONE, BadCell(message, _SHARED))


_SHARED = "核对姓名和手机号；未成年人用监护人的手机号时，“未成年人”列填“是”"


def _minor(person: Person) -> bool:
    if person.draft.minor is None and person.stored is not None:
        return person.stored.minor
    return bool(person.draft.minor)


def resolve(person: Person, known: Known) -> None:
    """The person's words are ids, and the volunteer is as he shall be; or the person has faults."""
    draft = person.draft
    organizations = []
    for row in person.rows:
        try:
            organizations.append(known.organization(row.organization))
        except BadCell as bad:
            person.refuse(Column.ORGANIZATION, bad, row.row)
    person.organizations = tuple(dict.fromkeys(organizations))
    for column, text in ((Column.STATION, draft.station), (Column.CLAIMS, draft.claims), (Column.TEAM, draft.team)):
        if text:
            _look_up(person, known, column, text)
    try:
        person.prefers = tuple((*known.preferred(name), cost) for name, cost in draft.prefers)
    except BadCell as bad:
        person.refuse(Column.PREFERS, bad)
    person.volunteer = _volunteer(person, known)


def _look_up(person: Person, known: Known, column: Column, text: str) -> None:
    try:
        if column is Column.STATION:
            person.station = known.stations.find(text)
        elif column is Column.TEAM:
            person.team = known.teams.find(text)
        else:
            person.claims = known.claimed(text)
    except BadCell as bad:
        person.refuse(column, bad)


def _volunteer(person: Person, known: Known) -> Volunteer | None:
    draft, stored = person.draft, person.stored
    given: dict[str, Any] = {
        "skills": draft.skills,
        "work_hours": draft.work_hours,
        "free_hours": draft.free_hours,
        "away": draft.away,
        "minor": draft.minor,
        "max_week": draft.max_week,
        "max_day": draft.max_day,
        "load": draft.load,
        "note": draft.note or None,
        **_place(person, known, Column.HOME, "home", draft.home_address, draft.home),
        **_place(person, known, Column.WORK, "work", draft.work_address, draft.work),
    }
    given = {name: value for name, value in given.items() if value is not None}
    if stored is None:
        _demand(person, given)
    if draft.escorts and not _minor(person):
        person.refuse(Column.ESCORTS, BadCell("只有未成年人才填陪同人", "在“未成年人”列填“是”，或删去陪同人"))
    if person.faults:
        return None
    _cut_work(person, given)
    try:
        if stored is not None:
            return stored if _holds(stored, given) else replace(stored, **given)
        return Volunteer(id=person.id, name=draft.name, pinyin=sort_key(draft.name), phone=draft.phone, **given)
    except InvalidNode as error:
        person.faults += [Fault(fault.message, fault.field, draft.row) for fault in error.faults]
        return None


def _holds(stored: Volunteer, given: dict[str, Any]) -> bool:
    return all(getattr(stored, name) == value for name, value in given.items())


def _demand(person: Person, given: dict[str, Any]) -> None:
    if "free_hours" not in given:
        person.refuse(Column.FREE_HOURS, BadCell("没有填", "必填，例如“工作日晚上；周六 8:00-12:00”"))
    if "home_lat" not in given and not any(fault.field == Column.HOME for fault in person.faults):
        person.refuse(Column.HOME, BadCell("没有填", "住址或经纬度至少填一项"))


def _cut_work(person: Person, given: dict[str, Any]) -> None:
    """Nobody is free in his working hours."""
    stored = person.stored
    work = given.get("work_hours", stored.work_hours if stored else ())
    free = given.get("free_hours", stored.free_hours if stored else ())
    left = without(free, work)
    if left != free:
        given["free_hours"] = left
        person.warn(Column.FREE_HOURS, "与工作时间重叠的部分已扣除" if left else "都在工作时间之内，扣除后没有剩下")


def _place(
    person: Person, known: Known, column: Column, prefix: str, address: str, point: Point | None
) -> dict[str, Any]:
    """Address and coordinates of a home or workplace, as far as the row gives them."""
    stored = person.stored
    before = fold(getattr(stored, f"{prefix}_address")) if stored else ""
    placed = stored is not None and getattr(stored, f"{prefix}_lat") is not None
    now = fold(address)
    text = {f"{prefix}_address": address} if now and now not in before else {}
    if point is None and address:
        if placed and before and (now in before or before in now):
            return text
        try:
            point, name = known.places.find(address)
            person.warn(column, f"位置是估计的：按“{name}”的中点，门牌号不能定位；填经纬度可以更准")
        except BadCell as bad:
            person.refuse(column, bad)
    if point is None:
        return text
    lat, lon = (round(degrees, COORDINATE_DIGITS) for degrees in point)
    return {**text, f"{prefix}_lat": lat, f"{prefix}_lon": lon}
