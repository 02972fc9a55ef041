"""An area of a city: some of its people, free to be planned anew, in front of everybody else, who stays where he is."""

from dataclasses import dataclass

import numpy as np

from solver.candidates import Pairs
from solver.columns import Bools, Ints, ranges, starts
from solver.crowd import Crowd
from solver.models.instance import Instance, Slots, Variants
from solver.models.tally import Choice, seats, tagged, variant_of
from solver.models.wards import Wards
from solver.problem import Network, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """The instance of these people alone, how they stand, and which of the city's units, candidates, rows they are."""

    instance: Instance
    choice: Choice
    units: Ints
    candidates: Ints
    shifts: Ints
    needs: Ints


def area_of(city: Instance, choice: Choice, units: Ints) -> Area:
    """The area of these units (ascending): their team shifts stay, and so does everybody who is not among them.

    Shares are left aside: they are the whole city's.
    """
    chosen = np.array(choice.candidates, dtype=np.int64)
    inside = np.zeros(len(city.units), dtype=np.bool_)
    inside[units] = True
    mine = inside[city.candidate_unit[chosen]]
    others = chosen[~mine]
    candidates = ranges(city.unit_ptr, units)
    shifts = np.unique(city.candidate_shift[candidates]).astype(np.int64)
    shift_of = _places(shifts, len(city.minimum))
    needs = np.flatnonzero(shift_of[city.need_shift] >= 0)
    need_of = _places(needs, len(city.need_count))
    shift = shift_of[city.candidate_shift[candidates]]
    width = np.diff(city.need_ptr)[candidates]
    at = ranges(city.need_ptr, candidates)
    unit_ptr = starts(np.diff(city.unit_ptr)[units])
    people, tags = seats(city, others), tagged(city, others)
    problem = _empty(city.problem)
    instance = Instance(
        problem=problem,
        crowd=Crowd(problem),
        pairs=Pairs(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32)),
        units=tuple(city.units[u] for u in units),
        unit_of=np.zeros(0, dtype=np.int64),
        size=city.size[units],
        unit_ptr=unit_ptr,
        unit_variants=np.arange(len(units) + 1),
        candidate_unit=np.repeat(np.arange(len(units), dtype=np.int32), np.diff(unit_ptr)),
        candidate_shift=shift.astype(np.int32),
        candidate_cost=city.candidate_cost[candidates],
        need_ptr=starts(width),
        need_index=need_of[city.need_index[at]].astype(np.int32),
        need_people=city.need_people[at],
        variants=_variants(city, variant_of(city, choice.options)[units], candidates),
        options=(),
        wards=_wards(city, others, inside, candidates, shifts, people),
        minimum=city.minimum[shifts],
        desired=city.desired[shifts],
        maximum=city.maximum[shifts],
        priority=city.priority[shifts],
        need_shift=shift_of[city.need_shift[needs]],
        need_count=city.need_count[needs],
        need_priority=city.need_priority[needs],
        need_tags=tuple(city.need_tags[n] for n in needs),
        share_people=np.zeros((0, len(units)), dtype=np.int64),
        base_seats=people[shifts],
        base_needs=tags[needs],
        base_shares=np.zeros(0, dtype=np.int64),
        base_cost=0,
        pinned=(),
    )
    here = tuple(np.searchsorted(candidates, np.sort(chosen[mine])).tolist())
    return Area(
        instance=instance, choice=Choice(here, ()), units=units, candidates=candidates, shifts=shifts, needs=needs
    )


def _places(which: Ints, count: int) -> Ints:
    found = np.full(count, -1, dtype=np.int64)
    found[which] = np.arange(len(which))
    return found


def _empty(problem: Problem) -> Problem:
    """The problem's rules and weights, and nobody."""
    return Problem(
        week=problem.week, network=Network(), walk=problem.walk, rules=problem.rules, weights=problem.weights
    )


def _variants(city: Instance, which: Ints, candidates: Ints) -> Variants:
    every, slots = city.variants, city.variants.slots
    own = ranges(slots.ptr, which)
    # a unit's candidates lie together, so its slots only move
    unit = every.unit[which]
    moved = np.repeat(np.searchsorted(candidates, city.unit_ptr[unit]) - city.unit_ptr[unit], np.diff(slots.ptr)[which])
    return Variants(
        unit=np.arange(len(which)),
        options=((),) * len(which),
        most=every.most[which],
        limit=every.limit[which],
        load=every.load[which],
        fixed=every.fixed[which],
        slots=Slots(
            ptr=starts(np.diff(slots.ptr)[which]),
            start=slots.start[own],
            end=slots.end[own],
            day=slots.day[own],
            cap=slots.cap[own],
            minutes=slots.minutes[own],
            lo=slots.lo[own] + moved,
            hi=slots.hi[own] + moved,
        ),
    )


def _wards(city: Instance, others: Ints, inside: Bools, candidates: Ints, shifts: Ints, people: Ints) -> Wards:
    """The area's own wards where nobody of the others escorts, and the others' wards whom only the area escorts."""
    every = city.wards
    beside = every.counts(others, city.candidate_unit, city.candidate_shift)
    shift_of = _places(shifts, every.shifts)
    open_ = (beside[every.group] == 0) & (every.group < every.shifts)
    group = np.where(every.group < every.shifts, every.group, 0)
    open_ &= shift_of[group] >= 0
    own = open_ & (every.candidate >= 0)
    own[own] = inside[city.candidate_unit[every.candidate[own]]]
    theirs = open_ & ~own & ((every.candidate < 0) | np.isin(every.candidate, others))
    place = np.searchsorted(candidates, every.candidate[own])
    return Wards(
        candidate=np.concatenate((np.full(int(theirs.sum()), -1), place)),
        group=shift_of[np.concatenate((every.group[theirs], every.group[own]))],
        shifts=len(shifts),
        adult=every.adult[inside],
        named_ptr=np.zeros(1, dtype=np.int64),
        named_escorts=np.zeros(0, dtype=np.int64),
        first=every.first[shifts] & (people[shifts] == 0),
    )


def bound_by_name(city: Instance) -> Bools:
    """The units that named escorts tie to others: an area leaves them where they are."""
    every = city.wards
    found = np.zeros(len(city.units), dtype=np.bool_)
    found[city.candidate_unit[every.named_escorts]] = True
    named = every.candidate[(every.group >= every.shifts) & (every.candidate >= 0)]
    found[city.candidate_unit[named]] = True
    return found


def areas(city: Instance, most: int) -> list[Ints]:
    """The units in areas of at most so many, by where they live: halved across the longer side until they fit."""
    nodes = np.array(city.problem.network.nodes, dtype=np.float64).reshape(-1, 2)
    homes = nodes[city.crowd.home[np.array([unit[0] for unit in city.units], dtype=np.int64)]]
    free = np.flatnonzero(~bound_by_name(city) & (np.diff(city.unit_ptr) > 0))
    open_, found = [free], []
    while open_:
        part = open_.pop()
        if len(part) <= most:
            found.append(np.sort(part))
            continue
        across = int(np.argmax(np.ptp(homes[part], axis=0)))
        order = part[np.argsort(homes[part, across], kind="stable")]
        open_ += [order[len(order) // 2 :], order[: len(order) // 2]]
    return [part for part in found if len(part)]
