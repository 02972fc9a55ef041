"""A solved plan keeps every rule; when one fact is changed so that it breaks a rule, the check names that rule."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest

from solver.check import check
from solver.plan import Plan
from solver.problem import DAY, Problem, Shift, Volunteer
from solver.rules import RULES
from solver.solve import solve
from solver.walking import Walking
from tests.solver.town import town

Case = tuple[Problem, Plan]


@cache
def solved(seed: int) -> Case:
    problem = town(people=40, places=14, seed=seed, teams=2)
    people = [replace(v, max_day=2, max_minutes=600) for v in problem.volunteers]
    problem = replace(problem, volunteers=tuple(people))
    return problem, solve(problem)


def _person(problem: Problem, name: str, **facts: object) -> Problem:
    people = (replace(v, **facts) if v.id == name else v for v in problem.volunteers)
    return replace(problem, volunteers=tuple(people))


def _shift(problem: Problem, name: str, **facts: object) -> Problem:
    return replace(problem, shifts=tuple(replace(s, **facts) if s.id == name else s for s in problem.shifts))


def _seats(case: Case) -> Iterator[tuple[Volunteer, Shift]]:
    people, shifts = {v.id: v for v in case[0].volunteers}, {s.id: s for s in case[0].shifts}
    for volunteer, shift in case[1].assignments:
        yield people[volunteer], shifts[shift]


def _weeks(case: Case) -> Iterator[tuple[Volunteer, list[Shift]]]:
    """Those who serve twice or more and in no team, with their shifts by time."""
    members = {m for t in case[0].teams for m in t.members}
    for volunteer in case[0].volunteers:
        mine = sorted((s for v, s in _seats(case) if v.id == volunteer.id), key=lambda s: s.start)
        if len(mine) > 1 and volunteer.id not in members:
            yield volunteer, mine


def free(case: Case) -> Iterator[Case]:
    for volunteer, shift in _seats(case):
        yield _person(case[0], volunteer.id, free=((shift.start, shift.end - 1),)), case[1]


def no_overlap(case: Case) -> Iterator[Case]:
    for _, (first, second, *_) in _weeks(case):
        yield _shift(case[0], second.id, start=first.end - 1, end=first.end + 60), case[1]


def rest(case: Case) -> Iterator[Case]:
    for _, (first, second, *_) in _weeks(case):
        if first.start // DAY != second.start // DAY:
            yield replace(case[0], rules=replace(case[0].rules, rest=second.start - first.end + 1)), case[1]


def gap(case: Case) -> Iterator[Case]:
    for _, (first, second, *_) in _weeks(case):
        if first.start // DAY == second.start // DAY:
            yield replace(case[0], rules=replace(case[0].rules, gap=second.start - first.end + 1)), case[1]


def week_cap(case: Case) -> Iterator[Case]:
    for volunteer, mine in _weeks(case):
        yield _person(case[0], volunteer.id, max_week=len(mine) - 1), case[1]


def day_cap(case: Case) -> Iterator[Case]:
    for volunteer, mine in _weeks(case):
        if max(Counter(s.start // DAY for s in mine).values()) > 1:
            yield _person(case[0], volunteer.id, max_day=1), case[1]


def minutes_cap(case: Case) -> Iterator[Case]:
    for volunteer, mine in _weeks(case):
        yield _person(case[0], volunteer.id, max_minutes=sum(s.end - s.start for s in mine) - 1), case[1]


def tags(case: Case) -> Iterator[Case]:
    for volunteer, shift in _seats(case):
        yield _shift(case[0], shift.id, none_have=(volunteer.tags[1],)), case[1]


def minor(case: Case) -> Iterator[Case]:
    for volunteer, shift in _seats(case):
        if "minor" in volunteer.tags:
            away = next(v.id for v in case[0].volunteers if (v.id, shift.id) not in case[1].assignments)
            yield replace(case[0], escorts={volunteer.id: (away,)}), case[1]
            late = replace(case[0].rules.minors, quiet=(shift.start % DAY, (shift.start + 1) % DAY))
            yield replace(case[0], rules=replace(case[0].rules, minors=late)), case[1]


def walk_limit(case: Case) -> Iterator[Case]:
    walking = Walking(case[0].network)
    for volunteer, shift in _seats(case):
        at = next((p.node for p in volunteer.at if p.start <= shift.start < p.end), volunteer.home)
        metres = walking.metres(at, shift.node)
        if metres > 1:
            yield replace(case[0], walk=replace(case[0].walk, limit_metres=metres - 1)), case[1]


def max_(case: Case) -> Iterator[Case]:
    there = Counter(shift.id for _, shift in _seats(case))
    for name, people in there.items():
        yield _shift(case[0], name, min=0, desired=0, max=people - 1), case[1]


def together(case: Case) -> Iterator[Case]:
    pairs = set(case[1].assignments)
    for volunteer, shift in _seats(case):
        other = next(v.id for v in case[0].volunteers if (v.id, shift.id) not in pairs)
        yield replace(case[0], together=((volunteer.id, other),)), case[1]


def teams(case: Case) -> Iterator[Case]:
    for team, shift in case[1].teams:
        cut = (replace(s, teams=()) if s.id == shift else s for s in case[0].team_shifts)
        yield replace(case[0], team_shifts=tuple(cut)), case[1]
        other = next(t.id for t in case[0].teams if t.id != team)
        yield case[0], replace(case[1], teams=((team, shift), (other, shift)))


def pin(case: Case) -> Iterator[Case]:
    for volunteer, shift in _seats(case):
        without = tuple(p for p in case[1].assignments if p != (volunteer.id, shift.id))
        yield replace(case[0], pins=((volunteer.id, shift.id),)), replace(case[1], assignments=without)


def ban(case: Case) -> Iterator[Case]:
    for volunteer, shift in _seats(case):
        yield replace(case[0], bans=((volunteer.id, shift.id),)), case[1]


BREAKS: dict[str, Callable[[Case], Iterator[Case]]] = {
    "free": free, "no_overlap": no_overlap, "rest": rest, "gap": gap, "week_cap": week_cap, "day_cap": day_cap,
    "minutes_cap": minutes_cap, "tags": tags, "minor": minor, "walk_limit": walk_limit, "max": max_,
    "together": together, "teams": teams, "pin": pin, "ban": ban,
}  # fmt: skip


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_whatever_is_broken_by_hand_is_named(rule: str) -> None:
    tried = 0
    for seed in range(6):
        case = solved(seed)
        assert check(*case).holds
        broken = list(BREAKS[rule](case))
        for problem, plan in random.Random(seed).sample(broken, min(5, len(broken))):
            assert rule in {violation.rule for violation in check(problem, plan).violations}
            tried += 1
    assert tried >= 5
