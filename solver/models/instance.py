"""The problem as arrays for the optimiser: units, their ways to engage, slots, candidates, seats, needs, shares.

A *unit* is a person, or all people tied together (pairs), who then have one common week. A *variant* is a unit with a
fixed choice of team shifts; its slots are those that this choice and the pins leave. Pins are taken out of the
decisions: they stand in the constant part (`base_*`) and shrink the caps.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solver.candidates import Pairs
from solver.crowd import Crowd, Ints
from solver.models.teams import Teams, teams_of
from solver.models.wards import Wards
from solver.plan import PinLeftOut
from solver.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The variants' slots as columns; variant v owns ptr[v]:ptr[v+1], ordered by start; lo:hi are its candidates."""

    ptr: Ints
    start: Ints
    end: Ints
    day: Ints
    cap: Ints
    minutes: Ints
    lo: Ints
    hi: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """Units with fixed team shifts: the caps left, the cost of the j-th further shift, and the fixed load cost."""

    unit: Ints
    options: tuple[tuple[int, ...], ...]
    most: Ints
    limit: Ints
    load: Ints
    fixed: Ints
    slots: Slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A team at a team shift: who goes, and what that costs without load."""

    team: int
    shift: int
    goers: tuple[int, ...]
    cost: int


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Everything that the optimiser reads."""

    problem: Problem
    crowd: Crowd
    pairs: Pairs
    units: tuple[tuple[int, ...], ...]
    unit_of: Ints
    size: Ints
    unit_ptr: Ints
    unit_variants: Ints
    candidate_unit: Ints
    candidate_shift: Ints
    candidate_cost: Ints
    need_ptr: Ints
    need_index: Ints
    need_people: Ints
    variants: Variants
    options: tuple[Option, ...]
    wards: Wards
    minimum: Ints
    desired: Ints
    maximum: Ints
    priority: Ints
    need_shift: Ints
    need_count: Ints
    need_priority: Ints
    need_tags: tuple[str, ...]
    share_people: Ints  # [share, unit]: how many of the unit have the tag
    base_seats: Ints
    base_needs: Ints
    base_shares: Ints
    base_cost: int
    pinned: tuple[tuple[int, int], ...]
    pins_left_out: tuple[PinLeftOut, ...] = field(default=())

    @cached_property
    def teams(self) -> Teams:
        """Who goes where with a team, as columns."""
        return teams_of(self.problem, self.options, self.unit_variants, self.variants)

    @property
    def team_shift_priority(self) -> Ints:
        """Priority of each team shift."""
        return np.array([t.priority for t in self.problem.team_shifts], dtype=np.int64)
