"""A city: too large for one relaxation. Area after area is planned like a town while the others stay as they are.

Each turn starts from the plan as it stands, so no turn makes it worse, and borders lose nothing that the next turn
does not find. Areas that share no shift are planned at once. The areas' prices, put together, bound the whole city.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.columns import Bools, Ints, ranges
from solver.models.area import Area, area_of, areas
from solver.models.certificate import FINE, least_units, part_weights
from solver.models.corner import Alone, Crew
from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.neighbourhood import Phase
from solver.models.prices import GRAIN, Prices, Weights4, admissible, relax
from solver.models.sweep import Sweeper
from solver.models.tally import Choice
from solver.models.town import ORDERED, approach
from solver.plan import Cost
from solver.progress import Clock

PEOPLE = 1000
PHASES = (Phase(reach=400, people=60, rounds=20), Phase(reach=200, people=400, rounds=5, differing=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What came of an area: its choice, and the prices of its shifts and needs at each of the weights."""

    choice: Choice
    prices: dict[Weights4, Prices]


def plan_area(area: Area, clock: Clock, seed: int) -> Planned:
    """The area planned like a town. Runs in any process."""
    best = Incumbent(area.instance, area.choice, clock, None)
    prices = approach(area.instance, best, Sweeper(area.instance), Alone(), seed=seed, phases=PHASES)
    return Planned(choice=best.choice, prices=prices)


def approach_city(
    city: Instance, best: Incumbent, sweeper: Sweeper, crew: Crew, *, seed: int, people: int = PEOPLE
) -> None:
    """Every area once, as far as the clock allows; then the bound of the areas' prices."""
    best.enter("分片")
    ledger = _Ledger(city)
    waiting = areas(city, people)
    while waiting and not best.clock.over():
        turn, waiting = _apart(city, waiting, 2 * crew.size)
        made = [area_of(city, best.choice, units) for units in turn]
        for area, planned in zip(made, crew.run(plan_area, made, best.clock, seed), strict=True):
            if planned is not None:
                best.offer(_joined(best.choice, area, planned.choice))
                ledger.enter(area, planned)
    best.enter("下界")
    _raise_bound(city, best, ledger.prices)


def _apart(city: Instance, waiting: Sequence[Ints], count: int) -> tuple[list[Ints], list[Ints]]:
    """Up to `count` of the areas that share no shift, and the rest."""
    taken: Bools = np.zeros(len(city.minimum), dtype=np.bool_)
    turn: list[Ints] = []
    rest: list[Ints] = []
    for units in waiting:
        if len(turn) == count:
            rest.append(units)
            continue
        shifts = city.candidate_shift[ranges(city.unit_ptr, units)]
        if taken[shifts].any():
            rest.append(units)
        else:
            taken[shifts] = True
            turn.append(units)
    return turn, rest


def _joined(choice: Choice, area: Area, planned: Choice) -> Choice:
    old = np.array(choice.candidates, dtype=np.int64)
    gone = area.candidates[list(area.choice.candidates)]
    new = area.candidates[list(planned.candidates)]
    return Choice(tuple(np.sort(np.concatenate((np.setdiff1d(old, gone), new))).tolist()), choice.options)


class _Ledger:
    """The areas' prices put together: of each shift those of the area with most of its candidates."""

    def __init__(self, city: Instance) -> None:
        self.city = city
        self.prices: dict[Weights4, Prices] = {}
        self.seen: dict[Weights4, Ints] = {}

    def enter(self, area: Area, planned: Planned) -> None:
        """Take over the prices of the area where it knows more than those before."""
        shifts = len(area.shifts)
        here = np.bincount(area.instance.candidate_shift, minlength=shifts)
        for weights, prices in planned.prices.items():
            mine = self.prices.setdefault(weights, Prices.zero(self.city))
            seen = self.seen.setdefault(weights, np.zeros(len(self.city.minimum), dtype=np.int64))
            more = here > seen[area.shifts]
            seen[area.shifts[more]] = here[more]
            mine.seat[area.shifts[more]] = prices.seat[more]
            mine.first[area.shifts[more]] = prices.first[more]
            needs = more[area.instance.need_shift]
            mine.need[area.needs[needs]] = prices.need[needs]


def _raise_bound(city: Instance, best: Incumbent, known: dict[Weights4, Prices]) -> None:
    proved: list[int] = []
    for part in range(3):
        weights = part_weights(ORDERED, part)
        value = best.least[part]
        if weights in known:
            bound = relax(city, admissible(city, known[weights], weights), weights).bound / GRAIN
            value = max(value, least_units(bound - float(np.dot(weights[:part], proved)), FINE))
        proved.append(value)
    best.raise_bound(Cost(proved[0], proved[1], proved[2], best.floor))
