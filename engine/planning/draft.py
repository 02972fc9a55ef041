"""A draft that is being edited: read, judged and written within one transaction, so that nothing comes in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from engine.errors import Conflict, NotFound, PlanPublished
from engine.model import Assignment, Plan, PlanStatus
from engine.planning.at_hand import AtHand, Weighed
from engine.planning.judging import Judged, judge
from engine.planning.seats import Seat, SeatedPlan, with_seats_as_they_are
from engine.store import GraphStore, Transaction
from solver.problem import Pair


@dataclass(frozen=True, slots=True)
class Edited:
    """The plan after a change by hand, and the assignment that it was about; none when it is gone."""

    plan: Plan
    assignment: Assignment | None


class Draft:
    """The draft as it is when its transaction begins; ``done`` says what it has become."""

    def __init__(self, tx: Transaction, seated: SeatedPlan, weighed: Weighed | None) -> None:
        self.tx, self.seated, self._weighed = tx, seated, weighed
        self._judged: Judged | None = None
        self.after: tuple[SeatedPlan, Weighed | None] | None = None
        """What it has become."""

    @property
    def plan(self) -> Plan:
        """The version."""
        return self.seated.plan

    @property
    def weighed(self) -> Weighed:
        """With the facts as they are."""
        assert self._weighed is not None, "the draft was opened to be judged"
        return self._weighed

    def seat(self, assignment_id: str) -> Seat:
        """The seat of this assignment. Raises ``NotFound``."""
        for seat in self.seated.seats:
            if seat.assignment.id == assignment_id:
                return seat
        raise NotFound("没有这条派班")

    def judged(self, *, without: Iterable[Pair] = (), with_: Iterable[Pair] = (), sentence: str = "") -> Judged:
        """The draft with pairs less, and pairs more. Raises ``RuleBroken`` with every rule that this breaks."""
        self._judged = judge(self.weighed, tuple(without), tuple(with_))
        self._judged.refuse_if_broken(sentence)
        return self._judged

    def done(self, assignment_id: str, *others: str) -> Edited:
        """All is written: of the seats, these alone have changed, come or gone; it was about the first."""
        seated = with_seats_as_they_are(self.tx, self.seated, {assignment_id, *others})
        self.after = seated, self._weighed_now(seated, self._judged)
        there = (seat.assignment for seat in seated.seats if seat.assignment.id == assignment_id)
        return Edited(seated.plan, next(there, None))

    def _weighed_now(self, seated: SeatedPlan, judged: Judged | None) -> Weighed | None:
        """The draft as it is now, with the verdict's numbers; nothing where these are not of the same pairs."""
        if judged is None:
            return None
        now, pairs = judged.verdict.after, seated.pairs()
        if Counter(pairs) != Counter(now.pairs) or seated.teams() != now.teams:
            return None
        return replace(self.weighed, seated=seated, reckoning=replace(now, pairs=pairs))


@contextmanager
def editing(store: GraphStore, hand: AtHand | None, plan_id: str, *, judging: bool = True) -> Iterator[Draft]:
    """The draft, for one edit, which is saved at the end of the block. Raises ``NotFound``, ``PlanPublished``.

    What is not at hand is read before the transaction, so that others wait for it no longer than they must; in the
    transaction only what was written since is read again.
    """
    hand = hand or AtHand()
    look = hand.look(store)
    _ = look.weighed(plan_id) if judging else look.seated(plan_id)
    with store.tx() as tx:
        look = hand.look(tx)
        seated = look.seated(plan_id)
        if seated.plan.status is not PlanStatus.DRAFT:
            raise PlanPublished()
        draft = Draft(tx, seated, look.weighed(plan_id) if judging else None)
        yield draft
        after = tx.moments()
    if draft.after is not None:
        hand.edited(look.marks, after, *draft.after)


def same_version(there: int, seen: int | None) -> None:
    """What the caller has seen is what is there. Raises ``Conflict``."""
    if seen is not None and seen != there:
        raise Conflict
