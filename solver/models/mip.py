"""SCIP and GLOP through OR-Tools' MathOpt, HiGHS through scipy, on the whole model or on a part of its columns.

Nothing of them leaves this file. Measured: on 400 people SCIP is several times faster than HiGHS and CP-SAT; on a
street of sixty HiGHS proves at its root what now and then sends SCIP into a long search. HiGHS cannot be interrupted
here, so its nodes are limited.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt
from ortools.math_opt import model_pb2  # type: ignore[import-untyped]
from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]
from ortools.util.python.solve_interrupter import SolveInterrupter  # type: ignore[import-untyped]
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from solver.crowd import Ints
from solver.models.duals import prices_of_rows
from solver.models.prices import Prices, Weights4
from solver.models.whole import Floats, Model
from solver.progress import Clock

POLL = 0.02
FOREVER = 1e9  # seconds
HIGHS_OPTIMAL, HIGHS_INFEASIBLE = 0, 2
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The best solution found (all columns, zero outside the part), and a bound on the part's weighted cost."""

    x: Floats | None
    bound: float
    proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """The linear relaxation's value, its prices, and the weights that include what the ceilings are worth."""

    value: float
    prices: Prices
    weights: Weights4


@dataclass(frozen=True, slots=True)
class _Program:
    part: Ints
    model: mathopt.Model
    constant: float


def solve_part(
    model: Model,
    candidates: Mask,
    weights: Weights4,
    caps: tuple[int, ...] = (),
    *,
    clock: Clock,
    seconds: float | None = None,
    nodes: int | None = None,
    seed: int = 0,
) -> Answer:
    """The least weighted cost with these candidates and the first parts at most `caps`."""
    program = _program(model, candidates, weights, caps, whole=True)
    parameters = mathopt.SolveParameters(
        relative_gap_tolerance=0.0,
        threads=1,
        random_seed=seed,
        heuristics=mathopt.Emphasis.LOW,
        presolve=mathopt.Emphasis.LOW,
        time_limit=_limit(clock, seconds),
        node_limit=nodes,
    )
    with _interrupter(clock) as interrupter:
        found = mathopt.solve(
            program.model, mathopt.SolverType.GSCIP, params=parameters, interrupter=interrupter
        )  # fmt: skip
    reason = found.termination.reason
    if reason in (mathopt.TerminationReason.INFEASIBLE, mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED):
        return Answer(x=None, bound=np.inf, proved=True)
    x = _values(found, program.part, model) if found.has_primal_feasible_solution() else None
    bound = found.termination.objective_bounds.dual_bound + program.constant
    return Answer(x=x, bound=bound, proved=reason == mathopt.TerminationReason.OPTIMAL)


def solve_street(
    model: Model, weights: Weights4, caps: tuple[int, ...] = (), *, clock: Clock, nodes: int, least: bool = False
) -> Answer:
    """The least weighted cost with all candidates and the first parts at most `caps`, within so many nodes of HiGHS.

    `least` says that no plan is below these caps: then they are reached, and HiGHS has a shorter way.
    """
    constraints = [LinearConstraint(model.matrix, model.low, model.high)]
    if caps:
        most = _ceilings(model, caps)
        constraints.append(LinearConstraint(csr_array(model.parts[: len(caps)]), most if least else -np.inf, most))
    left = clock.left()
    found = milp(
        np.array(weights, dtype=np.float64) @ model.parts,
        constraints=constraints,
        bounds=Bounds(0, model.upper),
        integrality=model.whole.astype(np.int64),
        options={
            "mip_rel_gap": 0.0,
            "node_limit": nodes,
            "time_limit": FOREVER if left is None else max(0.01, left),
        },
    )
    if found.status == HIGHS_INFEASIBLE:
        return Answer(x=None, bound=np.inf, proved=True)
    bound = -np.inf if found.mip_dual_bound is None else float(found.mip_dual_bound + np.dot(weights, model.constant))
    return Answer(x=found.x, bound=bound, proved=found.status == HIGHS_OPTIMAL)


def _ceilings(model: Model, caps: tuple[int, ...]) -> Floats:
    return np.array(caps, dtype=np.float64) - np.array(model.constant[: len(caps)], dtype=np.float64)


def relaxation(
    model: Model, candidates: Mask, weights: Weights4, caps: tuple[int, ...] = (), *, clock: Clock
) -> Relaxation | None:
    """The linear relaxation; nothing when the clock ended it or no plan keeps the ceilings."""
    program = _program(model, candidates, weights, caps, whole=False)
    cover = weights[3] == 0  # the cover alone is easy from the primal side, walking from the dual side (measured)
    algorithm = mathopt.LPAlgorithm.PRIMAL_SIMPLEX if cover else mathopt.LPAlgorithm.DUAL_SIMPLEX
    parameters = mathopt.SolveParameters(threads=1, lp_algorithm=algorithm, time_limit=_limit(clock, None))
    with _interrupter(clock) as interrupter:
        found = mathopt.solve(program.model, mathopt.SolverType.GLOP, params=parameters, interrupter=interrupter)
    if found.termination.reason != mathopt.TerminationReason.OPTIMAL:
        return None
    dual = np.array(list(found.dual_values().values()), dtype=np.float64)
    rows = len(model.low)
    total = list(weights)
    for k in range(len(caps)):
        total[k] += max(0, round(-dual[rows + k]))
    folded = (total[0], total[1], total[2], total[3])
    return Relaxation(
        value=found.objective_value() + program.constant,
        prices=prices_of_rows(model.instance, model.rows, dual[:rows], model.guards, folded),
        weights=folded,
    )


def columns_of(model: Model, candidates: Mask) -> Ints:
    """The part's columns: these candidates and everything that is no candidate."""
    rest = np.arange(model.columns["option"][0], model.matrix.shape[1])
    return np.concatenate((np.flatnonzero(candidates), rest)).astype(np.int64)


def _program(model: Model, candidates: Mask, weights: Weights4, caps: tuple[int, ...], *, whole: bool) -> _Program:
    part = columns_of(model, candidates)
    matrix = csr_array(vstack([model.matrix[:, part].tocsr(), csr_array(model.parts[: len(caps), part])]))
    low = np.concatenate((model.low, np.full(len(caps), -np.inf)))
    high = np.concatenate((model.high, _ceilings(model, caps)))
    cost = (np.array(weights, dtype=np.float64) @ model.parts)[part]
    program = _assemble(matrix, low, high, model.upper[part], model.whole[part] & whole, cost)
    return _Program(part, program, float(np.dot(weights, model.constant)))


def _assemble(matrix: csr_array, low: Floats, high: Floats, upper: Floats, whole: Mask, cost: Floats) -> mathopt.Model:
    matrix.sort_indices()
    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(len(upper)))
    proto.variables.lower_bounds.extend([0.0] * len(upper))
    proto.variables.upper_bounds.extend(upper.tolist())
    proto.variables.integers.extend(whole.tolist())
    proto.linear_constraints.ids.extend(range(len(low)))
    proto.linear_constraints.lower_bounds.extend(low.tolist())
    proto.linear_constraints.upper_bounds.extend(high.tolist())
    entries = proto.linear_constraint_matrix
    entries.row_ids.extend(np.repeat(np.arange(len(low)), np.diff(matrix.indptr)).tolist())
    entries.column_ids.extend(matrix.indices.tolist())
    entries.coefficients.extend(matrix.data.tolist())
    there = np.flatnonzero(cost)
    proto.objective.linear_coefficients.ids.extend(there.tolist())
    proto.objective.linear_coefficients.values.extend(cost[there].tolist())
    return mathopt.Model.from_model_proto(proto)


def _values(found: mathopt.SolveResult, part: Ints, model: Model) -> Floats:
    x = np.zeros(model.matrix.shape[1])
    x[part] = list(found.variable_values().values())
    return x


def _limit(clock: Clock, seconds: float | None) -> timedelta | None:
    left = [limit for limit in (clock.left(), seconds) if limit is not None]
    return timedelta(seconds=max(0.01, min(left))) if left else None


@contextmanager
def _interrupter(clock: Clock) -> Iterator[SolveInterrupter | None]:
    """An interrupter that goes off soon after the clock is told to stop."""
    if clock.stop is None:
        yield None
        return
    interrupter, done = SolveInterrupter(), threading.Event()

    def watch() -> None:
        while not done.wait(POLL):
            if clock.over():
                interrupter.interrupt()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield interrupter
    finally:
        done.set()
        watcher.join()
