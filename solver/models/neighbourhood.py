"""Neighbourhoods: people who live close together are planned anew, together and exactly; everybody else stays.

Large neighbourhood search (Shaw 1998) with a mixed-integer program as the repair.
"""

import numpy as np

from solver.crowd import Ints
from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.mip import Mask, solve_around
from solver.models.prices import Weights4
from solver.models.tally import Choice
from solver.models.whole import Floats, Model

FOLDED: Weights4 = (10**8, 10**6, 10**4, 1)
NODES = 50
CHEAPEST = 25


def improve(model: Model, best: Incumbent, *, rounds: int, people: int, seed: int) -> None:
    """`rounds` neighbourhoods of so many people, chosen by seed; of each shift and unit the cheapest candidates."""
    instance, generator = model.instance, np.random.default_rng(seed)
    near = cheapest(instance, CHEAPEST)
    homes = _homes(instance)
    best.enter("邻域改进")
    order = generator.permutation(len(instance.units))
    for round_ in range(rounds):
        if best.clock.over():
            return
        centre = homes[order[round_ % len(order)]]
        units = np.argsort(np.abs(homes - centre).sum(axis=1), kind="stable")[:people]
        inside = np.zeros(len(instance.units), dtype=bool)
        inside[units] = True
        x = point(model, best.choice)
        free = inside[instance.candidate_unit] & (near | (x[: len(near)] > 0.5))
        found = solve_around(model, free, x, FOLDED, clock=best.clock, nodes=NODES, seed=seed)
        if found is not None:
            best.offer(Choice(tuple(int(c) for c in np.flatnonzero(found[: len(near)] > 0.5)), best.choice.options))


def cheapest(instance: Instance, count: int) -> Mask:
    """The cheapest candidates of each shift and of each unit."""
    mask = np.zeros(len(instance.candidate_cost), dtype=bool)
    for group in (instance.candidate_shift, instance.candidate_unit):
        order = np.lexsort((instance.candidate_cost, group))
        first = np.searchsorted(group[order], group[order])
        mask[order[np.arange(len(order)) - first < count]] = True
    return mask


def _homes(instance: Instance) -> Floats:
    nodes = np.array(instance.problem.network.nodes, dtype=np.float64).reshape(-1, 2)
    return nodes[[instance.problem.volunteers[unit[0]].home for unit in instance.units]]


def point(model: Model, choice: Choice) -> Floats:
    """The model's columns for a choice."""
    x = np.zeros(model.matrix.shape[1])
    x[list(choice.candidates)] = 1
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
