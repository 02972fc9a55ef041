"""What of a known plan may still stand: the pairs and teams that the problem, as it is now, leaves together.

Kept in the order of the people and of their weeks, so that the same problem keeps the same pairs.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import replace

import numpy as np

from solver.crowd import Ints
from solver.models.build import clash
from solver.models.instance import Instance
from solver.models.start import first_teams
from solver.models.sweep import Sweeper
from solver.models.tally import Choice, seats, variant_of, variants_with
from solver.problem import DAY, Pair

STANDS = 10**15  # worth more than all that a week can gain, in the sweeps' weights


def known_choice(instance: Instance, sweeper: Sweeper, teams: Iterable[Pair] = ()) -> Choice:
    """A whole plan of what is still allowed of the previous pairs and of these (team, team shift)."""
    options = _kept_teams(instance, teams)
    variants = variant_of(instance, options)
    people = seats(instance, np.zeros(0, dtype=np.int64))
    taken = np.zeros(len(instance.candidate_unit), dtype=np.bool_)
    known = _known_candidates(instance)
    units, first, count = np.unique(instance.candidate_unit[known], return_index=True, return_counts=True)
    for unit, begin, end in zip(units, first, first + count, strict=True):
        for c in _week(instance, int(variants[unit]), known[begin:end]):
            shift, size = instance.candidate_shift[c], instance.size[unit]
            if people[shift] + size <= instance.maximum[shift]:
                people[shift] += size
                taken[c] = True
    taken = sweeper.without_lost_wards(taken)
    return Choice(np.flatnonzero(taken), options)


def filled(sweeper: Sweeper, known: Choice, choice: Choice, orders: list[Ints]) -> Choice:
    """The choice with more people in the open seats, nobody leaving one that he has in the known choice.

    Sweeps that may move everyone at once chase people through a whole town after a few open seats (measured at M: they
    moved 7.5 % of what could stay; after this step 1.6 %, at less cost).
    """
    cost = sweeper.instance.candidate_cost.copy()
    cost[known.candidates] -= STANDS
    fixed = copy(sweeper)
    fixed.instance = replace(sweeper.instance, candidate_cost=cost)
    return fixed.sweep(choice, orders)


def previous_seats(instance: Instance) -> Ints:
    """How many people the previous plan had at each shift."""
    index = instance.crowd.shift_index
    there = np.array([index[s] for _, s in instance.problem.previous or ()], dtype=np.int64)
    return np.bincount(there, minlength=len(instance.problem.shifts)).astype(np.int64)


def _known_candidates(instance: Instance) -> Ints:
    """The candidates of which the previous plan has every person, ascending."""
    crowd, shifts = instance.crowd, len(instance.problem.shifts)
    pairs = {(crowd.index[v], crowd.shift_index[s]) for v, s in instance.problem.previous or ()}
    table = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    key, count = np.unique(instance.unit_of[table[:, 0]] * shifts + table[:, 1], return_counts=True)
    key = key[count == instance.size[key // max(1, shifts)]]
    return np.flatnonzero(np.isin(instance.candidate_unit * shifts + instance.candidate_shift, key))


def _kept_teams(instance: Instance, teams: Iterable[Pair]) -> tuple[int, ...]:
    """The options of the known teams that still fit together, then those that a first plan would add."""
    problem, wanted = instance.problem, set(teams)
    names = [(problem.teams[o.team].id, problem.team_shifts[o.shift].id) for o in instance.options]
    known = [k for k, name in enumerate(names) if name in wanted]
    kept: set[int] = set()
    for k in (*known, *first_teams(instance)):
        others = [instance.options[o] for o in kept]
        if any(o.team == instance.options[k].team or o.shift == instance.options[k].shift for o in others):
            continue
        if all(variant is not None for _, variant in variants_with(instance, kept | {k})):
            kept.add(k)
    return tuple(sorted(kept))


def _week(instance: Instance, variant: int, candidates: Ints) -> list[int]:
    """Of the unit's known candidates, in the order of the week, those that its rules and caps leave together."""
    slots, rules = instance.variants.slots, instance.problem.rules
    limit, minutes = int(instance.variants.limit[variant]), 0
    first, end = int(slots.ptr[variant]), int(slots.ptr[variant + 1])
    kept: list[int] = []
    spans: list[tuple[int, int]] = []
    for c, place in zip(candidates, np.searchsorted(slots.lo[first:end], candidates, side="right"), strict=True):
        i = first + int(place) - 1
        if place == 0 or c >= slots.hi[i] or len(spans) >= instance.variants.most[variant]:
            continue
        span, length = (int(slots.start[i]), int(slots.end[i])), int(slots.minutes[i])
        today = sum(start // DAY == span[0] // DAY for start, _ in spans)
        if today >= slots.cap[i] or (limit >= 0 and minutes + length > limit):
            continue
        if not any(clash(span, other, rules.gap, rules.rest) for other in spans):
            kept.append(int(c))
            spans.append(span)
            minutes += length
    return kept
