"""Who falls to which per-pair rule at a shift, for many people at once; in the order in which a reader is told."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

import numpy as np

from solver.crowd import Bools, Crowd, Ints
from solver.problem import DAY, Problem, Shift

Falls = Callable[[Crowd, Shift, Ints], Bools]


def not_free(crowd: Crowd, shift: Shift, who: Ints) -> Bools:
    """True for those without one free interval around the whole shift."""
    return ~crowd.free_at(shift.start, shift.end)[who]


def wrong_tags(crowd: Crowd, shift: Shift, who: Ints) -> Bools:
    """True for those who lack a tag of `all_have` or have one of `none_have`."""
    falls = np.zeros(len(who), dtype=bool)
    for tag in shift.all_have:
        falls |= ~crowd.tagged(tag)[who]
    for tag in shift.none_have:
        falls |= crowd.tagged(tag)[who]
    return falls


def touches_quiet(start: int, end: int, quiet: tuple[int, int]) -> bool:
    """Whether [start, end) shares a minute with the quiet hours, which may wrap midnight."""
    begin, until = quiet
    if begin == until:
        return False
    length = (until - begin) % DAY
    first = start - (start - begin) % DAY  # the last time the quiet hours began at or before the start
    return start < first + length or first + DAY < end


def bars_minors(problem: Problem, shift: Shift) -> bool:
    """Whether the hour or the category is not for minors."""
    rules = problem.rules.minors
    return shift.category in rules.no_categories or touches_quiet(shift.start, shift.end, rules.quiet)


def minor_barred(crowd: Crowd, shift: Shift, who: Ints) -> Bools:
    """True for minors where the hour or the category is not for minors."""
    if bars_minors(crowd.problem, shift):
        return crowd.tagged("minor")[who]
    return np.zeros(len(who), dtype=bool)


def banned(crowd: Crowd, shift: Shift, who: Ints) -> Bools:
    """True for those banned from this shift."""
    return np.isin(who, crowd.banned_from(shift.id))


@dataclass(frozen=True, slots=True)
class PairRule:
    """A rule on one person at one shift: who falls to it, and all of a shift that it looks at."""

    name: str
    falls: Falls
    kind: Callable[[Crowd, Shift], Hashable]


BAN = PairRule("ban", banned, lambda crowd, shift: shift.id if len(crowd.banned_from(shift.id)) else None)

PAIR_RULES: tuple[PairRule, ...] = (
    PairRule("free", not_free, lambda _, shift: (shift.start, shift.end)),
    PairRule("tags", wrong_tags, lambda _, shift: (shift.all_have, shift.none_have)),
    PairRule("minor", minor_barred, lambda crowd, shift: bars_minors(crowd.problem, shift)),
    BAN,
)

Kind = tuple[Hashable, ...]


def kind_of(crowd: Crowd, shift: Shift, rules: Iterable[PairRule] = PAIR_RULES) -> Kind:
    """What these rules look at in the shift: from shifts of one kind they keep the same people away."""
    return tuple(rule.kind(crowd, shift) for rule in rules)
