"""A stored plan is repaired: facts are read anew, who has withdrawn is out, everybody else keeps what he knows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from engine.demand import make_week
from engine.model import Plan
from engine.planning.facts import Facts, read_facts
from engine.planning.generate import record_solution
from engine.planning.problem import build_problem
from engine.planning.said import still_true
from engine.planning.seats import SeatedPlan, read_plan
from engine.planning.sentences import place_and_time
from engine.planning.withdrawals import Withdrawal, after_withdrawals, take_leave, without_team_hours
from engine.store import GraphStore
from solver.progress import Progress, Stop
from solver.repair import Touched, repair, touched
from solver.rules.week import Week
from solver.warm import warm_up

Pair = tuple[str, str]
GONE = "已取消的班次"


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedVolunteer:
    """A volunteer whose week is another than in the version before, members of teams included; shifts by their ids."""

    volunteer: str
    loses: tuple[str, ...]
    gains: tuple[str, ...]
    sentence: str
    """What changes for him, in Chinese, without a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRepair:
    """The new DRAFT version, and everybody whom somebody should tell."""

    plan: Plan
    touched: tuple[TouchedVolunteer, ...]


def repair_plan(
    store: GraphStore,
    plan_id: str,
    *,
    withdrawals: Iterable[Withdrawal] = (),
    seconds: float | None = None,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
) -> PlanRepair:
    """A new version BASED_ON this one, whatever its status, for the facts as they are now.

    Accepted offers and pins stand; what was declined or taken back, then or now, is not planned again; who withdraws
    from the whole week has its days off from now on. Raises ``NotFound`` (the plan), ``InvalidInput`` with every
    withdrawal that means nobody, ``NothingToPlan``.
    """
    before, withdrawn = read_plan(store, plan_id), tuple(withdrawals)
    week, scope = before.plan.week, before.plan.scope
    make_week(store, week)
    facts = read_facts(store, week, scope)
    known = after_withdrawals(before, facts, withdrawn)
    if take_leave(store, facts, withdrawn):
        facts = read_facts(store, week, scope)
    facts = without_team_hours(facts, known)
    problem = build_problem(facts, pins=known.pins(), bans=known.bans(), previous=before.pairs(), shares=not scope)
    warm_up()
    began = time.perf_counter()
    found = repair(problem, teams=known.teams(), seconds=seconds, seed=seed, on_progress=on_progress, stop=stop)
    elapsed = time.perf_counter() - began
    changed = touched(_pairs(before), _served(Week(problem, found.plan)), order=facts.person)
    said = still_true(store, before, facts, found.solution.instance, changed)
    plan = record_solution(store, facts, scope, known, found.solution, elapsed, seed, said)
    return PlanRepair(plan=plan, touched=tuple(_told(facts, who) for who in changed))


def _pairs(seated: SeatedPlan) -> Iterator[Pair]:
    return (seat.pair for seat in seated.seats if seat.serving)


def _served(week: Week) -> Iterator[Pair]:
    return ((name, duty.shift.id) for name, duties in week.duties.items() for duty in duties)


def _told(facts: Facts, who: Touched) -> TouchedVolunteer:
    return TouchedVolunteer(volunteer=who.id, loses=who.loses, gains=who.gains, sentence=sentence(facts, who))


def sentence(facts: Facts, who: Touched) -> str:
    """``不再去 福华街东段 周一 07:00–08:30；改去 福华街西段 周一 07:00–08:30``"""
    lost, won = ("、".join(_named(facts, shift) for shift in shifts) for shifts in (who.loses, who.gains))
    if lost and won:
        return f"不再去 {lost}；改去 {won}"
    return f"不再去 {lost}" if lost else f"新增 {won}"


def _named(facts: Facts, shift: str) -> str:
    return place_and_time(facts, shift) if shift in facts.wanted else GONE
