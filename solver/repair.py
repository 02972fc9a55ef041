"""A known plan is repaired: after withdrawals, new shifts or changed availability, with as few touched as can be.

The problem's `previous` is what people know; change has its price in the cost (1,500 for what is taken off, 300 for
what is put on), so the same cost that makes a plan also keeps it. Start from what is left of it; match open seats with
people who can take on more; plan single people anew until nobody alone can do better; then people near short shifts
together. Ends by steps, not by the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from solver.models.ascent import ascend
from solver.models.build import build
from solver.models.exact import Proof, cover_weights, folded_cover, unfold
from solver.models.incumbent import Incumbent
from solver.models.known import filled, known_choice
from solver.models.mend import mend
from solver.models.openings import matched
from solver.models.prices import GRAIN, Prices
from solver.models.solution import Solution
from solver.models.start import orders
from solver.models.sweep import Sweeper
from solver.models.whole import whole_model
from solver.plan import Cost, Plan
from solver.problem import Pair, Problem
from solver.progress import Clock, Progress, Stop
from solver.solve import verified

PROVED = 60_000  # candidates up to which a repair is proved
SWEEPS = 8
ROUNDS = 3
BOUND_STEPS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A volunteer (or a team) whose week is another than the known one: shifts that he loses and gains."""

    id: str
    loses: tuple[str, ...]
    gains: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """The plan, verified and with its bound, and everybody whose week changed against the known plan."""

    solution: Solution
    touched: tuple[Touched, ...]
    teams: tuple[Touched, ...]

    @property
    def plan(self) -> Plan:
        """The repaired plan."""
        return self.solution.plan


def repair(
    problem: Problem,
    *,
    teams: Iterable[Pair] = (),
    seconds: float | None = None,
    seed: int = 0,
    threads: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
) -> Repaired:
    """The repaired plan of `problem.previous`; `teams` are the known plan's (team, team shift), kept where they fit."""
    del threads  # one is enough
    known = tuple(teams)
    clock = Clock(seconds, stop)
    instance = build(problem)
    sweeper = Sweeper(instance)
    best = Incumbent(instance, known_choice(instance, sweeper, known), clock, on_progress)
    mended(best, sweeper, seed)
    solution = verified(problem, best)
    return Repaired(
        solution=solution,
        touched=touched(problem.previous or (), solution.plan.assignments, order=[v.id for v in problem.volunteers]),
        teams=touched(known, solution.plan.teams, order=[team.id for team in problem.teams]),
    )


def mended(best: Incumbent, sweeper: Sweeper, seed: int) -> None:
    """The best plan is better by every step that there is time for; a small problem's is proved."""
    instance, sweeps = best.instance, orders(best.instance, seed, SWEEPS)
    best.enter("补位")
    known = best.choice
    best.offer(matched(instance, known))
    best.offer(filled(sweeper, known, best.choice, sweeps))
    best.enter("逐人调整")
    best.offer(sweeper.sweep(best.choice, sweeps))
    if best.clock.over():
        return
    if len(instance.candidate_unit) <= PROVED:
        Proof(whole_model(instance), best, seed).run()
        return
    best.offer(sweeper.sweep(known, sweeps))  # seldom better, so that a repair is never worse than sweeps alone
    best.enter("价格下界")
    weights = cover_weights(instance)
    goal = folded_cover(best.cost, weights)
    peak = ascend(instance, weights, Prices.zero(instance), goal, steps=BOUND_STEPS, clock=best.clock)
    best.raise_bound(Cost(*unfold(weights, max(0, -(-peak.relaxed.bound // GRAIN))), best.floor))
    mend(best, rounds=ROUNDS, seed=seed)
    if not best.clock.over():
        best.offer(sweeper.sweep(best.choice, sweeps))


def touched(before: Iterable[Pair], after: Iterable[Pair], *, order: Iterable[str] = ()) -> tuple[Touched, ...]:
    """Whose pairs differ, in this order (others after them, by id); shifts in the order of their ids."""
    old, new = frozenset(before), frozenset(after)
    loses: dict[str, list[str]] = {}
    gains: dict[str, list[str]] = {}
    for side, pairs in ((loses, old - new), (gains, new - old)):
        for who, shift in sorted(pairs):
            side.setdefault(who, []).append(shift)
    rank = {id: place for place, id in enumerate(order)}
    names = sorted(loses.keys() | gains.keys(), key=lambda id: (rank.get(id, len(rank)), id))
    return tuple(Touched(id=id, loses=tuple(loses.get(id, ())), gains=tuple(gains.get(id, ()))) for id in names)
