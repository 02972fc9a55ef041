"""Which pins stand, which are left out, and whom they bring: by the problem alone, the earlier in the list first.

A pin stands exactly when some plan keeps every hard rule with it and with the earlier pins that stand. So a pin is
impossible when it breaks `tags`, `ban` or the hours and categories of minors, overlaps an earlier pin of the person,
finds `max` earlier pins in its shift, or when a pinned minor (this one, or an earlier one) would be left without any
possible escort. An escort need not be pinned: anyone who may stand beside the minor will do, whom the rules let serve
that shift next to the pins (a later pin of his counts as a pin); that he has other plans is no excuse.

After that, in the order of the pins, whoever is tied to a pinned person (`together`) is *brought* if some plan keeps
every hard rule with him, too; where none does, the pin stands alone.

The escorts are found by backtracking over at most STEPS trials a pin; where that is not enough, the pin counts as
impossible, which only makes the check lenient.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from solver.problem import DAY, Pair, Problem, Shift, Volunteer
from solver.rules.caps import over
from solver.rules.minor import barred, is_minor, may_escort
from solver.rules.no_overlap import overlap
from solver.rules.rest import too_close
from solver.rules.tags import lacking, unwanted
from solver.rules.week import is_free, node_at
from solver.walking import Walking

STEPS = 100_000
JOINT = frozenset({"minor", "max", "no_overlap"})


@dataclass(frozen=True, slots=True)
class Settled:
    """The pins that stand, in order; those left out with every rule that is a true reason; the pairs they bring."""

    kept: tuple[Pair, ...]
    left_out: Mapping[Pair, frozenset[str]]
    brought: frozenset[Pair]


def settle(problem: Problem, walking: Walking) -> Settled:
    """Every pin judged, once."""
    seats = _Seats(problem, walking)
    left_out: dict[Pair, frozenset[str]] = {}
    for pin in dict.fromkeys(problem.pins):
        reasons = seats.place(pin)
        if reasons:
            left_out[pin] = reasons
    kept = tuple(seats.firm)
    brought = {
        guest
        for name, shift in kept
        for guest in ((partner, shift) for partner in seats.partners.get(name, ()))
        if guest not in seats.firm and not seats.place(guest)
    }
    return Settled(kept, left_out, frozenset(brought))


class _Seats:
    """Pairs placed so far: the firm ones, and the extra ones that only show that the firm ones can be completed."""

    def __init__(self, problem: Problem, walking: Walking) -> None:
        self.problem, self.walking = problem, walking
        self.volunteers = {v.id: v for v in problem.volunteers}
        self.shifts = {s.id: s for s in problem.shifts}
        self.adults = [v.id for v in problem.volunteers if "adult" in v.tags]
        self.pins, self.bans = frozenset(problem.pins), frozenset(problem.bans)
        self.partners: dict[str, list[str]] = {}
        for a, b in problem.together:
            self.partners.setdefault(a, []).append(b)
            self.partners.setdefault(b, []).append(a)
        self.firm: dict[Pair, None] = {}
        self.extra: dict[Pair, None] = {}
        self.by_person: dict[str, list[Pair]] = {}
        self.by_shift: dict[str, list[Pair]] = {}
        self.minors: dict[Pair, None] = {}
        self.guests: dict[Pair, None] = {}

    def place(self, pair: Pair) -> frozenset[str]:
        """Place the pair firmly, with extras that complete it; otherwise why not, and nothing has changed."""
        if pair in self.extra:
            del self.extra[pair]
            self.firm[pair] = None
            return frozenset()
        reasons = self._against(pair, beside_extras=False)
        if reasons:
            return reasons
        if not any(other in self.extra for other in self.by_person.get(pair[0], ())) and self._place(pair):
            return frozenset()
        saved = tuple(self.extra)
        for other in saved:
            self._remove(other)
        if self._place(pair):
            return frozenset()
        for other in saved:
            self._add(other, self.extra)
        return JOINT

    def _place(self, pair: Pair) -> bool:
        if self._against(pair):
            return False
        self._add(pair, self.firm)
        if self._complete():
            return True
        self._remove(pair)
        return False

    def _add(self, pair: Pair, where: dict[Pair, None]) -> None:
        where[pair] = None
        self.by_person.setdefault(pair[0], []).append(pair)
        self.by_shift.setdefault(pair[1], []).append(pair)
        if is_minor(self.volunteers[pair[0]]):
            self.minors[pair] = None
        if pair not in self.pins and pair[0] in self.partners:
            self.guests[pair] = None

    def _remove(self, pair: Pair) -> None:
        for where in (self.firm, self.extra, self.minors, self.guests):
            where.pop(pair, None)
        self.by_person[pair[0]].remove(pair)
        self.by_shift[pair[1]].remove(pair)

    def _against(self, pair: Pair, *, beside_extras: bool = True) -> frozenset[str]:
        """The rules that this pair breaks beside the firm ones (and the extra ones); a pin breaks fewer."""
        volunteer, shift = self.volunteers[pair[0]], self.shifts[pair[1]]
        around = [p for p in self.by_person.get(volunteer.id, ()) if beside_extras or p in self.firm]
        others = [self.shifts[p[1]] for p in around]
        there = [p for p in self.by_shift.get(shift.id, ()) if beside_extras or p in self.firm]
        broken = {
            "no_overlap": any(overlap(shift, other) for other in others),
            "tags": bool(lacking(volunteer, shift) or unwanted(volunteer, shift)),
            "minor": is_minor(volunteer) and barred(self.problem, shift),
            "max": len(there) >= shift.max,
            "ban": pair in self.bans,
        }
        is_pin = pair in self.pins
        pinned = [self.shifts[p[1]] for p in around if p in self.pins]
        bound = [self.shifts[p[1]] for p in around if not (is_pin and p in self.pins)]
        broken["rest"] = any(too_close(self.problem.rules, shift, other) for other in bound)
        broken["caps"] = _over_caps(volunteer, [*others, shift], [*pinned, shift] if is_pin else pinned)
        if not is_pin:
            broken["free"] = not is_free(volunteer, shift)
        if not is_pin and not any(broken.values()):
            metres = self.walking.metres(node_at(volunteer, shift.start), shift.node)
            broken["walk_limit"] = metres > self.problem.walk.limit_metres
        return frozenset(name for name, is_broken in broken.items() if is_broken)

    def _complete(self) -> bool:
        """Add extras until nobody is owed; if that cannot be done, no extra is left that was added here."""
        trail: list[tuple[Iterator[Pair], Pair]] = []
        options, steps = self._owed(), 0
        while options is not None:
            steps += 1
            pair = next((p for p in options if not self._against(p)), None) if steps <= STEPS else None
            if pair is not None:
                self._add(pair, self.extra)
                trail.append((options, pair))
                options = self._owed()
            elif trail:
                options, pair = trail.pop()
                self._remove(pair)
            else:
                return False
        return True

    def _owed(self) -> Iterator[Pair] | None:
        """The pairs of which one must come yet, for the first person who misses somebody; None if nobody does."""
        for name, shift in self.minors:
            minor = self.volunteers[name]
            there = (self.volunteers[p[0]] for p in self.by_shift[shift])
            if not any(may_escort(self.problem, minor, other) for other in there):
                return ((adult, shift) for adult in self.problem.escorts.get(name) or self.adults)
        for name, shift in self.guests:
            for partner in self.partners[name]:
                if (partner, shift) not in self.firm and (partner, shift) not in self.extra:
                    return iter(((partner, shift),))
        return None


def _over_caps(volunteer: Volunteer, shifts: list[Shift], pinned: list[Shift]) -> bool:
    """Whether these shifts are more than the caps, on the day of the last one too, let stand beside the pinned ones."""
    day = shifts[-1].start // DAY
    that_day, pinned_that_day = ([s for s in some if s.start // DAY == day] for some in (shifts, pinned))
    minutes, pinned_minutes = (sum(s.end - s.start for s in some) for some in (shifts, pinned))
    return (
        over(len(shifts), len(pinned), volunteer.max_week)
        or over(len(that_day), len(pinned_that_day), volunteer.max_day)
        or (volunteer.max_minutes is not None and over(minutes, pinned_minutes, volunteer.max_minutes))
    )
