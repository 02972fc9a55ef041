"""Where else somebody could go: every other shift that the rules leave open to him, read off the plan."""

from dataclasses import dataclass

import numpy as np

from solver.explain.picture import Picture, picture
from solver.models.solution import Solution
from solver.plan import Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A shift, the walk to it, and by how much what is lacking at both shifts changes; walks are left aside there."""

    shift: str
    metres: int
    change: Cost


def other_places(solution: Solution, volunteer: str, shift: str) -> tuple[Place, ...]:
    """The shifts to which the volunteer could go instead of this one, his other duties unchanged; best first.

    Empty for those who are tied to others or serve there with a team: they cannot go alone. What minors beside him need
    is not looked at. Raises KeyError when he is not there.
    """
    view = picture(solution)
    person = view.crowd.index[volunteer]
    duty = next((d for d in view.duties.get(person, ()) if d.id == shift), None)
    if duty is None:
        raise KeyError(shift)
    unit = int(view.instance.unit_of[person])
    if shift not in view.crowd.shift_index or int(view.instance.size[unit]) > 1:
        return ()
    here = view.crowd.shift_index[shift]
    pairs = view.instance.pairs
    own = pairs.of(person)
    there = zip(pairs.shift[own].tolist(), pairs.metres[own].tolist(), strict=True)
    left = _change(view, person, here, -1)
    found = [
        Place(shift=view.problem.shifts[s].id, metres=metres, change=_sum(left, _change(view, person, s, 1)))
        for s, metres in there
        if s != here and _open(view, person, s, shift)
    ]
    return tuple(sorted(found, key=lambda place: (place.change, place.metres, place.shift)))


def _sum(a: Cost, b: Cost) -> Cost:
    return Cost(*(one + other for one, other in zip(a.parts(), b.parts(), strict=True)))


def _open(view: Picture, person: int, index: int, leaving: str) -> bool:
    shift = view.problem.shifts[index]
    if person in view.present.get(index, ()) or int(view.people[index]) >= shift.max:
        return False
    return view.obstacle(person, shift, (leaving,)) is None


def _change(view: Picture, person: int, index: int, by: int) -> Cost:
    """What is lacking at the shift with the person more than now, or less."""
    instance, shift, now = view.instance, view.problem.shifts[index], int(view.people[index])
    needs = 0
    for n in np.flatnonzero(instance.need_shift == index).tolist():
        if view.crowd.tagged(instance.need_tags[n])[person]:
            missing = int(instance.need_count[n] - view.tags[n])
            needs += shift.priority * (max(0, missing - by) - max(0, missing))
    least = max(0, shift.min - now - by) - max(0, shift.min - now)
    wanted = max(0, shift.desired - max(now + by, shift.min)) - max(0, shift.desired - max(now, shift.min))
    return Cost(shift.priority * least, needs, shift.priority * wanted, 0)
