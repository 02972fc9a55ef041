"""HiGHS for linear programs that grow and for small mixed-integer ones; nothing of highspy leaves this file.

Huangfu and Hall (2018): Parallelizing the dual revised simplex method. One thread: the same input, the same answer.
"""

import weakref
from dataclasses import dataclass

import highspy  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from solver.columns import Bools, Floats
from solver.progress import Clock

CALLS = 64  # calls of HiGHS between two looks at the clock


@dataclass(frozen=True, slots=True)
class Program:
    """Least cost · x with low ≤ A x ≤ high and 0 ≤ x ≤ upper."""

    matrix: csc_array
    low: Floats
    high: Floats
    upper: Floats
    cost: Floats


LOWER, BASIC = int(highspy.HighsBasisStatus.kLower), int(highspy.HighsBasisStatus.kBasic)


@dataclass(frozen=True, slots=True)
class Basis:
    """For each column and row whether it is basic, or at which end it lies, in HiGHS's numbers."""

    columns: npt.NDArray[np.int8]
    rows: npt.NDArray[np.int8]


class Linear:
    """A linear program that keeps its basis while it grows."""

    def __init__(self, program: Program, clock: Clock) -> None:
        self.clock = clock
        self.highs = _passed(program)
        self.highs.setOptionValue("solver", "simplex")
        _interrupted(self.highs.cbSimplexInterrupt, clock)

    def run(self) -> bool:
        """Whether the optimum was reached before the clock ended."""
        left = self.clock.left()
        if left is not None:
            self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(0.01, left))
        self.highs.run()
        return bool(self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    @property
    def value(self) -> float:
        """The objective of the last run."""
        return float(self.highs.getInfo().objective_function_value)

    @property
    def x(self) -> Floats:
        """Values of the columns."""
        return np.array(self.highs.getSolution().col_value)

    @property
    def dual(self) -> Floats:
        """Prices of the rows."""
        return np.array(self.highs.getSolution().row_dual)

    def change_cost(self, cost: Floats) -> None:
        """What the first columns cost from now on."""
        self.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)

    def add_columns(self, matrix: csc_array, upper: Floats, cost: Floats) -> None:
        """Columns behind those that are there."""
        self.highs.addCols(
            len(cost), cost, np.zeros(len(cost)), upper, matrix.nnz,
            matrix.indptr[:-1].astype(np.int32), matrix.indices.astype(np.int32), matrix.data,
        )  # fmt: skip

    def add_rows(self, matrix: csr_array, low: Floats) -> None:
        """Rows of at least `low`."""
        self.highs.addRows(
            len(low), low, np.full(len(low), highspy.kHighsInf), matrix.nnz,
            matrix.indptr[:-1].astype(np.int32), matrix.indices.astype(np.int32), matrix.data,
        )  # fmt: skip

    def prices_at(self, cost: Floats) -> Floats:
        """The rows' prices that the basis gives other costs of the columns, without a step of the simplex."""
        _, basic = self.highs.getBasicVariables()
        there = basic >= 0
        right = np.zeros(len(basic))
        right[there] = cost[basic[there]]
        _, prices = self.highs.getBasisTransposeSolve(right)
        return np.asarray(prices, dtype=np.float64)

    @property
    def basis(self) -> Basis:
        """Where the simplex stands."""
        found = self.highs.getBasis()
        return Basis(
            *(np.array([int(s) for s in side], dtype=np.int8) for side in (found.col_status, found.row_status))
        )

    def stand(self, basis: Basis) -> None:
        """Let the simplex begin there."""
        status = [highspy.HighsBasisStatus(k) for k in range(5)]
        found = highspy.HighsBasis()
        found.col_status = [status[k] for k in basis.columns.tolist()]
        found.row_status = [status[k] for k in basis.rows.tolist()]
        found.valid, found.alien = True, True
        self.highs.setBasis(found)


@dataclass(frozen=True, slots=True)
class Found:
    """The best point of a mixed-integer program, a bound on its cost, and whether the search was ended by proof."""

    x: Floats | None
    bound: float
    proved: bool


def mixed(program: Program, whole: Bools, start: Floats | None, *, clock: Clock, nodes: int, seed: int = 0) -> Found:
    """The least cost with the `whole` columns in whole numbers, within so many nodes."""
    highs = _passed(program)
    places = np.flatnonzero(whole).astype(np.int32)
    kinds = np.full(len(places), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
    highs.changeColsIntegrality(len(places), places, kinds)
    for name, value in (("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5), ("mip_max_nodes", nodes), ("random_seed", seed)):
        highs.setOptionValue(name, value)
    left = clock.left()
    if left is not None:
        highs.setOptionValue("time_limit", max(0.01, left))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        highs.setSolution(solution)
    _interrupted(highs.cbMipInterrupt, clock)
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Found(None, np.inf, proved=True)
    there = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    x = np.array(highs.getSolution().col_value) if there else None
    return Found(x, float(info.mip_dual_bound), proved=status == highspy.HighsModelStatus.kOptimal)


def _passed(program: Program) -> highspy.Highs:
    infinite = highspy.kHighsInf
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = program.matrix.shape
    model.col_cost_, model.col_lower_ = program.cost, np.zeros(len(program.cost))
    model.col_upper_ = np.minimum(program.upper, infinite)
    model.row_lower_, model.row_upper_ = program.low, program.high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = program.matrix.indptr
    model.a_matrix_.index_, model.a_matrix_.value_ = program.matrix.indices, program.matrix.data
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.passModel(model)
    for event in highs.callbacks:
        event.highs = weakref.proxy(highs)  # else it would hold itself, and all its memory, until garbage is looked for
    return highs


def _interrupted(event: highspy.highs.HighsCallback, clock: Clock) -> None:
    """Ends the run soon after the clock is told to stop; the seconds are an option of HiGHS."""
    if clock.stop is None:
        return
    calls = 0

    def look(told: highspy.highs.HighsCallbackEvent) -> None:
        nonlocal calls
        calls += 1
        if calls % CALLS == 0 and clock.over():
            told.interrupt()

    event.subscribe(look)
