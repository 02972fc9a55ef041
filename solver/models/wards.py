"""Minors who need somebody beside them, and who may stand there: stored once for all minors of a shift.

Escorts come in *groups*. Group s, for each shift s, is everyone there who brings an adult: enough for every minor who
names nobody. A minor who names his escorts has a group of his own for each of his shifts, behind those of the shifts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solver.columns import Bools, Floats, Ints, grouped, ranges, starts
from solver.crowd import Crowd
from solver.models.pins import Pins


@dataclass(frozen=True, kw_only=True)
class Wards:
    """Each minor at each shift where neither his unit nor a pin brings him an escort, by candidate.

    `candidate` is -1 where the minor is pinned; whoever is of his `group` may stand beside him. `adult` says of each
    unit whether it brings an adult; `named_ptr` and `named_escorts` list the candidates of the further groups. `first`
    says of each shift whether nobody is pinned there and its wards name nobody, so that the first seat is no ward's.
    """

    candidate: Ints
    group: Ints
    shifts: int
    adult: Bools
    named_ptr: Ints
    named_escorts: Ints
    first: Bools

    def __len__(self) -> int:
        return len(self.candidate)

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return self.shifts + len(self.named_ptr) - 1

    @cached_property
    def himself(self) -> Ints:
        """The wards' own candidates, each once."""
        return np.unique(self.candidate[self.candidate >= 0])

    @cached_property
    def named_group(self) -> Ints:
        """The group of each entry of `named_escorts`."""
        return self.shifts + np.repeat(np.arange(len(self.named_ptr) - 1), np.diff(self.named_ptr))

    def of_units(self, unit_ptr: Ints) -> Ints:
        """Where the wards of each unit begin and end."""
        return np.searchsorted(self.candidate, unit_ptr)

    def counts(self, taken: Ints, candidate_unit: Ints, candidate_shift: Ints) -> Ints:
        """How many of these candidates are of each group."""
        grown = taken[self.adult[candidate_unit[taken]]]
        found = np.bincount(candidate_shift[grown], minlength=self.groups)
        if len(self.named_escorts):
            found += np.bincount(self.named_group[np.isin(self.named_escorts, taken)], minlength=self.groups)
        return found

    def sums(self, taken: Floats, candidate_unit: Ints, candidate_shift: Ints) -> Floats:
        """How much of each group there is when so much of each candidate is taken."""
        grown = np.flatnonzero((taken != 0) & self.adult[candidate_unit])
        found = np.bincount(candidate_shift[grown], weights=taken[grown], minlength=self.groups)
        named = np.bincount(self.named_group, weights=taken[self.named_escorts], minlength=self.groups)
        total: Floats = (found + named).astype(np.float64)
        return total

    def escorts(self, candidate_unit: Ints, candidate_shift: Ints) -> tuple[Ints, Ints]:
        """The candidates of every group one after the other, and where each group begins."""
        grown = np.flatnonzero(self.adult[candidate_unit])
        first, order = grouped(candidate_shift[grown], self.shifts)
        ptr = np.concatenate((first[:-1], first[-1] + self.named_ptr))
        return ptr, np.concatenate((grown[order], self.named_escorts))


def find_wards(crowd: Crowd, pins: Pins, unit_of: Ints, unit_ptr: Ints, shift: Ints) -> Wards:
    """All wards among candidates at these shifts, of which unit_ptr[u]:unit_ptr[u + 1] are unit u's."""
    adult = np.zeros(len(unit_ptr) - 1, dtype=np.bool_)
    adult[unit_of[crowd.tagged("adult")]] = True
    names = {crowd.index[minor]: escorts for minor, escorts in crowd.problem.escorts.items() if escorts}
    free = np.setdiff1d(np.flatnonzero(crowd.tagged("minor")), np.array(list(names), dtype=np.int64))
    own, group = _unnamed(crowd, pins, free, unit_of[free], adult, unit_ptr, shift)
    owners, groups, sizes, escorts = [own], [group], [_EMPTY], [_EMPTY]
    shifts = behind = len(crowd.problem.shifts)
    for minor, named in sorted(names.items()):
        may = [crowd.index[name] for name in named]
        mine, its, count, who = _named(pins, minor, may, unit_of, unit_ptr, shift)
        owners.append(mine)
        groups.append(behind + its)
        sizes.append(count)
        escorts.append(who)
        behind += len(count)
    candidate, all_groups = np.concatenate(owners), np.concatenate(groups)
    order = np.argsort(candidate, kind="stable")
    return Wards(
        candidate=candidate[order],
        group=all_groups[order],
        shifts=shifts,
        adult=adult,
        named_ptr=starts(np.concatenate(sizes)),
        named_escorts=np.concatenate(escorts),
        first=_first(shifts, all_groups, pins, shift[candidate[(candidate >= 0) & (all_groups >= shifts)]]),
    )


def _first(shifts: int, group: Ints, pins: Pins, named_at: Ints) -> Bools:
    found = np.zeros(shifts, dtype=np.bool_)
    found[group[group < shifts]] = True
    found[named_at] = False
    found[np.array([s for _, s in pins.standing], dtype=np.int64)] = False
    return found


def _unnamed(
    crowd: Crowd, pins: Pins, minors: Ints, units: Ints, adult: Bools, unit_ptr: Ints, shift: Ints
) -> tuple[Ints, Ints]:
    """The wards of minors whom any adult may escort: candidates and groups."""
    guarded = np.zeros(len(crowd.problem.shifts), dtype=np.bool_)
    for v, s in pins.standing:
        guarded[s] |= crowd.tagged("adult")[v]
    asked = ranges(unit_ptr, units[~adult[units]])
    asked = asked[~guarded[shift[asked]]]
    pinned = (
        [s for v in minors.tolist() for s in pins.by_volunteer.get(v, ()) if not guarded[s]] if pins.standing else []
    )
    candidate = np.concatenate((np.full(len(pinned), -1), asked))
    return candidate, np.concatenate((np.array(pinned, dtype=np.int64), shift[asked].astype(np.int64)))


def _named(
    pins: Pins, minor: int, may: Sequence[int], unit_of: Ints, unit_ptr: Ints, shift: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    """The wards of one minor with named escorts: candidates, groups from 0, sizes of the groups, their candidates."""
    units = np.unique(unit_of[list(may)])
    unit = unit_of[[minor]]
    guarded = [s for v in may for s in pins.by_volunteer.get(v, ())]
    own = _EMPTY if unit[0] in units else ranges(unit_ptr, unit)
    pinned = np.array(pins.by_volunteer.get(minor, ()), dtype=np.int64)
    candidate = np.concatenate((np.full(len(pinned), -1), own))
    at = np.concatenate((pinned, shift[own].astype(np.int64)))
    open_ = ~np.isin(at, guarded)
    candidate, at = candidate[open_], at[open_]
    there, group = np.unique(at, return_inverse=True)
    escorts = ranges(unit_ptr, units)
    escorts = escorts[np.isin(shift[escorts], there)]
    their = np.searchsorted(there, shift[escorts])
    return candidate, group, np.bincount(their, minlength=len(there)), escorts[np.argsort(their, kind="stable")]


_EMPTY = np.zeros(0, dtype=np.int64)
