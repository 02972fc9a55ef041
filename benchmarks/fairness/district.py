"""The demo district's weeks as planning problems, with the same names of people on every machine."""

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.district import DEMO
from engine.calendar import monday_of, week_of
from engine.demand import make_week
from engine.district import load_district
from engine.planning.facts import read_facts
from engine.planning.problem import build_problem
from engine.store import open_store
from solver.problem import Problem

FIRST_WEEK = "2026-W45"


def district_weeks(count: int) -> list[Problem]:
    """The whole district in so many weeks from the first of November 2026 on, as templates and themes ask for them."""
    monday = monday_of(FIRST_WEEK)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "demo.db"))
        load_district(store, DEMO)
        weeks = []
        for week in (week_of(monday + timedelta(weeks=rank)) for rank in range(count)):
            make_week(store, week)
            weeks.append(renamed(build_problem(read_facts(store, week), shares=True)))
        return weeks


def renamed(problem: Problem) -> Problem:
    """People are called by their rank, since the graph draws their ids at random."""
    name = {person.id: f"p{rank:04d}" for rank, person in enumerate(problem.volunteers)}
    return replace(
        problem,
        volunteers=tuple(replace(person, id=name[person.id]) for person in problem.volunteers),
        together=tuple((name[a], name[b]) for a, b in problem.together),
        escorts={name[ward]: tuple(name[a] for a in adults) for ward, adults in problem.escorts.items()},
        teams=tuple(replace(team, members=tuple(name[m] for m in team.members)) for team in problem.teams),
    )
