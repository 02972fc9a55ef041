"""Steady: the same question has the same answer, however it is written; stopping at any moment spoils nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import solver.repair
import solver.solve
from solver.check import check
from solver.plan import Plan, Status
from solver.problem import Problem, Volunteer
from solver.progress import Progress
from solver.repair import repair
from solver.solve import solve
from solver.write import plan_to_json
from tests.solver.town import town

ROOT = Path(__file__).resolve().parents[2]
Search = Callable[..., Plan]


def _as_town(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.solve, "WHOLE", 0)
    monkeypatch.setattr(solver.repair, "PROVED", -1)


def _turned(problem: Problem, seed: int) -> Problem:
    """The same problem with everything in it that has no order in another one; nodes have other numbers, too."""
    chance = random.Random(seed)

    def other(items: tuple) -> tuple:
        return tuple(chance.sample(items, len(items)))

    count = len(problem.network.nodes)
    number = chance.sample(range(count), count)
    nodes = [(0.0, 0.0)] * count
    for node, place in enumerate(number):
        nodes[place] = problem.network.nodes[node]
    edges = [(number[a], number[b], m) if chance.random() < 0.5 else (number[b], number[a], m)
             for a, b, m in problem.network.edges]  # fmt: skip

    def person(v: Volunteer) -> Volunteer:
        at = other(tuple(replace(p, node=number[p.node]) for p in v.at))
        return replace(v, home=number[v.home], at=at, tags=other(v.tags), free=other(v.free), claims=other(v.claims))

    return replace(
        problem,
        network=replace(problem.network, nodes=tuple(nodes), edges=other(tuple(edges))),
        volunteers=other(tuple(person(v) for v in problem.volunteers)),
        shifts=other(tuple(replace(s, node=number[s.node], some_have=other(s.some_have)) for s in problem.shifts)),
        together=other(tuple(other(pair) for pair in problem.together)),
        escorts={minor: other(problem.escorts[minor]) for minor in other(tuple(problem.escorts))},
        teams=other(tuple(replace(t, members=other(t.members)) for t in problem.teams)),
        team_shifts=other(tuple(replace(s, node=number[s.node], teams=other(s.teams)) for s in problem.team_shifts)),
        bans=other(problem.bans),
        previous=None if problem.previous is None else other(problem.previous),
        shares=other(problem.shares),
    )


@pytest.mark.parametrize(
    ("seed", "facts"),
    [
        (1, {}),
        (7, {"teams": 2}),
        (3, {"teams": 1}),
        (4, {"escorted": True}),
        (5, {"known": True}),
        (6, {"known": True, "teams": 2}),
    ],
)
def test_another_order_of_everything_changes_nothing_in_a_proved_cost(seed: int, facts: dict[str, object]) -> None:
    problem = town(people=40, places=8, seed=seed, teams=facts.get("teams", 0))
    minors = [v.id for v in problem.volunteers if "minor" in v.tags]
    adults = [v.id for v in problem.volunteers if "adult" in v.tags]
    assert minors
    if facts.get("escorted"):
        problem = replace(problem, escorts={minor: tuple(adults[k : k + 6]) for k, minor in enumerate(minors)})
    if facts.get("known"):
        known = solve(problem, seconds=0).assignments
        problem = replace(problem, previous=known, bans=known[::9])
    plan = solve(problem)
    assert plan.status is Status.OPTIMAL
    for order in range(2):
        again = solve(_turned(problem, order))
        assert (again.cost, again.status) == (plan.cost, Status.OPTIMAL)


SCRIPT = """
import sys
import solver.repair, solver.solve
from solver.write import plan_to_json
from tests.solver.test_steady import known_town, repaired
from tests.solver.town import town
solver.solve.WHOLE, solver.repair.PROVED = 0, -1
sys.stdout.write(plan_to_json(solver.solve.solve(town(people=90, places=25, seed=3, teams=2), seed=4)))
sys.stdout.write(plan_to_json(repaired(known_town())))
"""


def known_town() -> Problem:
    """A town with a plan that people know, of which a tenth was given back."""
    problem = town(people=60, places=18, seed=6, teams=2)
    known = solve(problem, seconds=0).assignments
    return replace(problem, previous=known, bans=known[::10])


def repaired(problem: Problem, **how: object) -> Plan:
    """The plan of a repair."""
    return repair(problem, **how).plan  # type: ignore[arg-type]


def test_a_towns_plan_and_its_repair_are_the_same_byte_for_byte_in_every_process() -> None:
    written = set()
    for hash_seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        command = [sys.executable, "-c", SCRIPT]
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=600, check=False)
        assert ended.returncode == 0, ended.stderr.decode()
        written.add(ended.stdout)
    assert len(written) == 1


@pytest.mark.parametrize("way", ["proof", "town"])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_a_plan_as_sound(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "town":
        _as_town(monkeypatch)
    problem = town(people=60, places=16, seed=9, teams=2)
    first, again, other = (solve(problem, seed=seed) for seed in (1, 1, 2))
    assert plan_to_json(first) == plan_to_json(again)
    assert check(problem, other).holds


def _sound(problem: Problem, plan: Plan) -> None:
    """The check accepts the plan, its bound is below its cost, and only a proof says that it is one."""
    assert check(problem, plan).violations == ()
    assert plan.bound <= plan.cost
    assert (plan.status is Status.OPTIMAL) == (plan.bound == plan.cost)


SEARCHES: dict[str, Search] = {"solve": solve, "repair": repaired}


@pytest.mark.parametrize("way", ["proof", "town"])
@pytest.mark.parametrize("search", list(SEARCHES))
def test_stopped_when_it_asks_for_the_kth_time_it_has_a_sound_plan(
    search: str, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "town":
        _as_town(monkeypatch)
    problem = known_town()
    optimum = None
    for k in (0, 1, 2, 3, 5, 8, 13, 30):
        asked = 0

        def told(k: int = k) -> bool:
            nonlocal asked
            asked += 1
            return asked > k

        plan = SEARCHES[search](problem, stop=told)
        _sound(problem, plan)
        if plan.status is Status.OPTIMAL:
            optimum = plan.cost
        assert optimum is None or plan.cost >= optimum


@pytest.mark.parametrize("way", ["proof", "town"])
@pytest.mark.parametrize("search", list(SEARCHES))
def test_stopped_at_any_of_its_messages_it_keeps_what_the_message_said(
    search: str, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "town":
        _as_town(monkeypatch)
    problem = known_town()
    said: list[Progress] = []
    SEARCHES[search](problem, on_progress=said.append)
    assert all(a.cost >= b.cost and a.bound <= b.bound for a, b in pairwise(said))
    for last in range(1, len(said) + 1, max(1, len(said) // 6)):
        stop, heard = threading.Event(), list[Progress]()

        def listen(news: Progress, last: int = last, stop: threading.Event = stop, heard: list = heard) -> None:
            heard.append(news)
            if len(heard) == last:
                stop.set()

        plan = SEARCHES[search](problem, on_progress=listen, stop=stop)
        _sound(problem, plan)
        assert plan.cost <= heard[last - 1].cost
        assert plan.bound >= heard[last - 1].bound


@pytest.mark.parametrize("search", list(SEARCHES))
def test_a_search_with_a_limit_ends_near_it(search: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _as_town(monkeypatch)
    problem = town(people=400, places=100, seed=2)
    problem = replace(problem, previous=solve(problem, seconds=0).assignments)
    least = _seconds(lambda: SEARCHES[search](problem, seconds=0))  # what is done before and after the search
    limit = max(1.0, least / 2)
    assert _seconds(lambda: SEARCHES[search](problem, seconds=limit)) / (least + limit) < 3


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
