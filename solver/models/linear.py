"""The linear relaxation of the whole, solved over a pool of candidates that grows until no other one pays.

Columns are priced in and the minors' rows added when they are broken (Dantzig and Wolfe 1960; Gilmore and Gomory 1961).
At every round the rows' prices give a bound that holds whatever the pool, by the exact weeks of `prices.relax`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csc_array, hstack

from solver.columns import Floats, Ints
from solver.models.duals import prices_of_rows
from solver.models.highs import Linear, Program
from solver.models.prices import GRAIN, Prices, Relaxed, Weights4, candidate_prices, relax
from solver.models.whole import Frame, stacked
from solver.progress import Clock

PAYS = 1e-3  # of the weighted cost: what is dearer does not pay
BROKEN = 1e-6
LEAST, SHARE = 1000, 4  # how many columns may come new in a round, and what part of the pool they may be


@dataclass(frozen=True, slots=True)
class Level:
    """Where the relaxation stands: its value, the prices, and the bound that they prove (in grains)."""

    value: float
    prices: Prices
    relaxed: Relaxed

    @property
    def gap(self) -> float:
        """By how much the value may still fall."""
        return self.value - self.relaxed.bound / GRAIN


class Master:
    """The relaxation at some weights; keeps its basis when columns and rows come."""

    def __init__(self, frame: Frame, pool: Ints, weights: Weights4, clock: Clock) -> None:
        self.frame, self.instance, self.weights, self.clock = frame, frame.instance, weights, clock
        self.guards = np.zeros(0, dtype=np.int64)
        self.width = frame.matrix.shape[1]
        self.pool = pool[frame.open[pool]]

    @cached_property
    def linear(self) -> Linear:
        """The simplex, which begins where it is first asked for: it holds far more than the program."""
        return Linear(self.program(), self.clock)

    def program(self) -> Program:
        """The program over the first pool, made anew."""
        return Program(
            csc_array(hstack((self.frame.matrix, self.frame.candidates(self.pool)), format="csc")),
            self.frame.low,
            self.frame.high,
            np.concatenate((self.frame.upper, np.ones(len(self.pool)))),
            np.concatenate((self._frame_cost(), self._cost(self.pool))),
        )

    def _frame_cost(self) -> Floats:
        return np.array(self.weights, dtype=np.float64) @ self.frame.parts

    def _cost_of(self, candidates: Ints) -> Floats:
        return self.instance.candidate_cost[candidates].astype(np.float64)

    def _cost(self, candidates: Ints) -> Floats:
        return self.weights[3] * self._cost_of(candidates)

    def _add_columns(self, candidates: Ints) -> None:
        block = self.frame.candidates(candidates)
        if len(self.guards):
            rows = self.frame.guard_rows(self.guards, candidates)[:, self.width :]
            block = stacked(block, csc_array(rows))
        self.linear.add_columns(block, np.ones(len(candidates)), self._cost(candidates))

    def weigh(self, weights: Weights4) -> None:
        """From now on with these weights, of which the last is as before; the basis stays."""
        self.weights = weights
        self.linear.change_cost(self._frame_cost())

    def cover(self) -> Floats:
        """The first three parts of the last solution."""
        found: Floats = (self.frame.parts @ self.linear.x[: self.width] + self.frame.constant)[:3]
        return found

    def level_at(self, weights: Weights4) -> Level:
        """What the basis says at other weights: prices that prove something, though not always the most."""
        cost = np.concatenate(
            (np.array(weights, dtype=np.float64) @ self.frame.parts, weights[3] * self._cost_of(self.pool))
        )
        prices = self._prices(self.linear.prices_at(cost), weights)
        value = float(cost @ self.linear.x) + float(np.dot(weights, self.frame.constant))
        return Level(value, prices, relax(self.instance, prices, weights))

    def climb(self, *, rounds: int, enough: float, lone: float, between: Callable[[], object]) -> Level | None:
        """Rounds of solving and pricing until the bound is within `enough` of the value; None if none could end.

        Guards may then still be broken, up to `lone` times as many as have rows: a bound holds without them.
        `between` is called before every further round, when `point` is that of the last.
        """
        best: Level | None = None
        for _ in range(rounds):
            if self.clock.over() or not self.linear.run():
                break
            x, dual = self.linear.x, self.linear.dual
            prices = self._prices(dual, self.weights)
            relaxed = relax(self.instance, prices, self.weights)
            value = self.linear.value + float(np.dot(self.weights, self.frame.constant))
            if best is None or relaxed.bound > best.relaxed.bound:
                best = Level(value, prices, relaxed)
            else:
                best = Level(value, best.prices, best.relaxed)
            broken, paying = self._broken(x), self.paying(dual, max(LEAST, len(self.pool) // SHARE))
            settled = len(broken) <= lone * len(self.guards)
            if settled and (not len(paying) or best.gap <= enough):
                break
            between()
            self._grow(broken, paying)
        return best

    def point(self) -> tuple[Floats, tuple[int, ...]]:
        """How much of each candidate of the instance the last solution takes, and which options it takes most."""
        x = self.linear.x
        taken = np.zeros(len(self.instance.candidate_unit))
        taken[self.pool] = x[self.width :]
        much = np.floor(x[slice(*self.frame.columns["option"])] / BROKEN).astype(np.int64)
        return taken, tuple(sorted(self.instance.teams.matched(-much)))

    def _grow(self, broken: Ints, paying: Ints) -> None:
        if len(broken):
            self.linear.add_rows(self.frame.guard_rows(broken, self.pool), self.frame.guard_low(broken))
            self.guards = np.concatenate((self.guards, broken))
        if len(paying):
            self._add_columns(paying)
            self.pool = np.concatenate((self.pool, paying))

    def _broken(self, x: Floats) -> Ints:
        """Guards whose rows are broken and not there yet."""
        instance, wards = self.instance, self.instance.wards
        if not len(wards):
            return np.zeros(0, dtype=np.int64)
        taken = np.zeros(len(instance.candidate_unit))
        taken[self.pool] = x[self.width :]
        beside = wards.sums(taken, instance.candidate_unit, instance.candidate_shift)
        needed = np.where(wards.candidate < 0, 1.0, taken[wards.candidate])
        taken[wards.himself] = 0
        plain = np.bincount(instance.candidate_shift, weights=taken, minlength=len(instance.minimum))
        first = x[slice(*self.frame.columns["below"])] + instance.minimum * plain
        lone = beside[wards.group] < needed - BROKEN
        empty = wards.first & (first < instance.minimum - BROKEN)
        return np.setdiff1d(np.flatnonzero(np.concatenate((lone, empty))), self.guards)

    def paying(self, dual: Floats, most: int) -> Ints:
        """Candidates outside of the pool with a reduced cost below zero; so many of the cheapest."""
        frame, instance, structure = self.frame, self.instance, self.frame.structure
        prices = replace(
            self._prices(dual, self.weights),
            # shares are written over loads and seats' slacks, whose own prices hold what theirs would say again
            seat=np.rint(dual[slice(*frame.rows["seat"])] * GRAIN).astype(np.int64),
            low=np.zeros(len(instance.problem.shares), dtype=np.int64),
            high=np.zeros(len(instance.problem.shares), dtype=np.int64),
        )
        price = candidate_prices(instance, prices, self.weights) / GRAIN
        slot = np.append(structure.slot_row @ dual[slice(*frame.rows["conflict"])], 0.0)
        load = structure.unit_load @ dual[slice(*frame.rows["load"])]
        price -= slot[structure.slot_of] + load[instance.candidate_unit]
        price[~frame.open] = np.inf
        price[self.pool] = np.inf
        found = np.flatnonzero(price < -PAYS)
        if len(found) > most:
            found = found[np.argpartition(price[found], most)[:most]]
        return np.sort(found)

    def _prices(self, dual: Floats, weights: Weights4) -> Prices:
        """The rows' dual values as admissible prices."""
        return prices_of_rows(self.instance, self.frame.rows, dual, self.guards, weights)
