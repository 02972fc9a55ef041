# mypy: disable-error-code="no-untyped-def"
# compiled functions take their types from their arguments
"""Every single exchange that the plan leaves open: a unit comes to a shift, leaving one of its own for it or none.

Columns of candidates (left, taken); left is -1 where the unit can simply come. Whether the shift has room is not asked.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from solver.crowd import Ints
from solver.explain.picture import Picture
from solver.models.tally import variant_of


@dataclass(frozen=True, slots=True)
class Moves:
    """The exchanges, grouped by unit."""

    left: Ints
    taken: Ints


@njit(cache=True, nogil=True)
def _exchanges(
    variant, mine_ptr, mine, slot_of, ptr, start, end, day, cap, minutes, lo, hi, most, limit, gap, rest,
    taken, allowed, movable, out_left, out_taken,
):  # fmt: skip
    """Write the exchanges, or count them when there is no room to write; each unit's own shifts are tried in order."""
    found = 0
    write = len(out_left) > 0
    for u in range(len(variant)):
        v = variant[u]
        own = mine[mine_ptr[u] : mine_ptr[u + 1]]
        for i in range(ptr[v], ptr[v + 1]):
            for k in range(-1, len(own)):
                if k >= 0 and not movable[own[k]]:
                    continue
                others, today, spent, clash = 0, 0, minutes[i], False
                for h in range(len(own)):
                    if h == k:
                        continue
                    s = slot_of[own[h]]
                    others += 1
                    if s < 0:
                        clash = True
                        break
                    spent += minutes[s]
                    if day[s] == day[i]:
                        today += 1
                    pause = gap if day[s] == day[i] else rest
                    first, second = (s, i) if (start[s], end[s]) <= (start[i], end[i]) else (i, s)
                    if start[second] < end[first] + pause:
                        clash = True
                        break
                if clash or others + 1 > most[v] or today + 1 > cap[i] or (limit[v] >= 0 and spent > limit[v]):
                    continue
                for c in range(lo[i], hi[i]):
                    if allowed[c] and not taken[c]:
                        if write:
                            out_left[found] = own[k] if k >= 0 else -1
                            out_taken[found] = c
                        found += 1
                if k < 0:
                    break  # who can simply come need not leave anything
    return found


def moves_of(view: Picture) -> Moves:
    """All exchanges; nobody leaves a minor alone, no minor comes to where nobody would stand beside him."""
    instance = view.instance
    slots, variants = instance.variants.slots, instance.variants
    variant = variant_of(instance, view.solution.choice.options)
    order = view.chosen  # ascending, so grouped by unit
    mine_ptr = np.searchsorted(instance.candidate_unit[order], np.arange(len(instance.units) + 1))
    slot_of = _slot_of(view, variant)
    taken = np.zeros(len(instance.candidate_unit), dtype=bool)
    taken[order] = True

    def run(left: Ints, came: Ints) -> int:
        return int(
            _exchanges(
                variant, mine_ptr, order, slot_of, slots.ptr, slots.start, slots.end, slots.day, slots.cap,
                slots.minutes, slots.lo, slots.hi, variants.most, variants.limit, instance.problem.rules.gap,
                instance.problem.rules.rest, taken, view.escorts.guarded, view.escorts.movable,
                left, came,
            )
        )  # fmt: skip

    nothing = np.zeros(0, dtype=np.int64)
    count = run(nothing, nothing)
    left, came = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    if count:
        run(left, came)
    return Moves(left, came)


def _slot_of(view: Picture, variant: Ints) -> Ints:
    """For each candidate its slot in its unit's variant, -1 where the variant has none."""
    slots = view.instance.variants.slots
    found = np.full(len(view.instance.candidate_unit), -1, dtype=np.int64)
    rows = np.concatenate(
        [np.arange(slots.ptr[v], slots.ptr[v + 1]) for v in variant.tolist()] or [np.zeros(0, dtype=np.int64)]
    ).astype(np.int64)
    width = slots.hi[rows] - slots.lo[rows]
    first = np.repeat(slots.lo[rows] - np.concatenate(([0], np.cumsum(width)[:-1])), width) if len(rows) else rows
    found[first + np.arange(int(width.sum()))] = np.repeat(rows, width)
    return found
