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

from collections.abc import Iterator, Mapping, Sequence
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
        self.adults: dict[str, tuple[str, ...]] = {}
        self.adults_at: dict[int, list[Volunteer]] = {}
        for volunteer in (v for v in problem.volunteers if "adult" in v.tags):
            for node in {volunteer.home, *(here.node for here in volunteer.at)}:
                self.adults_at.setdefault(node, []).append(volunteer)
        self.pinned_adults: dict[str, set[str]] = {}
        for name, shift in problem.pins:
            if "adult" in self.volunteers[name].tags:
                self.pinned_adults.setdefault(shift, set()).add(name)
        self.pins, self.bans = frozenset(problem.pins), frozenset(problem.bans)
        self.partners: dict[str, list[str]] = {}
        for a, b in problem.together:
            self.partners.setdefault(a, []).append(b)
            self.partners.setdefault(b, []).append(a)
        self.firm: dict[Pair, None] = {}
        self.extra: dict[Pair, None] = {}
        self.by_person: dict[str, list[Pair]] = {}
        self.by_shift: dict[str, list[Pair]] = {}
        self.open: dict[Pair, None] = {}

    def place(self, pair: Pair) -> frozenset[str]:
        """Place the pair firmly, with extras that complete it; otherwise why not, and nothing has changed."""
        if pair in self.extra:
            del self.extra[pair]
            self.firm[pair] = None
            return frozenset()
        reasons = self._against(pair, beside_extras=False)
        if reasons or self._is_hopeless(pair):
            return reasons or frozenset({"minor"})
        close = [other for other in self.extra if other[0] == pair[0] or other[1] == pair[1]]
        for given_up in ([], close, [*self.extra]):
            for other in given_up:
                self._remove(other)
            if self._place(pair):
                return frozenset()
            for other in given_up:
                self._add(other, self.extra)
        return JOINT

    def _is_hopeless(self, pair: Pair) -> bool:
        """Whether this is a minor whom nobody could stand beside, even if no extra were in the way."""
        minor, shift = self.volunteers[pair[0]], pair[1]
        return (
            is_minor(minor)
            and not self._has_escort(minor, self.by_shift.get(shift, ()))
            and all(self._against(other, beside_extras=False) for other in self._escorts(pair))
        )

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
        self._look_at(pair[1])

    def _remove(self, pair: Pair) -> None:
        for where in (self.firm, self.extra, self.open):
            where.pop(pair, None)
        self.by_person[pair[0]].remove(pair)
        self.by_shift[pair[1]].remove(pair)
        self._look_at(pair[1])

    def _look_at(self, shift: str) -> None:
        """See who misses somebody in this shift."""
        there = self.by_shift[shift]
        for pair in there:
            if self._misses(pair, there):
                self.open[pair] = None
            else:
                self.open.pop(pair, None)

    def _misses(self, pair: Pair, there: Sequence[Pair]) -> bool:
        volunteer = self.volunteers[pair[0]]
        if is_minor(volunteer) and not self._has_escort(volunteer, there):
            return True
        return self._missed_partner(pair) is not None

    def _has_escort(self, minor: Volunteer, there: Sequence[Pair]) -> bool:
        return any(may_escort(self.problem, minor, self.volunteers[name]) for name, _ in there)

    def _escorts(self, pair: Pair) -> Iterator[Pair]:
        """The pairs that could put an escort beside this minor."""
        return ((adult, pair[1]) for adult in self.problem.escorts.get(pair[0]) or self._adults_for(pair[1]))

    def _adults_for(self, name: str) -> tuple[str, ...]:
        """The adults who are pinned to the shift, or free for it and near."""
        if name not in self.adults:
            shift, limit = self.shifts[name], self.problem.walk.limit_metres
            near = (v for node in self.walking.around(shift.node, limit) for v in self.adults_at.get(node, ()))
            able = {v.id for v in near if is_free(v, shift) and self._is_near(v, shift)}
            self.adults[name] = tuple(sorted(able | self.pinned_adults.get(name, set())))
        return self.adults[name]

    def _missed_partner(self, pair: Pair) -> Pair | None:
        """Somebody tied to this person, who is not pinned here, and who is not here yet."""
        if pair in self.pins:
            return None
        there = self.by_shift[pair[1]]
        tied = ((partner, pair[1]) for partner in self.partners.get(pair[0], ()))
        return next((other for other in tied if other not in there), None)

    def _against(self, pair: Pair, *, beside_extras: bool = True) -> frozenset[str]:
        """Rules that this pair breaks beside the firm ones (and the extra ones): all of them for a pin, else some."""
        volunteer, shift = self.volunteers[pair[0]], self.shifts[pair[1]]
        is_pin = pair in self.pins
        if not is_pin and not is_free(volunteer, shift):
            return frozenset({"free"})
        if not is_pin and not self._is_near(volunteer, shift):
            return frozenset({"walk_limit"})
        around = [p for p in self.by_person.get(volunteer.id, ()) if beside_extras or p in self.firm]
        there = [p for p in self.by_shift.get(shift.id, ()) if beside_extras or p in self.firm]
        others = [self.shifts[p[1]] for p in around]
        pinned = [self.shifts[p[1]] for p in around if p in self.pins]
        bound = [self.shifts[p[1]] for p in around if not (is_pin and p in self.pins)]
        broken = {
            "no_overlap": any(overlap(shift, other) for other in others),
            "tags": bool(lacking(volunteer, shift) or unwanted(volunteer, shift)),
            "minor": is_minor(volunteer) and barred(self.problem, shift),
            "max": len(there) >= shift.max,
            "ban": pair in self.bans,
            "rest": any(too_close(self.problem.rules, shift, other) for other in bound),
            "caps": _over_caps(volunteer, [*others, shift], [*pinned, shift] if is_pin else pinned),
        }
        return frozenset(name for name, is_broken in broken.items() if is_broken)

    def _is_near(self, volunteer: Volunteer, shift: Shift) -> bool:
        reach = self.walking.around(shift.node, self.problem.walk.limit_metres)
        return node_at(volunteer, shift.start) in reach

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
        pair = next(iter(self.open), None)
        if pair is None:
            return None
        partner = self._missed_partner(pair)
        return self._escorts(pair) if partner is None else iter((partner,))


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
