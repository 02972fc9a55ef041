"""A damaged plan is mended where it lacks people: those near a short shift choose anew together, all others stand.

The shifts that have fewer people than they had are looked at first. Who lives far from them is not asked to change.
"""

from collections.abc import Iterator

import numpy as np

from solver.crowd import Ints
from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.known import previous_seats
from solver.models.mip import solve_part
from solver.models.part import Mask, movable, part_of
from solver.models.prices import Weights4
from solver.models.tally import seats, tagged
from solver.models.whole import whole_model

ORDERED: Weights4 = (10**8, 10**6, 10**4, 1)
ASKED = 10  # people near each short shift who may come
PEOPLE = 60  # units of a part
ELSEWHERE = 6  # cheapest other candidates of each of them
NODES = 20


def mend(best: Incumbent, *, rounds: int, seed: int) -> None:
    """At most so many parts around short shifts, the worst first, are planned anew; each is kept if it is better."""
    instance = best.instance
    best.enter("缺口修补")
    by_shift = np.lexsort((instance.candidate_cost, instance.candidate_shift))
    ptr = np.searchsorted(instance.candidate_shift[by_shift], np.arange(len(instance.minimum) + 1))
    rank = _rank_in_unit(instance)
    tried = np.zeros(len(instance.minimum), dtype=np.bool_)
    for _ in range(rounds):
        if best.clock.over():
            return
        group, units = _around(instance, _short(best, tried), by_shift, ptr, movable(instance, best.choice))
        if not len(group):
            return
        tried[group] = True
        inside = np.zeros(len(instance.units), dtype=np.bool_)
        inside[units] = True
        wanted = np.zeros(len(instance.minimum), dtype=np.bool_)
        wanted[group] = True
        chosen = np.array(best.choice.candidates, dtype=np.int64)
        wanted[instance.candidate_shift[chosen[inside[instance.candidate_unit[chosen]]]]] = True
        _try(best, inside[instance.candidate_unit] & (wanted[instance.candidate_shift] | (rank < ELSEWHERE)), seed)


def _try(best: Incumbent, free: Mask, seed: int) -> None:
    part = part_of(best.instance, best.choice, free)
    everyone = np.ones(len(part.candidates), dtype=np.bool_)
    answer = solve_part(whole_model(part.instance), everyone, ORDERED, clock=best.clock, nodes=NODES, seed=seed)
    if answer.x is not None:
        best.offer(part.merged(best.choice, np.flatnonzero(answer.x[: len(everyone)] > 0.5)))


def _short(best: Incumbent, tried: Mask) -> Iterator[int]:
    """The shifts not tried yet that lack somebody: by what they lack more than before, then by the cost's parts."""
    instance, chosen = best.instance, np.array(best.choice.candidates, dtype=np.int64)
    people = seats(instance, chosen)
    below = np.maximum(0, instance.minimum - people) * instance.priority
    short = np.maximum(0, instance.desired - np.maximum(people, instance.minimum)) * instance.priority
    unmet = np.zeros(len(people), dtype=np.int64)
    lack = np.maximum(0, instance.need_count - tagged(instance, chosen)) * instance.need_priority
    np.add.at(unmet, instance.need_shift, lack)
    lost = np.maximum(0, np.minimum(previous_seats(instance), instance.desired) - people)
    order = np.lexsort((-short, -unmet, -below, lost == 0))
    return (int(s) for s in order if below[s] + unmet[s] + short[s] > 0 and not tried[s])


def _around(
    instance: Instance, short: Iterator[int], by_shift: Ints, ptr: Ints, may: Mask
) -> tuple[list[int], list[int]]:
    """The first short shift that somebody can come to, with the next ones near it, and the people near them all."""
    places = np.array(instance.problem.network.nodes, dtype=np.float64).reshape(-1, 2)
    at = [shift.node for shift in instance.problem.shifts]
    group: list[int] = []
    units: dict[int, None] = {}
    waiting = list(short)
    if not waiting:
        return [], []
    centre = places[at[waiting[0]]]
    far = {s: float(np.abs(places[at[s]] - centre).sum()) for s in waiting}
    for s in sorted(waiting, key=lambda s: (far[s], waiting.index(s))):
        near = instance.candidate_unit[by_shift[ptr[s] : ptr[s + 1]]]
        group.append(s)
        units.update(dict.fromkeys(int(u) for u in near[may[near]][:ASKED]))
        if len(units) >= PEOPLE:
            break
    return group, list(units)


def _rank_in_unit(instance: Instance) -> Ints:
    """Of each candidate, how many of its unit are cheaper."""
    order = np.lexsort((instance.candidate_cost, instance.candidate_unit))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - instance.unit_ptr[instance.candidate_unit[order]]
    return rank
