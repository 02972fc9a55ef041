"""``./jiujin bench edits``: how long edits by hand of a large draft take, and the first question after one.

For comparison some are done with nothing at hand: then facts, plan and problem are read and made for each.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from rich.console import Console

from benchmarks.enlarge import enlarge
from benchmarks.own_neo4j import free_port, own_neo4j
from engine.district import load_district
from engine.errors import Conflict, RuleBroken
from engine.planning import add_assignment, generate_plan, move_assignment, pin_assignment, remove_assignment, undo_edit
from engine.planning.at_hand import AtHand
from engine.planning.explain import Explanations
from engine.planning.seats import Seat, read_plan
from engine.store import GraphStore, open_store
from engine.store.neo4j_server.home import ServerSettings

DEMO = Path(__file__).resolve().parents[1] / "data" / "erqi"
WEEK = "2026-W48"
Times = dict[str, list[float]]


def main(console: Console, *, times: int, seconds: float, rounds: int, seed: int, neo4j: bool) -> None:
    """Prints a Markdown table for a district of so many demos."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        if neo4j:
            settings = ServerSettings(port=free_port())
            store: GraphStore = stack.enter_context(own_neo4j(folder / "neo4j", settings, console.print))
        else:
            store = stack.enter_context(closing(open_store(str(folder / "graph.db"))))
        enlarge(DEMO, times, folder / "district")
        load_district(store, folder / "district")
        plan = generate_plan(store, WEEK, seconds=seconds).id
        measured = measure(store, plan, rounds=rounds, seed=seed)
        counts = store.counts()
    console.print(f"{counts['Volunteer']:,} people, {counts['Shift']:,} shifts, {counts['Assignment']:,} assignments")
    console.print("| step | times | median ms | longest ms |\n|---|---|---|---|")
    for step, found in measured.items():
        console.print(f"| {step} | {len(found)} | {statistics.median(found):.0f} | {max(found):.0f} |", markup=False)


def measure(store: GraphStore, plan: str, *, rounds: int, seed: int) -> Times:
    """Milliseconds of each step, by its name; each round takes somebody through all kinds of edits."""
    hand, chance = AtHand(), random.Random(seed)
    found: Times = defaultdict(list)
    explanations = Explanations(hand)
    shifts = [wanted.shift.id for wanted in explanations.open(store, plan).names.facts.shifts if not wanted.teams]
    for number in range(rounds):
        serving = [seat for seat in read_plan(store, plan).seats if seat.serving and not seat.team]
        _round(store, plan, chance.choice(serving), chance.choice(shifts), explanations, hand, found)
        if number < 3:
            seat = serving[0].assignment.id
            _timed(found, "remove, nothing at hand", lambda: remove_assignment(store, seat))  # noqa: B023 (done now)
            _timed(found, "undo, nothing at hand", lambda: undo_edit(store, plan))
    return dict(sorted(found.items()))


def _round(
    store: GraphStore, plan: str, seat: Seat, elsewhere: str, explanations: Explanations, hand: AtHand, found: Times
) -> None:
    id, places = seat.assignment.id, explanations.open(store, plan).other_places(*seat.pair)
    if places and _timed(found, "move", lambda: move_assignment(store, id, places[0].shift, hand=hand)):
        _timed(found, "first question after an edit", lambda: _ask(explanations, store, plan, elsewhere))
        _timed(found, "undo", lambda: undo_edit(store, plan, hand=hand))
    if _timed(found, "pin", lambda: pin_assignment(store, id, True, hand=hand)):
        _timed(found, "undo", lambda: undo_edit(store, plan, hand=hand))
    if _timed(found, "remove", lambda: remove_assignment(store, id, hand=hand)):
        _timed(found, "undo", lambda: undo_edit(store, plan, hand=hand))
    if _timed(found, "add", lambda: add_assignment(store, plan, elsewhere, seat.volunteer, hand=hand)):
        _timed(found, "undo", lambda: undo_edit(store, plan, hand=hand))


def _ask(explanations: Explanations, store: GraphStore, plan: str, shift: str) -> None:
    explanations.open(store, plan).stand_ins(shift, 8)


def _timed(found: Times, step: str, work: Callable[[], object]) -> bool:
    """Whether it was allowed."""
    began = time.perf_counter()
    try:
        work()
    except (RuleBroken, Conflict):
        step = "refused"
    found[step].append((time.perf_counter() - began) * 1000)
    return step != "refused"
