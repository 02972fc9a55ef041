"""What the solver's explanations say, in Chinese and with places and times in place of ids."""

from __future__ import annotations

from engine.calendar import span
from engine.planning.facts import Facts
from solver.plan import PinLeftOut
from solver.rules import RULES
from solver.solve import Solution

TITLES = {rule.name: rule.title for rule in RULES}


def place_and_time(facts: Facts, shift: str) -> str:
    """``福华街（大学路—京广路） 周一 07:00–08:30``"""
    wanted = facts.wanted[shift]
    return f"{wanted.place.name} {span(wanted.shift.start, wanted.shift.end)}"


def pin_note(facts: Facts, pin: PinLeftOut) -> str:
    """What became of a pin that could not stand; it names no person."""
    return f"{place_and_time(facts, pin.shift)}的一处锁定未能保留：{TITLES.get(pin.reason, pin.reason)}"


def shortfall_reasons(facts: Facts, solution: Solution) -> list[tuple[str, ...]]:
    """For each shortfall of the plan why it is there, the commonest cause first."""
    return [
        tuple(f"{TITLES.get(why.reason, why.reason)} {why.people} 人" for why in fall.why)
        for fall in solution.plan.shortfalls
    ]


def alternatives_of(facts: Facts, solution: Solution) -> dict[tuple[str, str], str]:
    """For each seat what would be next best; empty until explained."""
    return {}
