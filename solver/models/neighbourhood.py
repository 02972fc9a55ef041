"""Neighbourhoods: people who compete for the same seats are planned anew, together and exactly; everybody else stays.

Large neighbourhood search (Shaw 1998) with a mixed-integer program as the repair. Prices tell where a plan loses: the
gap between plan and bound is the sum of what each person's week costs above his best one and of what each seat costs
above its best number of people. The next neighbourhood grows around the largest of these losses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from solver.columns import Bools, Floats, Ints
from solver.memory import give_back
from solver.models.corner import Corner, Crew, solve_corner
from solver.models.field import HALF, SAME, Field
from solver.models.incumbent import Incumbent
from solver.models.losses import Map
from solver.models.prices import GRAIN, Prices, Weights4
from solver.models.tally import Choice, cost_of
from solver.models.whole import Frame

PATIENCE = 3  # phases that tried something and gained nothing: then the search ends
UNITS_A_CORNER = 4000  # so many units for each corner that is solved before the losses are counted anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """Neighbourhoods of one kind: of so many people each, over candidates within `reach` metres of paying.

    With `differing`, only those of the people are free whose week is not that of the relaxation (Danna, Rothberg and
    Le Pape 2005). `rounds` is how many neighbourhoods there are for 1,000 people; they grow around losses of at least
    `least` metres.
    """

    reach: int
    people: int
    rounds: int
    differing: bool = False
    least: int = 1


_DIFFERING = Phase(reach=200, people=400, rounds=10, differing=True)
_SEATS = Phase(reach=400, people=60, rounds=25)
_WIDE = Phase(reach=250, people=120, rounds=10)
# what is still short is filled from further and further away, in the end by long chains of people
_SHORT, _FAR, _CHAINS, _LONG = (
    Phase(reach=reach, people=people, rounds=8, least=50_000)
    for reach, people in ((300, 100), (600, 200), (600, 1000), (1000, 1000))
)
PHASES = (
    *(_DIFFERING, _SHORT, _FAR, _CHAINS, _SEATS),
    *(_DIFFERING, _LONG, _WIDE),
    *(_DIFFERING, _CHAINS, _WIDE) * 2,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What the relaxation says: the prices, their weights, and how much it takes of each candidate."""

    prices: Prices
    weights: Weights4
    taken: Floats


def improve(
    frame: Frame, best: Incumbent, start: Choice, guide: Guide, phases: Sequence[Phase], crew: Crew, *, seed: int
) -> None:
    """One phase after the other from a start that need not be the best plan, until the clock ends it."""
    best.enter("邻域改进")
    map_ = Map(frame.instance, guide.prices, guide.weights)
    idle = 0
    for phase in phases:
        before = best.cost
        pool = np.flatnonzero((map_.dear <= phase.reach * GRAIN) & frame.open)
        field = Field(frame, pool, guide.weights, start)
        map_.within(field.pool)
        search = _Search(field, best, guide, phase, map_, seed)
        tried = search.run(crew, max(1, phase.rounds * len(frame.instance.units) // 1000))
        start = min((field.choice, best.choice), key=partial(cost_of, frame.instance))
        idle = 0 if best.cost < before else idle + tried
        del field, search  # before the next ones are made beside them
        give_back()
        if idle == PATIENCE or best.clock.over() or best.proved:
            return


@dataclass(slots=True)
class _Search:
    """One phase: around the largest losses, each tried once until something near it has changed."""

    field: Field
    best: Incumbent
    guide: Guide
    phase: Phase
    map: Map
    seed: int

    def run(self, crew: Crew, rounds: int) -> bool:
        """Up to so many neighbourhoods; whether there was any."""
        left = rounds
        tried = np.zeros(len(self.field.model.instance.minimum), dtype=np.bool_)
        size = crew.size * max(1, len(self.field.model.instance.units) // UNITS_A_CORNER)
        while left > 0 and not self.best.clock.over() and not self.best.proved:
            batch = self._batch(tried, min(left, size))
            if not batch:
                break
            left -= len(batch)
            found = crew.run(solve_corner, [corner for _, corner in batch], self.best.clock, self.seed)
            solved = [(units, (corner, x)) for (units, corner), x in zip(batch, found, strict=True) if x is not None]
            if not self._take([one for _, one in solved]):
                for _, one in solved:
                    self._take([one])
            for units, (corner, x) in solved:
                if corner.program.cost @ x < corner.program.cost @ corner.start - HALF:
                    tried[self.map.shifts_of(units)] = False
        return left < rounds

    def _take(self, solved: Sequence[tuple[Corner, Floats]]) -> bool:
        """Stand where these corners lead if that is better and nothing forbids it."""
        field = self.field
        choice = field.with_corners(solved)
        if choice == field.choice:
            return True
        if not field.step(choice):
            return False
        self.best.offer(choice)
        return True

    def _batch(self, tried: Bools, count: int) -> list[tuple[Ints, Corner]]:
        """Up to `count` neighbourhoods that share nobody."""
        loss = self.map.losses(self.field.choice)
        loss[tried] = 0
        differs = self._differs() if self.phase.differing else None
        busy = np.zeros(len(self.field.model.instance.units), dtype=np.bool_)
        found: list[tuple[Ints, Corner]] = []
        while len(found) < count:
            centre = int(np.argmax(loss))
            if loss[centre] < self.phase.least * GRAIN:
                break
            loss[centre], tried[centre] = 0, True
            units = self.map.around(centre, self.phase.people)
            if differs is not None:
                units = units[differs[units]]
            units = units[~busy[units]]
            if not len(units):
                continue
            busy[units] = True
            loss[self.map.shifts_of(units)] = 0
            found.append((units, self.field.corner(units)))
        return found

    def _differs(self) -> Bools:
        instance = self.field.model.instance
        mine = np.zeros(len(self.guide.taken))
        mine[self.field.choice.candidates] = 1
        units = np.zeros(len(instance.units), dtype=np.bool_)
        units[instance.candidate_unit[np.abs(mine - self.guide.taken) > SAME]] = True
        return units
