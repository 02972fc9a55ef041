"""Which pins stand, which are left out, and whom they bring: by the problem alone, the earlier in the list first.

A pin stands exactly when some plan keeps every hard rule with it and with the earlier pins that stand. So a pin is
impossible when it breaks `tags`, `ban` or the hours and categories of minors, overlaps an earlier pin of the person,
finds `max` earlier pins in its shift, or when a pinned minor (this one, or an earlier one) would be left without any
possible escort. An escort need not be pinned: anyone who may stand beside the minor will do, whom the rules let serve
that shift next to the pins (a later pin of his counts as a pin); that he has other plans is no excuse.

After that, in the order of the pins, whoever is tied to a pinned person (`together`, directly or by others, the
nearest first) is *brought* if some plan keeps every hard rule with him, too; where none does, the pin stands alone.

The escorts are found by backtracking over at most STEPS choices a pin; where that is not enough, the pin counts as
impossible, which only makes the check lenient.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from solver.problem import Pair, Problem
from solver.rules.seats import Seats
from solver.walking import Walking


@dataclass(frozen=True, slots=True)
class Settled:
    """The pins that stand, in order; those left out with every rule that is a true reason; the pairs they bring."""

    kept: tuple[Pair, ...]
    left_out: Mapping[Pair, frozenset[str]]
    brought: frozenset[Pair]


def settle(problem: Problem, walking: Walking) -> Settled:
    """Every pin judged, once."""
    seats = Seats(problem, walking)
    left_out: dict[Pair, frozenset[str]] = {}
    for pin in dict.fromkeys(problem.pins):
        reasons = seats.place(pin)
        if reasons:
            left_out[pin] = reasons
    kept = tuple(seats.firm)
    brought = {
        guest
        for name, shift in kept
        for guest in ((other, shift) for other in seats.tied.get(name, ()))
        if guest not in seats.firm and not seats.place(guest)
    }
    return Settled(kept, left_out, frozenset(brought))
