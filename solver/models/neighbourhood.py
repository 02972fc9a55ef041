# mypy: disable-error-code="no-untyped-def"
# compiled functions take their types from their arguments
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
from numba import njit
from scipy.sparse import csc_array

from solver.columns import Bools, Floats, Ints, ranges
from solver.models.corner import Corner, Crew, solve_corner
from solver.models.highs import Program
from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.prices import GRAIN, Prices, Weights4, candidate_prices, excess, relax, seat_cost
from solver.models.tally import Choice, cost_of, seats, tagged, variant_of
from solver.models.whole import Frame, Model

PATIENCE = 3  # phases without gain that end the search
SAME = 1e-6
HALF = 0.5
UNITS_A_CORNER = 4000  # so many units for each corner that is solved before the losses are counted anew
SHIFTS_EACH, PEOPLE_EACH = 8, 12  # how many shifts of a person, and people of a shift, a neighbourhood grows by


class Field:
    """A pool's model with a choice in it, cut into corners."""

    def __init__(self, frame: Frame, pool: Ints, weights: Weights4, choice: Choice) -> None:
        self.model: Model = frame.model(np.union1d(pool, np.array(choice.candidates, dtype=np.int64)))
        self.weights = weights
        self.pool = self.model.pool
        self.unit_ptr = np.searchsorted(self.pool, frame.instance.unit_ptr)
        self.cost = np.array(weights, dtype=np.float64) @ self.model.parts
        self.slack_ptr, self.slack = _slack_of_rows(self.model)
        self.place = np.full(self.model.matrix.shape[0], -1, dtype=np.int64)
        self.stand(choice)

    def stand(self, choice: Choice) -> None:
        """Take the choice as where the field stands."""
        self.choice = choice
        self.x = point(self.model, choice)
        self.activity = self.model.matrix @ self.x

    def corner(self, units: Ints) -> Corner:
        """The program of these units' candidates and of all that counts them; team options stay."""
        model, matrix = self.model, self.model.matrix
        free = ranges(self.unit_ptr, units)
        rows = np.unique(_rows_of(matrix, free))
        slack = np.unique(self.slack[ranges(self.slack_ptr, rows)])
        rows = np.union1d(rows, _rows_of(matrix, slack))
        share = np.arange(*model.columns["share"])
        columns = np.concatenate((free, np.setdiff1d(slack, share), share))
        rows = np.union1d(rows, _rows_of(matrix, share))
        self.place[rows] = np.arange(len(rows))
        width = np.diff(matrix.indptr)[columns]
        at = ranges(matrix.indptr, columns)
        part = csc_array(
            (matrix.data[at], self.place[matrix.indices[at]], np.concatenate(([0], np.cumsum(width)))),
            shape=(len(rows), len(columns)),
        )
        others = self.activity[rows] - part @ self.x[columns]
        program = Program(
            part, model.low[rows] - others, model.high[rows] - others, model.upper[columns], self.cost[columns]
        )
        return Corner(columns=columns, program=program, whole=model.whole[columns], start=self.x[columns])

    def allows(self, choice: Choice) -> bool:
        """Whether no seat is above its maximum and no minor alone; two corners solved at once could make it so."""
        x = point(self.model, choice)
        over = slice(*self.model.columns["over"])
        guard = slice(*self.model.rows["guard"])
        beside = (self.model.matrix @ x)[guard] >= self.model.low[guard] - SAME
        return bool((x[over] <= self.model.upper[over] + SAME).all() and beside.all())

    def with_corners(self, solved: Sequence[tuple[Corner, Floats]]) -> Choice:
        """The choice with these corners' columns at these values."""
        count = len(self.pool)
        taken = self.x[:count] > HALF
        for corner, values in solved:
            mine = corner.columns < count
            taken[corner.columns[mine]] = values[mine] > HALF
        return Choice(tuple(self.pool[np.flatnonzero(taken)].tolist()), self.choice.options)


def _rows_of(matrix: csc_array, columns: Ints) -> Ints:
    rows: Ints = matrix.indices[ranges(matrix.indptr, columns)]
    return rows


def _slack_of_rows(model: Model) -> tuple[Ints, Ints]:
    """For each row the columns that are neither candidates nor options nor shares, as pointers and columns."""
    first, last = model.columns["load"][0], model.columns["share"][0]
    block = model.matrix[:, first:last].tocsr()
    return block.indptr.astype(np.int64), block.indices.astype(np.int64) + first


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """Neighbourhoods of one kind: of so many people each, over candidates within `reach` metres of paying.

    With `differing`, only those of the people are free whose week is not that of the relaxation (Danna, Rothberg and
    Le Pape 2005). `rounds` is how many neighbourhoods there are for 1,000 people.
    """

    reach: int
    people: int
    rounds: int
    differing: bool = False


_SEATS = Phase(reach=400, people=60, rounds=25)  # what is left short is filled from further away
_WIDE = Phase(reach=250, people=120, rounds=10)
_DIFFERING = Phase(reach=200, people=400, rounds=10, differing=True)
_FAR = Phase(reach=600, people=100, rounds=10)
PHASES = (_SEATS, _DIFFERING, _WIDE, _DIFFERING, _FAR, *(_DIFFERING, _WIDE) * 2)


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
    dear = excess(frame.instance, guide.prices, guide.weights)
    idle = 0
    for phase in phases:
        before = best.cost
        pool = np.flatnonzero((dear <= phase.reach * GRAIN) & frame.open)
        field = Field(frame, pool, guide.weights, start)
        search = _Search(field, best, guide, phase, Map(frame.instance, field.pool, guide.prices, guide.weights), seed)
        search.run(crew, max(1, phase.rounds * len(frame.instance.units) // 1000))
        start = min((field.choice, best.choice), key=partial(cost_of, frame.instance))
        idle = 0 if best.cost < before else idle + 1
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

    def run(self, crew: Crew, rounds: int) -> None:
        tried = np.zeros(len(self.field.model.instance.minimum), dtype=np.bool_)
        size = crew.size * max(1, len(self.field.model.instance.units) // UNITS_A_CORNER)
        while rounds > 0 and not self.best.clock.over() and not self.best.proved:
            batch = self._batch(tried, min(rounds, size))
            if not batch:
                return
            rounds -= len(batch)
            found = crew.run(solve_corner, [corner for _, corner in batch], self.best.clock, self.seed)
            solved = [(units, (corner, x)) for (units, corner), x in zip(batch, found, strict=True) if x is not None]
            if not self._take([one for _, one in solved]):
                for _, one in solved:
                    self._take([one])
            for units, (corner, x) in solved:
                if corner.program.cost @ x < corner.program.cost @ corner.start - HALF:
                    tried[self.map.shifts_of(units)] = False

    def _take(self, solved: Sequence[tuple[Corner, Floats]]) -> bool:
        """Stand where these corners lead if that is better and nothing forbids it."""
        field = self.field
        choice = field.with_corners(solved)
        if choice == field.choice:
            return True
        cost = partial(cost_of, field.model.instance)
        if cost(choice) >= cost(field.choice) or not field.allows(choice):
            return False
        self.best.offer(choice)
        field.stand(choice)
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
            if loss[centre] <= 0:
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
        mine[list(self.field.choice.candidates)] = 1
        units = np.zeros(len(instance.units), dtype=np.bool_)
        units[instance.candidate_unit[np.abs(mine - self.guide.taken) > SAME]] = True
        return units


class Map:
    """Who competes with whom for which seats, and where the plan loses against the prices."""

    def __init__(self, instance: Instance, pool: Ints, prices: Prices, weights: Weights4) -> None:
        self.instance, self.prices, self.weights = instance, prices, weights
        self.price = candidate_prices(instance, prices, weights)
        self.relaxed = relax(instance, prices, weights)
        dear = excess(instance, prices, weights)[pool]
        unit, shift = instance.candidate_unit[pool], instance.candidate_shift[pool]
        order = np.lexsort((dear, unit))
        self.unit_ptr = np.searchsorted(unit[order], np.arange(len(instance.units) + 1))
        self.unit_shift = shift[order]
        order = np.lexsort((dear, shift))
        self.shift_ptr = np.searchsorted(shift[order], np.arange(len(instance.minimum) + 1))
        self.shift_unit = unit[order]

    def around(self, shift: int, people: int) -> Ints:
        """So many units, those first whom the prices bind most closely to the shift."""
        return np.sort(_around(shift, people, self.unit_ptr, self.unit_shift, self.shift_ptr, self.shift_unit))

    def shifts_of(self, units: Ints) -> Ints:
        """The shifts for which these units compete."""
        return self.unit_shift[ranges(self.unit_ptr, units)]

    def losses(self, choice: Choice) -> Ints:
        """For each shift, in grains: what it and the people in it, or kept from it, cost above their best."""
        instance, weights, prices = self.instance, self.weights, self.prices
        candidates = np.array(choice.candidates, dtype=np.int64)
        people, tags = seats(instance, candidates), tagged(instance, candidates)
        low, high = instance.base_seats, instance.maximum
        points = [np.clip(n, low, high) for n in (low, instance.minimum, instance.desired, high, people)]
        values = np.stack(
            [
                GRAIN * seat_cost(instance, n, weights)
                + prices.seat * (n - low)
                + prices.first * np.minimum(n, instance.minimum)
                for n in points
            ]
        )
        loss = values[-1] - values.min(axis=0)
        missing = np.maximum(0, instance.need_count - tags)
        over = np.maximum(0, tags - instance.need_count)
        worth = GRAIN * weights[1] * instance.need_priority
        np.add.at(loss, instance.need_shift, missing * (worth - prices.need) + over * prices.need)
        units, shifts = instance.candidate_unit[candidates], instance.candidate_shift[candidates]
        week = np.bincount(units, weights=self.price[candidates], minlength=len(instance.units)).astype(np.int64)
        variants = variant_of(instance, choice.options)
        count = np.bincount(units, minlength=len(instance.units))
        load = np.concatenate(
            (np.zeros((len(variants), 1), np.int64), np.cumsum(instance.variants.load[variants], 1)), 1
        )
        week += GRAIN * weights[3] * (load[np.arange(len(variants)), count] + instance.variants.fixed[variants])
        lost = week - self.relaxed.values[variants]
        np.maximum.at(loss, shifts, lost[units])
        idle = np.flatnonzero((count == 0) & (lost > 0) & (np.diff(self.unit_ptr) > 0))
        np.maximum.at(loss, self.unit_shift[self.unit_ptr[idle]], lost[idle])
        found: Ints = loss
        return found


@njit(cache=True)
def _around(shift, people, unit_ptr, unit_shift, shift_ptr, shift_unit):
    seen = np.zeros(len(shift_ptr) - 1, np.bool_)
    inside = np.zeros(len(unit_ptr) - 1, np.bool_)
    queue = np.empty(len(seen), np.int64)
    found = np.empty(people, np.int64)
    queue[0] = shift
    seen[shift] = True
    head, tail, count = 0, 1, 0
    while head < tail and count < people:
        s = queue[head]
        head += 1
        for i in range(shift_ptr[s], min(shift_ptr[s + 1], shift_ptr[s] + PEOPLE_EACH)):
            u = shift_unit[i]
            if inside[u] or count == people:
                continue
            inside[u] = True
            found[count] = u
            count += 1
            for j in range(unit_ptr[u], min(unit_ptr[u + 1], unit_ptr[u] + SHIFTS_EACH)):
                t = unit_shift[j]
                if not seen[t]:
                    seen[t] = True
                    queue[tail] = t
                    tail += 1
    return found[:count]


def point(model: Model, choice: Choice) -> Floats:
    """The model's columns for a choice."""
    x = np.zeros(model.matrix.shape[1])
    x[np.searchsorted(model.pool, np.array(choice.candidates, dtype=np.int64))] = 1
    x[model.columns["option"][0] + np.array(choice.options, dtype=np.int64)] = 1
    reached = model.matrix @ x
    _fill_loads(model, x, reached)
    want = model.low[slice(*model.rows["seat"])] - reached[slice(*model.rows["seat"])]
    x[slice(*model.columns["over"])] = np.maximum(0, -want)
    upper = model.upper[slice(*model.columns["short"])]
    x[slice(*model.columns["short"])] = np.minimum(upper, np.maximum(0, want))
    x[slice(*model.columns["below"])] = np.maximum(0, want - upper)
    for rows, columns in (("need", "need"), ("team_shift", "team")):
        lack = model.low[slice(*model.rows[rows])] - reached[slice(*model.rows[rows])]
        x[slice(*model.columns[columns])] = np.maximum(0, lack)
    reached = model.matrix @ x
    sides = [model.low[slice(*model.rows[side])] - reached[slice(*model.rows[side])] for side in ("low", "high")]
    x[slice(*model.columns["share"])] = np.ceil(np.maximum(0, np.maximum(*sides)) - 1e-9)
    return x


def _fill_loads(model: Model, x: Floats, reached: Floats) -> None:
    """The cheapest load columns of each load row, as many as the row counts."""
    first, last = model.columns["load"]
    block = model.matrix[model.rows["load"][0] : model.rows["load"][1], first:last].tocoo()
    row = np.empty(last - first, dtype=np.int64)
    row[block.col] = block.row
    begin = np.searchsorted(row, row)
    count: Ints = np.rint(reached[slice(*model.rows["load"])]).astype(np.int64)
    x[first:last] = np.arange(len(row)) - begin < count[row]
