"""What happens in a half-year: people join, leave, are away, decline; demand comes and goes.

Every event hangs on the seed and on its own name, never on the plan: all planners meet the same half-year, and whoever
is offered a shift by two of them gives both the same answer.
"""

from dataclasses import dataclass, replace
from random import Random

from solver.problem import DAY, Pair, Problem, Shift

JOINS, LEAVES = 0.10, 0.10  # of the roster, somewhere in the half-year
AWAY = 0.06  # in any one week: a holiday, an illness
LONG_AWAY = 0.10  # once in the half-year, for four weeks
FESTIVAL, FESTIVAL_AWAY = (13, 14), 0.30  # the two weeks around the Spring Festival of 2027
DECLINES = 0.08  # of the offers
DROPPED, RAISED = 0.05, 0.10  # of the shifts, each week anew
CAMPAIGN = (6, 20)  # weeks of an inspection: every shift wants one more
LASTING = ((9, 0.06), (18, 0.06))  # from this week on, so many of the shifts stand on another day as well


@dataclass(frozen=True, slots=True)
class Events:
    """The stream of one seed."""

    seed: int
    weeks: int

    def is_member(self, person: str, week: int) -> bool:
        """Whether the person has joined and not left."""
        draw = self._draw("member", person)
        joins = draw.random() < JOINS
        leaves = not joins and draw.random() < LEAVES / (1 - JOINS)
        turn = draw.randrange(1, self.weeks) if self.weeks > 1 else 0
        return week >= turn if joins else week < turn if leaves else True

    def is_here(self, person: str, week: int) -> bool:
        """Whether the person can be asked in that week."""
        share = FESTIVAL_AWAY if week in FESTIVAL else AWAY
        long = self._draw("long", person)
        away = long.random() < LONG_AWAY and 0 <= week - long.randrange(self.weeks) < 4
        return self.is_member(person, week) and not away and self._draw("away", person, week).random() >= share

    def declines(self, offer: Pair, week: int) -> bool:
        """Whether the person declines this offer."""
        return self._draw("decline", *offer, week).random() < DECLINES

    def happened(self, problem: Problem, week: int) -> Problem:
        """The week with its changed demand, and without the free time of those who cannot be asked."""
        people = (v if self.is_here(v.id, week) else replace(v, free=()) for v in problem.volunteers)
        shifts = (changed for shift in problem.shifts for changed in self._demand(shift, week))
        return replace(problem, volunteers=tuple(people), shifts=tuple(shifts))

    def _demand(self, shift: Shift, week: int) -> list[Shift]:
        draw, found = self._draw("demand", shift.id), []
        if draw.random() >= DROPPED:
            more = (draw.random() < RAISED) + (week in CAMPAIGN)
            found.append(replace(shift, desired=shift.desired + more, max=max(shift.max, shift.desired + more)))
        origin = ":".join(part for part in shift.id.split(":") if "-W" not in part)  # the same shift in every week
        for since, share in LASTING:
            if week >= since and self._draw("lasting", origin, since).random() < share:
                by = (other_day(shift.start // DAY) - shift.start // DAY) * DAY
                found.append(replace(shift, id=f"{shift.id}:{since}", start=shift.start + by, end=shift.end + by))
        return found

    def _draw(self, *name: object) -> Random:
        return Random(":".join(str(part) for part in (self.seed, *name)))


def other_day(day: int) -> int:
    """Two working days later, or the other day of the weekend."""
    return (day + 2) % 5 if day < 5 else 11 - day
