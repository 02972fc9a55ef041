"""Why a person is where he is, in Chinese: how far from where, and what ties him to the place."""

from __future__ import annotations

from collections.abc import Iterator

from engine.model import WalkFrom
from engine.planning.facts import Facts
from engine.planning.problem import walk_from
from engine.planning.record import SeatFacts
from solver.rules.week import Week


def seats_of(facts: Facts, week: Week) -> list[SeatFacts]:
    """Every seat of the plan, members of teams included, with its metres and its reason.

    In the problem's order of people, then by time.
    """
    week.measure()
    pinned = frozenset(week.problem.pins)
    seats = []
    for name in week.volunteers:
        for duty in week.duties.get(name, ()):
            metres = week.metres(week.volunteers[name], duty.shift)
            pair = (name, duty.shift.id)
            seats.append(
                SeatFacts(
                    volunteer=name,
                    shift=duty.shift.id,
                    metres=metres,
                    team=duty.team,
                    reason="；".join(_reasons(facts, name, duty.shift.id, metres, duty.team, pair in pinned)),
                )
            )
    return seats


def _reasons(facts: Facts, name: str, shift: str, metres: int, team: str | None, pinned: bool) -> Iterator[str]:
    person, wanted = facts.person[name], facts.wanted[shift]
    place = wanted.place.id
    origin = "工作单位" if walk_from(person, wanted.shift.start) is WalkFrom.WORK else "住处"
    yield f"距{origin} {metres} 米"
    if team:
        yield f"随{facts.team_names.get(team, '队')}"
    if place in facts.claims.get(name, ()):
        yield "本人责任田"
    elif place in facts.organization_claims.get(name, ()):
        yield "所在单位认领"
    if place in facts.served.get(name, ()):
        yield "近四周来过"
    wishes = {(key, id): cost for key, id, cost in facts.prefers.get(name, ())}
    if wishes.get(("category", wanted.category.id), 0) < 0 or wishes.get(("place", place), 0) < 0:
        yield "本人意愿"
    if pinned:
        yield "已锁定"
