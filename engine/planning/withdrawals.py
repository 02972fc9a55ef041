"""Who has withdrawn from a plan: his seats are taken back, and he is not planned for them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from engine.calendar import monday_of
from engine.errors import Fault, InvalidInput
from engine.model import Assignment, AssignmentStatus, Plan, Volunteer
from engine.planning.facts import Facts, Person
from engine.planning.problem import without
from engine.planning.seats import Seat, SeatedPlan
from engine.store import GraphStore, Match, eq
from engine.store.port import Reader

Pair = tuple[str, str]
Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A volunteer who will not come: to this shift, or without one not at all this week."""

    volunteer: str
    shift: str = ""


def after_withdrawals(before: SeatedPlan, facts: Facts, withdrawals: tuple[Withdrawal, ...]) -> SeatedPlan:
    """The version with the seats of those who withdrew taken back. Raises ``InvalidInput`` with every fault."""
    serving = {seat.pair for seat in before.seats if seat.serving}
    faults = [
        Fault("此人不在这份计划的班次里" if w.shift else "没有这名志愿者", "withdrawals", row=row)
        for row, w in enumerate(withdrawals, start=1)
        if ((w.volunteer, w.shift) not in serving if w.shift else w.volunteer not in facts.person)
    ]
    if faults:
        raise InvalidInput("退出名单有误", faults)
    asked = {(w.volunteer, w.shift) for w in withdrawals}
    return replace(before, seats=tuple(_taken_back(seat) if _out(seat, asked) else seat for seat in before.seats))


def _out(seat: Seat, asked: set[Pair]) -> bool:
    return seat.serving and (seat.pair in asked or (seat.volunteer, "") in asked)


def _taken_back(seat: Seat) -> Seat:
    return replace(seat, assignment=replace(seat.assignment, status=AssignmentStatus.WITHDRAWN, pinned=False))


def take_leave(store: GraphStore, facts: Facts, withdrawals: Iterable[Withdrawal]) -> bool:
    """Those who withdraw from the whole week have its days off; whether there is anybody."""
    days = {monday_of(facts.week) + timedelta(days=day) for day in range(7)}
    away = {w.volunteer: days.union(facts.person[w.volunteer].volunteer.away) for w in withdrawals if not w.shift}
    if away:
        with store.tx() as tx:
            for name, dates in away.items():
                tx.update(Volunteer, name, {"away": [day.isoformat() for day in sorted(dates)]})
    return bool(away)


def without_team_hours(facts: Facts, known: SeatedPlan) -> Facts:
    """The facts in which those who withdrew from their team's shift have no free time then.

    A ban keeps a person from a shift; whether he goes with his team is a matter of his free time.
    """
    holes: dict[str, list[Interval]] = {}
    for seat in known.seats:
        if not seat.serving and seat.team and seat.shift in facts.wanted:
            shift = facts.wanted[seat.shift].shift
            holes.setdefault(seat.volunteer, []).append((shift.start, shift.end))
    if not holes:
        return facts
    return replace(facts, people=tuple(_with_less_time(p, holes.get(p.volunteer.id, [])) for p in facts.people))


def _with_less_time(person: Person, holes: list[Interval]) -> Person:
    hours = person.volunteer.free_hours
    left = without(zip(hours[::2], hours[1::2], strict=True), holes)
    return replace(person, volunteer=replace(person.volunteer, free_hours=tuple(m for span in left for m in span)))


def withdrawal_of(reader: Reader, plan_id: str, text: str) -> Withdrawal:
    """What somebody writes: a volunteer's id, or the name of somebody in the plan; with ``@`` and a shift's id only it.

    Raises ``NotFound`` (the plan), ``InvalidInput`` when nobody, or more than one, is called so.
    """
    word, _, shift = text.partition("@")
    people = {row["v.id"]: row["v.name"] for row in reader.query(_people(plan_id))}
    found = [id for id, name in people.items() if word in (id, name)]
    if not found and reader.get(Volunteer, word) is not None:
        found = [word]  # he has no seat in this plan
    if len(found) != 1:
        reason = "这份计划里有几个人同名，请写编号" if found else "这份计划里没有这个人"
        raise InvalidInput("退出名单有误", [Fault(reason, "withdraw")])
    return Withdrawal(found[0], shift)


def _people(plan_id: str) -> Match:
    plan = Match("v", Volunteer).hop("ASSIGNED", "a", Assignment).hop("IN_PLAN", "p", Plan, eq("p.id", plan_id))
    return plan.order("v.id").select("v.id", "v.name")
