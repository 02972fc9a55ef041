"""The solution laid open: who does what when, who could come where, what a change would cost."""

from collections.abc import Iterable
from functools import cached_property, lru_cache

import numpy as np

from solver.columns import Ints, grouped
from solver.models.build import clash, load_cost
from solver.models.solution import Solution
from solver.models.tally import seats, tagged
from solver.plan import Cost
from solver.problem import DAY, Shift, TeamShift
from solver.rules import PAIR_RULES, Kind, kind_of

Duty = Shift | TeamShift

_NOBODY: frozenset[int] = frozenset()


class Picture:
    """One solution's tables, each made when first asked for."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.instance, self.problem, self.crowd = solution.instance, solution.instance.problem, solution.instance.crowd
        self.chosen: Ints = np.array(solution.choice.candidates, dtype=np.int64)
        self.chosen_set = frozenset(solution.choice.candidates)
        self.pinned = frozenset(self.instance.pinned)
        self._stages: dict[Kind, Ints] = {}
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

    def falls(self, shift: Shift, tag: str | None) -> tuple[Ints, Ints]:
        """By which pair rule each volunteer falls (their number: by none), and how many of those with the tag do."""
        kind = kind_of(self.crowd, shift)
        if kind not in self._stages:
            stage = np.full(self.crowd.size, len(PAIR_RULES), dtype=np.int8)
            for number, mask in reversed(tuple(enumerate(PAIR_RULES.values()))):
                stage[mask.falls(self.crowd, shift, np.arange(self.crowd.size))] = number
            self._stages[kind] = stage
        stage = self._stages[kind]
        if (kind, tag) not in self._counts:
            asked = stage if tag is None else stage[self.crowd.tagged(tag)]
            self._counts[kind, tag] = np.bincount(asked, minlength=len(PAIR_RULES) + 1)
        return stage, self._counts[kind, tag]

    @cached_property
    def beside(self) -> dict[int, frozenset[int]]:
        """The chosen candidates of each group of escorts that has any."""
        wards, grown = self.instance.wards, self.instance.wards.adult[self.instance.candidate_unit[self.chosen]]
        found: dict[int, set[int]] = {}
        named = np.isin(wards.named_escorts, self.chosen)
        group = (self.instance.candidate_shift[self.chosen[grown]], wards.named_group[named])
        escort = (self.chosen[grown], wards.named_escorts[named])
        for g, c in zip(np.concatenate(group).tolist(), np.concatenate(escort).tolist(), strict=True):
            found.setdefault(g, set()).add(c)
        return {g: frozenset(escorts) for g, escorts in found.items()}

    @cached_property
    def _asked(self) -> dict[int, list[int]]:
        """For each group of escorts, the wards who are there."""
        wards, found = self.instance.wards, dict[int, list[int]]()
        there = np.flatnonzero((wards.candidate < 0) | np.isin(wards.candidate, self.chosen))
        for w, g in zip(there.tolist(), wards.group[there].tolist(), strict=True):
            found.setdefault(g, []).append(w)
        return found

    @cached_property
    def _named_groups(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        wards = self.instance.wards
        for c, g in zip(wards.named_escorts.tolist(), wards.named_group.tolist(), strict=True):
            found.setdefault(c, []).append(g)
        return found

    def groups_of(self, candidate: int) -> list[int]:
        """The groups of escorts to which a candidate belongs."""
        shift, unit = int(self.instance.candidate_shift[candidate]), int(self.instance.candidate_unit[candidate])
        own = [shift] if self.instance.wards.adult[unit] else []
        return own + self._named_groups.get(candidate, [])

    def stands_beside(self, candidate: int) -> list[int]:
        """The groups of escorts of this candidate that some minor who is there needs."""
        return [g for g in self.groups_of(candidate) if g in self._asked]

    def needed_as_escort(self, candidate: int) -> bool:
        """Whether some minor would stand alone without this candidate."""
        return any(not self.beside.get(g, _NOBODY) - {candidate} for g in self.stands_beside(candidate))

    def escorted(self, candidate: int, without: int = -1) -> bool:
        """Whether the minors of this candidate would have somebody beside them."""
        wards = self.instance.wards
        lo, hi = np.searchsorted(wards.candidate, (candidate, candidate + 1))
        return all(self.beside.get(int(g), _NOBODY) - {without} for g in wards.group[lo:hi])

    def obstacle(self, volunteer: int, shift: Shift, leaving: Iterable[str] = ()) -> str | None:
        """The first rule by which the person's other duties keep him from the shift."""
        person, gone = self.problem.volunteers[volunteer], set(leaving)
        duties = [d for d in self.duties.get(volunteer, ()) if d.id not in gone]
        rules = self.problem.rules
        if any(d.start < shift.end and shift.start < d.end for d in duties):
            return "no_overlap"
        for duty in duties:
            if clash((duty.start, duty.end), (shift.start, shift.end), rules.gap, rules.rest):
                return "gap" if duty.start // DAY == shift.start // DAY else "rest"
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
