"""The bench of edits, on a street: each step has as many times as it was taken, and the plan is as it was."""

from __future__ import annotations

from benchmarks.edits import measure
from engine.planning import generate_plan
from engine.planning.seats import read_plan
from engine.store import GraphStore
from tests.engine.planning.conftest import WEEK, lantern_street

__all__ = ["lantern_street"]


def test_every_step_is_timed_and_undone(lantern_street: GraphStore) -> None:
    plan = generate_plan(lantern_street, WEEK, "old-town").id
    before = read_plan(lantern_street, plan)
    found = measure(lantern_street, plan, rounds=3, seed=1)
    assert {"pin", "remove", "undo", "undo, nothing at hand", "first question after an edit"} <= found.keys()
    assert len(found["pin"]) == 3
    assert read_plan(lantern_street, plan).pairs() == before.pairs()
