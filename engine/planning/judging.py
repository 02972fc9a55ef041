"""A change of a stored plan, judged by the solver's own rules before it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Fault, RuleBroken
from engine.model import Plan
from engine.planning.facts import Facts
from engine.planning.problem import build_problem
from engine.planning.reasons import seats_of
from engine.planning.record import (
    KINDS,
    SeatFacts,
    cost_props,
    known_reasons,
    seats_wanted,
    walk_props,
    write_shortfalls,
)
from engine.planning.seats import SeatedPlan
from engine.planning.sentences import place_and_time
from engine.store import Transaction
from solver.check import lacks
from solver.cost import cost_of
from solver.plan import Cost, Shortfall, Status
from solver.plan import Plan as SolvedPlan
from solver.problem import Pair, Problem
from solver.rules import RULES, Violation
from solver.rules.week import Week


@dataclass(frozen=True, slots=True)
class Judged:
    """A changed plan: what it costs, who sits where, what it lacks, and the rules that the change broke."""

    cost: Cost
    seats: list[SeatFacts]
    missing: tuple[Shortfall, ...]
    broken: tuple[Violation, ...]
    wanted: int
    """How many people the shifts want."""

    def refuse_if_broken(self, facts: Facts, sentence: str = "") -> None:
        """Raises ``RuleBroken`` with each rule; no person is named in it."""
        if self.broken:
            faults = [Fault(_impersonal(facts, violation), violation.rule) for violation in self.broken]
            raise RuleBroken(sentence, faults)

    def seat(self, pair: Pair) -> SeatFacts:
        """The seat of this pair, which is among the seats."""
        return next(found for found in self.seats if found.pair == pair)

    def write(self, tx: Transaction, plan: Plan) -> None:
        """The stored plan says what it is worth now, and no longer that it is proved.

        Its bound is that of the problem as it was solved, with the pins and facts of that time; it is kept for
        comparison, and never above the cost.
        """
        bound = min(self.cost, Cost(*plan.bounds()))
        numbers = {**cost_props(self.cost, bound), **walk_props(self.seats), "seats": self.wanted}
        tx.update(Plan, plan.id, {**numbers, "proof": Status.FEASIBLE.value})
        known = known_reasons(tx, plan)
        missing = [
            (fall, known.get((fall.shift, KINDS[fall.kind], fall.tag or ""), ("人工调整后空出",)))
            for fall in self.missing
        ]
        write_shortfalls(tx, plan, missing)


def judge(
    facts: Facts,
    seated: SeatedPlan,
    known: tuple[Pair, ...] | None,
    *,
    without: Pair | None = None,
    with_: Pair | None = None,
) -> Judged:
    """The plan with one pair less, and one more; ``known`` are the pairs against which changes cost."""
    pins = tuple(pair for pair in seated.pins() if pair != without)
    bans = tuple(pair for pair in seated.bans() if pair != with_)
    problem = build_problem(facts, pins=pins, bans=bans, previous=known, shares=not seated.plan.scope)
    before = _week(problem, seated.plan, seated.pairs(), seated.teams())
    pairs = tuple(pair for pair in seated.pairs() if pair != without) + ((with_,) if with_ else ())
    after = _week(problem, seated.plan, pairs, seated.teams())
    old = {(violation.rule, violation.volunteer, violation.shift) for violation in _violations(before)}
    return Judged(
        cost=cost_of(after),
        seats=seats_of(facts, after),
        missing=tuple(
            Shortfall(shift=shift, kind=kind, missing=missing, tag=tag) for shift, kind, tag, missing in lacks(after)
        ),
        broken=tuple(v for v in _violations(after) if (v.rule, v.volunteer, v.shift) not in old),
        wanted=seats_wanted(facts),
    )


def _week(problem: Problem, plan: Plan, pairs: tuple[Pair, ...], teams: tuple[Pair, ...]) -> Week:
    nothing = Cost()
    week = Week(problem, SolvedPlan(week=plan.week, status=Status.FEASIBLE, assignments=pairs, teams=teams,
                                    cost=nothing, bound=nothing))  # fmt: skip
    week.measure()
    return week


def _violations(week: Week) -> tuple[Violation, ...]:
    return tuple(violation for rule in RULES for violation in rule.violations(week))


def _impersonal(facts: Facts, violation: Violation) -> str:
    """The violation's sentence with 此人 for ids of people, and places and times for ids of shifts."""
    text = violation.message
    for id in sorted(facts.person, key=len, reverse=True):
        text = text.replace(id, "此人")
    for id in sorted(facts.wanted, key=len, reverse=True):
        if id in text:
            text = text.replace(id, f"“{place_and_time(facts, id)}”")
    return text
