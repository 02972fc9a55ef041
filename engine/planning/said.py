"""What a version said of its seats and is still true in the next one, so that it need not be worked out again.

"What would be next best" of every seat takes far longer than a repair. Where neither the person, nor the shift, nor the
place and the person that the sentence names have changed, its numbers are those of before; it stays, though something
else may have become better still. That there is no other place or person may have become untrue, so it never stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.model import Assignment, Plan, Volunteer
from engine.planning.facts import Facts
from engine.planning.seats import SeatedPlan
from engine.planning.sentences import ELSEWHERE, place_and_time
from engine.store import Match, eq
from engine.store.port import Reader
from solver.models.instance import Instance
from solver.repair import Touched

Pair = tuple[str, str]
Said = Mapping[Pair, tuple[str, str | None]]
"""(volunteer, shift) → the sentence on what would be next best, and the id of who would come instead."""


def still_true(
    reader: Reader, before: SeatedPlan, facts: Facts, instance: Instance, changed: Iterable[Touched]
) -> Said:
    """What is kept of the seats of those who are not touched."""
    touched = tuple(changed)
    people = {who.id for who in touched}
    shifts = {shift for who in touched for shift in (*who.loses, *who.gains)}
    named = _next_people(reader, before.plan)
    places = {place_and_time(facts, shift): shift for shift in facts.wanted}
    possible = _possible(instance)

    def holds(volunteer: str, shift: str, sentence: str, person: str | None) -> bool:
        """The seat and those in it are as before; the sentence names a place and a person, as before and possible."""
        place = places.get(sentence.partition(ELSEWHERE)[2].partition("，")[0])
        if person is None or place is None or not people.isdisjoint((volunteer, person)):
            return False
        return shifts.isdisjoint((shift, place)) and {(person, shift), (volunteer, place)} <= possible

    return {
        seat.pair: (seat.assignment.alternative, named.get(seat.assignment.id))
        for seat in before.seats
        if seat.serving and holds(*seat.pair, seat.assignment.alternative, named.get(seat.assignment.id))
    }


def _next_people(reader: Reader, plan: Plan) -> dict[str, str]:
    """Assignment → who would come instead."""
    question = Match("a", Assignment).hop("IN_PLAN", "p", Plan, eq("p.id", plan.id))
    rows = reader.query(question.hop("NEXT_BEST", "v", Volunteer, source="a").select("a.id", "v.id"))
    return {row["a.id"]: row["v.id"] for row in rows}


def _possible(instance: Instance) -> set[Pair]:
    """Everybody with each shift that he could serve."""
    people = [volunteer.id for volunteer in instance.problem.volunteers]
    shifts = [shift.id for shift in instance.problem.shifts]
    return {
        (people[member], shifts[shift])
        for unit, shift in zip(instance.candidate_unit.tolist(), instance.candidate_shift.tolist(), strict=True)
        for member in instance.units[unit]
    }
