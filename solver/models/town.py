"""A town: too large for one model, small enough for one linear relaxation.

Flow, prices, the relaxation by pricing, its bound part by part, its solution rounded, then neighbourhoods around what
the prices say is lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from solver.columns import Floats, Ints
from solver.memory import give_back
from solver.models.ascent import Peak, ascend, prices_of
from solver.models.certificate import certify_cover, certify_last
from solver.models.corner import Crew
from solver.models.divided import divided_master
from solver.models.flow import flow_choice
from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.linear import Master
from solver.models.neighbourhood import PHASES, Guide, Phase, improve
from solver.models.prices import Prices, Weights4, excess
from solver.models.rounding import rounded
from solver.models.start import orders
from solver.models.sweep import Sweeper
from solver.models.tally import Choice
from solver.models.tiles import areas
from solver.models.whole import Frame
from solver.plan import Cost
from solver.progress import Clock

ORDERED: Weights4 = (100_000_000, 5_000_000, 100_000, 1)
"""In metres: more than any chain of moves costs for one unit of a part, less than what defeats a simplex."""
FLOW = 1_500_000  # candidates above which a flow takes longer than it is worth
STEPS = 60
SWEEPS = 8
EACH, MOST = 20, 2_000_000  # candidates in the first pool: of a unit on average, and in all
ROUNDS = 40
AREA = 5000  # people whose relaxation is solved apart from the others' first
ENOUGH = 0.25  # metres a person by which the relaxation may stay open
LONE = 0.1  # of the minors' rows that it has: so many more may be broken
HEAVIER, TIMES = 2, 3  # how often a part whose weight was too little gets more, and how many times as much
SURE = 1e-6


def approach(
    instance: Instance,
    best: Incumbent,
    sweeper: Sweeper,
    crew: Crew,
    *,
    seed: int,
) -> dict[Weights4, Prices]:
    """The best plan and bound that the clock allows; the prices of the relaxation, at each of its weights."""
    if len(instance.candidate_unit) <= FLOW:
        flow_first(instance, best, sweeper, seed=seed)
    return relax_town(instance, best, sweeper, crew, seed=seed, phases=PHASES)


def flow_first(instance: Instance, best: Incumbent, sweeper: Sweeper, *, seed: int) -> None:
    """A plan from a min-cost flow, mended by sweeps."""
    best.enter("最小费用流")
    flow = flow_choice(instance, best.choice.options, sweeper)
    best.offer(sweeper.sweep(flow, orders(instance, seed, SWEEPS)))


def relax_town(
    instance: Instance, best: Incumbent, sweeper: Sweeper, crew: Crew, *, seed: int, phases: Sequence[Phase]
) -> dict[Weights4, Prices]:
    """From the best plan so far on: prices, the relaxation, its bound, its solution rounded, neighbourhoods."""
    frame, found = _relaxed(instance, best, sweeper, crew, seed)
    if found is None:
        return {}
    give_back()  # the relaxation's simplex is gone
    improve(frame, best, found.start, found.guide, phases, crew, seed=seed)
    return found.prices


@dataclass(frozen=True, slots=True)
class _Found:
    """What the relaxation leaves: its solution in whole weeks, what guides the neighbourhoods, all its prices."""

    start: Choice
    guide: Guide
    prices: dict[Weights4, Prices]


def _relaxed(
    instance: Instance, best: Incumbent, sweeper: Sweeper, crew: Crew, seed: int
) -> tuple[Frame, _Found | None]:
    """The relaxation, which raises the bound; nothing where the clock ends it before its first optimum."""
    best.enter("价格")
    target = int(np.dot(ORDERED, best.cost.parts()))
    peak = ascend(instance, ORDERED, prices_of(instance, best.choice, ORDERED), target, steps=STEPS, clock=best.clock)
    best.enter("线性松弛")
    frame = Frame(instance)
    master = _master(frame, _first_pool(instance, best, peak), crew, best.clock, seed)
    guide, known = _climbed(master, best, lambda: best.offer(_rounded(instance, sweeper, *master.point(), seed)))
    if guide is None:
        return frame, None
    start = _rounded(instance, sweeper, *master.point(), seed)
    best.offer(start)
    return frame, _Found(start, guide, known)


def _climbed(
    master: Master, best: Incumbent, between: Callable[[], object]
) -> tuple[Guide | None, dict[Weights4, Prices]]:
    """The relaxation's optimum, with weights that keep the parts in order, and every bound that it proves."""
    guide, known = None, dict[Weights4, Prices]()
    for _ in range(1 + HEAVIER):
        enough = ENOUGH * len(master.instance.units)
        level = master.climb(rounds=ROUNDS, enough=enough, lone=LONE, between=between)
        if level is None:
            break
        best.enter("下界")
        known |= certify_cover(master, best, master.weights) | {master.weights: level.prices}
        certify_last(best, level.relaxed, master.weights)
        guide = Guide(prices=level.prices, weights=master.weights, taken=master.point()[0])
        heavier = _heavier(master, best.bound)
        if heavier == master.weights or best.clock.over():
            break
        best.enter("线性松弛")
        master.weigh(heavier)
    return guide, known


def _heavier(master: Master, bound: Cost) -> Weights4:
    """The weights, more on each part of which the relaxation takes more than is proved: metres weighed it up."""
    first, second, third, last = master.weights
    over = master.cover() > np.array(bound.parts()[:3]) + SURE
    more = np.where(np.maximum.accumulate(over[::-1])[::-1], TIMES, 1).tolist()
    return first * more[0], second * more[1], third * more[2], last


def _master(frame: Frame, pool: Ints, crew: Crew, clock: Clock, seed: int) -> Master:
    """The relaxation over this pool, where there are many people with the bases of its areas.

    An area of a city comes without homes by which it could be divided again.
    """
    instance = frame.instance
    if len(instance.units) <= AREA or not instance.problem.network.nodes:
        return Master(frame, pool, ORDERED, clock)
    units = np.flatnonzero(np.diff(instance.unit_ptr) > 0)
    return divided_master(frame, pool, ORDERED, areas(instance, units, AREA), crew, clock, seed)


def _first_pool(instance: Instance, best: Incumbent, peak: Peak) -> Ints:
    """The candidates that the prices make cheapest, and those of the plan."""
    dear = excess(instance, peak.prices, ORDERED)
    count = min(len(dear), EACH * len(instance.units), MOST)
    mine = np.zeros(len(dear), dtype=np.bool_)
    mine[np.argpartition(dear, count - 1)[:count]] = True
    mine[best.choice.candidates] = True
    return np.flatnonzero(mine)


def _rounded(instance: Instance, sweeper: Sweeper, taken: Floats, options: tuple[int, ...], seed: int) -> Choice:
    """The relaxation's solution in whole weeks, mended by sweeps of those whose week it leaves open."""
    choice = rounded(instance, taken, options, sweeper)
    lost = np.setdiff1d(np.flatnonzero(taken > 0), choice.candidates)
    open_ = np.unique(instance.candidate_unit[lost])
    return sweeper.sweep(choice, orders(instance, seed, SWEEPS, open_))
