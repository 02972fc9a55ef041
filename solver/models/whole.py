"""The whole problem as one mixed-integer model in sparse arrays, over all candidates or a pool of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csc_array, csr_array, hstack

from solver.columns import Ints, runs
from solver.models.conflicts import Conflicts, conflicts
from solver.models.instance import Instance

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[Any]
LUMP = 1 << 18  # columns that are made at once: on the way they take several times their room
_Entries = tuple[Ints, Ints, Floats]  # row, column, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Rows low ≤ A x ≤ high, 0 ≤ x ≤ upper, x whole where `whole`; four cost rows in `parts`, constants beside.

    `pool` are the instance's candidates that have columns, ascending; `guards` the rows of `Frame.guard_rows`.
    """

    instance: Instance
    pool: Ints
    guards: Ints
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


def whole_model(instance: Instance, pool: Ints | None = None) -> Model:
    """The model with all candidates, or with those of the pool."""
    return Frame(instance).model(np.arange(len(instance.candidate_unit)) if pool is None else pool)


class Frame:
    """All rows but the guards' and all columns but the candidates', which are made when they are asked for.

    Columns: team options | loads | below minimum | below desired | over | needs | teams missing | shares.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance, self.structure = instance, conflicts(instance)
        sheet = _Sheet()
        self.constant = _columns(sheet, instance, self.structure)
        _seats(sheet, instance)
        _needs(sheet, instance)
        _teams(sheet, instance)
        _conflicts(sheet, instance, self.structure)
        _loads(sheet, self.structure)
        _shares(sheet, instance, self.structure)
        self.columns, self.rows = sheet.columns, sheet.rows
        self.matrix = sheet.matrix()
        self.low, self.high = np.concatenate(sheet.low), np.concatenate(sheet.high)
        self.upper, self.whole = np.concatenate(sheet.upper), np.concatenate(sheet.whole)
        self.parts = np.concatenate(sheet.costs, axis=1)

    @property
    def open(self) -> npt.NDArray[np.bool_]:
        """The candidates that pins and caps leave open."""
        return self.structure.slot_of >= 0

    def candidates(self, which: Ints) -> csc_array:
        """The columns of these candidates over the frame's rows."""
        lumps = [self._candidates(which[first : first + LUMP]) for first in range(0, max(1, len(which)), LUMP)]
        return csc_array(hstack(lumps, format="csc")) if len(lumps) > 1 else lumps[0]

    def _candidates(self, which: Ints) -> csc_array:
        instance, structure = self.instance, self.structure
        unit, slot = instance.candidate_unit[which], structure.slot_of[which]
        width = instance.need_ptr[which + 1] - instance.need_ptr[which]
        at = runs(instance.need_ptr[which], width)
        mine = np.flatnonzero(slot >= 0)
        rules = structure.slot_row[slot[mine]].tocoo()
        loads = structure.unit_load[unit].tocoo()
        blocks = (
            ("seat", instance.candidate_shift[which], np.arange(len(which)), instance.size[unit]),
            ("need", instance.need_index[at], np.repeat(np.arange(len(which)), width), instance.need_people[at]),
            ("conflict", rules.col, mine[rules.row], rules.data),
            ("load", loads.col, loads.row, loads.data),
        )
        row = np.concatenate([self.rows[name][0] + rows for name, rows, _, _ in blocks])
        column = np.concatenate([columns for _, _, columns, _ in blocks])
        value = np.concatenate([values for _, _, _, values in blocks]).astype(np.float64)
        return csc_array((value, (row, column)), shape=(len(self.low), len(which)))

    def guard_rows(self, guards: Ints, pool: Ints) -> csr_array:
        """The rows of these guards over the frame's columns and then the pool's.

        The first guards are the wards: escorts beside him, less the minor himself. Then come the shifts of
        `wards.first`, where the first seat is no ward's: people who are no wards, each for the whole minimum, and what
        is missing to it. Without these a relaxation fills the minimum with halves of minors and of adults.
        """
        every, width = self.instance.wards, self.matrix.shape[1]
        place = np.full(len(self.instance.candidate_unit), -1, dtype=np.int64)
        place[pool] = width + np.arange(len(pool))
        mine = np.flatnonzero(guards < len(every))
        rest = np.flatnonzero(guards >= len(every))
        blocks = (
            *self._ward_entries(guards[mine], pool, place),
            *self._first_entries(guards[rest] - len(every), pool, place),
        )
        rows = (mine[blocks[0][0]], mine[blocks[1][0]], rest[blocks[2][0]], rest[blocks[3][0]])
        row, column, value = (np.concatenate(parts) for parts in (rows, [b[1] for b in blocks], [b[2] for b in blocks]))
        return csr_array((value, (row, column)), shape=(len(guards), width + len(pool)))

    def guard_low(self, guards: Ints) -> Floats:
        """The least that each guard's row must reach."""
        every = self.instance.wards
        low = np.concatenate((np.where(every.candidate < 0, 1, 0), self.instance.minimum))
        return low[guards].astype(np.float64)

    def _ward_entries(self, wards: Ints, pool: Ints, place: Ints) -> tuple[_Entries, _Entries]:
        every = self.instance.wards
        group = np.unique(every.group[wards])
        ptr, escorts = _escorts(self.instance, group, pool)
        mine = np.searchsorted(group, every.group[wards])
        width = np.diff(ptr)[mine]
        row, column = np.repeat(np.arange(len(wards)), width), place[escorts[runs(ptr[mine], width)]]
        own = np.flatnonzero(every.candidate[wards] >= 0)
        himself = place[every.candidate[wards[own]]]
        own, himself = own[himself >= 0], himself[himself >= 0]
        return (row, column, np.ones(len(row))), (own, himself, -np.ones(len(own)))

    def _first_entries(self, shifts: Ints, pool: Ints, place: Ints) -> tuple[_Entries, _Entries]:
        instance = self.instance
        row_of = np.full(len(instance.minimum), -1, dtype=np.int64)
        row_of[shifts] = np.arange(len(shifts))
        plain = np.setdiff1d(pool, instance.wards.candidate)
        plain = plain[row_of[instance.candidate_shift[plain]] >= 0]
        at = instance.candidate_shift[plain]
        people = (row_of[at], place[plain], instance.minimum[at].astype(np.float64))
        return people, (np.arange(len(shifts)), self.columns["below"][0] + shifts, np.ones(len(shifts)))

    def model(self, pool: Ints) -> Model:
        """The whole model over the pool's candidates, with the guards of the wards among them."""
        every, instance = self.instance.wards, self.instance
        wards = np.flatnonzero((every.candidate < 0) | np.isin(every.candidate, pool))
        first = np.unique(every.group[wards])
        first = first[first < every.shifts]
        first = first[every.first[first] & (instance.minimum[first] > 0)]
        guards = np.concatenate((wards, len(every) + first))
        height, width = self.matrix.shape
        beside = csc_array(self.guard_rows(guards, pool))
        matrix = stacked(
            csc_array(hstack((self.candidates(pool), self.matrix), format="csc")),
            csc_array(hstack((beside[:, width:], beside[:, :width]), format="csc")),
        )
        parts = np.zeros((4, len(pool)))
        parts[3] = instance.candidate_cost[pool]
        count = len(pool)
        columns = {name: (a + count, b + count) for name, (a, b) in self.columns.items()}
        return Model(
            instance=instance,
            pool=pool,
            guards=guards,
            matrix=matrix,
            low=np.concatenate((self.low, self.guard_low(guards))),
            high=np.concatenate((self.high, np.full(len(guards), np.inf))),
            upper=np.concatenate((self.open[pool].astype(np.float64), self.upper)),
            whole=np.concatenate((np.ones(count, dtype=np.bool_), self.whole)),
            parts=np.concatenate((parts, self.parts), axis=1),
            constant=self.constant,
            columns={"candidate": (0, count), **columns},
            rows={**self.rows, "guard": (height, height + len(guards))},
        )


def stacked(above: csc_array, below: csc_array) -> csc_array:
    """One matrix above the other, with nothing in memory but these and it."""
    ptr = above.indptr + below.indptr
    index, value = np.empty(int(ptr[-1]), dtype=np.int32), np.empty(int(ptr[-1]))
    blocks = ((above, below.indptr[:-1], 0), (below, above.indptr[1:], above.shape[0]))
    for block, before, shift in blocks:
        at = runs(block.indptr[:-1] + before, np.diff(block.indptr))
        index[at], value[at] = block.indices + shift, block.data
    return csc_array((value, index, ptr), shape=(above.shape[0] + below.shape[0], above.shape[1]))


def _escorts(instance: Instance, groups: Ints, pool: Ints) -> tuple[Ints, Ints]:
    """The pool's candidates of each of these groups, one after the other, and where each group begins."""
    wards = instance.wards
    grown = pool[wards.adult[instance.candidate_unit[pool]]]
    named = np.isin(wards.named_escorts, pool)
    group = np.concatenate((instance.candidate_shift[grown], wards.named_group[named]))
    who = np.concatenate((grown, wards.named_escorts[named]))
    order = np.argsort(group, kind="stable")
    first, last = (np.searchsorted(group[order], groups, side=side) for side in ("left", "right"))
    ptr = np.concatenate(([0], np.cumsum(last - first)))
    return ptr, who[order[runs(first, last - first)]]


def _columns(sheet: _Sheet, instance: Instance, structure: Conflicts) -> tuple[int, int, int, int]:
    weights, base = instance.problem.weights, instance.base_seats
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
    every = np.arange(len(want))
    sheet.put("seat", "below", every, every, 1)
    sheet.put("seat", "short", every, every, 1)
    sheet.put("seat", "over", every, every, -1)


def _needs(sheet: _Sheet, instance: Instance) -> None:
    missing = np.maximum(0, instance.need_count - instance.base_needs)
    sheet.add_rows("need", missing, np.full(len(missing), np.inf))
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
    by_option = structure.row_options.tocoo()
    sheet.put("conflict", "option", by_option.row, by_option.col, by_option.data)


def _loads(sheet: _Sheet, structure: Conflicts) -> None:
    count = np.zeros(len(structure.load_unit))
    sheet.add_rows("load", count, count)
    sheet.put("load", "load", structure.load_row, np.arange(len(structure.load_row)), -1)
    options = structure.load_options.tocoo()
    sheet.put("load", "option", options.row, options.col, options.data)


def _shares(sheet: _Sheet, instance: Instance, structure: Conflicts) -> None:
    """1000 t ≥ weight · z, with z the larger of the two deviations.

    All assignments are counted by the seats' slacks, those with the tag by the loads: a few entries instead of one for
    each candidate. `seat_worth` undoes this where the rows are priced.
    """
    problem = instance.problem
    scale, every = problem.weights.share / 1000, np.arange(len(instance.minimum))
    wanted = int((sheet.low[0]).sum() + instance.base_seats.sum())
    options, lone = structure.load_options.tocoo(), np.flatnonzero(structure.load_member >= 0)
    for side, name in ((1, "low"), (-1, "high")):
        edge = np.array([s.part - side * s.tolerance for s in problem.shares], dtype=np.int64)
        low = side * scale * (edge * wanted - 1000 * instance.base_shares)
        sheet.add_rows(name, low, np.full(len(low), np.inf))
        for row in range(len(low)):
            people = instance.share_people[row, structure.load_unit]
            people[lone] = instance.crowd.tagged(problem.shares[row].tag)[structure.load_member[lone]]
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
