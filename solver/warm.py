"""Compiled parts made ready before a solve is timed: machine code is built once a machine, loaded once a process."""

from __future__ import annotations

from functools import cache

from solver.explain.bottleneck import bottleneck
from solver.explain.help import what_would_help
from solver.models.build import build
from solver.models.prices import Prices, excess, relax
from solver.problem import Need, Network, Problem, Share, Shift, Team, TeamShift, Volunteer
from solver.repair import repair
from solver.solve import solve_with_reasons


@cache
def warm_up() -> None:
    """Everything that is compiled is compiled and loaded: some twenty seconds on a new machine, else well under one."""
    problem = _tiny()
    solution = solve_with_reasons(problem)
    what_would_help(solution)
    bottleneck(solution, "s0")
    repair(problem)
    instance = build(problem)
    prices, weights = Prices.zero(instance), (1, 1, 1, 1)
    relax(instance, prices, weights)
    excess(instance, prices, weights)


def _tiny() -> Problem:
    """Two people and two shifts, with a need, a share, a team and a plan before, so that no part is left out."""
    shifts = tuple(
        Shift(
            id=f"s{day}",
            place="p",
            node=0,
            category="c",
            start=1440 * day + 600,
            end=1440 * day + 660,
            min=1,
            desired=2,
            max=2,
            some_have=(Need(tag="leader"),),
        )
        for day in range(2)
    )
    people = tuple(
        Volunteer(id=id, home=0, tags=("adult", "leader"), free=((0, 10_080),), max_week=2, max_minutes=600)
        for id in ("a", "b")
    )
    return Problem(
        week="2026-W01",
        network=Network(nodes=((0.0, 0.0),)),
        volunteers=people,
        shifts=shifts,
        teams=(Team(id="t", members=("a",)),),
        team_shifts=(TeamShift(id="ts", place="p", node=0, start=4_000, end=4_100, teams=("t",)),),
        shares=(Share(tag="leader", part=1000),),
        previous=(),
    )
