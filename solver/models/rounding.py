"""From a fractional solution of the relaxation to a plan: of each week the largest parts that may stand together."""

import numpy as np

from solver.columns import Floats, Ints
from solver.models.instance import Instance
from solver.models.sweep import Sweeper
from solver.models.tally import Choice, seats, variant_of
from solver.models.weeks import all_weeks

WHOLE, BARRED = 1_000_000, 1 << 58
LEAST = 0.5  # of a candidate: what is taken less does not stand


def rounded(instance: Instance, taken: Floats, options: tuple[int, ...], sweeper: Sweeper) -> Choice:
    """The choice that takes what is taken most; nothing in it breaks a rule."""
    price = np.full(len(taken), BARRED, dtype=np.int64)
    kept = np.flatnonzero(taken >= LEAST)
    price[kept] = -np.rint(taken[kept] * WHOLE).astype(np.int64)
    chosen = best_weeks(instance, variant_of(instance, options), price)
    stand = np.zeros(len(taken), dtype=np.bool_)
    stand[_within(instance, chosen, taken)] = True
    stand = sweeper.without_lost_wards(stand)
    return Choice(np.flatnonzero(stand), options)


def best_weeks(instance: Instance, variants: Ints, price: Ints) -> Ints:
    """The candidates of these variants' best weeks at these prices, loads left aside."""
    every, slots = instance.variants, instance.variants.slots
    values = np.zeros(len(every.unit), dtype=np.int64)
    weeks = np.full((len(every.unit), int(every.most.max(initial=0)) + 1), -1, dtype=np.int64)
    all_weeks(
        variants, slots.ptr, slots.start, slots.end, slots.day, slots.cap, slots.minutes, slots.lo, slots.hi,
        np.zeros_like(every.load), every.most, every.limit, instance.problem.rules.gap, instance.problem.rules.rest,
        price, values, weeks,
    )  # fmt: skip
    found: Ints = np.sort(weeks[variants][weeks[variants] >= 0])
    return found


def _within(instance: Instance, chosen: Ints, taken: Floats) -> Ints:
    """The chosen without the least taken ones of each shift that holds too many."""
    over = seats(instance, chosen) - instance.maximum
    crowded = np.flatnonzero(over > 0)
    gone: list[int] = []
    for shift in crowded:
        there = chosen[instance.candidate_shift[chosen] == shift]
        for c in there[np.argsort(taken[there], kind="stable")]:
            if over[shift] > 0:
                gone.append(int(c))
                over[shift] -= instance.size[instance.candidate_unit[c]]
    return np.setdiff1d(chosen, np.array(gone, dtype=np.int64))
