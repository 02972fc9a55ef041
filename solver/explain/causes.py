"""The waterfall in numbers alone, for every shortfall of a plan at once: who is out of reach is counted, not looked at.

It says what `why_empty` says. A town has thousands of shortfalls, and only a few people near each of them: the rules on
pairs are counted once for all shifts of a kind, and weeks are only looked at of those whom these rules leave.
"""

from collections import Counter

import numpy as np

from solver.explain.falls import FULL, NO_ESCORT, ORDER, PARTED
from solver.explain.picture import Picture
from solver.plan import Why
from solver.rules import PAIR_RULES

FIRST = np.array([next((n for n in range(len(PAIR_RULES)) if b >> n & 1), -1) for b in range(1 << len(PAIR_RULES))])
"""For each combination of bits the first rule, -1 for none."""


def causes(view: Picture, shift: str, tag: str | None) -> tuple[tuple[Why, ...], int]:
    """How many of those who are not there (with the tag, if given) fall to which rule first, and how many to none."""
    index = view.crowd.shift_index[shift]
    wanted = view.problem.shifts[index]
    here, near = np.array(view.present.get(index, []), dtype=np.int64), view.in_reach(index)
    if tag is not None:
        has = view.crowd.tagged(tag)
        here, near = here[has[here]], near[has[near]]
    there = set(here.tolist())
    near = np.array([v for v in near.tolist() if v not in there], dtype=np.int64)
    fallen = view.pair_counts(wanted, tag) - np.bincount(
        view.pair_falls(wanted)[here], minlength=1 << len(PAIR_RULES)
    )  # fmt: skip
    counts = Counter({name: int(fallen[n == FIRST].sum()) for n, name in enumerate(PAIR_RULES)})
    counts["walk_limit"] = int(fallen[0]) - len(near)
    found = [_kept(view, v, index) for v in near.tolist()]
    counts.update(reason for reason in found if reason)
    return tuple(Why(name, counts[name]) for name in ORDER if counts[name]), found.count(None)


def _kept(view: Picture, volunteer: int, index: int) -> str | None:
    """What the person's own week, his partner, or the shift itself sets against it."""
    shift = view.problem.shifts[index]
    own = view.obstacle(volunteer, shift)
    if own:
        return own
    unit = int(view.instance.unit_of[volunteer])
    candidate = view.candidate(unit, index)
    if candidate is None or view.unit_obstacle(unit, shift):
        return PARTED
    if view.people[index] + view.instance.size[unit] > shift.max:
        return FULL
    return None if view.escorts.guards(candidate) else NO_ESCORT
