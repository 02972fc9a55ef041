"""What would this plan be if: cases side by side, each repaired from the stored version; nothing is written.

A case is a few changes of the planning problem: the solver's own (``solver.changes``), and people not there yet.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.calendar import DAY
from engine.errors import Conflict, Fault, InvalidInput
from engine.model import LINE_TERMS
from engine.planning.explain import Opened
from engine.planning.facts import Facts
from solver.changes import Change, ChangeError
from solver.plan import Kind
from solver.problem import Interval, Problem, ProblemError, Volunteer
from solver.progress import Progress, Stop
from solver.warm import warm_up
from solver.what_if import AS_IT_IS, WhatIf, what_ifs

__all__ = ["AS_IT_IS", "MOST_CASES", "MOST_PEOPLE", "Newcomers", "Outcome", "WhatIfs", "side_by_side"]

MOST_CASES = 8
MOST_PEOPLE = 500
"""Newcomers in one case."""
EVENINGS: tuple[Interval, ...] = tuple((day * DAY + 1080, day * DAY + 1260) for day in range(5))
"""Monday to Friday, 18:00 to 21:00."""
WEEKENDS: tuple[Interval, ...] = tuple((day * DAY + 480, day * DAY + 1200) for day in (5, 6))
"""Saturday and Sunday, 8:00 to 20:00."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomers:
    """So many more grown-ups, who live and have time like those of the line who are there, in turn.

    Given a station (its node), they live beside it; given hours, they have time then and go there from home. Nothing is
    claimed, nothing was served.
    """

    count: int
    line: str = ""
    """One of the lines, or empty: like anybody."""
    home: int | None = None
    skills: tuple[str, ...] = ()
    free: tuple[Interval, ...] = ()

    def of(self, problem: Problem) -> Problem:
        """The problem with the newcomers at the end of its people. Raises ChangeError when there is nobody at all."""
        models = self._models(problem)
        if not models:
            raise ChangeError("没有可以参照的人")
        taken = {v.id for v in problem.volunteers}
        ids = (id for number in range(1, len(taken) + self.count + 1) if (id := f"newcomer+{number}") not in taken)
        step = max(1, len(models) // max(1, self.count))
        new = [self._like(models[index * step % len(models)], next(ids)) for index in range(self.count)]
        return replace(problem, volunteers=(*problem.volunteers, *new))

    def _models(self, problem: Problem) -> list[Volunteer]:
        grown = [v for v in problem.volunteers if "minor" not in v.tags and (v.free or self.free)]
        return [v for v in grown if f"line:{self.line}" in v.tags] or grown if self.line else grown

    def _like(self, model: Volunteer, id: str) -> Volunteer:
        lines = (f"line:{self.line}",) if self.line else tuple(tag for tag in model.tags if tag.startswith("line:"))
        stays = self.home is not None or bool(self.free)
        return replace(
            model,
            id=id,
            home=model.home if self.home is None else self.home,
            at=() if stays else model.at,
            free=self.free or model.free,
            tags=tuple(dict.fromkeys((*lines, "adult", *self.skills))),
            load=0,
            prefers=(),
            claims=(),
            organization_claims=(),
            served=(),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case beside the plan as it is."""

    found: WhatIf
    notes: tuple[str, ...]
    """What there is to say of it, in Chinese."""

    @property
    def cover(self) -> float:
        """The part of the wanted seats that is filled, as ``Plan.cover`` reckons it."""
        found = self.found
        in_teams = found.served - len(found.plan.assignments)
        desired = sum(shift.desired for shift in found.problem.shifts)
        lacking = {kind: sum(f.missing for f in found.plan.shortfalls if f.kind is kind) for kind in Kind}
        wanted = desired + in_teams + lacking[Kind.TEAM]
        filled = desired - lacking[Kind.MINIMUM] - lacking[Kind.DESIRED] + in_teams
        return filled / wanted if wanted else 1.0


def side_by_side(
    opened: Opened,
    cases: Mapping[str, Sequence[Change]],
    *,
    afresh: bool = False,
    seconds: float | None = None,
    seed: int = 0,
    on_progress: Callable[[str, Progress], None] | None = None,
    stop: Stop | None = None,
) -> list[Outcome]:
    """The plan as it is (``现状``), then each named case; ``seconds`` is the limit of all together.

    Raises ``InvalidInput`` with every case that changes what is not there.
    """
    _check(opened, cases)
    warm_up()
    rows = what_ifs(
        opened.solution.instance.problem,
        cases,
        base=opened.solution.plan,
        afresh=afresh,
        seconds=None if seconds is None else seconds / max(1, len(cases)),
        seed=seed,
        on_progress=on_progress,
        stop=stop,
    )
    return [Outcome(row, _notes(rows[0], row)) for row in rows]


def _check(opened: Opened, cases: Mapping[str, Sequence[Change]]) -> None:
    faults = []
    for row, (name, changes) in enumerate(cases.items(), start=1):
        problem = opened.solution.instance.problem
        try:
            for change in changes:
                problem = change.of(problem)
        except (ChangeError, ProblemError) as error:
            faults.append(Fault(_named(opened.names.facts, str(error)), name, row=row))
    if faults:
        raise InvalidInput("这样的假设算不了", faults)


def _named(facts: Facts, text: str) -> str:
    """The sentence with the names of places and lines for their ids, and no person's."""
    for id in facts.person:
        text = text.replace(id, "此人")
    for wanted in facts.shifts:
        text = text.replace(wanted.place.id, wanted.place.name)
    for line, term in LINE_TERMS.items():
        text = text.replace(f"line:{line}", term)
    return text


def _notes(now: WhatIf, row: WhatIf) -> tuple[str, ...]:
    before, people = {s.id for s in now.problem.shifts}, {v.id for v in now.problem.volunteers}
    cancelled = len(before - {s.id for s in row.problem.shifts})
    new = {v.id for v in row.problem.volunteers} - people
    serving = {person for person, _ in row.plan.assignments} & new
    short = len({fall.shift for fall in row.plan.shortfalls if fall.kind is Kind.MINIMUM})
    said = (
        (cancelled, f"取消 {cancelled} 个班次"),
        (new, f"新增的 {len(new)} 人中 {len(serving)} 人有班次"),
        (short, f"{short} 个班次低于最少人数"),
        (row is not now and not row.proved, "时限内找到的最好结果，未证明最优"),
    )
    return tuple(sentence for holds, sentence in said if holds)


class WhatIfs:
    """Cases for many who ask: one reckoning at a time, since each takes a core for seconds."""

    def __init__(self) -> None:
        self._turn = threading.Semaphore()

    def of(self, opened: Opened, cases: Mapping[str, Sequence[Change]], seconds: float, seed: int = 0) -> list[Outcome]:
        """As :func:`side_by_side`. Raises ``Conflict`` when others reckon all the while."""
        if not self._turn.acquire(timeout=seconds):
            raise Conflict("正在推算别的假设，请稍后再试")
        try:
            return side_by_side(opened, cases, seconds=seconds, seed=seed)
        finally:
            self._turn.release()
