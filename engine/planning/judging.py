"""A change of a draft, judged by the solver's own rules before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from engine.errors import Fault, RuleBroken
from engine.model import Plan
from engine.planning.at_hand import Weighed
from engine.planning.facts import Facts
from engine.planning.problem import known_pairs
from engine.planning.reasons import seats_of
from engine.planning.record import (
    KINDS,
    SeatFacts,
    cost_props,
    known_shortfalls,
    seats_wanted,
    walk_props,
    write_shortfalls,
)
from engine.planning.sentences import place_and_time
from engine.store import Transaction
from solver.plan import Cost, Shortfall, Status
from solver.problem import Pair
from solver.reckoning import Edit, Verdict
from solver.rules import Violation


@dataclass(frozen=True, slots=True)
class Judged:
    """A changed plan: what it costs, what it lacks, and the rules that the change broke."""

    facts: Facts
    verdict: Verdict

    def refuse_if_broken(self, sentence: str = "") -> None:
        """Raises ``RuleBroken`` with each rule; no person is named in it."""
        if self.verdict.broken:
            faults = [Fault(_impersonal(self.facts, broken), broken.rule) for broken in self.verdict.broken]
            raise RuleBroken(sentence, faults)

    def seat(self, pair: Pair) -> SeatFacts:
        """The seat of this pair, which is one that came."""
        return next(found for found in seats_of(self.facts, self.verdict.week) if found.pair == pair)

    def write(self, tx: Transaction, plan: Plan) -> None:
        """The stored plan says what it is worth now, and no longer that it is proved.

        Its bound is that of the problem as it was solved, with the pins and facts of that time; it is kept for
        comparison, and never above the cost.
        """
        now = self.verdict.after
        bound = min(now.cost, Cost(*plan.bounds()))
        walks = walk_props(chain.from_iterable(now.walks.values()))
        numbers = {**cost_props(now.cost, bound), **walks, "seats": seats_wanted(self.facts)}
        tx.update(Plan, plan.id, {**numbers, "proof": Status.FEASIBLE.value})
        there = known_shortfalls(tx, plan)
        why = {(shift, fall.kind, fall.tag): fall.why for fall, shift in there}
        missing = [
            (
                Shortfall(shift=shift, kind=kind, missing=missing, tag=tag),
                why.get((shift, KINDS[kind], tag or ""), ("人工调整后空出",)),
            )
            for shift, kind, tag, missing in now.lacks
        ]
        write_shortfalls(tx, plan, missing, there)


def judge(weighed: Weighed, without: tuple[Pair, ...], with_: tuple[Pair, ...]) -> Judged:
    """The plan with some pairs less, and some more."""
    seated, facts = weighed.seated, weighed.facts
    pins = (pair for pair in known_pairs(facts, seated.pins()) if pair not in without)
    bans = (pair for pair in known_pairs(facts, seated.bans()) if pair not in with_)
    return Judged(facts, weighed.reckoning.judged(Edit(without, with_, tuple(pins), tuple(bans))))


def _impersonal(facts: Facts, violation: Violation) -> str:
    """The violation's sentence with 此人 for ids of people, and places and times for ids of shifts."""
    text = violation.message
    for id in sorted(facts.person, key=len, reverse=True):
        text = text.replace(id, "此人")
    for id in sorted(facts.wanted, key=len, reverse=True):
        if id in text:
            text = text.replace(id, f"“{place_and_time(facts, id)}”")
    return text
