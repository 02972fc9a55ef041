"""A plan reckoned up once, then from edit to edit: what an edit breaks and costs, judged by what it touches.

An edit takes pairs out of the plan, puts pairs in, or both. It touches the people of these pairs and their shifts.
Judged is the part of the week around them: they, everyone in those shifts, everyone tied to them, the named escorts of
minors among all these; and every shift that any of them serves. The rules run on this part as on a week of its own,
once without and once with the edit.

Why that is exact. What a rule says of a touched person hangs on his own duties and on those tied to him; what it says
of a touched shift, on everyone in it: the part holds all of that. Of anything else the part may say what is not so (a
shift at its edge lacks people), but it says the same before and after, and only what is new afterwards counts. The
summands of the cost are each a matter of one person or one shift, so what is untouched falls out of the difference; but
for the shares, which are reckoned from their counts. One thing hangs on pins anywhere: whether a pin brings those tied
to the pinned person (``rules/together.py``). So people who are tied, and of whom anybody is pinned, are judged by the
whole week.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self

from solver.check import Lack, lacks
from solver.cost import cost_of, shares_of
from solver.plan import Cost, Plan, Status
from solver.problem import Pair, Problem, Team
from solver.rules import RULES, Violation
from solver.rules.week import Week
from solver.walking import Walking


@dataclass(frozen=True, slots=True)
class Edit:
    """Pairs less, pairs more; what stays fixed and what is banned, which must name none of these."""

    without: tuple[Pair, ...] = ()
    with_: tuple[Pair, ...] = ()
    pins: tuple[Pair, ...] = ()
    bans: tuple[Pair, ...] = ()

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """What goes and what comes."""
        return self.without + self.with_

    def of(self, pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
        """The plan's pairs after the edit."""
        return tuple(pair for pair in pairs if pair not in self.without) + self.with_


@dataclass(frozen=True, slots=True, eq=False)
class Reckoning:
    """What a plan costs, what it lacks (in the order of the shifts) and how far each person walks."""

    problem: Problem
    """Its pins and bans are left aside: none of this hangs on them."""
    pairs: tuple[Pair, ...]
    teams: tuple[Pair, ...]
    cost: Cost
    lacks: tuple[Lack, ...]
    walks: Mapping[str, tuple[int, ...]]
    """The metres of each duty of those who have any."""
    served: tuple[int, ...]
    """How many assignments there are, and how many of people with the tag of each share."""
    rank: Mapping[str, int]
    """Where each shift and team shift stands in the problem."""
    walking: Walking

    @classmethod
    def of(cls, problem: Problem, pairs: Iterable[Pair], teams: Iterable[Pair]) -> Self:
        """The whole plan."""
        return cls._whole(problem.fixed((), ()), tuple(pairs), tuple(teams), Walking(problem.network))

    @classmethod
    def _whole(cls, problem: Problem, pairs: tuple[Pair, ...], teams: tuple[Pair, ...], walking: Walking) -> Self:
        week = _week(problem, pairs, teams, walking)
        times = Counter(name for name, _ in week.assignments)
        tagged = (sum(n for v, n in times.items() if s.tag in week.volunteers[v].tags) for s in problem.shares)
        return cls(
            problem,
            pairs,
            teams,
            cost_of(week),
            tuple(lacks(week)),
            _walks(week, week.duties),
            (len(week.assignments), *tagged),
            {id: rank for rank, id in enumerate(_shift_ids(problem))},
            walking,
        )

    def judged(self, edit: Edit) -> "Verdict":
        """The plan after the edit, and every rule that the edit breaks; exactly what ``judged_whole`` says."""
        if self._hangs_on_pins(edit):
            return self.judged_whole(edit)
        part, pairs, teams = self._part_around(edit)
        before, after = (_week(part, some, teams, self.walking) for some in (pairs, edit.of(pairs)))
        return Verdict(_broken(before, after), self._changed(edit, before, after), after)

    def judged_whole(self, edit: Edit) -> "Verdict":
        """The same by the rules' and the cost's own words, on the whole week before and after."""
        problem = self.problem.fixed(edit.pins, edit.bans)
        before, after = (_week(problem, some, self.teams, self.walking) for some in (self.pairs, edit.of(self.pairs)))
        reckoned = type(self)._whole(self.problem, edit.of(self.pairs), self.teams, self.walking)
        return Verdict(_broken(before, after), reckoned, after)

    def _hangs_on_pins(self, edit: Edit) -> bool:
        pinned = {name for name, _ in edit.pins}
        groups = (self.problem.tied({name}) for name, _ in edit.pairs)
        return any(len(group) > 1 and not pinned.isdisjoint(group) for group in groups)

    def _part_around(self, edit: Edit) -> tuple[Problem, tuple[Pair, ...], tuple[Pair, ...]]:
        """The problem of the part, with the pairs and the teams' pairs in it."""
        whole = self.problem
        touched = {shift for _, shift in edit.pairs}
        people = self.problem.tied({name for name, _ in edit.pairs})
        people.update(name for name, shift in self.pairs if shift in touched)
        people.update(*(adults for minor, adults in whole.escorts.items() if minor in people))
        pairs = tuple(pair for pair in self.pairs if pair[0] in people)
        shifts = touched.union(shift for _, shift in pairs)
        teams = tuple(
            Team(id=team.id, members=members)
            for team in whole.teams
            if (members := tuple(name for name in team.members if name in people))
        )
        there = {team.id for team in teams}

        def inside(some: tuple[Pair, ...]) -> tuple[Pair, ...]:
            return tuple(pair for pair in some if pair[0] in people and pair[1] in shifts)

        part = replace(
            whole,
            volunteers=tuple(v for v in whole.volunteers if v.id in people),
            shifts=tuple(s for s in whole.shifts if s.id in shifts),
            together=tuple(pair for pair in whole.together if people.issuperset(pair)),
            escorts={minor: adults for minor, adults in whole.escorts.items() if minor in people},
            teams=teams,
            team_shifts=tuple(replace(s, teams=tuple(t for t in s.teams if t in there)) for s in whole.team_shifts),
            pins=inside(edit.pins),
            bans=inside(edit.bans),
            previous=None if whole.previous is None else inside(whole.previous),
            shares=(),
        )
        return part, pairs, tuple(pair for pair in self.teams if pair[0] in there)

    def _changed(self, edit: Edit, before: Week, after: Week) -> Self:
        served = self._served(before, after)
        shares = (shares_of(self.problem, count, mine) for count, *mine in (self.served, served))
        first, second, third, last = (
            whole - old + new
            for whole, old, new in zip(self.cost.parts(), cost_of(before).parts(), cost_of(after).parts(), strict=True)
        )
        old_shares, new_shares = shares
        touched = {shift for _, shift in edit.pairs}
        lacking = [lack for lack in self.lacks if lack[0] not in touched]
        lacking += [lack for lack in lacks(after) if lack[0] in touched]
        people = {name for name, _ in edit.pairs}
        walks = {name: metres for name, metres in self.walks.items() if name not in people}
        return replace(
            self,
            pairs=edit.of(self.pairs),
            cost=Cost(first, second, third, last - old_shares + new_shares),
            lacks=tuple(sorted(lacking, key=lambda lack: self.rank[lack[0]])),
            walks=walks | _walks(after, people & after.duties.keys()),
            served=served,
        )

    def _served(self, before: Week, after: Week) -> tuple[int, ...]:
        """The counts after the edit."""
        count, *mine = self.served
        for week, sign in ((before, -1), (after, 1)):
            count += sign * len(week.assignments)
            for row, share in enumerate(self.problem.shares):
                mine[row] += sign * sum(share.tag in week.volunteers[name].tags for name, _ in week.assignments)
        return count, *mine


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an edit comes to: the rules that it breaks and that held before, the plan after it, and a week in which the
    people and shifts of the edit are whole."""

    broken: tuple[Violation, ...]
    after: Reckoning
    week: Week


def _shift_ids(problem: Problem) -> Iterator[str]:
    yield from (shift.id for shift in problem.shifts)
    yield from (shift.id for shift in problem.team_shifts)


def _week(problem: Problem, pairs: tuple[Pair, ...], teams: tuple[Pair, ...], walking: Walking) -> Week:
    nothing = Cost()
    plan = Plan(week=problem.week, status=Status.FEASIBLE, assignments=pairs, teams=teams, cost=nothing, bound=nothing)
    week = Week(problem, plan, walking)
    week.measure()
    return week


def _broken(before: Week, after: Week) -> tuple[Violation, ...]:
    old = {_key(violation) for violation in _violations(before)}
    return tuple(violation for violation in _violations(after) if _key(violation) not in old)


def _violations(week: Week) -> Iterable[Violation]:
    return (violation for rule in RULES for violation in rule.violations(week))


def _key(violation: Violation) -> tuple[str, str | None, str | None]:
    return violation.rule, violation.volunteer, violation.shift


def _walks(week: Week, people: Iterable[str]) -> dict[str, tuple[int, ...]]:
    return {
        name: tuple(week.metres(week.volunteers[name], duty.shift) for duty in week.duties[name]) for name in people
    }
