"""Who could stand in at a shift, ranked by what it does to the whole plan."""

from collections.abc import Iterator
from dataclasses import dataclass

from solver.explain.picture import Picture, picture
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


def stand_ins(solution: Solution, shift: str, count: int = 5) -> tuple[StandIn, ...]:
    """The `count` best who are not there yet; each leaves at most one other shift, nobody a pin or a minor."""
    view = picture(solution)
    index = view.crowd.shift_index[shift]
    found: list[tuple[Cost, int, int | None]] = []
    for candidate in (int(c) for c in view.candidates_at(index)):
        if candidate in view.chosen_set or not view.escorted(candidate):
            continue
        found += [(view.change(leaves, candidate), candidate, leaves) for leaves in _ways(view, candidate)]
    found.sort(key=lambda row: (row[0], row[1], -1 if row[2] is None else row[2]))
    best: dict[int, StandIn] = {}
    for change, candidate, leaves in found:
        unit = int(view.instance.candidate_unit[candidate])
        if unit not in best and len(best) < count:
            best[unit] = _stand_in(view, candidate, leaves, change)
    return tuple(best.values())


def _ways(view: Picture, candidate: int) -> list[int | None]:
    """The shifts (as candidates) of which the unit would have to leave one; None when it can simply come."""
    instance = view.instance
    unit, shift = int(instance.candidate_unit[candidate]), view.problem.shifts[instance.candidate_shift[candidate]]
    if view.unit_obstacle(unit, shift) is None:
        return [None]
    mine = [c for c in range(int(instance.unit_ptr[unit]), int(instance.unit_ptr[unit + 1])) if c in view.chosen_set]
    return [
        c
        for c in mine
        if not view.needed_as_escort(c)
        and view.unit_obstacle(unit, shift, (view.problem.shifts[instance.candidate_shift[c]].id,)) is None
    ]


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
