"""Several what-ifs side by side: each a changed problem, planned from the same plan, beside that plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from solver.changes import Change, changed
from solver.cost import stability, walking
from solver.plan import Plan, Status
from solver.problem import Pair, Problem
from solver.progress import Progress, Stop
from solver.repair import Touched, repair, touched
from solver.rules.week import Week
from solver.solve import solve

AS_IT_IS = "现状"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """One row: the problem as it would be, its plan (verified, with its bound), and who would be touched by it.

    `touched` is counted against the plan as it is, people who would not be there any more included. Where the plan as
    it is was repaired, the inconvenience holds what the changes to it cost (`stability`).
    """

    name: str
    problem: Problem
    plan: Plan
    touched: tuple[Touched, ...]
    stability: int
    served: int
    metres: int

    @property
    def proved(self) -> bool:
        """Whether no plan of this problem is better."""
        return self.plan.status is Status.OPTIMAL

    @property
    def mean_walk(self) -> float:
        """Metres walked by one person to one shift, on average."""
        return self.metres / self.served if self.served else 0.0


def what_ifs(
    problem: Problem,
    changes: Mapping[str, Change | Sequence[Change]],
    *,
    base: Plan | None = None,
    afresh: bool = False,
    seconds: float | None = None,
    seed: int = 0,
    on_progress: Callable[[str, Progress], None] | None = None,
    stop: Stop | None = None,
) -> tuple[WhatIf, ...]:
    """The plan as it is (`base`, or solved), then one row for each named change, all of one base.

    Each is a repair of the base, so that people keep what they know; `afresh` solves each as if nobody knew anything.
    `seconds` is the limit of each. Raises ChangeError before anything is solved.
    """
    problems = {
        name: changed(problem, change if isinstance(change, Sequence) else (change,))
        for name, change in changes.items()
    }

    def listener(name: str) -> Callable[[Progress], None] | None:
        return None if on_progress is None else lambda progress: on_progress(name, progress)

    def plan(name: str, of: Problem) -> Plan:
        told = listener(name)
        if afresh or base is None:
            asked = replace(of, previous=None) if afresh else of
            return solve(asked, seconds=seconds, seed=seed, on_progress=told, stop=stop)
        return repair(of, teams=base.teams, seconds=seconds, seed=seed, on_progress=told, stop=stop).plan

    base = base or plan(AS_IT_IS, problem)
    rows = [_row(AS_IT_IS, problem, base, base)]
    for name, other in problems.items():
        known = replace(other, previous=None if afresh else _still_there(base.assignments, other))
        rows.append(_row(name, known, plan(name, known), base))
    return tuple(rows)


def _still_there(pairs: Sequence[Pair], problem: Problem) -> tuple[Pair, ...]:
    people, shifts = {v.id for v in problem.volunteers}, {s.id for s in problem.shifts}
    return tuple((v, s) for v, s in pairs if v in people and s in shifts)


def _row(name: str, problem: Problem, plan: Plan, base: Plan) -> WhatIf:
    week = Week(problem, plan)
    week.measure()
    return WhatIf(
        name=name,
        problem=problem,
        plan=plan,
        touched=touched(base.assignments, plan.assignments, order=[v.id for v in problem.volunteers]),
        stability=stability(week),
        served=sum(len(duties) for duties in week.duties.values()),
        metres=walking(week),
    )
