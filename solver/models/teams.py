"""Who goes where with a team: what the choice of teams needs of an instance, made once as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from solver.columns import Ints

if TYPE_CHECKING:
    from solver.models.instance import Option, Variants
    from solver.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams:
    """Of each option its team, its team shift, what it costs, and what that shift is worth.

    `goes` are the variants of units with one team in which it goes, `stays` the same units' variants without it,
    `with_` the options that they go with. Units of several teams have their variants' ends in `several`.
    """

    team: Ints
    shift: Ints
    cost: Ints
    priority: Ints
    goes: Ints
    stays: Ints
    with_: Ints
    several: tuple[tuple[int, int], ...]

    def matched(self, cost: Ints) -> tuple[int, ...]:
        """The options that cost least in sum, one for a team and for a team shift at most, by their teams; each less
        than nothing."""
        if not len(cost):
            return ()
        matrix = np.zeros((int(self.team.max()) + 1, int(self.shift.max()) + 1), dtype=np.int64)
        at = np.full(matrix.shape, -1, dtype=np.int64)
        matrix[self.team, self.shift] = np.minimum(0, cost)
        at[self.team, self.shift] = np.arange(len(cost))
        pairs = linear_sum_assignment(matrix)
        return tuple(at[pairs][matrix[pairs] < 0].tolist())


def teams_of(problem: Problem, options: Sequence[Option], unit_variants: Ints, variants: Variants) -> Teams:
    """The columns of these options, and of the units with more than one variant."""
    goes: list[tuple[int, int, int]] = []
    several: list[tuple[int, int]] = []
    for unit in np.flatnonzero(np.diff(unit_variants) > 1).tolist():
        lo, hi = int(unit_variants[unit]), int(unit_variants[unit + 1])
        chosen = variants.options[lo:hi]
        if any(len(one) > 1 for one in chosen) or len({options[o].team for one in chosen for o in one}) > 1:
            several.append((lo, hi))
        else:
            goes += [(v, lo, variants.options[v][0]) for v in range(lo + 1, hi)]
    columns = np.array(goes, dtype=np.int64).reshape(-1, 3)
    return Teams(
        team=np.array([o.team for o in options], dtype=np.int64),
        shift=np.array([o.shift for o in options], dtype=np.int64),
        cost=np.array([o.cost for o in options], dtype=np.int64),
        priority=np.array([problem.team_shifts[o.shift].priority for o in options], dtype=np.int64),
        goes=columns[:, 0],
        stays=columns[:, 1],
        with_=columns[:, 2],
        several=tuple(several),
    )
