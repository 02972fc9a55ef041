"""A plan in the making: chosen candidates and team options, counted, priced exactly, turned into a plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from solver.crowd import Ints
from solver.models.instance import Instance
from solver.models.prices import seat_cost
from solver.plan import Cost, Kind, Plan, Shortfall, Status

NOBODY: Ints = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Candidates (ascending) and team options (ascending) that make a whole plan with the pins."""

    candidates: Ints
    options: tuple[int, ...]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Choice)
            and self.options == other.options
            and np.array_equal(self.candidates, other.candidates)
        )

    __hash__ = None  # type: ignore[assignment]  # an array has none


def variant_of(instance: Instance, options: Iterable[int]) -> Ints:
    """For each unit the variant that these team options leave it."""
    found = instance.unit_variants[:-1].copy()
    for unit, variant in variants_with(instance, set(options)):
        if variant is not None:
            found[unit] = variant
    return found


def variants_with(instance: Instance, chosen: set[int]) -> Iterator[tuple[int, int | None]]:
    """Each unit of which somebody goes with one of the team options, and its variant; None when it cannot go so."""
    goes: dict[int, set[int]] = {}
    for o in chosen:
        for unit in instance.unit_of[list(instance.options[o].goers)].tolist():
            goes.setdefault(unit, set()).add(o)
    for unit, mine in goes.items():
        variants = range(int(instance.unit_variants[unit]), int(instance.unit_variants[unit + 1]))
        yield unit, next((v for v in variants if set(instance.variants.options[v]) == mine), None)


def seats(instance: Instance, candidates: Ints) -> Ints:
    """People at each shift, pins included."""
    count = instance.base_seats.copy()
    np.add.at(count, instance.candidate_shift[candidates], instance.size[instance.candidate_unit[candidates]])
    return count


def tagged(instance: Instance, candidates: Ints) -> Ints:
    """People with the tag of each need at its shift, pins included."""
    count = instance.base_needs.copy()
    first, length = instance.need_ptr[candidates], (instance.need_ptr[candidates + 1] - instance.need_ptr[candidates])
    ends = np.cumsum(length)
    entries = np.arange(length.sum()) + np.repeat(first - ends + length, length)
    np.add.at(count, instance.need_index[entries], instance.need_people[entries])
    return count


def cost_of(instance: Instance, choice: Choice) -> Cost:
    """The exact cost vector."""
    candidates = choice.candidates
    people = seats(instance, candidates)
    return Cost(*cover_of(instance, candidates, people, choice.options), inconvenience(instance, choice, people))


def cover_of(instance: Instance, candidates: Ints, people: Ints, options: Iterable[int]) -> tuple[int, int, int]:
    """The first three parts, with these candidates and so many people at each shift."""
    below = int(seat_cost(instance, people, (1, 0, 0, 0)).sum())
    short = int(seat_cost(instance, people, (0, 0, 1, 0)).sum())
    unmet = np.maximum(0, instance.need_count - tagged(instance, candidates)) * instance.need_priority
    served = {instance.options[o].shift for o in options}
    missing = sum(int(p) for s, p in enumerate(instance.team_shift_priority) if s not in served)
    return below, int(unmet.sum()) + missing, short


def inconvenience(instance: Instance, choice: Choice, people: Ints) -> int:
    """The fourth part."""
    candidates = choice.candidates
    total = instance.base_cost + int(instance.candidate_cost[candidates].sum())
    total += int(seat_cost(instance, people, (0, 0, 0, 1)).sum())
    total += sum(instance.options[o].cost for o in choice.options)
    variants = variant_of(instance, choice.options)
    taken = np.bincount(instance.candidate_unit[candidates], minlength=len(instance.units))
    total += int(instance.variants.fixed[variants].sum())
    busy = np.flatnonzero(taken)
    load = np.cumsum(instance.variants.load[variants[busy]], axis=1)
    total += int(load[np.arange(len(busy)), taken[busy] - 1].sum())
    return total + _shares(instance, candidates, int(people.sum()))


def _shares(instance: Instance, candidates: Ints, people: int) -> int:
    total = 0
    for row, share in enumerate(instance.problem.shares):
        mine = int(instance.base_shares[row] + instance.share_people[row, instance.candidate_unit[candidates]].sum())
        low, high = (share.part - share.tolerance) * people, (share.part + share.tolerance) * people
        missed = max(0, low - 1000 * mine, 1000 * mine - high)
        total += -(-instance.problem.weights.share * missed // 1000)
    return total


def plan_of(instance: Instance, choice: Choice, bound: Cost) -> Plan:
    """The plan with its cost, its bound and its shortfalls (the reasons are told elsewhere)."""
    problem = instance.problem
    pairs = {(problem.volunteers[v].id, problem.shifts[s].id): (s, v) for v, s in instance.pinned}
    for c in choice.candidates.tolist():
        shift = int(instance.candidate_shift[c])
        for member in instance.units[instance.candidate_unit[c]]:
            pairs[problem.volunteers[member].id, problem.shifts[shift].id] = (shift, member)
    teams = [instance.options[o] for o in choice.options]
    cost = cost_of(instance, choice)
    return Plan(
        week=problem.week,
        status=Status.OPTIMAL if cost == bound else Status.FEASIBLE,
        assignments=tuple(sorted(pairs, key=lambda pair: pairs[pair])),
        teams=tuple((problem.teams[o.team].id, problem.team_shifts[o.shift].id) for o in teams),
        cost=cost,
        bound=bound,
        pins_left_out=instance.pins_left_out,
        shortfalls=tuple(shortfalls(instance, choice)),
    )


def shortfalls(instance: Instance, choice: Choice) -> list[Shortfall]:
    """Everything that the plan leaves unfilled, in the order of the shifts."""
    candidates = choice.candidates
    people, tags = seats(instance, candidates), tagged(instance, candidates)
    found: list[Shortfall] = []
    first = np.searchsorted(instance.need_shift, np.arange(len(people) + 1)).tolist()
    for s, shift in enumerate(instance.problem.shifts):
        count = int(people[s])
        if count < shift.min:
            found.append(Shortfall(shift=shift.id, kind=Kind.MINIMUM, missing=shift.min - count))
        if max(count, shift.min) < shift.desired:
            found.append(Shortfall(shift=shift.id, kind=Kind.DESIRED, missing=shift.desired - max(count, shift.min)))
        for n in range(first[s], first[s + 1]):
            lack = int(instance.need_count[n] - tags[n])
            if lack > 0:
                found.append(Shortfall(shift=shift.id, kind=Kind.NEED, missing=lack, tag=instance.need_tags[n]))
    served = {instance.options[o].shift for o in choice.options}
    for t, team_shift in enumerate(instance.problem.team_shifts):
        if t not in served:
            found.append(Shortfall(shift=team_shift.id, kind=Kind.TEAM, missing=1))
    return found
