"""The same model as a mixed-integer program for HiGHS, through MathOpt; in two stages, floats being too coarse."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt
from scipy.sparse import csr_array, vstack

from benchmarks.solver.found import Found
from benchmarks.solver.stages import Run, Stage
from solver.models.mip import Answer
from solver.problem import Problem

INCUMBENT = re.compile(r"^\s*[A-Z]?\s+\d.*\d[\d.e+-]*\s+[\d.e+-]*\d\s+[\d.]+%")
"""A line of HiGHS's log with a bound, a solution and the gap between them."""


def highs(problem: Problem, seconds: float) -> Found:
    """What HiGHS finds in the time."""
    return Run(problem, seconds).in_two_stages(_solve)


def _solve(stage: Stage, told: Callable[[], None]) -> Answer:
    def listen(lines: Sequence[str]) -> None:
        if any(INCUMBENT.match(line) for line in lines):
            told()

    program = _program(stage)
    parameters = mathopt.SolveParameters(
        time_limit=timedelta(seconds=stage.seconds()), relative_gap_tolerance=0.0, absolute_gap_tolerance=0.9
    )
    hints = []
    if stage.start is not None:
        hints = [
            mathopt.SolutionHint(variable_values=dict(zip(program.variables(), stage.start.tolist(), strict=True)))
        ]
    found = mathopt.solve(
        program,
        mathopt.SolverType.HIGHS,
        params=parameters,
        model_params=mathopt.ModelSolveParameters(solution_hints=hints),
        msg_cb=listen,
    )
    reason = found.termination.reason
    if reason in (mathopt.TerminationReason.INFEASIBLE, mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED):
        return Answer(x=None, bound=np.inf, proved=True)
    x = np.array(found.variable_values(program.variables())) if found.has_primal_feasible_solution() else None
    bound = found.termination.objective_bounds.dual_bound + float(np.dot(stage.weights, stage.model.constant))
    return Answer(x=x, bound=bound, proved=reason == mathopt.TerminationReason.OPTIMAL)


def _program(stage: Stage) -> mathopt.Model:
    model, capped = stage.model, len(stage.caps)
    caps = np.array(stage.caps, dtype=float) - np.array(model.constant[:capped], dtype=float)
    matrix = csr_array(vstack([csr_array(model.matrix), csr_array(model.parts[:capped])]))
    matrix.sort_indices()
    low = np.concatenate((model.low, np.full(capped, -np.inf)))
    high = np.concatenate((model.high, caps))
    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(len(model.upper)))
    proto.variables.lower_bounds.extend([0.0] * len(model.upper))
    proto.variables.upper_bounds.extend(model.upper.tolist())
    proto.variables.integers.extend(model.whole.tolist())
    proto.linear_constraints.ids.extend(range(len(low)))
    proto.linear_constraints.lower_bounds.extend(low.tolist())
    proto.linear_constraints.upper_bounds.extend(high.tolist())
    entries = proto.linear_constraint_matrix
    entries.row_ids.extend(np.repeat(np.arange(len(low)), np.diff(matrix.indptr)).tolist())
    entries.column_ids.extend(matrix.indices.tolist())
    entries.coefficients.extend(matrix.data.tolist())
    cost = np.array(stage.weights, dtype=float) @ model.parts
    there = np.flatnonzero(cost)
    proto.objective.linear_coefficients.ids.extend(there.tolist())
    proto.objective.linear_coefficients.values.extend(cost[there].tolist())
    return mathopt.Model.from_model_proto(proto)
