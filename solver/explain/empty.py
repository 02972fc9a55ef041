"""Why a seat is empty: how many volunteers fall to which rule, in order, and where those who are left are instead."""

from dataclasses import dataclass, replace

import numpy as np

from solver.explain.causes import causes
from solver.explain.falls import ORDER, falls_at, first_of
from solver.explain.picture import Picture, picture
from solver.explain.relaxations import Relaxation, relaxations
from solver.models.solution import Solution
from solver.plan import Kind, Plan, Shortfall, Why

LEFT = "可以到岗，但总的安排会更差"
OTHER_SHIFT = "队伍已有别的集体班次"
CANNOT = "队伍中有人受锁定、上限或未成年人规则所限"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """How the volunteers (those with `tag`, if given) fall to the rules one after the other, and who is left.

    `steps` hold rule names (or a Chinese sentence where no rule is broken); `left` are those whom no rule keeps away,
    each with the shifts that they serve instead; `relaxations` bring candidates for the `missing` seats (at least one).
    """

    shift: str
    tag: str | None
    asked: int
    steps: tuple[Why, ...]
    left: tuple[tuple[str, tuple[str, ...]], ...]
    missing: int = 1
    relaxations: tuple[Relaxation, ...] = ()


def why_empty(solution: Solution, shift: str, tag: str | None = None) -> Waterfall:
    """The waterfall of one shift, over those who are not there yet, with what would bring candidates."""
    view = picture(solution)
    index = view.crowd.shift_index[shift]
    missing = _missing(view, index, tag)
    found = _waterfall(view, shift, tag)
    return replace(found, missing=missing, relaxations=relaxations(view, index, missing, tag))


def _missing(view: Picture, index: int, tag: str | None) -> int:
    """The people (with the tag) that the shift lacks, at least one: somebody asks."""
    if tag is None:
        return max(1, view.problem.shifts[index].desired - int(view.people[index]))
    rows = np.flatnonzero(view.instance.need_shift == index)
    lacks = (int(view.instance.need_count[n] - view.tags[n]) for n in rows if view.instance.need_tags[n] == tag)
    return max(1, *lacks, 1)


def _waterfall(view: Picture, shift: str, tag: str | None) -> Waterfall:
    index = view.crowd.shift_index[shift]
    asked = np.ones(view.crowd.size, dtype=bool) if tag is None else view.crowd.tagged(tag).copy()
    asked[view.present.get(index, [])] = False
    near = np.zeros(view.crowd.size, dtype=bool)
    near[view.in_reach(index)] = True
    first = first_of(view, falls_at(view, index, near))
    counts = np.bincount(first[asked], minlength=len(ORDER) + 1)
    left = np.flatnonzero(asked & (first == len(ORDER)))
    return Waterfall(
        shift=shift,
        tag=tag,
        asked=int(asked.sum()),
        steps=tuple(Why(name, int(count)) for name, count in zip(ORDER, counts[:-1], strict=True) if count),
        left=tuple((view.problem.volunteers[v].id, tuple(d.id for d in view.duties.get(v, ()))) for v in left.tolist()),
    )


def why_no_team(solution: Solution, team_shift: str) -> tuple[Why, ...]:
    """What keeps each listed team away, counted in its members."""
    view = picture(solution)
    serving = {team for team, _ in view.solution.plan.teams}
    size = {team.id: len(team.members) for team in view.problem.teams}
    shift = next(s for s in view.problem.team_shifts if s.id == team_shift)
    able = {
        view.problem.teams[o.team].id
        for o in view.instance.options
        if view.problem.team_shifts[o.shift].id == team_shift
    }
    counts: dict[str, int] = {}
    for team in shift.teams:
        reason = OTHER_SHIFT if team in serving else LEFT if team in able else CANNOT
        counts[reason] = counts.get(reason, 0) + size[team]
    return tuple(Why(reason, people) for reason, people in counts.items())


def reasons(solution: Solution, fall: Shortfall) -> tuple[Why, ...]:
    """Why this shortfall is there, the commonest cause first."""
    if fall.kind is Kind.TEAM:
        return why_no_team(solution, fall.shift)
    steps, left = causes(picture(solution), fall.shift, fall.tag)
    return tuple(sorted([*steps, *([Why(LEFT, left)] if left else [])], key=lambda why: -why.people))


def with_reasons(solution: Solution) -> Plan:
    """The plan with the reason of every shortfall."""
    told = tuple(replace(fall, why=reasons(solution, fall)) for fall in solution.plan.shortfalls)
    return replace(solution.plan, shortfalls=told)
