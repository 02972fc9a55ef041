"""The linear relaxation over whole weeks, by column generation with the exact week program as pricing.

Dantzig-Wolfe: one column is one unit's week; rows are seats, needs, shares, wards and teams. Its value is the best that
prices can reach (prices.py); its dual values are those prices. Solved with GLOP, which keeps its basis between rounds.
"""

from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp

from solver.models.instance import Instance
from solver.models.prices import GRAIN, Prices, Relaxed, Weights4, admissible, relax


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Prices, the relaxed optimum at them, and the weights for which its bound holds."""

    prices: Prices
    relaxed: Relaxed
    weights: Weights4

    @property
    def bound(self) -> float:
        """No plan's weighted cost is below this."""
        return self.relaxed.bound / GRAIN


class Master:
    """The restricted linear program; grows by columns until the bound meets its value."""

    def __init__(self, instance: Instance, weights: Weights4) -> None:
        self.instance, self.weights = instance, weights
        self.lp = pywraplp.Solver.CreateSolver("GLOP")
        self.lp.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self.objective = self.lp.Objective()
        self.known: set[tuple[int, ...]] = set()
        self._rows()
        self.ward_rows: dict[int, pywraplp.Constraint] = {}
        self.columns: list[tuple[pywraplp.Variable, int, tuple[int, ...]]] = []

    def _variable(self, upper: float, cost: float) -> pywraplp.Variable:
        variable = self.lp.NumVar(0, upper, "")
        self.objective.SetCoefficient(variable, float(cost))
        return variable

    def _rows(self) -> None:
        instance, (w1, w2, w3, w4) = self.instance, self.weights
        self.constant = float(w4 * instance.base_cost)
        self.seat = []
        for s in range(len(instance.minimum)):
            base = int(instance.base_seats[s])
            low, want, most = (max(base, int(x[s])) for x in (instance.minimum, instance.desired, instance.maximum))
            row = self.lp.Constraint(want - base, want - base)
            priority = int(instance.priority[s])
            if low > base:
                row.SetCoefficient(self._variable(low - base, w1 * priority), 1)
            if want > low:
                row.SetCoefficient(self._variable(want - low, w3 * priority), 1)
            over = w4 * instance.problem.weights.over_desired
            if most > want:
                row.SetCoefficient(self._variable(most - want, over), -1)
            self.constant += over * max(0, base - int(instance.desired[s]))
            self.seat.append(row)
        self.need = []
        for n in range(len(instance.need_count)):
            missing = max(0, int(instance.need_count[n] - instance.base_needs[n]))
            row = self.lp.Constraint(missing, self.lp.infinity())
            if missing:
                row.SetCoefficient(self._variable(missing, w2 * int(instance.need_priority[n])), 1)
            self.need.append(row)
        self._share_rows(w4)
        self._unit_rows(w2, w4)

    def _share_rows(self, w4: int) -> None:
        instance = self.instance
        self.low, self.high = [], []
        seats = int(instance.base_seats.sum())
        for row, share in enumerate(instance.problem.shares):
            count = int(instance.base_shares[row])
            z = self._variable(self.lp.infinity(), w4 * instance.problem.weights.share / 1000)
            low = self.lp.Constraint((share.part - share.tolerance) * seats - 1000 * count, self.lp.infinity())
            high = self.lp.Constraint(1000 * count - (share.part + share.tolerance) * seats, self.lp.infinity())
            low.SetCoefficient(z, 1)
            high.SetCoefficient(z, 1)
            self.low.append(low)
            self.high.append(high)

    def _unit_rows(self, w2: int, w4: int) -> None:
        """One row for each variant: its weeks are at most as often taken as the variant is chosen."""
        instance, variants = self.instance, self.instance.variants
        take = [self._variable(1, w4 * option.cost) for option in instance.options]
        self.take = take
        for t in range(len(instance.problem.teams)):
            row = self.lp.Constraint(-self.lp.infinity(), 1)
            for o, option in enumerate(instance.options):
                if option.team == t:
                    row.SetCoefficient(take[o], 1)
        for s, shift in enumerate(instance.problem.team_shifts):
            row = self.lp.Constraint(1, 1)
            row.SetCoefficient(self._variable(1, w2 * shift.priority), 1)
            for o, option in enumerate(instance.options):
                if option.shift == s:
                    row.SetCoefficient(take[o], 1)
        self.variant_rows = []
        for unit in range(len(instance.units)):
            lo, hi = int(instance.unit_variants[unit]), int(instance.unit_variants[unit + 1])
            self.constant += w4 * int(variants.fixed[lo])
            if hi == lo + 1:
                self.variant_rows.append(self.lp.Constraint(-self.lp.infinity(), 1))
                continue
            chosen = [
                self._variable(1, w4 * int(variants.fixed[v] - variants.fixed[lo])) for v in range(lo, hi)
            ]
            one = self.lp.Constraint(1, 1)
            touched: dict[int, list[pywraplp.Variable]] = {
                o: [] for o, option in enumerate(instance.options) if set(option.goers) & set(instance.units[unit])
            }
            for v, z in zip(range(lo, hi), chosen, strict=True):
                one.SetCoefficient(z, 1)
                row = self.lp.Constraint(-self.lp.infinity(), 0)
                row.SetCoefficient(z, -1)
                self.variant_rows.append(row)
                for o in variants.options[v]:
                    touched[o].append(z)
            for o, zs in touched.items():
                link = self.lp.Constraint(0, 0)
                link.SetCoefficient(take[o], -1)
                for z in zs:
                    link.SetCoefficient(z, 1)

    def add(self, variant: int, week: tuple[int, ...]) -> bool:
        """Add a week as a column unless it is there."""
        key = (variant, *week)
        if not week or key in self.known:
            return False
        self.known.add(key)
        instance, w4 = self.instance, self.weights[3]
        unit = int(instance.variants.unit[variant])
        size = int(instance.size[unit])
        cost = w4 * int(instance.candidate_cost[list(week)].sum() + instance.variants.load[variant, : len(week)].sum())
        column = self._variable(self.lp.infinity(), cost)
        self.variant_rows[variant].SetCoefficient(column, 1)
        for c in week:
            self.seat[instance.candidate_shift[c]].SetCoefficient(column, size)
            for k in range(instance.need_ptr[c], instance.need_ptr[c + 1]):
                self.need[instance.need_index[k]].SetCoefficient(column, int(instance.need_people[k]))
        for row, share in enumerate(instance.problem.shares):
            people, n = int(instance.share_people[row, unit]), len(week)
            self.low[row].SetCoefficient(column, n * (1000 * people - (share.part - share.tolerance) * size))
            self.high[row].SetCoefficient(column, n * ((share.part + share.tolerance) * size - 1000 * people))
        for index, constraint in self.ward_rows.items():
            ward = instance.wards[index]
            weight = sum(c in ward.escorts for c in week) - sum(c == ward.candidate for c in week)
            if weight:
                constraint.SetCoefficient(column, weight)
        self.columns.append((column, variant, week))
        return True

    def solve(self) -> float:
        """Solve the restricted program; its value."""
        status = self.lp.Solve()
        if status != pywraplp.Solver.OPTIMAL:
            raise ArithmeticError(f"GLOP: {status}")
        return float(self.objective.Value()) + self.constant

    def duals(self) -> Prices:
        """The rows' dual values as prices."""

        def grains(rows: list[pywraplp.Constraint]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
            return np.array([round(row.dual_value() * GRAIN) for row in rows], dtype=np.int64)

        ward = np.zeros(len(self.instance.wards), dtype=np.int64)
        for index, row in self.ward_rows.items():
            ward[index] = round(row.dual_value() * GRAIN)
        prices = Prices(
            seat=grains(self.seat), need=grains(self.need), low=grains(self.low), high=grains(self.high), ward=ward
        )
        return admissible(self.instance, prices, self.weights)


def weeks_of(relaxed: Relaxed) -> list[tuple[int, tuple[int, ...]]]:
    """Each variant's week as a tuple of candidates."""
    found = []
    for v, row in enumerate(relaxed.weeks):
        week = []
        for c in row:
            if c < 0:
                break
            week.append(int(c))
        found.append((v, tuple(week)))
    return found


def mix(a: Prices, b: Prices, part: float) -> Prices:
    """Part of a and the rest of b."""
    parts = [np.rint(part * x + (1 - part) * y).astype(np.int64) for x, y in
             ((a.seat, b.seat), (a.need, b.need), (a.low, b.low), (a.high, b.high), (a.ward, b.ward))]  # fmt: skip
    return Prices(seat=parts[0], need=parts[1], low=parts[2], high=parts[3], ward=parts[4])


def generate(master: Master, start: Prices, *, rounds: int = 200, gap: float = 0.5) -> tuple[Certificate, float]:
    """Add columns until the value meets the bound within `gap`; the best certificate, and the value of the program."""
    instance, weights = master.instance, master.weights
    best = Certificate(prices=start, relaxed=relax(instance, start, weights), weights=weights)
    value = np.inf
    for v, week in weeks_of(best.relaxed):
        master.add(v, week)
    for _ in range(rounds):
        value = master.solve()
        if value - best.bound <= gap:
            break
        duals = master.duals()
        added = 0
        for part in (0.6, 0.0):
            prices = admissible(instance, mix(best.prices, duals, part), weights) if part else duals
            relaxed = relax(instance, prices, weights)
            if relaxed.bound > best.relaxed.bound:
                best = Certificate(prices=prices, relaxed=relaxed, weights=weights)
            added += sum(master.add(v, week) for v, week in weeks_of(relaxed))
            if added:
                break
        if not added:
            break
    return best, float(value)
