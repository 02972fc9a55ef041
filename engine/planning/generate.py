"""A week's plan is made: demand, facts, problem, solution, and a DRAFT version in the graph."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from engine.demand import make_week
from engine.errors import NotFound
from engine.model import Assignment, AssignmentStatus, Plan
from engine.planning.facts import Facts, plans_in_force, read_facts
from engine.planning.problem import build_problem
from engine.planning.reasons import seats_of
from engine.planning.record import (
    SeatFacts,
    cost_props,
    next_number,
    now,
    seats_wanted,
    walk_props,
    write_seats,
    write_shortfalls,
)
from engine.planning.said import Said
from engine.planning.seats import NOT_SERVING, SeatedPlan, read_plan
from engine.planning.sentences import next_best, pin_note, shortfall_reasons
from engine.store import Edge, GraphStore
from engine.store.port import Reader
from solver.progress import Progress, Stop
from solver.rules.week import Week
from solver.solve import Solution, solve_with_reasons
from solver.warm import warm_up


def generate_plan(
    store: GraphStore,
    week: str,
    scope: str = "",
    *,
    base: str = "",
    seconds: float | None = None,
    seed: int = 0,
    threads: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
) -> Plan:
    """The new DRAFT version of the week, solved and verified; ``scope``: a subdistrict's id, or empty for the district.

    ``base`` names the version that people know: its pins and accepted offers stand, what was declined or taken back
    stays so, and change costs. Without it that is the version in force, if there is one. Raises ``NothingToPlan``,
    ``NotFound`` (base), ``InvalidInput`` (week).
    """
    make_week(store, week)
    facts = read_facts(store, week, scope)
    known = _known(store, week, scope, base)
    problem = build_problem(
        facts,
        pins=known.pins() if known else (),
        bans=known.bans() if known else (),
        previous=known.pairs() if known else None,
        shares=not scope,
    )
    warm_up()
    began = time.perf_counter()
    solution = solve_with_reasons(
        problem, seconds=seconds, seed=seed, threads=threads, on_progress=on_progress, stop=stop
    )
    elapsed = time.perf_counter() - began
    return record_solution(store, facts, scope, known, solution, elapsed, seed)


def record_solution(
    store: GraphStore,
    facts: Facts,
    scope: str,
    known: SeatedPlan | None,
    solution: Solution,
    seconds: float,
    seed: int,
    said: Said | None = None,
) -> Plan:
    """The new DRAFT version made of a solution; of the version that people know it keeps pins, answers and refusals.

    What is ``said`` of a seat already is not worked out again.
    """
    week = Week(solution.instance.problem, solution.plan)
    seats = [_explained(facts, solution, seat, said or {}) for seat in seats_of(facts, week)]
    if known:
        seats = [*_carried(seats, known), *_refused(known)]
    return _record(store, facts, scope, known, solution, seats, seconds, seed)


def _known(reader: Reader, week: str, scope: str, base: str) -> SeatedPlan | None:
    if base:
        known = read_plan(reader, base)
        if (known.plan.week, known.plan.scope) != (week, scope):
            raise NotFound("作底的计划不是这一周、这一范围的")
        return known
    in_force = [plan for plan in plans_in_force(reader, [week]) if plan.scope == scope]
    return read_plan(reader, in_force[0].id) if in_force else None


def _explained(facts: Facts, solution: Solution, seat: SeatFacts, said: Said) -> SeatFacts:
    alternative, person = said[seat.pair] if seat.pair in said else next_best(facts, solution, seat.pair)
    return replace(seat, alternative=alternative, next_person=person)


def _carried(seats: Iterable[SeatFacts], known: SeatedPlan) -> list[SeatFacts]:
    """Pins stay pinned and accepted offers accepted."""
    before = {seat.pair: seat.assignment for seat in known.seats if seat.serving}
    return [_as_before(seat, before[seat.pair]) if seat.pair in before else seat for seat in seats]


def _as_before(seat: SeatFacts, before: Assignment) -> SeatFacts:
    if before.status is not AssignmentStatus.ACCEPTED:
        return replace(seat, pinned=before.pinned)
    return replace(
        seat,
        pinned=before.pinned,
        status=before.status,
        answered_at=before.answered_at,
        answer_note=before.answer_note,
    )


def _refused(known: SeatedPlan) -> list[SeatFacts]:
    """What was declined or taken back is remembered in the new version."""
    return [
        SeatFacts(
            volunteer=seat.volunteer,
            shift=seat.shift,
            metres=seat.assignment.metres,
            team=seat.team,
            reason=seat.assignment.reason,
            status=seat.assignment.status,
            answered_at=seat.assignment.answered_at,
            answer_note=seat.assignment.answer_note,
        )
        for seat in known.seats
        if not seat.serving
    ]


def _record(
    store: GraphStore,
    facts: Facts,
    scope: str,
    known: SeatedPlan | None,
    solution: Solution,
    seats: list[SeatFacts],
    seconds: float,
    seed: int,
) -> Plan:
    plan = solution.plan
    serving = [seat for seat in seats if seat.status not in NOT_SERVING]
    missing = [(fall, shortfall_reasons(fall)) for fall in plan.shortfalls]
    with store.tx() as tx:
        number = next_number(tx, facts.week, scope)
        node = Plan(
            id=f"plan:{facts.week}:{scope.removeprefix('subdistrict:') or 'all'}:{number}",
            week=facts.week,
            scope=scope,
            number=number,
            created_at=now(),
            proof=plan.status.value,
            seats=seats_wanted(facts),
            seconds=round(seconds, 3),
            seed=seed,
            notes=tuple(pin_note(facts, pin) for pin in plan.pins_left_out),
            **cost_props(plan.cost, plan.bound),
            **walk_props(seat.metres for seat in serving),
        )
        tx.create_node(node)
        if known:
            tx.upsert_edges("BASED_ON", Plan, Plan, [Edge(node.id, known.plan.id)])
        write_seats(tx, node, seats, facts)
        write_shortfalls(tx, node, missing)
    return node
