"""Nearest first, as it is done at a desk: the most urgent shift takes the nearest people who may and can come.

Pins stand, teams go next, then every shift gets its minimum (those who fill a need before others), then the needs that
are left, then the desired numbers. Every hard rule holds; wishes, loads, shares and the previous plan do not count.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from benchmarks.solver.plans import told_plan
from solver.candidates import Pairs, candidate_pairs
from solver.crowd import Bools, Crowd, Ints
from solver.distances import adjacency, blocks
from solver.models.build import clash
from solver.models.pins import standing_pins
from solver.plan import Plan
from solver.problem import DAY, Pair, Problem, Shift, TeamShift
from solver.rules.minor import barred, is_minor, may_escort
from solver.walking import Walking

DAYS = 7


def greedy(problem: Problem) -> Plan:
    """A plan that keeps every hard rule, made in one go; deterministic."""
    crowd = Crowd(problem)
    desk = Desk(crowd, candidate_pairs(crowd))
    order = by_urgency(problem.shifts)
    for s in order:
        desk.escort(s)
    for t in by_urgency(problem.team_shifts):
        desk.send_team(t)
    for fill in (desk.fill_minimum, desk.fill_needs, desk.fill_desired):
        for s in order:
            fill(s)
    return desk.plan()


def nearest_teams(problem: Problem) -> tuple[Pair, ...]:
    """The teams that such a plan sends, (team, team shift)."""
    crowd = Crowd(problem)
    desk = Desk(crowd, candidate_pairs(crowd))
    for t in by_urgency(problem.team_shifts):
        desk.send_team(t)
    return tuple(desk.teams)


def by_urgency(shifts: Iterable[Shift | TeamShift]) -> list[int]:
    """Indices of the shifts, the most urgent first, then the earliest."""
    urgency = [(-shift.priority, shift.start, index) for index, shift in enumerate(shifts)]
    return [index for *_, index in sorted(urgency)]


class Desk:
    """The week so far: who serves where, and how much more everyone may take on."""

    def __init__(self, crowd: Crowd, pairs: Pairs) -> None:
        self.crowd, self.problem, self.pairs = crowd, crowd.problem, pairs
        self.volunteers, self.shifts = self.problem.volunteers, self.problem.shifts
        nearest = np.argsort(pairs.shift * (self.problem.walk.limit_metres + 1) + pairs.metres, kind="stable")
        self.near, self.metres = pairs.volunteer[nearest], pairs.metres[nearest]
        counted = np.bincount(pairs.shift, minlength=len(self.shifts))
        self.first = np.concatenate(([0], np.cumsum(counted)))
        self.graph = adjacency(self.problem.network)
        self.minor = crowd.tagged("minor")
        self.week_left = np.array([v.max_week for v in self.volunteers], dtype=np.int64)
        self.day_left = np.repeat(np.array([[v.max_day] for v in self.volunteers], dtype=np.int64), DAYS, axis=1)
        self.minutes_left = [v.max_minutes for v in self.volunteers]
        self.duties: dict[int, list[tuple[int, int]]] = {}
        self.people: list[list[int]] = [[] for _ in self.shifts]
        self.teams: list[Pair] = []
        self.tied = _tied(crowd)
        self.pins = standing_pins(crowd)
        for v, s in self.pins.standing:
            self._serve(v, self.shifts[s])
            self.people[s].append(v)

    def escort(self, s: int) -> None:
        """A pinned minor whom nobody there may stand beside gets the nearest person who may."""
        for ward in [v for v in self.people[s] if self.minor[v]]:
            if not self._accompanied(ward, self.people[s]):
                free = (v for v in self._free(s) if self._may_escort(ward, v))
                next((v for v in free if self._seat(s, v)), None)

    def fill_minimum(self, s: int) -> None:
        """The shift has its minimum, first of all from those who fill a need, or nobody is left for it."""
        self._fill_needs(s, self.shifts[s].min)
        self._fill(s, self.shifts[s].min)

    def fill_needs(self, s: int) -> None:
        """The shift's needs are met, or nobody is left for them."""
        self._fill_needs(s, self.shifts[s].max)

    def fill_desired(self, s: int) -> None:
        """The shift has the desired number, or nobody is left for it."""
        self._fill(s, self.shifts[s].desired)

    def send_team(self, t: int) -> None:
        """The team shift has the nearest of its teams that can go."""
        shift = self.problem.team_shifts[t]
        gone = {team for team, _ in self.teams}
        free = self.crowd.free_at(shift.start, shift.end)
        away = next(blocks(self.graph, [shift.node]))[1][self.crowd.node_at(shift.start)]
        fitting: list[tuple[float, str, list[int]]] = []
        for team in self.problem.teams:
            if team.id in shift.teams and team.id not in gone:
                goers = [v for v in (self.crowd.index[m] for m in team.members) if free[v]]
                if goers and self._may_go(goers, shift):
                    fitting.append((float(away[goers].mean()), team.id, goers))
        if fitting:
            _, name, goers = min(fitting)
            self.teams.append((name, shift.id))
            for v in goers:
                self._serve(v, shift)

    def plan(self) -> Plan:
        """What has been arranged."""
        pairs = [
            (self.volunteers[v].id, shift.id) for shift, who in zip(self.shifts, self.people, strict=True) for v in who
        ]
        return told_plan(
            self.problem,
            pairs,
            self.teams,
            pins_left_out=tuple(self.pins.left_out),
            walking=_Known(self),
        )

    def _fill_needs(self, s: int, most: int) -> None:
        for need in self.shifts[s].some_have:
            has = self.crowd.tagged(need.tag)
            lacking = need.count - int(has[self.people[s]].sum())
            self._fill(s, min(most, len(self.people[s]) + lacking), has)

    def _fill(self, s: int, most: int, has: Bools | None = None) -> None:
        """Seat people, of those who have it, nearest first, until so many sit there; minors after the others."""
        if len(self.people[s]) >= most:
            return
        who = self._free(s)
        if has is not None:
            who = who[has[who]]
        for v in np.concatenate((who[~self.minor[who]], who[self.minor[who]])):
            if self._seat(s, int(v)) and len(self.people[s]) >= most:
                return

    def _free(self, s: int) -> Ints:
        """Who may serve the shift and has room on that day and in the week, the nearest first."""
        who = self.near[self.first[s] : self.first[s + 1]]
        return who[(self.week_left[who] > 0) & (self.day_left[who, self.shifts[s].start // DAY] > 0)]

    def _seat(self, s: int, v: int) -> bool:
        """Whether the person, with all who are tied to him, could be seated."""
        shift, there = self.shifts[s], self.people[s]
        unit = self.tied.get(v, (v,))
        if len(there) + len(unit) > shift.max or not set(unit).isdisjoint(there):
            return False
        if not all(self._fits(m, shift) and (m == v or self._is_candidate(m, s)) for m in unit):
            return False
        if not all(self._accompanied(m, [*there, *unit]) for m in unit if self.minor[m]):
            return False
        for m in unit:
            self._serve(m, shift)
        there.extend(unit)
        return True

    def _fits(self, v: int, shift: Shift | TeamShift) -> bool:
        left = self.minutes_left[v]
        rules = self.problem.rules
        return (
            self.week_left[v] > 0
            and self.day_left[v, shift.start // DAY] > 0
            and (left is None or shift.end - shift.start <= left)
            and not any(clash((shift.start, shift.end), duty, rules.gap, rules.rest) for duty in self.duties.get(v, ()))
        )

    def _serve(self, v: int, shift: Shift | TeamShift) -> None:
        self.week_left[v] -= 1
        self.day_left[v, shift.start // DAY] -= 1
        left = self.minutes_left[v]
        self.minutes_left[v] = None if left is None else left - (shift.end - shift.start)
        self.duties.setdefault(v, []).append((shift.start, shift.end))

    def _is_candidate(self, v: int, s: int) -> bool:
        return bool((self.pairs.shift[self.pairs.of(v)] == s).any())

    def _may_escort(self, ward: int, other: int) -> bool:
        return may_escort(self.problem, self.volunteers[ward], self.volunteers[other])

    def _accompanied(self, ward: int, there: Iterable[int]) -> bool:
        return any(self._may_escort(ward, other) for other in there)

    def _may_go(self, goers: list[int], shift: TeamShift) -> bool:
        minors = [v for v in goers if is_minor(self.volunteers[v])]
        return (
            all(self._fits(v, shift) for v in goers)
            and not (minors and barred(self.problem, shift))
            and all(self._accompanied(v, goers) for v in minors)
        )


def _tied(crowd: Crowd) -> dict[int, tuple[int, ...]]:
    """For each person who does not serve alone, all who are tied together with him, directly or by a chain."""
    groups: dict[int, set[int]] = {}
    for a, b in crowd.problem.together:
        x, y = crowd.index[a], crowd.index[b]
        joined = groups.get(x, {x}) | groups.get(y, {y})
        groups.update(dict.fromkeys(joined, joined))
    return {v: tuple(sorted(group)) for v, group in groups.items()}


class _Known(Walking):
    """Walking distances that takes those of the seated people from the candidates, and finds only the others anew."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.problem.network)
        for node, person, metres in _walked(desk):
            self._known.setdefault(node, {})[person] = metres


def _walked(desk: Desk) -> Iterator[tuple[int, int, int]]:
    """(the shift's node, the person's node, metres) of everyone who is seated as a candidate."""
    at_start = {start: desk.crowd.node_at(start) for start in {shift.start for shift in desk.shifts}}
    for s, shift in enumerate(desk.shifts):
        who = desk.near[desk.first[s] : desk.first[s + 1]]
        nodes, metres = at_start[shift.start], desk.metres[desk.first[s] : desk.first[s + 1]]
        for at in np.flatnonzero(np.isin(who, desk.people[s])):
            yield shift.node, int(nodes[who[at]]), int(metres[at])
