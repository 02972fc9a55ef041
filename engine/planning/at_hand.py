"""What was read of weeks and plans lately stays at hand, and is used only while it is still so.

Whether it is still so, the store knows: of each label and edge type it keeps the mark of the last transaction that
wrote one, whoever's that was (``DatedReader.moments``). What is at hand keeps the marks of all kinds that were asked
about when it was read, as they were before; it counts while these are the marks still.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from engine.model import Node
from engine.planning.facts import Facts, facts_without_plans, read_served, with_served
from engine.planning.problem import build_problem
from engine.planning.seats import SeatedPlan, base_of, read_plan
from engine.store import DatedReader, Match, Row, kinds_of
from engine.store.port import Reader
from solver.problem import Pair
from solver.reckoning import Reckoning

KEPT = 8
"""So many of each."""
Marks = Mapping[str, str]
N = TypeVar("N", bound=Node)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A plan version with the facts of its week, and what it comes to; ``previous``: against which changes cost."""

    seated: SeatedPlan
    facts: Facts
    previous: tuple[Pair, ...] | None
    reckoning: Reckoning


@dataclass(frozen=True, slots=True)
class Base:
    """The version that another was made from, and who serves there."""

    plan: str | None
    pairs: tuple[Pair, ...] | None


class AtHand:
    """One for a store, in a whole server: the threads share it."""

    def __init__(self) -> None:
        self.seated: Kept[SeatedPlan] = Kept()
        self.bases: Kept[Base] = Kept()
        self.facts: Kept[Facts] = Kept()
        self.served: Kept[dict[str, tuple[str, ...]]] = Kept()
        self.whole: Made[Facts] = Made()
        self.weighed: Made[Weighed] = Made()

    def look(self, reader: DatedReader) -> Look:
        """What is so now; within a transaction, until something is written there."""
        return Look(self, reader)

    def edited(self, before: Marks, after: Marks, seated: SeatedPlan, weighed: Weighed | None) -> None:
        """A transaction that began under the marks ``before`` has changed this one draft and nothing else that is kept
        here, has left the marks ``after``, and is saved.

        So all else that counted when it began counts on: facts hang on no draft (plans in force are published), a
        version hangs on its own seats and on those of the version that it was made from.
        """
        plan_id = seated.plan.id
        self.seated.follow(before, after, lambda key, there: seated if key == plan_id else there)
        self.bases.follow(before, after, lambda _, base: None if base.plan == plan_id else base)
        self.facts.follow(before, after, lambda _, facts: facts)
        self.served.follow(before, after, lambda _, served: served)
        if weighed is not None:
            self.weighed.put(plan_id, _inputs(weighed), weighed)


class Look:
    """What is at hand, or else what a reader says.

    The marks are read first, so that what is written during the reading is seen the next time.
    """

    def __init__(self, hand: AtHand, reader: DatedReader) -> None:
        self._hand, self._reader = hand, reader
        self.marks: Marks = reader.moments()

    def seated(self, plan_id: str) -> SeatedPlan:
        """The plan version. Raises ``NotFound``."""
        return self._read(self._hand.seated, plan_id, lambda reader: read_plan(reader, plan_id))

    def facts(self, week: str, scope: str) -> Facts:
        """The facts of the week, the same object while they are the same. Raises ``NothingToPlan``."""
        alone = self._read(self._hand.facts, (week, scope), lambda reader: facts_without_plans(reader, week, scope))
        served = self._read(self._hand.served, week, lambda reader: read_served(reader, week))
        return self._hand.whole.of((week, scope), (alone, served), lambda _: with_served(alone, served))

    def weighed(self, plan_id: str) -> Weighed:
        """The plan version with the facts as they are. Raises ``NotFound``, ``NothingToPlan``."""
        seated = self.seated(plan_id)
        facts = self.facts(seated.plan.week, seated.plan.scope)
        base = self._read(self._hand.bases, plan_id, lambda reader: _base(reader, plan_id))
        made_of = (seated, facts, base.pairs)
        return self._hand.weighed.of(plan_id, made_of, lambda last: _weighed(seated, facts, base.pairs, last))

    def _read(self, kept: Kept[T], key: Hashable, work: Callable[[Reader], T]) -> T:
        return kept.read(key, self.marks, self._reader, work)


def _base(reader: Reader, plan_id: str) -> Base:
    base = base_of(reader, plan_id)
    return Base(base, read_plan(reader, base).pairs() if base else None)


def _weighed(seated: SeatedPlan, facts: Facts, previous: tuple[Pair, ...] | None, last: Weighed | None) -> Weighed:
    if last is not None and last.facts is facts and last.previous is previous:
        if (last.reckoning.pairs, last.reckoning.teams) == (seated.pairs(), seated.teams()):
            return replace(last, seated=seated)
        problem = last.reckoning.problem
    else:
        problem = build_problem(facts, previous=previous, shares=not seated.plan.scope)
    return Weighed(seated, facts, previous, Reckoning.of(problem, seated.pairs(), seated.teams()))


def _inputs(weighed: Weighed) -> tuple[object, ...]:
    return weighed.seated, weighed.facts, weighed.previous


class Kept(Generic[T]):
    """Values by key, each with the marks under which it was read; the last few asked for."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, tuple[Marks, T]] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, key: Hashable, marks: Marks, reader: Reader, work: Callable[[Reader], T]) -> T:
        """The value; read anew when something of a kind that it hangs on was written. The object stays the same where
        it reads the same."""
        with self._lock:
            known = self._known.get(key)
            if known is not None and _still(known[0], marks):
                self._known.move_to_end(key)
                return known[1]
        noted = Noted(reader)
        value = work(noted)
        if known is not None and known[1] == value:
            value = known[1]
        with self._lock:
            self._known[key] = {kind: marks.get(kind, "") for kind in noted.kinds}, value
            _latest(self._known, key, KEPT)
        return value

    def follow(self, before: Marks, after: Marks, now: Callable[[Hashable, T], T | None]) -> None:
        """What counted under the marks ``before`` counts under those ``after``, as ``now`` has it (or not at all)."""
        with self._lock:
            for key, (marks, value) in list(self._known.items()):
                if not _still(marks, before):
                    continue
                changed = now(key, value)
                if changed is None:
                    del self._known[key]
                else:
                    self._known[key] = {kind: after.get(kind, "") for kind in marks}, changed


class Made(Generic[T]):
    """Values by key, each with the very objects that it was made of; the last few asked for."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, tuple[tuple[object, ...], T]] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._known

    def of(self, key: Hashable, made_of: tuple[object, ...], work: Callable[[T | None], T]) -> T:
        """The value; made anew, with the last one to go by, when one of the objects is another."""
        with self._lock:
            known = self._known.get(key)
            if known is not None and all(a is b for a, b in zip(known[0], made_of, strict=True)):
                self._known.move_to_end(key)
                return known[1]
        value = work(known[1] if known else None)
        self.put(key, made_of, value)
        return value

    def put(self, key: Hashable, made_of: tuple[object, ...], value: T) -> None:
        """This is the value of these objects."""
        with self._lock:
            self._known[key] = made_of, value
            _latest(self._known, key, self._most)


class Noted:
    """A reader that notes on which kinds its answers hang."""

    def __init__(self, within: Reader) -> None:
        self._within = within
        self.kinds: set[str] = set()

    def query(self, question: Match) -> list[Row]:
        """As the reader within answers."""
        self.kinds |= kinds_of(question)
        return self._within.query(question)

    def get(self, node: type[N], id: str) -> N | None:
        """As the reader within finds it."""
        self.kinds.add(node.LABEL)
        return self._within.get(node, id)


def _latest(known: OrderedDict[Hashable, Any], key: Hashable, most: int) -> None:
    """The key was asked for last; of all, only so many stay."""
    known.move_to_end(key)
    while len(known) > most:
        known.popitem(last=False)


def _still(marks: Marks, now: Marks) -> bool:
    return all(now.get(kind, "") == mark for kind, mark in marks.items())
