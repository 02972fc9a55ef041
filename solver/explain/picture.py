"""The solution laid open: who does what when, who could come where, what a change would cost."""

from collections.abc import Iterable
from functools import cached_property, lru_cache

import numpy as np

from solver.columns import Ints, grouped
from solver.distances import Metres, Streets, adjacency, metres_from
from solver.explain.duties import Duties, duties_of
from solver.explain.escorts import Escorts
from solver.models.build import clash, load_cost
from solver.models.solution import Solution
from solver.models.tally import seats, tagged
from solver.plan import Cost
from solver.problem import DAY, Shift, TeamShift
from solver.rules import PAIR_RULES, Kind, kind_of

Duty = Shift | TeamShift
KEPT_PLACES = 64  # a place takes 2 MB in a city of a quarter of a million corners


class Picture:
    """One solution's tables, each made when first asked for."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.instance, self.problem, self.crowd = solution.instance, solution.instance.problem, solution.instance.crowd
        self.chosen: Ints = solution.choice.candidates
        self.chosen_set = frozenset(solution.choice.candidates.tolist())
        self.pinned = frozenset(self.instance.pinned)
        self._metres: dict[int, Metres] = {}
        self._falls: dict[Kind, Ints] = {}
        self._counts: dict[tuple[Kind, str | None], Ints] = {}

    @cached_property
    def people(self) -> Ints:
        """How many are at each shift."""
        return seats(self.instance, self.chosen)

    @cached_property
    def tags(self) -> Ints:
        """How many with the tag of each need are at its shift."""
        return tagged(self.instance, self.chosen)

    @cached_property
    def duties(self) -> dict[int, list[Duty]]:
        """What each volunteer serves."""
        found: dict[int, list[Duty]] = {}
        for v, s in self.instance.pinned:
            found.setdefault(v, []).append(self.problem.shifts[s])
        for c in self.chosen:
            for member in self.instance.units[self.instance.candidate_unit[c]]:
                found.setdefault(member, []).append(self.problem.shifts[self.instance.candidate_shift[c]])
        for o in self.solution.choice.options:
            option = self.instance.options[o]
            for member in option.goers:
                found.setdefault(member, []).append(self.problem.team_shifts[option.shift])
        return found

    @cached_property
    def present(self) -> dict[int, list[int]]:
        """Who is at each shift."""
        found: dict[int, list[int]] = {}
        for v, s in self.instance.pinned:
            found.setdefault(s, []).append(v)
        for c in self.chosen:
            shift = int(self.instance.candidate_shift[c])
            found.setdefault(shift, []).extend(self.instance.units[self.instance.candidate_unit[c]])
        return found

    @cached_property
    def _by_shift(self) -> tuple[Ints, Ints]:
        return grouped(self.instance.candidate_shift, len(self.problem.shifts))

    def candidates_at(self, shift: int) -> Ints:
        """The candidates of a shift."""
        ptr, order = self._by_shift
        return order[ptr[shift] : ptr[shift + 1]]

    @cached_property
    def _pairs_by_shift(self) -> tuple[Ints, Ints]:
        ptr, rows = grouped(self.instance.pairs.shift, len(self.problem.shifts))
        return ptr, self.instance.pairs.volunteer[rows]

    def in_reach(self, shift: int) -> Ints:
        """The volunteers whom no per-pair rule keeps from the shift."""
        ptr, volunteer = self._pairs_by_shift
        return volunteer[ptr[shift] : ptr[shift + 1]]

    def candidate(self, unit: int, shift: int) -> int | None:
        """The unit at the shift, if it can serve there."""
        lo, hi = int(self.instance.unit_ptr[unit]), int(self.instance.unit_ptr[unit + 1])
        at = np.flatnonzero(self.instance.candidate_shift[lo:hi] == shift)
        return lo + int(at[0]) if len(at) else None

    def pair_falls(self, shift: Shift) -> Ints:
        """For each volunteer the pair rules that keep him from the shift, the n-th of them as bit n."""
        kind = kind_of(self.crowd, shift)
        if kind not in self._falls:
            everyone, bits = np.arange(self.crowd.size), np.zeros(self.crowd.size, dtype=np.int8)
            for number, mask in enumerate(PAIR_RULES.values()):
                bits |= np.where(mask.falls(self.crowd, shift, everyone), np.int8(1 << number), np.int8(0))
            self._falls[kind] = bits
        return self._falls[kind]

    def pair_counts(self, shift: Shift, tag: str | None) -> Ints:
        """How many volunteers (with the tag) there are for each combination of bits of `pair_falls`."""
        kind = kind_of(self.crowd, shift)
        if (kind, tag) not in self._counts:
            bits = self.pair_falls(shift)
            asked = bits if tag is None else bits[self.crowd.tagged(tag)]
            self._counts[kind, tag] = np.bincount(asked, minlength=1 << len(PAIR_RULES))
        return self._counts[kind, tag]

    @cached_property
    def _streets(self) -> Streets:
        return adjacency(self.problem.network)

    def metres_to(self, node: int) -> Metres:
        """Walking metres from every node to this one, whatever the limit; the last ones asked for are kept."""
        found = self._metres.get(node)
        if found is None:
            if len(self._metres) >= KEPT_PLACES:
                self._metres.clear()
            self._metres[node] = found = metres_from(self._streets, [node])[0]
        return found

    def metres(self, person: int, shift: int) -> int:
        """The walk of someone whom no per-pair rule keeps from the shift."""
        pairs = self.instance.pairs
        own = pairs.of(person)
        return int(pairs.metres[own][pairs.shift[own] == shift][0])

    @cached_property
    def tied(self) -> tuple[Ints, Ints, Ints]:
        """The people of the units of more than one person, unit by unit; where each unit begins, and its size."""
        units = [unit for unit in self.instance.units if len(unit) > 1]
        size = np.array([len(unit) for unit in units], dtype=np.int64)
        return np.array([m for unit in units for m in unit], dtype=np.int64), np.cumsum(size) - size, size

    @cached_property
    def unaccompanied(self) -> tuple[Ints, tuple[tuple[Ints, frozenset[str]], ...]]:
        """Units with a minor and without his escort: the people of those that any adult may escort, and for each of
        the others the people and the escorts' names."""
        adult, people = self.crowd.tagged("adult"), self.problem.volunteers
        anybody: list[int] = []
        named: list[tuple[Ints, frozenset[str]]] = []
        for minor in np.flatnonzero(self.crowd.tagged("minor")).tolist():
            members = self.instance.units[self.instance.unit_of[minor]]
            escorts = self.problem.escorts.get(people[minor].id)
            if not escorts:  # an empty list names nobody: any adult may stand there, as the check reads it
                anybody += () if any(adult[m] for m in members) else members
            elif not any(people[m].id in escorts for m in members):
                named.append((np.array(members, dtype=np.int64), frozenset(escorts)))
        return np.array(anybody, dtype=np.int64), tuple(named)

    @cached_property
    def table(self) -> Duties:
        """Everybody's duties as columns."""
        return duties_of(self.problem, self.duties)

    @cached_property
    def escorts(self) -> Escorts:
        """Who stands beside which minor."""
        return Escorts(self.instance, self.chosen)

    def obstacle(self, volunteer: int, shift: Shift, leaving: Iterable[str] = ()) -> str | None:
        """The first rule by which the person's other duties keep him from the shift."""
        person, gone = self.problem.volunteers[volunteer], set(leaving)
        duties = [d for d in self.duties.get(volunteer, ()) if d.id not in gone]
        rules = self.problem.rules
        if any(d.start < shift.end and shift.start < d.end for d in duties):
            return "no_overlap"
        close = [d for d in duties if clash((d.start, d.end), (shift.start, shift.end), rules.gap, rules.rest)]
        if close:
            return "gap" if any(d.start // DAY == shift.start // DAY for d in close) else "rest"
        if sum(d.start // DAY == shift.start // DAY for d in duties) >= person.max_day:
            return "day_cap"
        if len(duties) >= person.max_week:
            return "week_cap"
        minutes = sum(d.end - d.start for d in duties) + shift.end - shift.start
        if person.max_minutes is not None and minutes > person.max_minutes:
            return "minutes_cap"
        return None

    def unit_obstacle(self, unit: int, shift: Shift, leaving: Iterable[str] = ()) -> str | None:
        """The first rule that keeps one of the unit from the shift."""
        gone = tuple(leaving)
        return next((o for m in self.instance.units[unit] if (o := self.obstacle(m, shift, gone))), None)

    def last_load(self, unit: int, extra: int = 0) -> int:
        """What the unit's last shift costs as load, with `extra` shifts more than now."""
        total = 0
        for member in self.instance.units[unit]:
            count = len(self.duties.get(member, ())) + extra
            total += load_cost(self.problem.volunteers[member].load // 4 + count - 1) if count > 0 else 0
        return total

    def change(self, out: int | None, into: int | None) -> Cost:
        """What the plan's cost changes when one candidate leaves and another comes; shares are left aside."""
        instance, weights = self.instance, self.problem.weights
        moves = [(c, sign) for c, sign in ((out, -1), (into, 1)) if c is not None]
        people: dict[int, int] = {}
        needs: dict[int, int] = {}
        last = 0
        for c, sign in moves:
            shift, unit = int(instance.candidate_shift[c]), int(instance.candidate_unit[c])
            people[shift] = people.get(shift, 0) + sign * int(instance.size[unit])
            for k in range(int(instance.need_ptr[c]), int(instance.need_ptr[c + 1])):
                need = int(instance.need_index[k])
                needs[need] = needs.get(need, 0) + sign * int(instance.need_people[k])
            last += sign * int(instance.candidate_cost[c])
        same = len(moves) == 2 and instance.candidate_unit[moves[0][0]] == instance.candidate_unit[moves[1][0]]
        if not same:
            for c, sign in moves:
                last += sign * self.last_load(int(instance.candidate_unit[c]), extra=1 if sign > 0 else 0)
        first = third = 0
        for shift, by in people.items():
            before = self._seat_parts(shift, int(self.people[shift]))
            after = self._seat_parts(shift, int(self.people[shift]) + by)
            first += after[0] - before[0]
            third += after[1] - before[1]
            last += weights.over_desired * (after[2] - before[2])
        second = 0
        for need, by in needs.items():
            missing = int(instance.need_count[need] - self.tags[need])
            second += int(instance.need_priority[need]) * (max(0, missing - by) - max(0, missing))
        return Cost(first, second, third, last)

    def _seat_parts(self, index: int, people: int) -> tuple[int, int, int]:
        shift = self.problem.shifts[index]
        return (
            shift.priority * max(0, shift.min - people),
            shift.priority * max(0, shift.desired - max(people, shift.min)),
            max(0, people - shift.desired),
        )


@lru_cache(maxsize=4)
def picture(solution: Solution) -> Picture:
    """The picture of a solution, kept while it is among the last ones asked about."""
    return Picture(solution)
