"""Pairs placed one after another, as long as some plan keeps every hard rule with all of them."""

from collections.abc import Iterator, Sequence
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


class Seats:
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
        self.tied = {name: self._chain(name) for name in self.partners}
        self.firm: dict[Pair, None] = {}
        self.extra: dict[Pair, None] = {}
        self.by_person: dict[str, list[Pair]] = {}
        self.by_shift: dict[str, list[Pair]] = {}
        self.open: dict[Pair, None] = {}

    def _chain(self, name: str) -> tuple[str, ...]:
        """Everyone tied to this person, directly or by others, the nearest first."""
        found = [name]
        for one in found:
            found += [other for other in self.partners[one] if other not in found]
        return tuple(found[1:])

    def place(self, pair: Pair) -> frozenset[str]:
        """Place the pair firmly, with extras that complete it; otherwise why not, and nothing has changed."""
        if pair in self.extra:
            del self.extra[pair]
            self.firm[pair] = None
            return frozenset()
        reasons = self._against(pair, beside_extras=False)
        if reasons or self._is_hopeless(pair):
            return reasons or frozenset({"minor"})
        if self._place(pair):
            return frozenset()
        given_up = self._related(pair)
        for other in given_up:
            self._remove(other)
        if self._place(pair):
            return frozenset()
        for other in given_up:
            self._add(other, self.extra)
        return JOINT

    def _related(self, pair: Pair) -> list[Pair]:
        """The extras that may have to move for this pair: of those who could come to its shift, and on from theirs."""
        people, shifts, ahead = set[str](), set[str](), [pair[1]]
        while ahead:
            shift = ahead.pop()
            if shift in shifts:
                continue
            shifts.add(shift)
            there = {pair[0], *(name for name, _ in self.by_shift.get(shift, ()))}
            able = there.union(self._adults_for(shift), *(self.problem.escorts.get(name, ()) for name in there))
            able.update(*(self.tied.get(name, ()) for name in tuple(able)))
            ahead += [p[1] for name in able - people for p in self.by_person.get(name, ()) if p in self.extra]
            people |= able
        return [other for other in self.extra if other[0] in people or other[1] in shifts]

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

    def _escorts(self, pair: Pair) -> tuple[Pair, ...]:
        """The pairs that could put an escort beside this minor."""
        return tuple((adult, pair[1]) for adult in self.problem.escorts.get(pair[0]) or self._adults_for(pair[1]))

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
        """Add extras until nobody misses anybody; where that cannot be done, no extra is left that was added here.

        Conflict-directed backjumping (Prosser 1993): a dead end takes back the last extra that could be to blame.
        """
        trail: list[_Step] = []
        for _ in range(STEPS):
            gap = next(iter(self.open), None)
            if gap is None:
                return True
            partner = self._missed_partner(gap)
            options = self._escorts(gap) if partner is None else (partner,)
            step = _Step(iter(options), _to_blame(gap[1], options, trail))
            while not self._take(step):
                culprits = step.culprits
                while trail and trail[-1].taken not in culprits:
                    self._remove(trail.pop().taken)
                if not trail:
                    return False
                step = trail.pop()
                self._remove(step.taken)
                step.culprits |= culprits - {step.taken}
            trail.append(step)
        for step in trail:
            self._remove(step.taken)
        return False

    def _take(self, step: "_Step") -> bool:
        """Add the step's next option that breaks no rule, if there is one."""
        for pair in step.options:
            if not self._against(pair):
                step.taken = pair
                self._add(pair, self.extra)
                return True
        return False


@dataclass(slots=True)
class _Step:
    """A choice among pairs that would fill one gap: those not tried yet, who may have ruled them out, the one taken."""

    options: Iterator[Pair]
    culprits: set[Pair]
    taken: Pair = ("", "")


def _to_blame(shift: str, options: Sequence[Pair], trail: Sequence[_Step]) -> set[Pair]:
    """The extras that may rule an option out: of the same people, and in the same shift."""
    people = {name for name, _ in options}
    return {step.taken for step in trail if step.taken[0] in people or step.taken[1] == shift}


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
