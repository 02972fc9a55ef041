"""Who stands beside which minor in a plan, by groups of escorts (models/wards.py)."""

from functools import cached_property

import numpy as np

from solver.columns import Bools, Ints
from solver.models.instance import Instance

_NOBODY: frozenset[int] = frozenset()


class Escorts:
    """The escorts among the chosen candidates (ascending), and those who need them."""

    def __init__(self, instance: Instance, chosen: Ints) -> None:
        self.instance, self.chosen, self.wards = instance, chosen, instance.wards

    @cached_property
    def beside(self) -> dict[int, frozenset[int]]:
        """The chosen candidates of each group of escorts that has any."""
        wards, grown = self.wards, self.wards.adult[self.instance.candidate_unit[self.chosen]]
        found: dict[int, set[int]] = {}
        named = np.isin(wards.named_escorts, self.chosen)
        group = (self.instance.candidate_shift[self.chosen[grown]], wards.named_group[named])
        escort = (self.chosen[grown], wards.named_escorts[named])
        for g, c in zip(np.concatenate(group).tolist(), np.concatenate(escort).tolist(), strict=True):
            found.setdefault(g, set()).add(c)
        return {g: frozenset(escorts) for g, escorts in found.items()}

    @cached_property
    def _asked(self) -> frozenset[int]:
        """The groups of escorts that some minor who is there needs."""
        wards = self.wards
        there = (wards.candidate < 0) | np.isin(wards.candidate, self.chosen)
        return frozenset(wards.group[there].tolist())

    @cached_property
    def _named_groups(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for c, g in zip(self.wards.named_escorts.tolist(), self.wards.named_group.tolist(), strict=True):
            found.setdefault(c, []).append(g)
        return found

    def groups_of(self, candidate: int) -> list[int]:
        """The groups of escorts to which a candidate belongs."""
        shift, unit = int(self.instance.candidate_shift[candidate]), int(self.instance.candidate_unit[candidate])
        own = [shift] if self.wards.adult[unit] else []
        return own + self._named_groups.get(candidate, [])

    def stands_beside(self, candidate: int) -> list[int]:
        """The groups of escorts of this candidate that some minor who is there needs."""
        return [g for g in self.groups_of(candidate) if g in self._asked]

    def needed(self, candidate: int) -> bool:
        """Whether some minor would stand alone without this candidate."""
        return any(not self.beside.get(g, _NOBODY) - {candidate} for g in self.stands_beside(candidate))

    def guards(self, candidate: int, without: int = -1) -> bool:
        """Whether the minors of this candidate would have somebody beside them."""
        if without < 0:
            return bool(self.guarded[candidate])
        lo, hi = np.searchsorted(self.wards.candidate, (candidate, candidate + 1))
        return all(self.beside.get(int(g), _NOBODY) - {without} for g in self.wards.group[lo:hi])

    @cached_property
    def guarded(self) -> Bools:
        """For each candidate, whether the minors in it would have somebody beside them."""
        wards = self.wards
        present = wards.counts(self.chosen, self.instance.candidate_unit, self.instance.candidate_shift)
        alone = wards.candidate[present[wards.group] == 0]
        found = np.ones(len(self.instance.candidate_unit), dtype=np.bool_)
        found[alone[alone >= 0]] = False
        return found

    @cached_property
    def movable(self) -> Bools:
        """For each candidate, whether it is not chosen, or no minor would stand alone without it."""
        found = np.ones(len(self.instance.candidate_unit), dtype=np.bool_)
        found[[c for g in self._asked for c in self.beside.get(g, _NOBODY) if len(self.beside[g]) == 1]] = False
        return found
