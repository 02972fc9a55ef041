"""Changes of a problem, one dataclass each: what would the week be if.

A change turns a problem into another one; what it names and the problem does not have is a ``ChangeError``.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from solver.problem import Pair, Problem, Shift, Volunteer


class ChangeError(ValueError):
    """这个问题里没有要改的东西。"""


class Change(Protocol):
    """Something that turns one problem into another."""

    def of(self, problem: Problem) -> Problem:
        """The changed problem. Raises ChangeError."""
        ...


@dataclass(frozen=True, slots=True)
class MorePeople:
    """So many more people like these: one volunteer by id, or all with a tag in turn (`PARTY` for `line:PARTY`).

    A newcomer has home, hours and tags of the one whom he is like; nothing is claimed, nothing was served.
    """

    like: str
    count: int

    def of(self, problem: Problem) -> Problem:
        """The problem with the newcomers at the end of its people."""
        models = people_like(problem, self.like)
        if self.count < 0:
            raise ChangeError(f"增加的人数不能是负数：{self.count}")
        taken = {v.id for v in problem.volunteers}
        new: list[Volunteer] = []
        for k in range(self.count):
            model = models[k * len(models) // self.count if self.count < len(models) else k % len(models)]
            id = next(name for n in range(1, len(taken) + 2) if (name := f"{model.id}+{n}") not in taken)
            taken.add(id)
            new.append(replace(model, id=id, load=0, prefers=(), claims=(), served=()))
        return replace(problem, volunteers=(*problem.volunteers, *new))


@dataclass(frozen=True, slots=True)
class WithoutPeople:
    """These people (as for `MorePeople`) are not there, and no share is asked of their tag."""

    like: str

    def of(self, problem: Problem) -> Problem:
        """The problem without them, wherever they are named."""
        gone = {v.id for v in people_like(problem, self.like)}
        shares = tuple(s for s in problem.shares if s.tag not in (self.like, f"line:{self.like}"))
        return replace(without_people(problem, gone), shares=shares)


@dataclass(frozen=True, slots=True)
class ClosedPlace:
    """No shift takes place there."""

    place: str

    def of(self, problem: Problem) -> Problem:
        """The problem without the shifts and team shifts of the place, wherever they are named."""
        gone = {s.id for s in problem.shifts if s.place == self.place}
        gone |= {s.id for s in problem.team_shifts if s.place == self.place}
        if not gone:
            raise ChangeError(f"没有在 {self.place} 的班次")
        return replace(
            problem,
            shifts=tuple(s for s in problem.shifts if s.id not in gone),
            team_shifts=tuple(s for s in problem.team_shifts if s.id not in gone),
            pins=_without(problem.pins, gone),
            bans=_without(problem.bans, gone),
            previous=None if problem.previous is None else _without(problem.previous, gone),
        )


@dataclass(frozen=True, slots=True)
class WalkLimit:
    """People are asked to walk so many metres at most."""

    metres: int

    def of(self, problem: Problem) -> Problem:
        """The problem with this limit."""
        if self.metres < 0:
            raise ChangeError(f"步行上限不能是负数：{self.metres}")
        return replace(problem, walk=replace(problem.walk, limit_metres=self.metres))


@dataclass(frozen=True, slots=True)
class Demand:
    """Each shift of the place wants so many people more (or fewer, never below none)."""

    place: str
    by: int

    def of(self, problem: Problem) -> Problem:
        """The problem with these wishes; maximum and minimum give way where they must."""
        if not any(s.place == self.place for s in problem.shifts):
            raise ChangeError(f"没有在 {self.place} 的班次")
        shifts = tuple(self._changed(s) if s.place == self.place else s for s in problem.shifts)
        return replace(problem, shifts=shifts)

    def _changed(self, shift: Shift) -> Shift:
        desired = max(0, shift.desired + self.by)
        return replace(shift, desired=desired, min=min(shift.min, desired), max=max(shift.max, desired))


def changed(problem: Problem, changes: Iterable[Change]) -> Problem:
    """The problem after all of them, one after the other."""
    for change in changes:
        problem = change.of(problem)
    return problem


def people_like(problem: Problem, like: str) -> list[Volunteer]:
    """The volunteer with this id, or those with this tag or line. Raises ChangeError when there is nobody."""
    for found in (
        [v for v in problem.volunteers if v.id == like],
        [v for v in problem.volunteers if like in v.tags],
        [v for v in problem.volunteers if f"line:{like}" in v.tags],
    ):
        if found:
            return found
    raise ChangeError(f"没有叫 {like} 的志愿者，也没有人有这个标签、属于这个条线")


def without_people(problem: Problem, gone: Container[str]) -> Problem:
    """The problem without these people, wherever they are named; a team without members is gone as well.

    A minor who loses all adults that were named for him serves nowhere: that others may escort him nobody has said.
    """
    lost = {m for m, adults in problem.escorts.items() if adults and all(adult in gone for adult in adults)}
    teams = tuple(
        replace(team, members=members)
        for team in problem.teams
        if (members := tuple(m for m in team.members if m not in gone))
    )
    together = {team.id for team in teams}
    return replace(
        problem,
        volunteers=tuple(replace(v, free=()) if v.id in lost else v for v in problem.volunteers if v.id not in gone),
        together=tuple((a, b) for a, b in problem.together if a not in gone and b not in gone),
        escorts={
            minor: left
            for minor, adults in problem.escorts.items()
            if minor not in gone and (left := tuple(adult for adult in adults if adult not in gone))
        },
        teams=teams,
        team_shifts=tuple(replace(s, teams=tuple(t for t in s.teams if t in together)) for s in problem.team_shifts),
        pins=_staying(problem.pins, gone),
        bans=_staying(problem.bans, gone),
        previous=None if problem.previous is None else _staying(problem.previous, gone),
    )


def _without(pairs: Iterable[Pair], shifts: Container[str]) -> tuple[Pair, ...]:
    return tuple((v, s) for v, s in pairs if s not in shifts)


def _staying(pairs: Iterable[Pair], gone: Container[str]) -> tuple[Pair, ...]:
    return tuple((v, s) for v, s in pairs if v not in gone)
