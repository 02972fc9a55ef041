"""Making the solver ready leaves nothing to be compiled."""

from __future__ import annotations

from solver import candidates, columns, distances, pair_costs, walking
from solver.models import build, openings, prices, sweep, units, variants
from solver.problem import Need, Network, Problem, Share, Shift, Team, TeamShift, Volunteer
from solver.solve import solve
from solver.warm import warm_up


def test_every_compiled_function_of_the_search_is_ready_afterwards() -> None:
    warm_up()
    called_from_python = (
        prices._candidate_prices, prices.all_weeks, prices.all_through, sweep._sweep,
        distances._search, distances._reach, walking._outwards, columns._deal,
        candidates._gather, candidates._deal, pair_costs._add_wishes, pair_costs._add_bonds, pair_costs._add_changes,
        units._spread, variants._plain, build._served, openings._room,
    )  # fmt: skip
    ready = {function: len(function.signatures) for function in called_from_python}
    assert min(ready.values()) > 0
    solve(street())
    assert {function: len(function.signatures) for function in called_from_python} == ready


def street() -> Problem:
    """Forty people, some minors among them, and thirty shifts along a street of ten corners, one team."""
    people = tuple(
        Volunteer(
            id=f"v{n}",
            home=n % 10,
            tags=("minor",) if n % 8 == 0 else ("adult", "leader"),
            free=tuple((day * 1440 + 540, day * 1440 + 1200) for day in range(7)),
            max_week=1 + n % 3,
        )
        for n in range(40)
    )
    shifts = tuple(
        Shift(
            id=f"s{n}", place=f"p{n % 10}", node=n % 10, category="help", min=1, desired=2, max=3,
            start=n % 7 * 1440 + 600, end=n % 7 * 1440 + 690, some_have=(Need(tag="leader"),),
        )
        for n in range(30)
    )  # fmt: skip
    return Problem(
        week="2026-W48",
        network=Network(nodes=((0.0, 0.0),) * 10, edges=tuple((n, n + 1, 120) for n in range(9))),
        volunteers=people,
        shifts=shifts,
        teams=(Team(id="t", members=("v1", "v2")),),
        team_shifts=(TeamShift(id="ts", place="p1", node=1, start=800, end=900, teams=("t",)),),
        shares=(Share(tag="leader", part=500, tolerance=100),),
        previous=(("v1", "s1"),),
        together=(("v3", "v4"),),
        pins=(("v5", "s6"),),
    )
