"""What the solver's explanations say, in Chinese and with places and times in place of ids."""

from __future__ import annotations

from engine.calendar import span
from engine.model import LINE_TERMS
from engine.planning.facts import Facts
from engine.roster.skills import SKILLS
from solver.explain import why_here
from solver.plan import Cost, PinLeftOut, Shortfall
from solver.problem import Pair
from solver.rules import RULES
from solver.solve import Solution

TAG_TERMS = {"adult": "成年人", "minor": "未成年人", **{f"line:{line}": term for line, term in LINE_TERMS.items()}}
ELSEWHERE = "此人改去 "
TITLES = {rule.name: rule.title for rule in RULES}


def place_and_time(facts: Facts, shift: str) -> str:
    """``福华街（大学路—京广路） 周一 07:00–08:30``"""
    wanted = facts.wanted[shift]
    return f"{wanted.place.name} {span(wanted.shift.start, wanted.shift.end)}"


def tag_term(tag: str) -> str:
    """What people call a tag: 带队 for ``leader``, 党员 for ``line:PARTY``; an unknown tag as it is."""
    return TAG_TERMS.get(tag) or SKILLS.get(tag, (tag,))[0]


def pin_note(facts: Facts, pin: PinLeftOut) -> str:
    """What became of a pin that could not stand; it names no person."""
    return f"{place_and_time(facts, pin.shift)}的一处锁定未能保留：{TITLES.get(pin.reason, pin.reason)}"


def shortfall_reasons(fall: Shortfall) -> tuple[str, ...]:
    """Why the seat stays empty, the commonest cause first."""
    return tuple(f"{TITLES.get(why.reason, why.reason)} {why.people} 人" for why in fall.why)


def next_best(facts: Facts, solution: Solution, pair: Pair) -> tuple[str, str | None]:
    """What would be next best for a seat: a sentence that names no person, and the id of who would come instead."""
    reason = why_here(solution, *pair)
    place, person = reason.next_place, reason.next_person
    parts = []
    if place:
        parts.append(f"{ELSEWHERE}{place_and_time(facts, place.shift)}，{change_sentence(place.change)}")
    if person:
        parts.append(f"换人来，{change_sentence(person.change)}")
    if not parts:
        return ("随队，不单独调整" if reason.team else "没有别的去处，也没有别人能来"), None
    return "；".join(parts), person.volunteer if person else None


def change_sentence(change: Cost) -> str:
    """What a change does to the plan, by the first part of the cost that it touches."""
    for part, term in zip(change.parts(), ("低于最少人数", "缺必备人员", "低于期望人数"), strict=False):
        if part:
            return f"“{term}”{'多' if part > 0 else '少'} {abs(part)}"
    metres = change.inconvenience
    return f"不便{'多' if metres > 0 else '少'} {abs(metres)} 米" if metres else "同样好"
