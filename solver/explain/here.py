"""Why this person serves here: what it costs, the next best place for him, the next best person for the place."""

from dataclasses import dataclass

from solver.explain.picture import Picture, picture
from solver.models.build import load_cost
from solver.models.solution import Solution
from solver.pair_costs import bond_cost, wish_cost
from solver.plan import Cost
from solver.problem import Shift, TeamShift


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another place for the person, or another person for the place, and by how much the plan's cost would change."""

    volunteer: str
    shift: str
    change: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One assignment: metres and from where, the parts of its cost in metres, what would be next best.

    `claim` and `served` are zero or below; `load` is what the person's last shift of the week costs; `pinned` and
    `team` say that somebody else decided.
    """

    volunteer: str
    shift: str
    metres: int
    from_work: bool
    claim: int
    served: int
    prefers: int
    load: int
    pinned: bool = False
    team: str | None = None
    next_place: Alternative | None = None
    next_person: Alternative | None = None

    @property
    def total(self) -> int:
        """The assignment's own part of the inconvenience."""
        return self.metres + self.claim + self.served + self.prefers + self.load


def why_here(solution: Solution, volunteer: str, shift: str) -> Reason:
    """The reason of one assignment of the plan; raises KeyError when the plan does not hold it."""
    view = picture(solution)
    person = view.crowd.index[volunteer]
    duty = next((d for d in view.duties.get(person, ()) if d.id == shift), None)
    if duty is None:
        raise KeyError(shift)
    if isinstance(duty, TeamShift):
        return _team_reason(view, person, duty)
    return _reason(view, person, view.crowd.shift_index[shift])


def _load(view: Picture, person: int) -> int:
    return load_cost(view.problem.volunteers[person].load // 4 + len(view.duties[person]) - 1)


def _metres(view: Picture, person: int, duty: Shift | TeamShift) -> int:
    return int(view.metres_to(duty.node)[view.crowd.node_at(duty.start)[person]])


def _team_reason(view: Picture, person: int, duty: TeamShift) -> Reason:
    team = next(team for team, shift in view.solution.plan.teams if shift == duty.id)
    return Reason(
        volunteer=view.problem.volunteers[person].id, shift=duty.id, team=team, metres=_metres(view, person, duty),
        from_work=bool(view.crowd.at_work(duty.start)[person]), claim=0, served=0, prefers=0, load=_load(view, person),
    )  # fmt: skip


def _reason(view: Picture, person: int, index: int) -> Reason:
    volunteer, shift, weights = view.problem.volunteers[person], view.problem.shifts[index], view.problem.weights
    served = weights.served if shift.place in volunteer.served else 0
    pinned = (person, index) in view.pinned
    candidate = None if pinned else view.candidate(int(view.instance.unit_of[person]), index)
    return Reason(
        volunteer=volunteer.id,
        shift=shift.id,
        metres=view.metres(person, index) if not pinned else _metres(view, person, shift),
        from_work=bool(view.crowd.at_work(shift.start)[person]),
        claim=bond_cost(volunteer, shift, weights) - served,
        served=served,
        prefers=wish_cost(volunteer, shift),
        load=_load(view, person),
        pinned=pinned,
        next_place=None if candidate is None else next_place(view, candidate),
        next_person=None if candidate is None else next_person(view, candidate),
    )


def next_place(view: Picture, candidate: int) -> Alternative | None:
    """The least dear other shift to which the unit could go instead, its other shifts unchanged."""
    instance = view.instance
    unit = int(instance.candidate_unit[candidate])
    if view.escorts.needed(candidate):
        return None
    here = view.problem.shifts[instance.candidate_shift[candidate]]
    best: tuple[Cost, int] | None = None
    for other in range(int(instance.unit_ptr[unit]), int(instance.unit_ptr[unit + 1])):
        shift = view.problem.shifts[instance.candidate_shift[other]]
        if other in view.chosen_set or view.people[instance.candidate_shift[other]] + instance.size[unit] > shift.max:
            continue
        if view.unit_obstacle(unit, shift, (here.id,)) or not view.escorts.guards(other):
            continue
        change = view.change(candidate, other)
        if best is None or change < best[0]:
            best = (change, other)
    return None if best is None else _alternative(view, best[1], best[0])


def next_person(view: Picture, candidate: int) -> Alternative | None:
    """The least dear other unit of that size which could come instead, with nothing else changed."""
    instance = view.instance
    index, unit = int(instance.candidate_shift[candidate]), int(instance.candidate_unit[candidate])
    shift = view.problem.shifts[index]
    alone = view.escorts.needed(candidate)
    best: tuple[Cost, int] | None = None
    for other in (int(c) for c in view.candidates_at(index)):
        its = int(instance.candidate_unit[other])
        if other in view.chosen_set or instance.size[its] != instance.size[unit]:
            continue
        if alone and not _takes_over(view, candidate, other):
            continue
        if view.unit_obstacle(its, shift) or not view.escorts.guards(other, without=candidate):
            continue
        change = view.change(candidate, other)
        if best is None or change < best[0]:
            best = (change, other)
    return None if best is None else _alternative(view, best[1], best[0])


def _takes_over(view: Picture, candidate: int, other: int) -> bool:
    """Whether the other could stand beside every minor beside whom the candidate stands."""
    return set(view.escorts.stands_beside(candidate)) <= set(view.escorts.groups_of(other))


def _alternative(view: Picture, candidate: int, change: Cost) -> Alternative:
    instance = view.instance
    return Alternative(
        volunteer=view.problem.volunteers[instance.units[instance.candidate_unit[candidate]][0]].id,
        shift=view.problem.shifts[instance.candidate_shift[candidate]].id,
        change=change,
    )
