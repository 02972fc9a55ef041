"""Which team can serve which team shift: the pairs that the rules allow, each with its people and its walking."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from solver.crowd import Crowd, Ints
from solver.distances import Streets, metres_to
from solver.models.events import clash
from solver.models.instance import Option
from solver.models.pins import Pins
from solver.problem import DAY, TeamShift
from solver.timetable import touches_quiet


def team_options(crowd: Crowd, pins: Pins, streets: Streets) -> tuple[Option, ...]:
    """Every (team, team shift) that the rules allow, by team shift."""
    problem = crowd.problem
    members = [tuple(crowd.index[m] for m in team.members) for team in problem.teams]
    number = {team.id: t for t, team in enumerate(problem.teams)}
    found: list[Option] = []
    where = {start: crowd.node_at(start) for start in {shift.start for shift in problem.team_shifts}}
    for s, shift in enumerate(problem.team_shifts):
        free = crowd.free_at(shift.start, shift.end)
        able = []
        for t in sorted({number[name] for name in shift.teams}):
            goers = tuple(m for m in members[t] if free[m])
            if all(_can_go(crowd, pins, m, shift) for m in goers) and _minors_safe(crowd, goers, shift):
                able.append((t, goers))
        found += _walked(shift, s, able, where[shift.start], streets)
    return tuple(found)


def _walked(
    shift: TeamShift, s: int, able: list[tuple[int, tuple[int, ...]]], where: Ints, streets: Streets
) -> Iterator[Option]:
    """These teams at this team shift, with their walking from where everybody is."""
    people = np.array([m for _, goers in able for m in goers], dtype=np.int64)
    metres = iter(metres_to(streets, shift.node, where[people]).tolist())
    for team, goers in able:
        yield Option(team=team, shift=s, goers=goers, cost=sum(islice(metres, len(goers))))


def _can_go(crowd: Crowd, pins: Pins, member: int, shift: TeamShift) -> bool:
    """Whether the caps and the person's pins leave room for the team shift."""
    problem, volunteer, event = crowd.problem, crowd.problem.volunteers[member], (shift.start, shift.end)
    taken = [problem.shifts[s] for s in pins.by_volunteer.get(member, ())]
    if any(clash(event, (s.start, s.end), problem.rules.gap, problem.rules.rest) for s in taken):
        return False
    minutes = sum(s.end - s.start for s in taken) + shift.end - shift.start
    on_day = sum(s.start // DAY == shift.start // DAY for s in taken)
    return (
        len(taken) < volunteer.max_week
        and on_day < volunteer.max_day
        and (volunteer.max_minutes is None or minutes <= volunteer.max_minutes)
    )


def _minors_safe(crowd: Crowd, goers: tuple[int, ...], shift: TeamShift) -> bool:
    """Whether each minor who goes is outside the quiet hours and beside one who may escort him."""
    people = [crowd.problem.volunteers[m] for m in goers]
    for minor in (p for p in people if "minor" in p.tags):
        if touches_quiet(shift.start, shift.end, crowd.problem.rules.minors.quiet):
            return False
        named = crowd.problem.escorts.get(minor.id)
        if not any(p.id in named if named else "adult" in p.tags for p in people):
            return False
    return True
