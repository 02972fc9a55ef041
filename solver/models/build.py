# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# compiled functions take their types from their arguments
"""From the problem to the optimiser's arrays."""

from typing import Any

import numpy as np
from numba import njit

from solver.candidates import Pairs, candidate_pairs, without_banned
from solver.crowd import Crowd, Ints
from solver.distances import Streets, adjacency, metres_to
from solver.garbage import no_collection
from solver.models.events import clash, load_cost
from solver.models.instance import Instance
from solver.models.options import team_options
from solver.models.pins import Pins, standing_pins
from solver.models.units import Spread, Units, spread_of, units_of
from solver.models.variants import variants_of
from solver.models.wards import find_wards
from solver.pair_costs import bond_cost, pair_costs, wish_cost
from solver.problem import Problem
from solver.timetable import Timetable

__all__ = ["build", "clash", "load_cost"]


def build(problem: Problem, unbanned: Pairs | None = None) -> Instance:
    """All arrays of the problem; deterministic. `unbanned`, where they are known: its candidate pairs without bans."""
    with no_collection():
        return _build(problem, unbanned)


def unbanned_pairs(problem: Problem) -> Pairs:
    """The candidate pairs of the problem without its bans, the same whatever is pinned or banned."""
    return candidate_pairs(Crowd(problem.fixed((), ())), Timetable(problem.shifts))


def _build(problem: Problem, unbanned: Pairs | None) -> Instance:
    crowd, times = Crowd(problem), Timetable(problem.shifts)
    pairs = candidate_pairs(crowd, times) if unbanned is None else without_banned(unbanned, crowd)
    pins = standing_pins(crowd)
    units = units_of(crowd)
    unit_of = np.zeros(crowd.size, dtype=np.int64)
    unit_of[[m for unit in units for m in unit]] = np.repeat(np.arange(len(units)), [len(unit) for unit in units])
    spread = spread_of(pairs, pair_costs(crowd, pairs, times), units, times)
    streets = adjacency(problem.network)
    options = team_options(crowd, pins, streets)
    variants, unit_variants = variants_of(crowd, pins, units, unit_of, spread, times, options)
    return Instance(
        problem=problem,
        crowd=crowd,
        pairs=pairs,
        units=units,
        unit_of=unit_of,
        size=np.bincount(unit_of, minlength=len(units)),
        unit_ptr=spread.ptr,
        unit_variants=unit_variants,
        candidate_unit=spread.unit,
        candidate_shift=spread.shift,
        candidate_cost=spread.cost,
        variants=variants,
        options=options,
        wards=find_wards(crowd, pins, unit_of, spread.ptr, spread.shift),
        minimum=np.array([s.min for s in problem.shifts], dtype=np.int64),
        desired=np.array([s.desired for s in problem.shifts], dtype=np.int64),
        maximum=np.array([s.max for s in problem.shifts], dtype=np.int64),
        priority=np.array([s.priority for s in problem.shifts], dtype=np.int64),
        base_seats=np.bincount(np.array([s for _, s in pins.standing], dtype=np.int64), minlength=len(problem.shifts)),
        base_cost=_base_cost(crowd, pins, streets),
        pinned=tuple(pins.standing),
        pins_left_out=tuple(pins.left_out),
        **_needs(crowd, pins, units, unit_of, spread),
        **_shares(crowd, pins, units, unit_of),
    )


def _base_cost(crowd: Crowd, pins: Pins, streets: Streets) -> int:
    """Cost of the pins without load, and of all of the previous plan being lost (what is kept takes it back)."""
    problem = crowd.problem
    previous = set(problem.previous or ())
    total = problem.weights.taken_off * len(previous)
    at: dict[int, list[int]] = {}
    for v, s in pins.standing:
        at.setdefault(s, []).append(v)
        volunteer, shift = problem.volunteers[v], problem.shifts[s]
        total += wish_cost(volunteer, shift) + bond_cost(volunteer, shift, problem.weights)
        if problem.previous is not None:
            known = (volunteer.id, shift.id) in previous
            total += -problem.weights.taken_off if known else problem.weights.put_on
    where = {start: crowd.node_at(start) for start in {problem.shifts[s].start for s in at}}
    for s, people in at.items():
        shift = problem.shifts[s]
        total += int(metres_to(streets, shift.node, where[shift.start][people]).sum())
    return total


def _needs(crowd: Crowd, pins: Pins, units: Units, unit_of: Ints, spread: Spread) -> dict[str, Any]:
    """The needs, and for each candidate those that it serves and with how many people."""
    needs = [(s, shift, need) for s, shift in enumerate(crowd.problem.shifts) for need in shift.some_have]
    need_shift = np.array([s for s, _, _ in needs], dtype=np.int64)
    tags = tuple(need.tag for _, _, need in needs)
    first = np.searchsorted(need_shift, np.arange(len(crowd.problem.shifts) + 1))
    row = {tag: i for i, tag in enumerate(sorted(set(tags)))}
    has = np.zeros((len(row), len(units)), dtype=np.int32)
    for tag, i in row.items():
        has[i] = np.bincount(unit_of[crowd.tagged(tag)], minlength=len(units))
    rows = np.array([row[tag] for tag in tags], dtype=np.int64)
    ptr, index, people = _served(spread.unit, spread.shift, first, rows, has)
    base = np.zeros(len(needs), dtype=np.int64)
    for v, s in pins.standing:
        for n in range(first[s], first[s + 1]):
            base[n] += crowd.tagged(tags[n])[v]
    return {
        "need_ptr": ptr,
        "need_index": index,
        "need_people": people,
        "need_shift": need_shift,
        "need_count": np.array([need.count for _, _, need in needs], dtype=np.int64),
        "need_priority": np.array([shift.priority for _, shift, _ in needs], dtype=np.int64),
        "need_tags": tags,
        "base_needs": base,
    }


@njit(cache=True)
def _served(unit, shift, first, row, has):
    """For each candidate the needs of its shift that its unit serves, and with how many people."""
    ptr = np.zeros(len(unit) + 1, np.int64)
    for c in range(len(unit)):
        ptr[c + 1] = ptr[c]
        for n in range(first[shift[c]], first[shift[c] + 1]):
            ptr[c + 1] += has[row[n], unit[c]] > 0
    index = np.empty(ptr[-1], np.int32)
    people = np.empty(ptr[-1], np.int32)
    for c in range(len(unit)):
        at = ptr[c]
        for n in range(first[shift[c]], first[shift[c] + 1]):
            count = has[row[n], unit[c]]
            if count > 0:
                index[at], people[at] = n, count
                at += 1
    return ptr, index, people


def _shares(crowd: Crowd, pins: Pins, units: Units, unit_of: Ints) -> dict[str, Any]:
    """For each share, how many of each unit have the tag, and of those who are pinned."""
    shares = crowd.problem.shares
    people = np.zeros((len(shares), len(units)), dtype=np.int64)
    base = np.zeros(len(shares), dtype=np.int64)
    for row, share in enumerate(shares):
        has = crowd.tagged(share.tag)
        people[row] = np.bincount(unit_of[has], minlength=len(units))
        base[row] = sum(int(has[v]) for v, _ in pins.standing)
    return {"share_people": people, "base_shares": base}
