"""A plan as the rules read it: who serves when, who is where, which pins stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from solver.plan import Plan
from solver.problem import DAY, Pair, Problem, Shift, Team, TeamShift, Volunteer
from solver.walking import Walking


@dataclass(frozen=True, slots=True)
class Duty:
    """A shift that a person serves, alone or with a team."""

    shift: Shift | TeamShift
    pinned: bool = False
    team: str | None = None

    @property
    def day(self) -> int:
        """The day of the start, 0 for Monday."""
        return self.shift.start // DAY

    @property
    def minutes(self) -> int:
        """The length."""
        return self.shift.end - self.shift.start


def node_at(volunteer: Volunteer, minute: int) -> int:
    """Where the person is at this minute: at home when no interval says otherwise."""
    return next((here.node for here in volunteer.at if here.start <= minute < here.end), volunteer.home)


def is_free(volunteer: Volunteer, shift: Shift | TeamShift) -> bool:
    """Whether the whole shift lies inside one free interval."""
    begin, until = shift.start, shift.end
    for start, end in volunteer.free:  # noqa: SIM110 (asked millions of times)
        if start <= begin and until <= end:
            return True
    return False


class Week:
    """The problem and the plan, looked up by id; what the plan says of unknown ids, and what it repeats, is skipped."""

    def __init__(self, problem: Problem, plan: Plan, walking: Walking | None = None) -> None:
        self.problem, self.plan = problem, plan
        self.walking = walking or Walking(problem.network)
        self.volunteers = {v.id: v for v in problem.volunteers}
        self.shifts = {s.id: s for s in problem.shifts}
        self.teams = {t.id: t for t in problem.teams}
        self.team_shifts = {s.id: s for s in problem.team_shifts}
        self.assignments: tuple[Pair, ...] = tuple(
            (v, s) for v, s in dict.fromkeys(plan.assignments) if v in self.volunteers and s in self.shifts
        )
        self.team_pairs: tuple[Pair, ...] = tuple(
            (t, s) for t, s in dict.fromkeys(plan.teams) if t in self.teams and s in self.team_shifts
        )
        self._pairs = [(self.volunteers[name], self.shifts[shift]) for name, shift in self.assignments]
        self.pinned = frozenset(problem.pins) & frozenset(self.assignments)
        self.people: dict[str, list[str]] = {s.id: [] for s in problem.shifts}
        self.duties: dict[str, list[Duty]] = {}
        self._fill()

    def _fill(self) -> None:
        for pair in self.assignments:
            name, shift = pair
            self.people[shift].append(name)
            self.duties.setdefault(name, []).append(Duty(self.shifts[shift], pinned=pair in self.pinned))
        for team, shift in self.team_pairs:
            for name in self.goers(self.teams[team], self.team_shifts[shift]):
                self.duties.setdefault(name, []).append(Duty(self.team_shifts[shift], team=team))
        for duties in self.duties.values():
            duties.sort(key=lambda duty: (duty.shift.start, duty.shift.end, duty.shift.id))

    def goers(self, team: Team, shift: TeamShift) -> tuple[str, ...]:
        """The members who go: those who are free during the whole shift."""
        return tuple(m for m in team.members if is_free(self.volunteers[m], shift))

    def pairs(self) -> Iterator[tuple[Volunteer, Shift]]:
        """Each assignment as a volunteer and a shift, in the order of the plan."""
        return iter(self._pairs)

    def metres(self, volunteer: Volunteer, shift: Shift | TeamShift) -> int:
        """Walking metres from where the person is at the shift's start."""
        return self.walking.metres(node_at(volunteer, shift.start), shift.node)

    def measure(self) -> None:
        """Find all of the plan's walking distances, with one search for each place."""
        wanted: dict[int, set[int]] = {}
        for name, duties in self.duties.items():
            for duty in duties:
                here = node_at(self.volunteers[name], duty.shift.start)
                wanted.setdefault(duty.shift.node, set()).add(here)
        for place, people in wanted.items():
            self.walking.measure(place, people)
