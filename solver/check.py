"""The independent judge of a plan: hard rules, cost, and everything that the plan says of itself.

It knows the definitions and nothing of the optimiser; distances are its own.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from solver.cost import Breakdown, breakdown, cost_of, tagged
from solver.garbage import no_collection
from solver.plan import Cost, Kind, Plan, Status
from solver.problem import Problem
from solver.rules import RULES, Violation
from solver.rules.week import Week
from solver.walking import Walking

Lack = tuple[str, Kind, str | None, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the plan costs in truth, the parts of the inconvenience, the metres walked, and everything that is wrong."""

    cost: Cost
    breakdown: Breakdown
    metres_walked: int
    violations: tuple[Violation, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations


def check(problem: Problem, plan: Plan, walking: Walking | None = None) -> Report:
    """The plan judged by PLANNING.md, sections 2 and 3, alone; `walking`: the distances, where some are known."""
    with no_collection():
        return _judged(problem, plan, walking)


def _judged(problem: Problem, plan: Plan, walking: Walking | None) -> Report:
    week = Week(problem, plan, walking)
    week.measure()
    parts = breakdown(week)
    cost = cost_of(week, parts)
    violations = [*_entries(week), *(v for rule in RULES for v in rule.violations(week)), *_claims(week, cost)]
    return Report(cost=cost, breakdown=parts, metres_walked=parts.walking, violations=tuple(violations))


def _wrong(rule: str, message: str, volunteer: str | None = None, shift: str | None = None) -> Violation:
    return Violation(rule=rule, message=message, volunteer=volunteer, shift=shift)


def _entries(week: Week) -> Iterator[Violation]:
    """The plan is for this week, names known ids, and names each pair once."""
    plan = week.plan
    if plan.week != week.problem.week:
        yield _wrong("plan", f"计划是 {plan.week} 的，问题是 {week.problem.week} 的")
    for (name, shift), count in Counter(plan.assignments).items():
        if name not in week.volunteers:
            yield _wrong("plan", f"没有编号为 {name} 的志愿者", name, shift)
        if shift not in week.shifts:
            yield _wrong("plan", f"没有编号为 {shift} 的班次", name, shift)
        if count > 1:
            yield _wrong("plan", f"{name} 在班次 {shift} 的安排重复 {count} 次", name, shift)
    for (team, shift), count in Counter(plan.teams).items():
        if team not in week.teams:
            yield _wrong("plan", f"没有编号为 {team} 的队伍", None, shift)
        if shift not in week.team_shifts:
            yield _wrong("plan", f"没有编号为 {shift} 的集体班次", None, shift)
        if count > 1:
            yield _wrong("plan", f"队伍 {team} 在集体班次 {shift} 的安排重复 {count} 次", None, shift)


def _claims(week: Week, cost: Cost) -> Iterator[Violation]:
    """What the plan says of its cost, its proof and its shortfalls is true."""
    plan = week.plan
    if plan.cost != cost:
        yield _wrong("cost", f"计划自报代价 {plan.cost.parts()}，实为 {cost.parts()}")
    if plan.bound > plan.cost:
        yield _wrong("bound", f"下界 {plan.bound.parts()} 高于代价 {plan.cost.parts()}")
    if (plan.status is Status.OPTIMAL) != (plan.bound == plan.cost):
        yield _wrong("status", f"状态 {plan.status} 与下界不符：代价等于下界时才是 OPTIMAL，也必是 OPTIMAL")
    said = Counter((s.shift, s.kind, s.tag, s.missing) for s in plan.shortfalls)
    true = Counter(lacks(week))
    for lack in said - true:
        yield _wrong("shortfalls", f"所列缺口不实：{_sentence(lack)}", None, lack[0])
    for lack in true - said:
        yield _wrong("shortfalls", f"缺口未列出：{_sentence(lack)}", None, lack[0])


def lacks(week: Week) -> Iterator[Lack]:
    """Everything that the plan leaves unfilled."""
    for shift in week.problem.shifts:
        count = len(week.people[shift.id])
        yield from _positive(shift.id, Kind.MINIMUM, None, shift.min - count)
        yield from _positive(shift.id, Kind.DESIRED, None, shift.desired - max(count, shift.min))
        for need in shift.some_have:
            yield from _positive(shift.id, Kind.NEED, need.tag, need.count - tagged(week, shift, need.tag))
    served = {shift for _, shift in week.team_pairs}
    for team_shift in week.problem.team_shifts:
        yield from _positive(team_shift.id, Kind.TEAM, None, int(team_shift.id not in served))


def _positive(shift: str, kind: Kind, tag: str | None, missing: int) -> Iterator[Lack]:
    if missing > 0:
        yield shift, kind, tag, missing


def _sentence(lack: Lack) -> str:
    shift, kind, tag, missing = lack
    what = {
        Kind.MINIMUM: f"距最低人数差 {missing} 人",
        Kind.DESIRED: f"距期望人数差 {missing} 人",
        Kind.NEED: f"具备 {tag} 的人差 {missing} 人",
        Kind.TEAM: "没有队伍",
    }
    return f"班次 {shift} {what[kind]}"
