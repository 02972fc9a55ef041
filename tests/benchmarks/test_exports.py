"""The bench of exports, on two small towns: as many shifts and people as it was told."""

from __future__ import annotations

from pathlib import Path

from benchmarks.exports import enlarged
from engine.access import CONSOLE, Secured
from engine.exports import read_roster
from engine.store import open_store
from tests.schema import two_towns


def test_a_roster_is_enlarged_as_far_as_told(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "towns.db"))
    two_towns.build(store)
    large = enlarged(read_roster(Secured(store, CONSOLE), "pub"), shifts=50, people=3)
    store.close()
    assert [len(duty.people) for duty in large.duties] == [3] * 50
    assert len({duty.wanted.place.road for duty in large.duties}) == 3
