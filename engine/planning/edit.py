"""A draft is changed by hand: each change is judged by the solver's own rules before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Conflict, Fault, NotFound, PlanPublished, RuleBroken
from engine.model import Assignment, AssignmentStatus, Plan, PlanStatus, Shift, Volunteer
from engine.planning.facts import Facts, read_facts
from engine.planning.problem import build_problem, walk_from
from engine.planning.reasons import seats_of
from engine.planning.record import KINDS, SeatFacts, cost_props, known_reasons, walk_props, write_shortfalls
from engine.planning.seats import Seat, SeatedPlan, pairs_known, plan_of
from engine.planning.sentences import place_and_time
from engine.store import Edge, GraphStore, Transaction, eq
from solver.check import lacks
from solver.cost import cost_of
from solver.plan import Cost, Shortfall, Status
from solver.plan import Plan as SolvedPlan
from solver.problem import Pair, Problem
from solver.rules import RULES, Violation
from solver.rules.week import Week


def pin_assignment(store: GraphStore, assignment_id: str, pinned: bool, version: int | None = None) -> Assignment:
    """The assignment stands (or no longer stands) whatever a later solve would rather do.

    Raises ``NotFound``, ``PlanPublished``, ``Conflict`` when ``version`` is not that of the stored assignment.
    """
    with store.tx() as tx:
        seated, seat = _draft_of(tx, assignment_id)
        _serving(seat)
        tx.update(Assignment, assignment_id, {"pinned": pinned}, version)
        _touch(tx, seated.plan)
        return _stored(tx, assignment_id)


def move_assignment(store: GraphStore, assignment_id: str, shift_id: str, version: int | None = None) -> Assignment:
    """The person serves in that shift of the same week instead, and is pinned there: a decision made by hand.

    Raises ``RuleBroken`` with every rule that the move would break, ``NotFound``, ``PlanPublished``, ``Conflict``.
    """
    seated, seat = _draft_of(store, assignment_id)
    _alone(seat)
    facts, known = read_facts(store, seated.plan.week, seated.plan.scope), pairs_known(store, seated.plan)
    wanted = facts.wanted.get(shift_id)
    if wanted is None or wanted.shift.for_teams:
        raise NotFound("这份计划里没有这个班次，或它由志愿服务队承担")
    target = (seat.volunteer, shift_id)
    if target != seat.pair and target in seated.pairs():
        raise Conflict("此人已在这个班次")
    judged = _judge(facts, seated, known, without=seat.pair, with_=target)
    judged.refuse_if_broken(facts)
    moved = next(found for found in judged.seats if found.pair == target)
    with store.tx() as tx:
        _unchanged(tx, seated)
        changes: Mapping[str, Any] = {
            "pinned": True,
            "metres": moved.metres,
            "reason": moved.reason,
            "alternative": None,
            "walk_from": walk_from(facts.person[seat.volunteer], wanted.shift.start).value,
        }
        tx.update(Assignment, assignment_id, changes, version)
        tx.delete_edges("TO_SHIFT", Assignment, Shift, eq("id", assignment_id))
        tx.delete_edges("NEXT_BEST", Assignment, Volunteer, eq("id", assignment_id))
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge(assignment_id, shift_id)])
        judged.write(tx, seated.plan)
        return _stored(tx, assignment_id)


def remove_assignment(store: GraphStore, assignment_id: str, version: int | None = None) -> Plan:
    """The person does not serve in that shift, and a later solve will not put him back; the pair is kept on record.

    Raises ``RuleBroken``, ``NotFound``, ``PlanPublished``, ``Conflict``.
    """
    seated, seat = _draft_of(store, assignment_id)
    _alone(seat)
    facts, known = read_facts(store, seated.plan.week, seated.plan.scope), pairs_known(store, seated.plan)
    judged = _judge(facts, seated, known, without=seat.pair)
    judged.refuse_if_broken(facts)
    with store.tx() as tx:
        _unchanged(tx, seated)
        tx.update(Assignment, assignment_id, {"status": AssignmentStatus.WITHDRAWN.value, "pinned": False}, version)
        return judged.write(tx, seated.plan)


@dataclass(frozen=True, slots=True)
class Judged:
    """A changed plan: what it costs, who sits where, what it lacks, and the rules that the change broke."""

    cost: Cost
    seats: list[SeatFacts]
    missing: tuple[Shortfall, ...]
    broken: tuple[Violation, ...]

    def refuse_if_broken(self, facts: Facts) -> None:
        """Raises ``RuleBroken`` with each rule; no person is named in it."""
        if self.broken:
            raise RuleBroken(faults=[Fault(_impersonal(facts, violation), violation.rule) for violation in self.broken])

    def write(self, tx: Transaction, plan: Plan) -> Plan:
        """The stored plan says what it is worth now, and no longer that it is proved.

        Its bound is that of the problem as it was solved, with the pins and facts of that time; it is kept for
        comparison, and never above the cost.
        """
        bound = min(self.cost, Cost(*plan.bounds()))
        changes = {
            **cost_props(self.cost, bound),
            **walk_props(self.seats),
            "origin": "edited",
            "proof": Status.FEASIBLE.value,
        }
        tx.update(Plan, plan.id, changes, plan.version)
        known = known_reasons(tx, plan)
        missing = [
            (fall, known.get((fall.shift, KINDS[fall.kind], fall.tag or ""), ("人工调整后空出",)))
            for fall in self.missing
        ]
        write_shortfalls(tx, plan, missing)
        stored = tx.get(Plan, plan.id)
        assert stored is not None
        return stored


def _judge(
    facts: Facts, seated: SeatedPlan, known: tuple[Pair, ...] | None, *, without: Pair, with_: Pair | None = None
) -> Judged:
    pins = tuple(pair for pair in seated.pins() if pair != without)
    bans = tuple(pair for pair in seated.bans() if pair != with_)
    problem = build_problem(facts, pins=pins, bans=bans, previous=known, shares=not seated.plan.scope)
    before = _week(problem, seated.plan, seated.pairs(), seated.teams())
    pairs = tuple(pair for pair in seated.pairs() if pair != without) + ((with_,) if with_ else ())
    after = _week(problem, seated.plan, pairs, seated.teams())
    old = {(violation.rule, violation.volunteer, violation.shift) for violation in _violations(before)}
    return Judged(
        cost=cost_of(after),
        seats=seats_of(facts, after),
        missing=tuple(
            Shortfall(shift=shift, kind=kind, missing=missing, tag=tag) for shift, kind, tag, missing in lacks(after)
        ),
        broken=tuple(v for v in _violations(after) if (v.rule, v.volunteer, v.shift) not in old),
    )


def _week(problem: Problem, plan: Plan, pairs: tuple[Pair, ...], teams: tuple[Pair, ...]) -> Week:
    nothing = Cost()
    week = Week(problem, SolvedPlan(week=plan.week, status=Status.FEASIBLE, assignments=pairs, teams=teams,
                                    cost=nothing, bound=nothing))  # fmt: skip
    week.measure()
    return week


def _violations(week: Week) -> tuple[Violation, ...]:
    return tuple(violation for rule in RULES for violation in rule.violations(week))


def _impersonal(facts: Facts, violation: Violation) -> str:
    """The violation's sentence with 此人 for ids of people, and places and times for ids of shifts."""
    text = violation.message
    for id in sorted(facts.person, key=len, reverse=True):
        text = text.replace(id, "此人")
    for id in sorted(facts.wanted, key=len, reverse=True):
        if id in text:
            text = text.replace(id, f"“{place_and_time(facts, id)}”")
    return text


def _draft_of(reader: GraphStore | Transaction, assignment_id: str) -> tuple[SeatedPlan, Seat]:
    seated, seat = plan_of(reader, assignment_id)
    if seated.plan.status is not PlanStatus.DRAFT:
        raise PlanPublished()
    return seated, seat


def _serving(seat: Seat) -> None:
    if not seat.serving:
        raise Conflict("这条派班已经撤下")


def _alone(seat: Seat) -> None:
    _serving(seat)
    if seat.team:
        raise RuleBroken(faults=[Fault("随队的人与队伍同去同留，不能单独调整", "teams")])


def _unchanged(tx: Transaction, seated: SeatedPlan) -> None:
    """The plan is still the one that was judged: nobody edited or published it meanwhile."""
    stored = tx.get(Plan, seated.plan.id)
    if stored is None or stored.version != seated.plan.version:
        raise Conflict()


def _touch(tx: Transaction, plan: Plan) -> None:
    """Whoever judges a change against the plan as it was before must look again."""
    tx.update(Plan, plan.id, {"origin": "edited"}, plan.version)


def _stored(tx: Transaction, assignment_id: str) -> Assignment:
    stored = tx.get(Assignment, assignment_id)
    assert stored is not None
    return stored
