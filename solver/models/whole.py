"""The whole problem as one mixed-integer model, built once as sparse arrays, solved on any subset of its candidates.

Columns: candidates | team options | loads | below minimum | below desired | over | needs | teams missing | shares.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csc_array, csr_array

from solver.columns import ranges
from solver.models.conflicts import Conflicts, conflicts
from solver.models.instance import Instance

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Rows low ≤ A x ≤ high, 0 ≤ x ≤ upper, x whole where `whole`; four cost rows in `parts`, constants beside."""

    instance: Instance
    matrix: csc_array
    low: Floats
    high: Floats
    upper: Floats
    whole: npt.NDArray[np.bool_]
    parts: Floats
    constant: tuple[int, int, int, int]
    columns: dict[str, tuple[int, int]]
    rows: dict[str, tuple[int, int]]


class _Sheet:
    """Collects columns and rows block by block."""

    def __init__(self) -> None:
        self.columns: dict[str, tuple[int, int]] = {}
        self.rows: dict[str, tuple[int, int]] = {}
        self.upper: list[Floats] = []
        self.whole: list[npt.NDArray[np.bool_]] = []
        self.costs: list[Floats] = []
        self.low: list[Floats] = []
        self.high: list[Floats] = []
        self.entries: list[tuple[Numbers, Numbers, Floats]] = []
        self.width = self.height = 0

    def add_columns(self, name: str, upper: Floats, costs: dict[int, Floats], *, whole: bool) -> None:
        count = len(upper)
        self.columns[name] = (self.width, self.width + count)
        self.width += count
        self.upper.append(upper)
        self.whole.append(np.full(count, whole))
        block = np.zeros((4, count))
        for part, cost in costs.items():
            block[part] = cost
        self.costs.append(block)

    def add_rows(self, name: str, low: Numbers, high: Numbers) -> None:
        self.rows[name] = (self.height, self.height + len(low))
        self.height += len(low)
        self.low.append(low.astype(np.float64))
        self.high.append(high.astype(np.float64))

    def put(self, rows: str, columns: str, row: Numbers, column: Numbers, value: Numbers | float) -> None:
        """Entries at block-relative positions."""
        values = np.broadcast_to(np.asarray(value, dtype=np.float64), row.shape)
        self.entries.append((row + self.rows[rows][0], column + self.columns[columns][0], values))

    def matrix(self) -> csc_array:
        row = np.concatenate([e[0] for e in self.entries])
        column = np.concatenate([e[1] for e in self.entries])
        value = np.concatenate([e[2] for e in self.entries])
        return csc_array(coo_array((value, (row, column)), shape=(self.height, self.width)))


def whole_model(instance: Instance) -> Model:
    """The model with all candidates."""
    sheet, structure = _Sheet(), conflicts(instance)
    constant = _columns(sheet, instance, structure)
    _seats(sheet, instance)
    _needs(sheet, instance)
    _teams(sheet, instance)
    _conflicts(sheet, instance, structure)
    _loads(sheet, structure)
    _shares(sheet, instance, structure)
    _wards(sheet, instance)
    return Model(
        instance=instance,
        matrix=sheet.matrix(),
        low=np.concatenate(sheet.low),
        high=np.concatenate(sheet.high),
        upper=np.concatenate(sheet.upper),
        whole=np.concatenate(sheet.whole),
        parts=np.concatenate(sheet.costs, axis=1),
        constant=constant,
        columns=sheet.columns,
        rows=sheet.rows,
    )


def _columns(sheet: _Sheet, instance: Instance, structure: Conflicts) -> tuple[int, int, int, int]:
    weights, base = instance.problem.weights, instance.base_seats
    open_ = np.zeros(len(instance.candidate_cost))
    open_[structure.slot_candidates.tocoo().col] = 1  # pins and caps close the others
    sheet.add_columns("candidate", open_, {3: instance.candidate_cost.astype(float)}, whole=True)
    option_cost = np.array([o.cost for o in instance.options], dtype=float)
    sheet.add_columns("option", np.ones(len(instance.options)), {3: option_cost}, whole=True)
    load = structure.load_cost.astype(float)
    sheet.add_columns("load", np.ones(len(load)), {3: load}, whole=False)
    low = np.maximum(base, instance.minimum)
    want, most = np.maximum(base, instance.desired), np.maximum(base, instance.maximum)
    priority = instance.priority.astype(float)
    sheet.add_columns("below", (low - base).astype(float), {0: priority}, whole=True)
    sheet.add_columns("short", (want - low).astype(float), {2: priority}, whole=True)
    over = np.full(len(want), float(weights.over_desired))
    sheet.add_columns("over", (most - want).astype(float), {3: over}, whole=True)
    missing = np.maximum(0, instance.need_count - instance.base_needs).astype(float)
    sheet.add_columns("need", missing, {1: instance.need_priority.astype(float)}, whole=True)
    served = instance.team_shift_priority.astype(float)
    sheet.add_columns("team", np.ones(len(served)), {1: served}, whole=True)
    shares = len(instance.problem.shares)
    sheet.add_columns("share", np.full(shares, np.inf), {3: np.ones(shares)}, whole=True)
    first = instance.unit_variants[:-1]
    fixed = int(instance.variants.fixed[first].sum()) if len(first) else 0
    over_base = int(weights.over_desired * np.maximum(0, base - instance.desired).sum())
    # a base above the minimum may still be below it in the sheet's rows: the slack columns above start at the base
    return (0, 0, 0, instance.base_cost + fixed + over_base)


def _seats(sheet: _Sheet, instance: Instance) -> None:
    want = np.maximum(instance.base_seats, instance.desired) - instance.base_seats
    sheet.add_rows("seat", want, want)
    shift, candidates = instance.candidate_shift, np.arange(len(instance.candidate_shift))
    sheet.put("seat", "candidate", shift, candidates, instance.size[instance.candidate_unit])
    every = np.arange(len(want))
    sheet.put("seat", "below", every, every, 1)
    sheet.put("seat", "short", every, every, 1)
    sheet.put("seat", "over", every, every, -1)


def _needs(sheet: _Sheet, instance: Instance) -> None:
    missing = np.maximum(0, instance.need_count - instance.base_needs)
    sheet.add_rows("need", missing, np.full(len(missing), np.inf))
    candidate = np.repeat(np.arange(len(instance.candidate_shift)), np.diff(instance.need_ptr))
    sheet.put("need", "candidate", instance.need_index, candidate, instance.need_people)
    every = np.arange(len(missing))
    sheet.put("need", "need", every, every, 1)


def _teams(sheet: _Sheet, instance: Instance) -> None:
    teams, shifts = len(instance.problem.teams), len(instance.problem.team_shifts)
    options = np.arange(len(instance.options))
    sheet.add_rows("team", np.full(teams, -np.inf), np.ones(teams))
    sheet.put("team", "option", np.array([o.team for o in instance.options], dtype=np.int64), options, 1)
    sheet.add_rows("team_shift", np.ones(shifts), np.ones(shifts))
    sheet.put("team_shift", "option", np.array([o.shift for o in instance.options], dtype=np.int64), options, 1)
    sheet.put("team_shift", "team", np.arange(shifts), np.arange(shifts), 1)


def _conflicts(sheet: _Sheet, instance: Instance, structure: Conflicts) -> None:
    sheet.add_rows("conflict", np.full(len(structure.cap), -np.inf), structure.cap)
    by_candidate = csr_array(structure.row_slots @ structure.slot_candidates).tocoo()
    sheet.put("conflict", "candidate", by_candidate.row, by_candidate.col, by_candidate.data)
    by_option = structure.row_options.tocoo()
    sheet.put("conflict", "option", by_option.row, by_option.col, by_option.data)


def _loads(sheet: _Sheet, structure: Conflicts) -> None:
    sheet.add_rows("load", np.zeros(structure.load_rows), np.zeros(structure.load_rows))
    sheet.put("load", "load", structure.load_row, np.arange(len(structure.load_row)), -1)
    candidates, options = structure.load_candidates.tocoo(), structure.load_options.tocoo()
    sheet.put("load", "candidate", candidates.row, candidates.col, candidates.data)
    sheet.put("load", "option", options.row, options.col, options.data)


def _shares(sheet: _Sheet, instance: Instance, structure: Conflicts) -> None:
    """1000 t ≥ weight · z, with z the larger of the two deviations.

    All assignments are counted by the seats' slacks, those with the tag by the loads: a few entries instead of one for
    each candidate. `seat_worth` undoes this where the rows are priced.
    """
    problem = instance.problem
    scale, every = problem.weights.share / 1000, np.arange(len(instance.minimum))
    wanted = int((sheet.low[0]).sum() + instance.base_seats.sum())
    options = structure.load_options.tocoo()
    tagged = [[p for p, v in enumerate(problem.volunteers) if share.tag in v.tags] for share in problem.shares]
    for side, name in ((1, "low"), (-1, "high")):
        edge = np.array([s.part - side * s.tolerance for s in problem.shares], dtype=np.int64)
        low = side * scale * (edge * wanted - 1000 * instance.base_shares)
        sheet.add_rows(name, low, np.full(len(low), np.inf))
        for row in range(len(low)):
            mine = set(tagged[row])
            people = np.array([len(mine.intersection(p)) for p in structure.load_people], dtype=np.int64)
            worth = side * scale * 1000 * people
            sheet.put(name, "share", np.array([row]), np.array([row]), 1)
            for slack, sign in (("below", 1), ("short", 1), ("over", -1)):
                sheet.put(name, slack, np.full(len(every), row), every, sign * side * scale * float(edge[row]))
            loads = np.flatnonzero(worth[structure.load_row])
            sheet.put(name, "load", np.full(len(loads), row), loads, worth[structure.load_row[loads]])
            there = np.flatnonzero(worth[options.row])
            sheet.put(name, "option", np.full(len(there), row), options.col[there], -worth[options.row[there]])


def seat_worth(instance: Instance, low: Floats, high: Floats) -> float:
    """What the prices of the share rows add to the price of every seat, the rows being written with slacks."""
    scale, total = instance.problem.weights.share / 1000, 0.0
    for row, share in enumerate(instance.problem.shares):
        total += scale * (share.part - share.tolerance) * float(low[row])
        total -= scale * (share.part + share.tolerance) * float(high[row])
    return total


def _wards(sheet: _Sheet, instance: Instance) -> None:
    wards = instance.wards
    sheet.add_rows("ward", np.where(wards.candidate < 0, 1, 0), np.full(len(wards), np.inf))
    ptr, escorts = wards.escorts(instance.candidate_unit, instance.candidate_shift)
    row = np.repeat(np.arange(len(wards)), np.diff(ptr)[wards.group])
    sheet.put("ward", "candidate", row, escorts[ranges(ptr, wards.group)], 1)
    own = np.flatnonzero(wards.candidate >= 0)
    sheet.put("ward", "candidate", own, wards.candidate[own], -1)
