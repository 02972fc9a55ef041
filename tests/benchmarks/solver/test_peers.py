"""The peers on tiny towns: their plans hold, and those that prove come to our optimum."""

from dataclasses import replace
from functools import partial

import pytest

from benchmarks.solver import cpsat as cpsat_module
from benchmarks.solver.bench import TITLES
from benchmarks.solver.cpsat import cpsat
from benchmarks.solver.highs import highs
from benchmarks.solver.peers import PEERS
from benchmarks.solver.timefold.fetch import ready
from benchmarks.solver.timefold.run import prepare_timefold, timefold
from solver.check import check
from solver.plan import Status
from solver.problem import Problem
from solver.solve import solve
from tests.solver.town import town

LONG = 60.0
"""Seconds that no peer needs on a tiny town."""
WHOLE = {"cpsat": partial(cpsat, workers=1, linearization=2), "highs": highs}


def pinned_town() -> Problem:
    """A town with a previous plan, of which two pairs are pinned."""
    problem = town(people=14, places=3, seed=4)
    known = solve(problem).assignments
    return replace(problem, previous=known[2:6], pins=known[:2])


TOWNS = {
    "a quiet one": town(people=14, places=3, seed=1),
    "one with teams": town(people=18, places=3, seed=2, teams=1),
    "one with pins and a previous plan": pinned_town(),
}


def test_every_peer_has_a_title() -> None:
    assert {peer.name for peer in PEERS} == set(TITLES)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("case", TOWNS)
def test_a_whole_model_proves_our_optimum(name: str, case: str) -> None:
    problem = TOWNS[case]
    found = WHOLE[name](problem, LONG)
    assert found.plan is not None
    assert found.first is not None
    assert check(problem, found.plan).violations == ()
    assert found.plan.status is Status.OPTIMAL
    assert found.plan.cost == solve(problem).cost


def test_cp_sat_in_two_stages_comes_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = TOWNS["a quiet one"]
    monkeypatch.setattr(cpsat_module, "SUM", 1)
    found = cpsat(problem, LONG, workers=1)
    assert found.plan is not None
    assert found.plan.status is Status.OPTIMAL
    assert found.plan.cost == solve(problem).cost


@pytest.mark.skipif(bool(ready()), reason=f"Timefold 未测：{ready()}")
@pytest.mark.parametrize("case", TOWNS)
def test_timefold_keeps_every_rule_and_beats_no_optimum(case: str) -> None:
    problem = TOWNS[case]
    prepare_timefold()
    found = timefold(problem, 2)
    assert found.plan is not None
    assert check(problem, found.plan).violations == ()
    assert found.plan.cost >= solve(problem).cost
    assert not found.bounds
