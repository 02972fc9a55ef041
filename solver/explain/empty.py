"""Why a seat is empty: how many volunteers fall to which rule, in order, and where those who are left are instead."""

from dataclasses import dataclass

import numpy as np

from solver.explain.picture import Picture, picture
from solver.models.solution import Solution
from solver.plan import Kind, Plan, Shortfall, Why
from solver.rules import PAIR_RULES

LEFT = "可以到岗，但总的安排会更差"
NO_ESCORT = "没有可陪同的成年人"
PARTED = "结伴的人不能同来"
FULL = "班次已满"
OTHER_SHIFT = "队伍已有别的集体班次"
CANNOT = "队伍中有人受锁定、上限或未成年人规则所限"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """How the volunteers (those with `tag`, if given) fall to the rules one after the other, and who is left.

    `steps` hold rule names (or a Chinese sentence where no rule is broken); `left` are those whom no rule keeps away,
    each with the shifts that they serve instead.
    """

    shift: str
    tag: str | None
    asked: int
    steps: tuple[Why, ...]
    left: tuple[tuple[str, tuple[str, ...]], ...]


def why_empty(solution: Solution, shift: str, tag: str | None = None) -> Waterfall:
    """The waterfall of one shift, over those who are not there yet."""
    view = picture(solution)
    index = view.crowd.shift_index[shift]
    wanted = view.problem.shifts[index]
    here = np.array(view.present.get(index, []), dtype=np.int64)
    has = np.ones(view.crowd.size, dtype=np.bool_) if tag is None else view.crowd.tagged(tag)
    stage, fallen = view.falls(wanted, tag)
    fallen = fallen - np.bincount(stage[here[has[here]]], minlength=len(fallen))
    near = view.in_reach(index)
    near = near[has[near] & ~np.isin(near, here)]
    steps = [Why(name, int(count)) for name, count in zip(PAIR_RULES, fallen[:-1], strict=True)]
    steps.append(Why("walk_limit", int(fallen[-1]) - len(near)))
    counts: dict[str, int] = {}
    left = []
    for v in near.tolist():
        reason = _busy(view, v, index)
        if reason:
            counts[reason] = counts.get(reason, 0) + 1
        else:
            left.append((view.problem.volunteers[v].id, tuple(d.id for d in view.duties.get(v, ()))))
    steps += [Why(name, count) for name, count in counts.items()]
    return Waterfall(
        shift=shift, tag=tag, asked=int(fallen.sum()), steps=tuple(s for s in steps if s.people), left=tuple(left)
    )  # fmt: skip


def _busy(view: Picture, volunteer: int, index: int) -> str | None:
    """What the person's own week, his partner, or the shift itself sets against it."""
    shift = view.problem.shifts[index]
    own = view.obstacle(volunteer, shift)
    if own:
        return own
    unit = int(view.instance.unit_of[volunteer])
    candidate = view.candidate(unit, index)
    if candidate is None or view.unit_obstacle(unit, shift):
        return PARTED
    if view.people[index] + view.instance.size[unit] > shift.max:
        return FULL
    return None if view.escorted(candidate) else NO_ESCORT


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
    found = why_empty(solution, fall.shift, fall.tag)
    steps = [*found.steps, *([Why(LEFT, len(found.left))] if found.left else [])]
    return tuple(sorted(steps, key=lambda why: -why.people))


def with_reasons(solution: Solution) -> Plan:
    """The plan with the reason of every shortfall."""
    from dataclasses import replace

    told = tuple(replace(fall, why=reasons(solution, fall)) for fall in solution.plan.shortfalls)
    return replace(solution.plan, shortfalls=told)
