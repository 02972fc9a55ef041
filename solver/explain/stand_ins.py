"""Who could stand in at a shift, ranked by what it does to the whole plan."""

from dataclasses import dataclass

from solver.explain.picture import Picture, picture
from solver.models.solution import Solution
from solver.plan import Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Who would come (all of those tied together), which shift they would leave for it, and the change of the cost."""

    volunteers: tuple[str, ...]
    leaves: str | None
    change: Cost


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
        if unit not in best:
            best[unit] = _stand_in(view, unit, leaves, change)
    return tuple(best.values())[:count]


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


def _stand_in(view: Picture, unit: int, leaves: int | None, change: Cost) -> StandIn:
    volunteers = tuple(view.problem.volunteers[m].id for m in view.instance.units[unit])
    shift = None if leaves is None else view.problem.shifts[view.instance.candidate_shift[leaves]].id
    return StandIn(volunteers=volunteers, leaves=shift, change=change)
