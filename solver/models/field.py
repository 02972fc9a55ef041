"""A pool's model with a choice in it, cut into corners that can be solved alone."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csc_array

from solver.columns import Floats, Ints, ranges
from solver.models.corner import Corner
from solver.models.highs import Program
from solver.models.prices import Weights4
from solver.models.tally import Choice, cost_of
from solver.models.whole import Frame, Model

SAME = 1e-6
HALF = 0.5


class Field:
    """A pool's model with a choice in it, cut into corners."""

    def __init__(self, frame: Frame, pool: Ints, weights: Weights4, choice: Choice) -> None:
        self.model: Model = frame.model(np.union1d(pool, choice.candidates))
        self.weights = weights
        self.pool = self.model.pool
        self.unit_ptr = np.searchsorted(self.pool, frame.instance.unit_ptr)
        self.cost = np.array(weights, dtype=np.float64) @ self.model.parts
        self.slack_ptr, self.slack = _slack_of_rows(self.model)
        self.place = np.full(self.model.matrix.shape[0], -1, dtype=np.int64)
        self.choice, self.worth = choice, cost_of(frame.instance, choice)
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

    def step(self, choice: Choice) -> bool:
        """Stand at the choice if it costs less, no seat is above its maximum and no minor alone; say whether.

        Two corners solved at once could make it so.
        """
        cost = cost_of(self.model.instance, choice)
        if cost >= self.worth:
            return False
        x = point(self.model, choice)
        activity = self.model.matrix @ x
        over, guard = slice(*self.model.columns["over"]), slice(*self.model.rows["guard"])
        if (x[over] > self.model.upper[over] + SAME).any() or (activity[guard] < self.model.low[guard] - SAME).any():
            return False
        self.choice, self.worth, self.x, self.activity = choice, cost, x, activity
        return True

    def with_corners(self, solved: Sequence[tuple[Corner, Floats]]) -> Choice:
        """The choice with these corners' columns at these values."""
        count = len(self.pool)
        taken = self.x[:count] > HALF
        for corner, values in solved:
            mine = corner.columns < count
            taken[corner.columns[mine]] = values[mine] > HALF
        return Choice(self.pool[np.flatnonzero(taken)], self.choice.options)


def _rows_of(matrix: csc_array, columns: Ints) -> Ints:
    rows: Ints = matrix.indices[ranges(matrix.indptr, columns)]
    return rows


def _slack_of_rows(model: Model) -> tuple[Ints, Ints]:
    """For each row the columns that are neither candidates nor options nor shares, as pointers and columns."""
    first, last = model.columns["load"][0], model.columns["share"][0]
    block = model.matrix[:, first:last].tocsr()
    return block.indptr.astype(np.int64), block.indices.astype(np.int64) + first


def point(model: Model, choice: Choice) -> Floats:
    """The model's columns for a choice."""
    x = np.zeros(model.matrix.shape[1])
    x[np.searchsorted(model.pool, choice.candidates)] = 1
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
