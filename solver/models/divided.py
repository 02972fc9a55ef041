"""A basis for a large relaxation, put together from those of its areas, which are solved apart and at once.

Every row and column belongs to the area of its person or its shift; who serves across a border, teams and shares wait
at their lower ends. The simplex then only has the borders to mend.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from solver.columns import Floats, Ints, ranges, starts
from solver.models.corner import Crew
from solver.models.highs import BASIC, LOWER, Basis, Linear, Program
from solver.models.linear import Master
from solver.models.prices import Weights4
from solver.models.whole import Frame
from solver.progress import Clock

ROUNDS = 2
SHARE = 6  # of the pool: how much of it may come new in a round


def divided_master(
    frame: Frame, pool: Ints, weights: Weights4, areas: Sequence[Ints], crew: Crew, clock: Clock, seed: int
) -> Master:
    """The relaxation over a pool grown by what the areas' prices make worth while, standing at their bases together.

    `areas` are units. Where the clock ends an area, the relaxation stands where it stood before.
    """
    basis: Basis | None = None
    for _ in range(ROUNDS):
        master = Master(frame, pool, weights, clock)
        found = _solved(master, areas, crew, clock, seed, basis)
        if found is None:
            break
        basis, dual = found
        paying = master.paying(dual, len(pool) // SHARE)
        pool = np.concatenate((master.pool, paying))
        basis = Basis(np.concatenate((basis.columns, np.full(len(paying), LOWER, dtype=np.int8))), basis.rows)
        if not len(paying):
            break
    master = Master(frame, pool, weights, clock)
    if basis is not None:
        master.linear.stand(basis)
    return master


def _solved(
    master: Master, areas: Sequence[Ints], crew: Crew, clock: Clock, seed: int, basis: Basis | None
) -> tuple[Basis, Floats] | None:
    """The areas' bases and row prices together."""
    row_area, column_area = _areas_of(master, areas)
    rows_of = [np.flatnonzero(row_area == area) for area in range(len(areas))]
    columns_of = [np.flatnonzero(column_area == area) for area in range(len(areas))]
    program = master.program()
    parts = [
        Apart(_part(program, rows, columns), basis and Basis(basis.columns[columns], basis.rows[rows]))
        for rows, columns in zip(rows_of, columns_of, strict=True)
    ]
    del program
    rows = np.full(len(row_area), BASIC, dtype=np.int8)
    columns = np.full(len(column_area), LOWER, dtype=np.int8)
    rows[slice(*master.frame.rows["team_shift"])] = LOWER
    columns[slice(*master.frame.columns["team"])] = BASIC
    dual = np.zeros(len(row_area))
    for at, found in enumerate(crew.run(solve_apart, parts, clock, seed)):
        if found is None:
            return None
        part, dual[rows_of[at]] = found
        rows[rows_of[at]], columns[columns_of[at]] = part.rows, part.columns
    return Basis(columns, rows), dual


@dataclass(frozen=True, slots=True)
class Apart:
    """An area's relaxation, and where its simplex may begin."""

    program: Program
    basis: Basis | None


def solve_apart(apart: Apart, clock: Clock, seed: int) -> tuple[Basis, Floats] | None:
    """The area's best basis and its rows' prices, if the clock allows. Runs in any process."""
    linear = Linear(apart.program, clock)
    if apart.basis is not None:
        linear.stand(apart.basis)
    return (linear.basis, linear.dual) if linear.run() else None


def _areas_of(master: Master, areas: Sequence[Ints]) -> tuple[Ints, Ints]:
    """The area of each row and of each column, -1 where there is none."""
    frame, instance, structure = master.frame, master.instance, master.frame.structure
    unit_area = np.full(len(instance.units), -1, dtype=np.int64)
    for area, units in enumerate(areas):
        unit_area[units] = area
    shift_area = _area_of_shifts(master, unit_area, len(areas))
    need_area = shift_area[instance.need_shift]
    slots = instance.variants.slots.ptr
    slot_area = unit_area[np.repeat(instance.variants.unit, np.diff(slots))]
    rules = structure.slot_row.tocoo()
    conflict = np.full(len(structure.cap), -1, dtype=np.int64)
    conflict[rules.col] = slot_area[rules.row]
    load = unit_area[structure.load_unit]
    row = np.full(len(frame.low), -1, dtype=np.int64)
    for name, found in (("seat", shift_area), ("need", need_area), ("conflict", conflict), ("load", load)):
        row[slice(*frame.rows[name])] = found
    column = np.full(master.width, -1, dtype=np.int64)
    seats = (("below", shift_area), ("short", shift_area), ("over", shift_area))
    for name, found in (*seats, ("need", need_area), ("load", load[structure.load_row])):
        column[slice(*frame.columns[name])] = found
    home = unit_area[instance.candidate_unit[master.pool]]
    within = np.where(shift_area[instance.candidate_shift[master.pool]] == home, home, -1)
    return row, np.concatenate((column, within))


def _area_of_shifts(master: Master, unit_area: Ints, count: int) -> Ints:
    """Of each shift the area of most of its candidates in the pool."""
    instance = master.instance
    area = unit_area[instance.candidate_unit[master.pool]]
    there = area >= 0
    shifts = len(instance.minimum)
    votes = np.bincount(
        instance.candidate_shift[master.pool][there].astype(np.int64) * count + area[there], minlength=shifts * count
    )
    found: Ints = np.argmax(votes.reshape(shifts, count), axis=1)
    return found


def _part(program: Program, rows: Ints, columns: Ints) -> Program:
    matrix = program.matrix
    place = np.full(matrix.shape[0], -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    at = ranges(matrix.indptr, columns)
    owner = np.repeat(np.arange(len(columns)), np.diff(matrix.indptr)[columns])
    row = place[matrix.indices[at]]
    kept = row >= 0
    part = csc_array(
        (matrix.data[at][kept], row[kept], starts(np.bincount(owner[kept], minlength=len(columns)))),
        shape=(len(rows), len(columns)),
    )
    return Program(part, program.low[rows], program.high[rows], program.upper[columns], program.cost[columns])
