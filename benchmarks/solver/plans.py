"""Plans of others said in our format: who serves where becomes a plan with its true cost and its shortfalls."""

from collections.abc import Iterable

from solver.check import lacks
from solver.cost import cost_of
from solver.plan import Cost, PinLeftOut, Plan, Shortfall, Status
from solver.problem import Pair, Problem
from solver.rules.week import Week
from solver.walking import Walking


def told_plan(
    problem: Problem,
    assignments: Iterable[Pair],
    teams: Iterable[Pair] = (),
    *,
    pins_left_out: tuple[PinLeftOut, ...] = (),
    bound: Cost | None = None,
    walking: Walking | None = None,
) -> Plan:
    """The plan with these pairs, with the cost that the judge gives it; without a bound it takes the plainest one."""
    nothing = Cost()
    blank = Plan(
        week=problem.week,
        status=Status.OPTIMAL,
        assignments=tuple(assignments),
        teams=tuple(teams),
        cost=nothing,
        bound=nothing,
    )
    week = Week(problem, blank, walking)
    week.measure()
    cost = cost_of(week)
    proved = min(cost, bound or plain_bound(problem))
    return Plan(
        week=problem.week,
        status=Status.OPTIMAL if proved == cost else Status.FEASIBLE,
        assignments=blank.assignments,
        teams=blank.teams,
        cost=cost,
        bound=proved,
        pins_left_out=pins_left_out,
        shortfalls=tuple(Shortfall(shift=s, kind=k, tag=t, missing=m) for s, k, t, m in lacks(week)),
    )


def plain_bound(problem: Problem) -> Cost:
    """What no plan is below because nobody can be rewarded more often than he may serve."""
    weights, pins = problem.weights, [name for name, _ in problem.pins]
    pinned = {name: pins.count(name) for name in set(pins)}
    rewards = 0
    for volunteer in problem.volunteers:
        wishes = sum(min(0, wish.cost) for wish in volunteer.prefers)
        bonds = min(weights.claim, weights.organization_claim) + weights.served
        rewards += max(volunteer.max_week, pinned.get(volunteer.id, 0)) * (wishes + bonds)
    return Cost(0, 0, 0, rewards)
