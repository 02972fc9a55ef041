"""HiGHS, through scipy, on the whole model or on a part of its columns."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array

from solver.crowd import Ints
from solver.models.prices import GRAIN, Prices, Weights4, admissible
from solver.models.whole import Floats, Model

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The best solution found (all columns, zero outside the part), and a bound on the part's weighted cost."""

    x: Floats | None
    bound: float
    proved: bool


def columns_of(model: Model, candidates: Mask) -> Ints:
    """The part's columns: these candidates and everything that is no candidate."""
    rest = np.arange(model.columns["option"][0], model.matrix.shape[1])
    return np.concatenate((np.flatnonzero(candidates), rest)).astype(np.int64)


def ceilings(model: Model, caps: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Rows that keep the first parts of the cost at or below `caps`."""
    return model.parts[: len(caps)], np.array(caps, dtype=np.float64) - np.array(model.constant[: len(caps)])


def solve_part(
    model: Model, candidates: Mask, weights: Weights4, caps: tuple[int, ...] = (), *,
    seconds: float | None = None, nodes: int | None = None, relative_gap: float = 0.0,
) -> Answer:  # fmt: skip
    """The least weighted cost with these candidates and the first parts at most `caps`."""
    part = columns_of(model, candidates)
    matrix = csc_array(model.matrix[:, part])
    constraints = [LinearConstraint(matrix, model.low, model.high)]
    if caps:
        rows, most = ceilings(model, caps)
        constraints.append(LinearConstraint(rows[:, part], -np.inf, most))
    options: dict[str, float] = {"mip_rel_gap": relative_gap}
    if seconds is not None:
        options["time_limit"] = max(0.01, seconds)
    if nodes is not None:
        options["node_limit"] = nodes
    cost = np.array(weights, dtype=np.float64) @ model.parts
    constant = float(np.dot(weights, model.constant))
    found = milp(
        cost[part], constraints=constraints, bounds=Bounds(0, model.upper[part]),
        integrality=model.whole[part].astype(np.int64), options=options,
    )  # fmt: skip
    bound = float(found.mip_dual_bound) if found.mip_dual_bound is not None else -np.inf
    if found.status == 2:  # infeasible: nothing in this part
        return Answer(x=None, bound=np.inf, proved=True)
    x = None
    if found.x is not None:
        x = np.zeros(model.matrix.shape[1])
        x[part] = found.x
    return Answer(x=x, bound=bound + constant, proved=found.status == 0)


def relaxation(
    model: Model, candidates: Mask, weights: Weights4, caps: tuple[int, ...] = ()
) -> tuple[float, Prices, Weights4] | None:
    """The linear relaxation's value, its prices, and the weights including what the ceilings are worth."""
    part = columns_of(model, candidates)
    matrix = model.matrix[:, part]
    equal = np.flatnonzero(model.low == model.high)
    above = np.flatnonzero((model.low != model.high) & np.isfinite(model.low))
    below = np.flatnonzero((model.low != model.high) & np.isfinite(model.high))
    rows, most = ceilings(model, caps)
    by_row = matrix.tocsr()
    from scipy.sparse import vstack

    a_ub = vstack([by_row[below], -by_row[above], csc_array(rows[:, part])]).tocsc()
    b_ub = np.concatenate((model.high[below], -model.low[above], most))
    cost = np.array(weights, dtype=np.float64) @ model.parts
    found = linprog(
        cost[part], A_ub=a_ub, b_ub=b_ub, A_eq=by_row[equal].tocsc(), b_eq=model.low[equal],
        bounds=np.stack((np.zeros(len(part)), model.upper[part]), axis=1), method="highs",
    )  # fmt: skip
    if found.status != 0:
        return None
    dual = np.zeros(len(model.low))
    dual[equal] = found.eqlin.marginals
    dual[below] = found.ineqlin.marginals[: len(below)]
    dual[above] = -found.ineqlin.marginals[len(below) : len(below) + len(above)]
    extra = -found.ineqlin.marginals[len(below) + len(above) :]
    total = list(weights)
    for k, value in enumerate(extra):
        total[k] += int(round(value))
    folded = (total[0], total[1], total[2], total[3])
    return float(found.fun + np.dot(weights, model.constant)), prices_of(model, dual, folded), folded


def prices_of(model: Model, dual: Floats, weights: Weights4) -> Prices:
    """The rows' dual values as admissible prices."""

    def block(name: str, scale: float = 1.0) -> Ints:
        lo, hi = model.rows[name]
        return np.rint(dual[lo:hi] * (GRAIN * scale)).astype(np.int64)

    scale = model.instance.problem.weights.share / 1000
    prices = Prices(
        seat=block("seat"), need=block("need"), low=block("low", scale), high=block("high", scale), ward=block("ward")
    )
    return admissible(model.instance, prices, weights)
