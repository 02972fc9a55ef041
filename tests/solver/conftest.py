"""Small named instances on one long street: nodes 0 to 5 in a row, 500 m apart, and node 6, which no way leads to.

Builders are handed out as one fixture, so that a test says only what it is about.
"""

from collections.abc import Sequence

import pytest

from solver.check import Report, check, lacks
from solver.cost import cost_of
from solver.plan import Cost, PinLeftOut, Plan, Shortfall, Status
from solver.problem import Network, Pair, Problem, Shift, TeamShift, Volunteer
from solver.rules.week import Week
from solver.walking import Walking

ALWAYS = ((-1440, 11520),)
EVENING = 18 * 60  # Monday 18:00
TUESDAY = 1440


class Street:
    """People are adults at node 0, always free, with wide caps; shifts last 90 minutes at node 0 and want nobody."""

    evening, tuesday = EVENING, TUESDAY
    network = Network(
        nodes=tuple((113.65 + i / 1000, 34.74) for i in range(7)), edges=tuple((i, i + 1, 500) for i in range(5))
    )

    def person(self, name: str, **facts: object) -> Volunteer:
        known = {"home": 0, "tags": ("adult",), "free": ALWAYS, "max_day": 7} | facts
        return Volunteer(id=name, **known)

    def shift(self, name: str, start: int = EVENING, **facts: object) -> Shift:
        known = {
            "place": "gate",
            "node": 0,
            "category": "tidiness",
            "end": start + 90,
            "min": 0,
            "desired": 0,
            "max": 9,
        }
        return Shift(id=name, start=start, **known | facts)

    def team_shift(self, name: str, start: int = EVENING, **facts: object) -> TeamShift:
        known = {"place": "gate", "node": 0, "end": start + 90, "teams": ("band",)} | facts
        return TeamShift(id=name, start=start, **known)

    def problem(self, volunteers: Sequence[Volunteer] = (), shifts: Sequence[Shift] = (), **facts: object) -> Problem:
        return Problem(
            week="2026-W48", network=self.network, volunteers=tuple(volunteers), shifts=tuple(shifts), **facts
        )

    def two(self, **facts: object) -> Problem:
        """Two people, `ann` and `bob`, and two shifts on one place and evening, `early` and, an hour later, `late`."""
        known = {"volunteers": [self.person("ann"), self.person("bob")]} | facts
        return self.problem(shifts=[self.shift("early"), self.shift("late", EVENING + 150)], **known)

    def plan(
        self, problem: Problem, *pairs: Pair, teams: Sequence[Pair] = (), left_out: Sequence[tuple[str, str, str]] = ()
    ) -> Plan:
        """The plan with these pairs, which says nothing untrue of its cost and its shortfalls."""
        blank = Plan(
            week=problem.week, status=Status.OPTIMAL, assignments=pairs, teams=tuple(teams), cost=Cost(), bound=Cost()
        )
        week = Week(problem, blank)
        cost = cost_of(week)
        return Plan(
            week=problem.week,
            status=Status.OPTIMAL,
            assignments=pairs,
            teams=tuple(teams),
            cost=cost,
            bound=cost,
            pins_left_out=tuple(PinLeftOut(volunteer=v, shift=s, reason=r) for v, s, r in left_out),
            shortfalls=tuple(Shortfall(shift=s, kind=k, tag=t, missing=m) for s, k, t, m in lacks(week)),
        )

    def report(self, problem: Problem, *pairs: Pair, **more: object) -> Report:
        return check(problem, self.plan(problem, *pairs, **more))

    def broken(self, problem: Problem, *pairs: Pair, **more: object) -> list[str]:
        """The names of the rules that this plan breaks, each once."""
        return sorted({violation.rule for violation in self.report(problem, *pairs, **more).violations})


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """The check's distances are compiled before a property test counts the time of its first example."""
    Walking(Network(nodes=((0.0, 0.0),))).metres(0, 0)


@pytest.fixture(scope="session")
def street() -> Street:
    return Street()
