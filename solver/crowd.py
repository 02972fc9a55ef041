"""The volunteers as arrays: what each rule asks of all of them at once."""

from functools import cached_property
from itertools import chain

import numpy as np

from solver.columns import Bools, Ints, whole
from solver.problem import Problem

__all__ = ["Bools", "Crowd", "Ints"]


class Crowd:
    """The problem's volunteers, in the problem's order, as columns."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.size = len(problem.volunteers)
        self.index = {v.id: i for i, v in enumerate(problem.volunteers)}
        self.shift_index = {s.id: i for i, s in enumerate(problem.shifts)}
        self._free_at: dict[tuple[int, int], Bools] = {}
        self._nobody = np.zeros(self.size, dtype=bool)

    @cached_property
    def tags(self) -> dict[str, Bools]:
        """For each tag, who has it."""
        found: dict[str, Bools] = {}
        for i, volunteer in enumerate(self.problem.volunteers):
            for tag in volunteer.tags:
                if tag not in found:
                    found[tag] = np.zeros(self.size, dtype=bool)
                found[tag][i] = True
        return found

    def tagged(self, tag: str) -> Bools:
        """Who has the tag."""
        return self.tags.get(tag, self._nobody)

    @cached_property
    def home(self) -> Ints:
        """Home node of each."""
        return whole((v.home for v in self.problem.volunteers), self.size)

    @cached_property
    def _bans(self) -> dict[str, Ints]:
        found: dict[str, list[int]] = {}
        for volunteer, shift in self.problem.bans:
            found.setdefault(shift, []).append(self.index[volunteer])
        return {shift: np.array(who, dtype=np.int64) for shift, who in found.items()}

    def banned_from(self, shift: str) -> Ints:
        """Who is banned from the shift."""
        return self._bans.get(shift, np.zeros(0, dtype=np.int64))

    @cached_property
    def intervals(self) -> tuple[Ints, Ints, Ints]:
        """Each free interval: whose, from, to."""
        people = self.problem.volunteers
        count = whole((len(v.free) for v in people), self.size)
        flat = chain.from_iterable(chain.from_iterable(v.free for v in people))
        table = np.fromiter(flat, dtype=np.int32, count=2 * int(count.sum())).reshape(-1, 2)
        return np.repeat(np.arange(self.size, dtype=np.int32), count), table[:, 0], table[:, 1]

    @cached_property
    def _presence(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Each presence interval: whose, from, to, and where."""
        people = self.problem.volunteers
        count = whole((len(v.at) for v in people), self.size)
        flat = chain.from_iterable((p.start, p.end, p.node) for v in people for p in v.at)
        table = np.fromiter(flat, dtype=np.int32, count=3 * int(count.sum())).reshape(-1, 3)
        return np.repeat(np.arange(self.size, dtype=np.int32), count), table[:, 0], table[:, 1], table[:, 2]

    def free_at(self, start: int, end: int) -> Bools:
        """Who is free for the whole of [start, end) in one interval."""
        if (start, end) not in self._free_at:
            who, a, b = self.intervals
            mask = np.zeros(self.size, dtype=bool)
            mask[who[(a <= start) & (end <= b)]] = True
            self._free_at[start, end] = mask
        return self._free_at[start, end]

    def node_at(self, start: int) -> Ints:
        """Where each is at the minute: in the first presence interval that holds it, else at home."""
        who, a, b, node = self._presence
        inside = np.flatnonzero((a <= start) & (start < b))[::-1]
        nodes = self.home.copy()
        nodes[who[inside]] = node[inside]
        return nodes

    def at_work(self, start: int) -> Bools:
        """Who is elsewhere than at home by a presence interval at the minute."""
        who, a, b, _ = self._presence
        mask = np.zeros(self.size, dtype=bool)
        mask[who[(a <= start) & (start < b)]] = True
        return mask
