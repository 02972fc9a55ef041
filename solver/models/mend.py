"""A damaged plan is mended where it lacks people: those near a short shift choose anew together, all others stand.

The shifts that have fewer people than they had are looked at first. Who lives far from them is not asked to change.
"""

from collections.abc import Iterator

import numpy as np

from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.known import previous_seats
from solver.models.mip import solve_part
from solver.models.part import Mask, Standing, movable, part_of
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
    tried = np.zeros(len(instance.minimum), dtype=np.bool_)
    for _ in range(rounds):
        if best.clock.over():
            return
        group, units = _around(instance, _short(best, tried), movable(instance, best.choice))
        if not len(group):
            return
        tried[group] = True
        inside = np.zeros(len(instance.units), dtype=np.bool_)
        inside[units] = True
        wanted = np.zeros(len(instance.minimum), dtype=np.bool_)
        wanted[group] = True
        chosen = best.choice.candidates
        wanted[instance.candidate_shift[chosen[inside[instance.candidate_unit[chosen]]]]] = True
        free = _among(instance, inside, wanted)
        if free.any():
            _try(best, free, seed)


def _try(best: Incumbent, free: Mask, seed: int) -> None:
    standing = Standing(best.instance, best.choice)
    part = part_of(standing, np.flatnonzero(free))
    everyone = np.ones(len(part.candidates), dtype=np.bool_)
    answer = solve_part(whole_model(part.instance), everyone, ORDERED, clock=best.clock, nodes=NODES, seed=seed)
    if answer.x is not None:
        best.offer(standing.merged([(part, np.flatnonzero(answer.x[: len(everyone)] > 0.5))]))


def _short(best: Incumbent, tried: Mask) -> Iterator[int]:
    """The shifts not tried yet that lack somebody: by what they lack more than before, then by the cost's parts."""
    instance, chosen = best.instance, best.choice.candidates
    people = seats(instance, chosen)
    below = np.maximum(0, instance.minimum - people) * instance.priority
    short = np.maximum(0, instance.desired - np.maximum(people, instance.minimum)) * instance.priority
    unmet = np.zeros(len(people), dtype=np.int64)
    lack = np.maximum(0, instance.need_count - tagged(instance, chosen)) * instance.need_priority
    np.add.at(unmet, instance.need_shift, lack)
    lost = np.maximum(0, np.minimum(previous_seats(instance), instance.desired) - people)
    order = np.lexsort((-short, -unmet, -below, lost == 0))
    return (int(s) for s in order if below[s] + unmet[s] + short[s] > 0 and not tried[s])


def _around(instance: Instance, short: Iterator[int], may: Mask) -> tuple[list[int], list[int]]:
    """The first short shift that somebody can come to, with the next ones near it, and the people near them all."""
    places = np.array(instance.problem.network.nodes, dtype=np.float64).reshape(-1, 2)
    at = [shift.node for shift in instance.problem.shifts]
    group: list[int] = []
    units: dict[int, None] = {}
    waiting = list(short)
    if not waiting:
        return [], []
    centre = places[at[waiting[0]]]
    far = np.abs(places[[at[s] for s in waiting]] - centre).sum(axis=1)
    for s in (waiting[k] for k in np.argsort(far, kind="stable")):
        there = np.flatnonzero((instance.candidate_shift == s) & may[instance.candidate_unit])
        near = there[np.argsort(instance.candidate_cost[there], kind="stable")[:ASKED]]
        group.append(s)
        units.update(dict.fromkeys(instance.candidate_unit[near].tolist()))
        if len(units) >= PEOPLE:
            break
    return group, list(units)


def _among(instance: Instance, inside: Mask, wanted: Mask) -> Mask:
    """Of the units inside the candidates at wanted shifts, and of each unit the cheapest few elsewhere."""
    there = np.flatnonzero(inside[instance.candidate_unit])
    there = there[np.lexsort((instance.candidate_cost[there], instance.candidate_unit[there]))]
    owner = instance.candidate_unit[there]
    rank = np.arange(len(there)) - np.searchsorted(owner, owner)
    free = np.zeros(len(instance.candidate_unit), dtype=np.bool_)
    free[there[wanted[instance.candidate_shift[there]] | (rank < ELSEWHERE)]] = True
    return free
