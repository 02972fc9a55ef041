"""A part of a plan as an instance of its own: some units choose anew among some candidates, everybody else stands.

What the others do is in the base, as pins are. Teams stand as well, so a unit that goes with one is never in a part.
All shifts that nobody in the part can reach are one shift that wants exactly whom it has, so that shares stay true.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from solver.columns import ranges, runs
from solver.crowd import Ints
from solver.models.instance import Instance, Slots, Variants
from solver.models.tally import Choice, seats, tagged
from solver.models.wards import Wards

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """The instance of the part, how it stands, and the whole's candidate, shift and need of each of its own."""

    instance: Instance
    choice: Choice
    candidates: Ints
    shifts: Ints
    needs: Ints


class Standing:
    """A whole plan, counted once for all the parts that are cut out of it."""

    def __init__(self, instance: Instance, choice: Choice) -> None:
        self.instance, self.choice = instance, choice
        chosen, wards = choice.candidates, instance.wards
        self.taken = np.zeros(len(instance.candidate_unit), dtype=np.bool_)
        self.taken[chosen] = True
        self.people, self.tags = seats(instance, chosen), tagged(instance, chosen)
        self.shares = _shares(instance, chosen)
        self.beside = wards.counts(chosen, instance.candidate_unit, instance.candidate_shift)
        self.wards = np.flatnonzero((wards.candidate < 0) | self.taken[wards.candidate])

    def without(self, chosen: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """People at each shift, with each need's tag, of each share, escorts of each group, but for these chosen."""
        instance = self.instance
        return (
            self.people + instance.base_seats - seats(instance, chosen),
            self.tags + instance.base_needs - tagged(instance, chosen),
            self.shares + instance.base_shares - _shares(instance, chosen),
            self.beside - instance.wards.counts(chosen, instance.candidate_unit, instance.candidate_shift),
        )

    def merged(self, found: Iterable[tuple[Part, Ints]]) -> Choice:
        """The choice with the candidates found for each part in the place of those that it had there."""
        taken = self.taken.copy()
        for part, chosen in found:
            taken[part.candidates] = False
            taken[part.candidates[chosen]] = True
        return Choice(np.flatnonzero(taken), self.choice.options)


def _shares(instance: Instance, chosen: Ints) -> Ints:
    """People of each share."""
    people: Ints = instance.base_shares + instance.share_people[:, instance.candidate_unit[chosen]].sum(axis=1)
    return people


def movable(instance: Instance, choice: Choice) -> Mask:
    """The units that may be in a part: all but those who go with a team."""
    mask = np.ones(len(instance.units), dtype=np.bool_)
    goers = [m for o in choice.options for m in instance.options[o].goers]
    mask[instance.unit_of[np.array(goers, dtype=np.int64)]] = False
    return mask


def part_of(standing: Standing, free: Ints) -> Part:
    """The part in which the units of the free candidates choose among these and those that they have.

    `free`, ascending, holds no candidate of a unit that goes with a team.
    """
    instance = standing.instance
    units = np.unique(instance.candidate_unit[free])
    theirs = ranges(instance.unit_ptr, units)
    chosen = theirs[standing.taken[theirs]]
    candidates = np.union1d(free, chosen)
    shifts = np.unique(instance.candidate_shift[candidates]).astype(np.int64)
    needs = np.flatnonzero(np.isin(instance.need_shift, shifts))
    people, tags, shares, beside = standing.without(chosen)
    elsewhere = int(people.sum() - people[shifts].sum())

    need_ptr, need_index, need_people = _needs_of(instance, candidates, needs)

    def of_shifts(column: Ints, rest: int) -> Ints:
        return np.append(column[shifts], rest)

    made = replace(
        instance,
        units=tuple(instance.units[u] for u in units),
        unit_of=_places(units, len(instance.units))[instance.unit_of],
        size=instance.size[units],
        unit_ptr=np.searchsorted(instance.candidate_unit[candidates], np.append(units, len(instance.units))),
        unit_variants=np.arange(len(units) + 1),
        candidate_unit=np.searchsorted(units, instance.candidate_unit[candidates]).astype(np.int32),
        candidate_shift=np.searchsorted(shifts, instance.candidate_shift[candidates]).astype(np.int32),
        candidate_cost=instance.candidate_cost[candidates],
        variants=_variants(instance, units, candidates),
        options=(),
        wards=_wards(standing, beside, people[shifts] == 0, candidates, units, shifts),
        minimum=of_shifts(instance.minimum, elsewhere),
        desired=of_shifts(instance.desired, elsewhere),
        maximum=of_shifts(instance.maximum, elsewhere),
        priority=of_shifts(instance.priority, 1),
        need_shift=np.searchsorted(shifts, instance.need_shift[needs]),
        need_count=instance.need_count[needs],
        need_priority=instance.need_priority[needs],
        need_tags=tuple(instance.need_tags[n] for n in needs),
        share_people=instance.share_people[:, units],
        base_seats=of_shifts(people, elsewhere),
        base_needs=tags[needs],
        base_shares=shares,
        need_ptr=need_ptr,
        need_index=need_index,
        need_people=need_people,
    )
    return Part(made, Choice(np.searchsorted(candidates, chosen), ()), candidates, shifts, needs)


def _places(kept: Ints, count: int) -> Ints:
    """Old index → its place among the kept, -1 elsewhere."""
    places = np.full(count, -1, dtype=np.int64)
    places[kept] = np.arange(len(kept))
    return places


def _needs_of(instance: Instance, candidates: Ints, needs: Ints) -> tuple[Ints, Ints, Ints]:
    """What the candidates do for the needs, by the needs' new places; a candidate's needs are those of its shift."""
    ptr = np.append(0, np.cumsum(instance.need_ptr[candidates + 1] - instance.need_ptr[candidates]))
    entries = ranges(instance.need_ptr, candidates)
    index = _places(needs, len(instance.need_count))[instance.need_index[entries]]
    return ptr, index, instance.need_people[entries]


def _variants(instance: Instance, units: Ints, candidates: Ints) -> Variants:
    """Each unit without team shifts, its slots cut down to the candidates of the part."""
    whole = instance.variants
    rows = instance.unit_variants[units]
    own = ranges(whole.slots.ptr, rows)
    owner = np.repeat(np.arange(len(units)), np.diff(whole.slots.ptr)[rows])
    lo, hi = (np.searchsorted(candidates, end[own]) for end in (whole.slots.lo, whole.slots.hi))
    kept = lo < hi
    slots = Slots(
        ptr=np.searchsorted(owner[kept], np.arange(len(units) + 1)).astype(np.int64),
        start=whole.slots.start[own][kept],
        end=whole.slots.end[own][kept],
        day=whole.slots.day[own][kept],
        cap=whole.slots.cap[own][kept],
        minutes=whole.slots.minutes[own][kept],
        lo=lo[kept],
        hi=hi[kept],
    )
    return Variants(
        unit=np.arange(len(units)),
        options=((),) * len(units),
        most=whole.most[rows],
        limit=whole.limit[rows],
        load=whole.load[rows],
        fixed=whole.fixed[rows],
        slots=slots,
    )


def _wards(standing: Standing, beside: Ints, empty: Mask, candidates: Ints, units: Ints, shifts: Ints) -> Wards:
    """The minors of the part, and those outside who stand beside somebody of the part, whom nobody else escorts.

    `beside` counts the escorts outside, `empty` says of the part's shifts where nobody outside stands.
    """
    instance, whole = standing.instance, standing.instance.wards
    group_place = np.append(_places(shifts, whole.shifts), len(shifts) + 1 + np.arange(len(whole.named_ptr) - 1))
    escorts = np.isin(whole.named_escorts, candidates)
    alone = beside == 0
    within = whole.counts(candidates, instance.candidate_unit, instance.candidate_shift) > 0
    ends = np.stack((instance.unit_ptr[units], instance.unit_ptr[units + 1]))
    first, last = np.searchsorted(whole.candidate, ends)
    own = runs(first, last - first)
    own = own[alone[whole.group[own]] & np.isin(whole.candidate[own], candidates)]
    others = standing.wards[(alone & within)[whole.group[standing.wards]]]
    others = others[~np.isin(whole.candidate[others], candidates)]
    asked = np.concatenate((others, own))
    return Wards(
        candidate=np.concatenate((np.full(len(others), -1), np.searchsorted(candidates, whole.candidate[own]))),
        group=group_place[whole.group[asked]],
        shifts=len(shifts) + 1,
        adult=whole.adult[units],
        named_ptr=np.append(0, np.cumsum(escorts))[whole.named_ptr],
        named_escorts=np.searchsorted(candidates, whole.named_escorts[escorts]),
        first=np.append(whole.first[shifts] & empty, False),
    )
