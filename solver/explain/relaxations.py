"""What would bring people to a shift: for each rule the smallest change that frees those whom it alone keeps away.

Combinations of two changes are not looked at, and three rules are never offered to be relaxed: the protection of
minors, bans (somebody said no), and overlaps.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.crowd import Bools, Ints
from solver.explain.duties import minutes_between
from solver.explain.falls import FULL, NO_ESCORT, Falls, falls_at
from solver.explain.picture import Picture
from solver.models.build import load_cost
from solver.problem import DAY, Shift

FURTHEST = 3  # walking limits up to so many times the present one are looked at
WIDEST = 120  # minutes by which a free interval may be thought wider: beyond that it is a time of its own
METRE_STEP, MINUTE_STEP, PAUSE_STEP = 100, 15, 5
SOMEBODY_NEW = 10_000  # metres that a new skill or a new person counts for when changes are ranked


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """A rule, its value before and after, how many could then come, whether they are enough, and the tag in question.

    Where people differ (free time, caps) there is no value before, and `after` is by how much it grows. `time` and
    `need` are no rules: a free time of its own, and a skill that somebody would have to have.
    `effort` ranks changes of different kinds, in metres: minutes by the pace of a walk, a further shift by its load.
    """

    rule: str
    people: int
    fills: bool
    effort: int
    before: int | None = None
    after: int | None = None
    tag: str | None = None


def relaxations(view: Picture, index: int, missing: int, tag: str | None = None) -> tuple[Relaxation, ...]:
    """The changes that free somebody, those that fill the seats first, then by effort."""
    shift, crowd = view.problem.shifts[index], view.crowd
    away = view.metres_to(shift.node)[crowd.node_at(shift.start)]
    falls = falls_at(view, index, away <= view.problem.walk.limit_metres)
    asked = np.ones(crowd.size, dtype=bool) if tag is None else crowd.tagged(tag).copy()
    asked[view.present.get(index, [])] = False
    look = _Look(view, shift, falls, asked, missing)
    found = [*look.walk(away), *look.free(), *look.pauses(), *look.caps(), *look.tags(), *look.places(index)]
    if tag is not None:
        found += look.skill(tag, index)
    return tuple(sorted(found, key=lambda r: (not r.fills, r.effort, r.rule, r.tag or "")))


@dataclass(frozen=True, slots=True)
class _Look:
    view: Picture
    shift: Shift
    falls: Falls
    asked: Bools
    missing: int

    def _only(self, rule: str) -> Ints:
        return np.flatnonzero(self.falls.only(rule) & self.asked)

    def _least(self, wanted: Ints, step: int) -> tuple[int, int] | None:
        """The least change that frees enough (or else one), rounded up to a whole step, and how many it frees."""
        if not len(wanted):
            return None
        in_order = np.sort(wanted)
        least = int(in_order[self.missing - 1] if len(wanted) >= self.missing else in_order[0])
        change = -(-least // step) * step
        return change, int((wanted <= change).sum())

    def _of_unit(self, values: Ints, who: Ints) -> Ints:
        """For each of these people the largest value within his unit: all have to come."""
        instance = self.view.instance
        return np.array([max(values[m] for m in instance.units[instance.unit_of[v]]) for v in who], dtype=np.int64)

    def walk(self, away: Ints) -> Iterator[Relaxation]:
        limit = self.view.problem.walk.limit_metres
        further = self._of_unit(away, self._only("walk_limit"))
        found = self._least(further[further <= FURTHEST * limit], METRE_STEP)
        if found:
            after, people = found
            yield self._made("walk_limit", people, after - limit, limit, after)

    def free(self) -> Iterator[Relaxation]:
        who, begin, end = self.view.crowd.intervals
        short = np.maximum(0, begin - self.shift.start) + np.maximum(0, self.shift.end - end)
        lacking = np.full(self.view.crowd.size, DAY, dtype=np.int64)
        np.minimum.at(lacking, who, short)
        lack = self._of_unit(lacking, self._only("free"))
        found = self._least(lack[lack <= WIDEST], MINUTE_STEP)
        if found:
            minutes, people = found
            yield self._made("free", people, self._walked(minutes), after=minutes)
        if (lack > WIDEST).any():
            yield self._made("time", int((lack > WIDEST).sum()), self._walked(WIDEST))

    def pauses(self) -> Iterator[Relaxation]:
        table, rules = self.view.table, self.view.problem.rules
        between, today = minutes_between(table, self.shift), table.start // DAY == self.shift.start // DAY
        for rule, limit, rows in (("gap", rules.gap, today), ("rest", rules.rest, ~today)):
            left = np.full(self.view.crowd.size, limit, dtype=np.int64)
            close = rows & (between >= 0) & (between < limit)
            np.minimum.at(left, table.who[close], between[close])
            found = self._least(self._of_unit(limit - left, self._only(rule)), PAUSE_STEP)
            if found:
                minutes, people = min(found[0], limit), found[1]
                yield self._made(rule, people, self._walked(minutes), limit, limit - minutes)

    def caps(self) -> Iterator[Relaxation]:
        table, day = self.view.table, self.shift.start // DAY
        over = {
            "day_cap": (table.on_day[:, day] + 1 - table.max_day, 1),
            "week_cap": (table.count + 1 - table.max_week, 1),
            "minutes_cap": (table.minutes + self.shift.end - self.shift.start - table.max_minutes, MINUTE_STEP),
        }
        for rule, (beyond, step) in over.items():
            who = self._only(rule)
            found = self._least(self._of_unit(beyond, who), step)
            if found:
                more, people = found
                levels = (load_cost(self.view.problem.volunteers[v].load // 4 + int(table.count[v])) for v in who)
                yield self._made(rule, people, min(levels), after=more)

    def tags(self) -> Iterator[Relaxation]:
        """Those who lack one tag that all need, or have one that nobody may have."""
        lacking: Counter[str] = Counter()
        for v in self._only("tags"):
            own = self.view.problem.volunteers[v].tags
            wrong = [tag for tag in self.shift.all_have if tag not in own]
            if len(wrong) == 1 and not any(tag in own for tag in self.shift.none_have):
                lacking[wrong[0]] += 1
        for tag, people in lacking.items():
            yield self._made("tags", people, SOMEBODY_NEW, tag=tag)

    def places(self, index: int) -> Iterator[Relaxation]:
        """One more place where the shift is full; an adult beside minors who could come."""
        full, alone = self._only(FULL), self._only(NO_ESCORT)
        if len(full):
            there = int(self.view.people[index])
            size = min(int(self.view.instance.size[self.view.instance.unit_of[v]]) for v in full)
            after = there + size
            yield self._made("max", len(full), self.view.problem.weights.over_desired, self.shift.max, after)
        if len(alone):
            yield self._made("minor", len(alone), SOMEBODY_NEW, tag="adult")

    def skill(self, tag: str, index: int) -> Iterator[Relaxation]:
        """Those who are there, or could come, and would fill the need if they had the tag."""
        has = self.view.crowd.tagged(tag)
        able = (self.falls.all == 0) & ~has
        able[[v for v in self.view.present.get(index, []) if not has[v]]] = True
        if able.any():
            yield self._made("need", int(able.sum()), SOMEBODY_NEW, tag=tag)

    def _walked(self, minutes: int) -> int:
        return minutes * self.view.problem.walk.metres_per_minute

    def _made(
        self, rule: str, people: int, effort: int, before: int | None = None, after: int | None = None,
        tag: str | None = None,
    ) -> Relaxation:  # fmt: skip
        return Relaxation(
            rule=rule, people=people, fills=people >= self.missing, effort=effort, before=before, after=after, tag=tag
        )
