"""Explanations of a stored plan version, read off the plan without solving again; the last few plans stay open."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass

from engine.errors import Fault, JiujinError, NotFound, RuleBroken
from engine.model import Plan
from engine.planning.at_hand import AtHand, Made, Weighed
from engine.planning.facts import Facts
from engine.planning.problem import known_pairs
from engine.planning.record import KINDS
from engine.planning.sentences import TITLES, place_and_time, tag_term
from engine.store import GraphStore
from solver import explain
from solver.candidates import Pairs
from solver.explain.empty import LEFT, why_no_team
from solver.explain.from_plan import UnsoundPlanError, solution_from_pairs
from solver.explain.help import By
from solver.explain.here import Alternative
from solver.explain.places import Place
from solver.explain.sentences import (
    NO_BOTTLENECK,
    bottleneck_sentence,
    change_sentence,
    consequence_sentence,
    group_sentence,
    group_title,
    relaxation_sentence,
    single_sentence,
)
from solver.models.build import unbanned_pairs
from solver.plan import Cost
from solver.solve import Solution

__all__ = [
    "KINDS",
    "LEFT",
    "NO_BOTTLENECK",
    "Alternative",
    "By",
    "Explanations",
    "Opened",
    "Place",
    "bottleneck_sentence",
    "change_sentence",
    "consequence_sentence",
    "group_sentence",
    "group_title",
    "relaxation_sentence",
    "single_sentence",
]

KEPT = 4


@dataclass(frozen=True, slots=True)
class FactNames:
    """What people call the things of one week."""

    facts: Facts

    def shift(self, id: str) -> str:
        """Its place and time."""
        return place_and_time(self.facts, id)

    def place(self, id: str) -> str:
        """The name of the segment or station."""
        return next((w.place.name for w in self.facts.shifts if w.place.id == id), id)

    def person(self, id: str) -> str:
        """The name."""
        return self.facts.person[id].volunteer.name

    def tag(self, tag: str) -> str:
        """党员 for ``line:PARTY``, 急救 for ``first_aid``."""
        return tag_term(tag)


@dataclass(frozen=True, slots=True)
class Opened:
    """A stored plan with the problem as it is now; every question raises ``NotFound`` for a shift outside of it."""

    plan: Plan
    names: FactNames
    solution: Solution

    def why_empty(self, shift: str, tag: str = "") -> explain.Waterfall:
        """Who falls to which rule at the shift, who is left, what would bring candidates."""
        if self._wanted(shift, teams=True):
            return explain.Waterfall(
                shift=shift, tag=None, asked=0, steps=why_no_team(self.solution, shift), left=(), missing=1
            )
        return explain.why_empty(self.solution, shift, tag or None)

    def stand_ins(self, shift: str, count: int, absent: str = "") -> tuple[explain.StandIn, ...]:
        """The best who could come, with the consequences; ``absent``: instead of this person, who serves there."""
        self._wanted(shift)
        try:
            return explain.stand_ins(self.solution, shift, count, absent or None)
        except KeyError as error:
            raise NotFound("此人不在这个班次") from error

    def why_here(self, volunteer: str, shift: str) -> explain.Reason:
        """What it costs that somebody serves there, part by part, and what would be next best."""
        self._wanted(shift, teams=True)
        try:
            return explain.why_here(self.solution, volunteer, shift)
        except KeyError as error:
            raise NotFound("此人不在这个班次") from error

    def other_places(self, volunteer: str, shift: str) -> tuple[explain.Place, ...]:
        """The shifts to which somebody who serves there could go instead, by the rules and what the plan holds."""
        self._wanted(shift)
        try:
            return explain.other_places(self.solution, volunteer, shift)
        except KeyError as error:
            raise NotFound("此人不在这个班次") from error

    def what_would_help(self, best: int = 3) -> tuple[explain.Group, ...]:
        """What one more person is worth, by line, place, hour and skill."""
        return explain.what_would_help(self.solution, best)

    def bottleneck(self, shift: str) -> explain.Bottleneck | None:
        """The proof that people must be missing around the shift, if there is one."""
        self._wanted(shift)
        return explain.bottleneck(self.solution, shift)

    def title(self, reason: str) -> str:
        """What a rule says when it is broken; other reasons are sentences already."""
        return TITLES.get(reason, reason)

    def _wanted(self, shift: str, *, teams: bool = False) -> bool:
        """Whether it is a team shift."""
        wanted = self.names.facts.wanted.get(shift)
        if wanted is None or (wanted.shift.for_teams and not teams):
            raise NotFound("这份计划里没有这个班次，或它由志愿服务队承担")
        return wanted.shift.for_teams


class Explanations:
    """Opens stored plans, and keeps the last few while neither they nor the facts of their weeks have changed."""

    def __init__(self, hand: AtHand | None = None) -> None:
        self._hand = hand or AtHand()
        self._known: Made[Opened] = Made(KEPT)
        self._pairs: Made[Pairs] = Made(KEPT)
        """Who could serve where in each plan's problem, but for bans: the same from edit to edit."""
        self._lock = threading.Lock()

    def open(self, store: GraphStore, plan_id: str) -> Opened:
        """The plan laid open. Raises ``NotFound``; ``RuleBroken`` when today's facts no longer allow the plan."""
        with self._lock:
            weighed = self._hand.look(store).weighed(plan_id)
            problem = weighed.reckoning.problem
            unbanned = self._pairs.of(plan_id, (problem,), lambda _: unbanned_pairs(problem))
            return self._known.of(plan_id, (weighed,), lambda _: _opened(weighed, unbanned))

    def reopen(self, store: GraphStore, plan_id: str) -> None:
        """A plan that was asked about and has changed is open again before the next question; others are let be."""
        if plan_id in self._known:
            with suppress(JiujinError):  # told to whoever asks
                self.open(store, plan_id)


def _opened(weighed: Weighed, unbanned: Pairs) -> Opened:
    seated, facts = weighed.seated, weighed.facts
    problem = weighed.reckoning.problem.fixed(known_pairs(facts, seated.pins()), known_pairs(facts, seated.bans()))
    bound = Cost(*seated.plan.bounds())
    try:
        solution = solution_from_pairs(
            problem, seated.pairs(), seated.teams(), bound, unbanned, weighed.reckoning.walking
        )
    except UnsoundPlanError as error:
        broken = dict.fromkeys(violation.rule for violation in error.violations)
        raise RuleBroken(
            "名册或班次在这份计划之后有改动，计划已不合规则，请重新排",
            [Fault(TITLES.get(rule, "安排已不可行"), rule) for rule in broken],
        ) from error
    return Opened(seated.plan, FactNames(facts), solution)
