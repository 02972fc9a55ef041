"""Escorts and people who serve together, found by phone among the file's people and those in the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from engine.model import Volunteer
from engine.roster.cell import BadCell, fold
from engine.roster.columns import Column
from engine.roster.fields import Partner
from engine.roster.person import Person


def pair_up(people: Sequence[Person], stored: Sequence[Volunteer]) -> None:
    """Everyone's partners are ids; who names nobody valid has a fault, and so has who named only him."""
    while True:
        by_phone = _everyone(people, stored)
        before = sum(bool(person.faults) for person in people)
        for person in people:
            if not person.faults and (person.draft.escorts or person.draft.together):
                _find(person, by_phone)
        if sum(bool(person.faults) for person in people) == before:
            return


def _everyone(people: Sequence[Person], stored: Sequence[Volunteer]) -> dict[str, list[Volunteer]]:
    by_id = {volunteer.id: volunteer for volunteer in stored}
    by_id |= {person.id: person.volunteer for person in people if person.volunteer and not person.faults}
    by_phone: dict[str, list[Volunteer]] = defaultdict(list)
    for volunteer in by_id.values():
        by_phone[volunteer.phone].append(volunteer)
    return by_phone


def _find(person: Person, by_phone: dict[str, list[Volunteer]]) -> None:
    try:
        person.escorts = tuple(_one(person, partner, by_phone, adult=True) for partner in person.draft.escorts)
    except BadCell as bad:
        person.refuse(Column.ESCORTS, bad)
    try:
        person.together = tuple(_one(person, partner, by_phone, adult=False) for partner in person.draft.together)
    except BadCell as bad:
        person.refuse(Column.TOGETHER, bad)


def _one(person: Person, partner: Partner, by_phone: dict[str, list[Volunteer]], *, adult: bool) -> str:
    named = [
        volunteer
        for volunteer in by_phone.get(partner.phone, [])
        if volunteer.id != person.id and (not partner.name or fold(volunteer.name) == fold(partner.name))
    ]
    found = [volunteer for volunteer in named if not (adult and volunteer.minor)]
    if len(found) == 1:
        return found[0].id
    if found:
        raise BadCell("这个手机号有几个人共用", "写“姓名 手机号”")
    if named:
        raise BadCell("陪同人须是成年人", "成年志愿者的手机号")
    raise BadCell("本名册的有效行和已登记的志愿者中都没有这个人", "先登记此人，或改正手机号")
