# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# compiled functions take their types from their arguments
"""Every pair (volunteer, shift) that the per-pair rules and the walking limit allow, with its metres."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numba import njit

from solver.columns import Bools, Ints, starts
from solver.crowd import Crowd
from solver.distances import Reach, adjacency, reach
from solver.problem import Shift
from solver.rules import PAIR_RULES, Kind
from solver.timetable import Timetable, starts_of


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs by volunteer, start, end and shift: volunteer v owns ptr[v]:ptr[v + 1] of shifts and metres."""

    ptr: Ints
    shift: Ints
    metres: Ints

    @property
    def volunteer(self) -> Ints:
        """The volunteer of each pair."""
        return np.repeat(np.arange(len(self.ptr) - 1, dtype=np.int32), np.diff(self.ptr))

    def of(self, volunteer: int) -> slice:
        """Where the pairs of one volunteer stand."""
        return slice(int(self.ptr[volunteer]), int(self.ptr[volunteer + 1]))


def candidate_pairs(crowd: Crowd, timetable: Timetable | None = None) -> Pairs:
    """All pairs that no per-pair rule forbids, within the walking limit.

    Start by start: people are looked up at the corners where they then are, around each shift's place.
    """
    times = timetable or Timetable(crowd.problem.shifts)
    nodes, place = np.unique(times.node, return_inverse=True)
    near = reach(adjacency(crowd.problem.network), nodes, crowd.problem.walk.limit_metres)
    found = [_at_one_start(crowd, times, near, place, shifts) for shifts in starts_of(times)]
    return Pairs(*_by_volunteer(crowd.size, found))


def without_banned(pairs: Pairs, crowd: Crowd) -> Pairs:
    """The pairs of a problem without bans, but for those that this one bans."""
    stay = np.ones(len(pairs.shift), dtype=np.bool_)
    for name, shift in crowd.problem.bans:
        own = pairs.of(crowd.index[name])
        stay[own] &= pairs.shift[own] != crowd.shift_index[shift]
    before = np.zeros(len(stay) + 1, dtype=np.int64)
    np.cumsum(stay, out=before[1:])
    return Pairs(before[pairs.ptr], pairs.shift[stay], pairs.metres[stay])


SHARED = tuple(mask for name, mask in PAIR_RULES.items() if name != "ban")  # many shifts are of one kind but for bans

Found = tuple[Ints, Ints, Ints]


def _at_one_start(crowd: Crowd, times: Timetable, near: Reach, place: Ints, shifts: Ints) -> Found:
    """The pairs of shifts that start together: volunteers, shifts, metres."""
    kinds: dict[Kind, int] = {}
    wanted = [crowd.problem.shifts[s] for s in shifts]
    looks: list[Kind] = [tuple(mask.kind(crowd, shift) for mask in SHARED) for shift in wanted]
    kind = np.array([kinds.setdefault(look, len(kinds)) for look in looks], dtype=np.int64)
    allowed = np.zeros((len(kinds), crowd.size), dtype=np.bool_)
    for row in range(len(kinds)):
        allowed[row] = _allowed(crowd, wanted[int(np.argmax(kind == row))])
    ban_ptr, banned = _bans(crowd, wanted)
    at = crowd.node_at(int(times.start[shifts[0]]))
    who = np.flatnonzero(allowed.any(axis=0))
    who = who[np.argsort(at[who], kind="stable")].astype(np.int32)
    corner = np.searchsorted(at[who], np.arange(len(crowd.problem.network.nodes) + 1))
    return _gather(  # type: ignore[no-any-return]
        shifts, place[shifts], kind, allowed, near.ptr, near.node, near.metres, corner, who, ban_ptr, banned
    )


def _allowed(crowd: Crowd, shift: Shift) -> Bools:
    """Whom the shared rules let serve."""
    who = np.arange(crowd.size)
    for mask in SHARED:
        who = who[~mask.falls(crowd, shift, who)]
    allowed = np.zeros(crowd.size, dtype=np.bool_)
    allowed[who] = True
    return allowed


def _bans(crowd: Crowd, shifts: Iterable[Shift]) -> tuple[Ints, Ints]:
    rows = [crowd.banned_from(shift.id) for shift in shifts]
    ptr = starts(np.array([len(row) for row in rows]))
    return ptr, np.concatenate(rows).astype(np.int64)


@njit(cache=True)
def _gather(shifts, place, kind, allowed, ptr, node, metres, corner, who, ban_ptr, banned):
    """Everyone at a corner within reach of a shift whom its kind allows and no ban names, shift by shift."""
    room, count = 1024, 0
    volunteer = np.empty(room, np.int32)
    shift = np.empty(room, np.int32)
    walk = np.empty(room, np.int32)
    for i in range(len(shifts)):
        may = allowed[kind[i]]
        for k in range(ptr[place[i]], ptr[place[i] + 1]):
            for j in range(corner[node[k]], corner[node[k] + 1]):
                v = who[j]
                if not may[v]:
                    continue
                barred = False
                for b in range(ban_ptr[i], ban_ptr[i + 1]):
                    barred |= banned[b] == v
                if barred:
                    continue
                if count == room:
                    room *= 2
                    volunteer = np.concatenate((volunteer, np.empty(count, np.int32)))
                    shift = np.concatenate((shift, np.empty(count, np.int32)))
                    walk = np.concatenate((walk, np.empty(count, np.int32)))
                volunteer[count], shift[count], walk[count] = v, shifts[i], metres[k]
                count += 1
    return volunteer[:count].copy(), shift[:count].copy(), walk[:count].copy()


def _by_volunteer(size: int, found: list[Found]) -> Found:
    """The same by volunteer, in the order in which they were found; what was found is let go of piece by piece."""
    count = np.zeros(size, dtype=np.int64)
    for who, _, _ in found:
        count += np.bincount(who, minlength=size)
    ptr = starts(count)
    shift, metres = np.empty(int(ptr[-1]), dtype=np.int32), np.empty(int(ptr[-1]), dtype=np.int32)
    free = ptr[:-1].copy()
    found.reverse()
    while found:
        _deal(*found.pop(), free, shift, metres)
    return ptr, shift, metres


@njit(cache=True)
def _deal(volunteer, shift, metres, free, all_shifts, all_metres):
    """Put each pair at its volunteer's next free place."""
    for i in range(len(volunteer)):
        at = free[volunteer[i]]
        all_shifts[at], all_metres[at] = shift[i], metres[i]
        free[volunteer[i]] += 1
