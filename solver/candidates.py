"""Every pair (volunteer, shift) that the per-pair rules and the walking limit allow, with its metres and its cost."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.crowd import Crowd, Ints
from solver.distances import adjacency, blocks
from solver.masks import PAIR_RULES
from solver.problem import DAY, Preference, Problem, Shift, Volunteer, Weights


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs as columns, by volunteer and then by shift: indices, and walking metres."""

    volunteer: Ints
    shift: Ints
    metres: Ints


def candidate_pairs(crowd: Crowd) -> Pairs:
    """All pairs that no per-pair rule forbids, within the walking limit."""
    problem = crowd.problem
    limit = problem.walk.limit_metres
    by_node: dict[int, list[int]] = {}
    for index, shift in enumerate(problem.shifts):
        by_node.setdefault(shift.node, []).append(index)
    found: list[tuple[int, Ints, Ints]] = []
    for node, metres in blocks(adjacency(problem.network), sorted(by_node), limit=limit):
        for index in by_node[node]:
            shift = problem.shifts[index]
            who = np.flatnonzero(crowd.free_at(shift.start, shift.end))
            away = metres[crowd.node_at(shift.start)[who]]
            who, away = who[away <= limit], away[away <= limit]
            for _, falls in PAIR_RULES:
                stays = ~falls(crowd, shift, who)
                who, away = who[stays], away[stays]
            found.append((index, who, away))
    return _sorted(found)


def _sorted(found: Sequence[tuple[int, Ints, Ints]]) -> Pairs:
    empty = np.zeros(0, dtype=np.int64)
    volunteer = np.concatenate([who for _, who, _ in found] or [empty])
    metres = np.concatenate([away for _, _, away in found] or [empty])
    shift = np.repeat(
        np.array([index for index, _, _ in found], dtype=np.int64),
        np.array([len(who) for _, who, _ in found], dtype=np.int64),
    )
    order = np.lexsort((shift, volunteer))
    return Pairs(volunteer[order], shift[order], metres[order])


def wish_cost(volunteer: Volunteer, shift: Shift) -> int:
    """Sum of the `prefers` entries of which every given key matches."""
    return sum(p.cost for p in volunteer.prefers if _matches(p, shift.place, shift.category, shift.start // DAY))


def _matches(preference: Preference, place: str, category: str, weekday: int) -> bool:
    return (
        preference.place in (None, place)
        and preference.category in (None, category)
        and preference.weekday in (None, weekday)
    )


def bond_cost(volunteer: Volunteer, shift: Shift, weights: Weights) -> int:
    """What claims and recent service at the place are worth, zero or below."""
    claim = 0
    if shift.place in volunteer.claims:
        claim = weights.claim
    elif shift.place in volunteer.organization_claims:
        claim = weights.organization_claim
    return claim + (weights.served if shift.place in volunteer.served else 0)


def pair_costs(crowd: Crowd, pairs: Pairs) -> Ints:
    """Cost of each pair without load and shares: metres, wishes, claims, and what changes against the previous plan."""
    problem = crowd.problem
    cost = pairs.metres.copy()
    starts = np.searchsorted(pairs.volunteer, np.arange(crowd.size + 1))
    places = np.array([s.place for s in problem.shifts], dtype=object)
    for index, volunteer in enumerate(problem.volunteers):
        lo, hi = starts[index], starts[index + 1]
        if lo == hi:
            continue
        bound_places = {*volunteer.claims, *volunteer.organization_claims, *volunteer.served}
        if bound_places:
            there = pairs.shift[lo:hi]
            for at in np.flatnonzero([place in bound_places for place in places[there]]):
                cost[lo + at] += bond_cost(volunteer, problem.shifts[there[at]], problem.weights)
    _add_wishes(problem, pairs, starts, cost)
    _add_stability(crowd, pairs, cost)
    return cost


def _add_wishes(problem: Problem, pairs: Pairs, starts: Ints, cost: Ints) -> None:
    categories = {name: k for k, name in enumerate(sorted({s.category for s in problem.shifts}))}
    places = {name: k for k, name in enumerate(sorted({s.place for s in problem.shifts}))}
    category = np.array([categories[s.category] for s in problem.shifts], dtype=np.int64)
    place = np.array([places[s.place] for s in problem.shifts], dtype=np.int64)
    weekday = np.array([s.start // DAY for s in problem.shifts], dtype=np.int64)
    for index, volunteer in enumerate(problem.volunteers):
        there = pairs.shift[starts[index] : starts[index + 1]]
        if len(there) == 0:
            continue
        for wish in volunteer.prefers:
            match = np.ones(len(there), dtype=bool)
            if wish.place is not None:
                match &= place[there] == places.get(wish.place, -1)
            if wish.category is not None:
                match &= category[there] == categories.get(wish.category, -1)
            if wish.weekday is not None:
                match &= weekday[there] == wish.weekday
            cost[starts[index] : starts[index + 1]][match] += wish.cost


def _add_stability(crowd: Crowd, pairs: Pairs, cost: Ints) -> None:
    problem = crowd.problem
    if problem.previous is None:
        return
    shifts = len(problem.shifts)
    known = [
        crowd.index[v] * shifts + crowd.shift_index[s]
        for v, s in problem.previous
        if v in crowd.index and s in crowd.shift_index
    ]
    kept = np.isin(pairs.volunteer * shifts + pairs.shift, np.array(known, dtype=np.int64))
    cost += np.where(kept, -problem.weights.taken_off, problem.weights.put_on)
