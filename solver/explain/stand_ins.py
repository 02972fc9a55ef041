"""Who could stand in at a shift, ranked by what it does to the whole plan."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.crowd import Ints
from solver.explain.picture import Picture
from solver.explain.worth import outlook
from solver.models.solution import Solution
from solver.plan import Cost, Kind, Shortfall


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Who would come (all of those tied together), which shift they would leave for it, and the change of the cost.

    `metres` is the longest walk among them; `lacking` is what the shift that they leave lacks from then on.
    """

    volunteers: tuple[str, ...]
    leaves: str | None
    change: Cost
    metres: int = 0
    lacking: tuple[Shortfall, ...] = ()


def stand_ins(solution: Solution, shift: str, count: int = 5, absent: str | None = None) -> tuple[StandIn, ...]:
    """The `count` best who are not there yet; each leaves at most one other shift, nobody a pin or a minor.

    With `absent`, someone who is there, the changes are those of the plan without him (alone) at this shift. Raises
    KeyError when he is not there.
    """
    look = outlook(solution)
    view = look.view
    index = view.crowd.shift_index[shift]
    left, came = look.moves_to(index)
    people, tags = (view.people, view.tags) if absent is None else _without(view, index, view.crowd.index[absent])
    changes = _changes(view, index, left, came, people, tags)
    best: dict[int, StandIn] = {}
    for row in np.lexsort((left, came, *reversed(changes))).tolist():
        unit = int(view.instance.candidate_unit[came[row]])
        if len(best) == count:
            break
        if unit not in best:
            leaves = None if left[row] < 0 else int(left[row])
            change = Cost(*(int(part[row]) for part in changes))
            best[unit] = _stand_in(view, int(came[row]), leaves, change)
    return tuple(best.values())


def _without(view: Picture, index: int, person: int) -> tuple[Ints, Ints]:
    """The people at each shift, and those with the tag of each need, when this person stays away from the shift."""
    if person not in view.present.get(index, ()):
        raise KeyError(view.problem.volunteers[person].id)
    people, tags = view.people.copy(), view.tags.copy()
    people[index] -= 1
    for n in np.flatnonzero(view.instance.need_shift == index).tolist():
        tags[n] -= bool(view.crowd.tagged(view.instance.need_tags[n])[person])
    return people, tags


def _changes(
    view: Picture, index: int, left: Ints, came: Ints, people: Ints, tags: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    """What each exchange changes in the plan's cost, part by part: `Picture.change` for many at once."""
    instance, leaving = view.instance, left >= 0
    unit = instance.candidate_unit[came]
    size, gone = instance.size[unit], np.maximum(left, 0)
    before = np.full(len(came), index)
    seats = _seat_change(view, people, before, size)
    lost = _seat_change(view, people, instance.candidate_shift[gone], -size) if len(came) else seats
    first, third, over = (a + np.where(leaving, b, 0) for a, b in zip(seats, lost, strict=True))
    second = _need_change(view, tags, came, 1) + np.where(leaving, _need_change(view, tags, gone, -1), 0)
    metres = instance.candidate_cost[came] - np.where(leaving, instance.candidate_cost[gone], 0)
    more = [
        0 if leaves else view.last_load(u, extra=1) for u, leaves in zip(unit.tolist(), leaving.tolist(), strict=True)
    ]
    return first, second, third, metres + np.array(more, dtype=np.int64) + instance.problem.weights.over_desired * over


def _seat_change(view: Picture, count: Ints, shift: Ints, by: Ints) -> tuple[Ints, Ints, Ints]:
    """Priority × missing to the minimum and to the desired number, and people above it: after less before."""
    instance = view.instance
    minimum, desired, priority = instance.minimum[shift], instance.desired[shift], instance.priority[shift]

    def parts(people: Ints) -> tuple[Ints, Ints, Ints]:
        return (
            priority * np.maximum(0, minimum - people),
            priority * np.maximum(0, desired - np.maximum(people, minimum)),
            np.maximum(0, people - desired),
        )

    people = count[shift]
    a, b, c = (after - before for after, before in zip(parts(people + by), parts(people), strict=True))
    return a, b, c


def _need_change(view: Picture, tags: Ints, candidates: Ints, sign: int) -> Ints:
    """Priority × missing people with tags: after these candidates come (or go, each by itself) less before."""
    instance = view.instance
    if not len(instance.need_count) or not len(candidates):
        return np.zeros(len(candidates), dtype=np.int64)
    width = instance.need_ptr[candidates + 1] - instance.need_ptr[candidates]
    entry = np.repeat(instance.need_ptr[candidates] - np.cumsum(width) + width, width) + np.arange(int(width.sum()))
    need = instance.need_index[entry]
    missing = instance.need_count[need] - tags[need]
    after = np.maximum(0, missing - sign * instance.need_people[entry])
    found = np.zeros(len(candidates), dtype=np.int64)
    rows = np.repeat(np.arange(len(candidates)), width)
    np.add.at(found, rows, instance.need_priority[need] * (after - np.maximum(0, missing)))
    return found


def _stand_in(view: Picture, candidate: int, leaves: int | None, change: Cost) -> StandIn:
    instance = view.instance
    members = instance.units[instance.candidate_unit[candidate]]
    index = int(instance.candidate_shift[candidate])
    return StandIn(
        volunteers=tuple(view.problem.volunteers[m].id for m in members),
        leaves=None if leaves is None else view.problem.shifts[instance.candidate_shift[leaves]].id,
        change=change,
        metres=max(view.metres(m, index) for m in members),
        lacking=() if leaves is None else tuple(_lacking(view, leaves)),
    )


def _lacking(view: Picture, gone: int) -> Iterator[Shortfall]:
    """What a shift lacks without this candidate."""
    instance = view.instance
    index = int(instance.candidate_shift[gone])
    shift = view.problem.shifts[index]
    people = int(view.people[index] - instance.size[instance.candidate_unit[gone]])
    if people < shift.min:
        yield Shortfall(shift=shift.id, kind=Kind.MINIMUM, missing=shift.min - people)
    if max(people, shift.min) < shift.desired:
        yield Shortfall(shift=shift.id, kind=Kind.DESIRED, missing=shift.desired - max(people, shift.min))
    for k in range(int(instance.need_ptr[gone]), int(instance.need_ptr[gone + 1])):
        n = int(instance.need_index[k])
        missing = int(instance.need_count[n] - view.tags[n] + instance.need_people[k])
        if missing > 0:
            yield Shortfall(shift=shift.id, kind=Kind.NEED, missing=missing, tag=instance.need_tags[n])
