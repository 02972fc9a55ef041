"""Who falls to which rules at one shift, each rule asked of everybody by itself, as one bit a rule."""

from dataclasses import dataclass

import numpy as np

from solver.crowd import Bools, Ints
from solver.explain.duties import WEEK_RULES, kept_by_week
from solver.explain.picture import Picture
from solver.rules import PAIR_RULES

NO_ESCORT = "没有可陪同的成年人"
PARTED = "结伴的人不能同来"
FULL = "班次已满"

ORDER = (*PAIR_RULES, "walk_limit", *WEEK_RULES, PARTED, FULL, NO_ESCORT)
BIT = {name: 1 << place for place, name in enumerate(ORDER)}
"""In the order in which a reader is told."""


@dataclass(frozen=True, slots=True)
class Falls:
    """For each volunteer the rules that keep him alone, and those that keep him or someone tied to him."""

    own: Ints
    all: Ints

    def only(self, rule: str) -> Bools:
        """Whom nothing but this rule keeps away, those tied to him included."""
        alone: Bools = self.all == BIT[rule]
        return alone


def falls_at(view: Picture, index: int, near: Bools) -> Falls:
    """The falls at a shift; `near` says who is within the walking limit."""
    shift = view.problem.shifts[index]
    own = view.pair_falls(shift).astype(np.int64)
    own |= np.where(near, 0, BIT["walk_limit"])
    for name, kept in kept_by_week(view.problem, view.table, shift).items():
        own |= np.where(kept, BIT[name], 0)
    together = own.copy()
    members, first, size = view.tied
    if len(members):
        together[members] = np.repeat(np.bitwise_or.reduceat(own[members], first), size)
    together |= np.where(view.people[index] + view.instance.size[view.instance.unit_of] > shift.max, BIT[FULL], 0)
    together[_unescorted(view, index)] |= BIT[NO_ESCORT]
    return Falls(own, together)


def first_of(view: Picture, falls: Falls) -> Ints:
    """For each volunteer the place in ORDER of what he is told, len(ORDER) where nothing keeps him.

    His own first rule counts before his partner's, and that before what the shift itself sets against him.
    """
    shift_bits = BIT[FULL] | BIT[NO_ESCORT]
    bits = falls.own | (falls.all & shift_bits)
    parted = (falls.all & ~falls.own & ~np.int64(shift_bits)) != 0
    bits[parted] |= BIT[PARTED]
    lowest = bits & -bits
    return np.where(bits == 0, len(ORDER), np.round(np.log2(np.maximum(lowest, 1))).astype(np.int64))


def _unescorted(view: Picture, index: int) -> Ints:
    """Those whose unit would bring a minor beside whom nobody may stand."""
    present = view.present.get(index, [])
    anybody, named = view.unaccompanied
    found = [np.zeros(0, dtype=np.int64) if view.crowd.tagged("adult")[present].any() else anybody]
    names = {view.problem.volunteers[v].id for v in present}
    found += [members for members, escorts in named if names.isdisjoint(escorts)]
    return np.concatenate(found)
