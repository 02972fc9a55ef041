"""Our problem as lines of whole numbers for the Java model, exact but for the teams, which are sent beforehand.

`rules` gap, rest, metres for one above the desired number; `unit` size, most shifts, most minutes (-1: any), seven day
caps, number of shares, people that count for each, cost of the first further shift, of the second ...; `shift` start,
end, day, people pinned there, min, desired, max, priority; `candidate` unit, shift, metres, minutes, 1 where a minor
needs one of the units that follow; `need` shift, missing, priority, then unit and people, again and again; `share` low
and high edge in per mille, people with the tag and people in all who are pinned, weight; `ward` shift of a pinned
minor, units who may stand beside him. Units, shifts and shares are numbered in the order of their lines.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from solver.crowd import Ints
from solver.models.instance import Instance
from solver.models.tally import variant_of
from solver.problem import DAY

DAYS = 7


def lines(instance: Instance, options: tuple[int, ...]) -> Iterator[str]:
    """The facts, with these team options taken."""
    problem = instance.problem
    yield _line("rules", problem.rules.gap, problem.rules.rest, problem.weights.over_desired)
    variants = variant_of(instance, options)
    for unit, variant in enumerate(variants):
        yield _unit(instance, unit, int(variant))
    for s, shift in enumerate(problem.shifts):
        yield _line(
            "shift", shift.start, shift.end, shift.start // DAY, int(instance.base_seats[s]),
            shift.min, shift.desired, shift.max, shift.priority,
        )  # fmt: skip
    yield from _candidates(instance, variants)
    yield from _needs(instance)
    for row, share in enumerate(problem.shares):
        low, high = share.part - share.tolerance, share.part + share.tolerance
        based = int(instance.base_shares[row]), int(instance.base_seats.sum())
        yield _line("share", low, high, *based, problem.weights.share)
    for candidate, escorts in _wards(instance):
        if candidate < 0 and len(escorts):
            shift_of = int(instance.candidate_shift[escorts[0]])
            yield _line("ward", shift_of, *instance.candidate_unit[escorts].tolist())


def _wards(instance: Instance) -> Iterator[tuple[int, Ints]]:
    """Each minor at a shift as a candidate (-1: pinned there), and the candidates who may stand beside him."""
    wards = instance.wards
    ptr, escorts = wards.escorts(instance.candidate_unit, instance.candidate_shift)
    for candidate, group in zip(wards.candidate.tolist(), wards.group.tolist(), strict=True):
        yield candidate, escorts[ptr[group] : ptr[group + 1]]


def _line(kind: str, *numbers: int) -> str:
    return f"{kind} {' '.join(map(str, numbers))}"


def _own_slots(instance: Instance, variant: int) -> Iterable[int]:
    slots = instance.variants.slots
    return range(int(slots.ptr[variant]), int(slots.ptr[variant + 1]))


def _unit(instance: Instance, unit: int, variant: int) -> str:
    variants, caps = instance.variants, [0] * DAYS
    for i in _own_slots(instance, variant):
        caps[int(variants.slots.day[i])] = int(variants.slots.cap[i])
    most = int(variants.most[variant])
    shares = instance.share_people[:, unit].tolist()
    load = variants.load[variant, :most].tolist()
    size, limit = int(instance.size[unit]), int(variants.limit[variant])
    return _line("unit", size, most, limit, *caps, len(shares), *shares, *load)


def _candidates(instance: Instance, variants: Ints) -> Iterator[str]:
    """Those that pins and teams leave open."""
    escorts = {candidate: instance.candidate_unit[who].tolist() for candidate, who in _wards(instance)}
    slots = instance.variants.slots
    for unit, variant in enumerate(variants):
        for i in _own_slots(instance, int(variant)):
            for c in range(int(slots.lo[i]), int(slots.hi[i])):
                shift, cost = int(instance.candidate_shift[c]), int(instance.candidate_cost[c])
                yield _line(
                    "candidate", unit, shift, cost, int(slots.minutes[i]), int(c in escorts), *escorts.get(c, ())
                )


def _needs(instance: Instance) -> Iterator[str]:
    candidate = np.repeat(np.arange(len(instance.candidate_unit)), np.diff(instance.need_ptr))
    order = np.argsort(instance.need_index, kind="stable")
    first = np.searchsorted(instance.need_index[order], np.arange(len(instance.need_count) + 1))
    for need, shift in enumerate(instance.need_shift):
        missing = int(instance.need_count[need] - instance.base_needs[need])
        if missing > 0:
            entries = order[first[need] : first[need + 1]]
            people = zip(instance.candidate_unit[candidate[entries]], instance.need_people[entries], strict=True)
            flat = [int(number) for pair in people for number in pair]
            yield _line("need", int(shift), missing, int(instance.need_priority[need]), *flat)
