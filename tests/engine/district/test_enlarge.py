"""A district laid side by side several times is a district."""

from __future__ import annotations

from pathlib import Path

from benchmarks.enlarge import enlarge
from engine.district import load_district
from engine.network import load_network
from engine.store import GraphStore


def test_three_copies_load_and_hang_together(store: GraphStore, two_streets: Path, tmp_path: Path) -> None:
    store.migrate()
    enlarge(two_streets, 3, tmp_path / "three")
    report = load_district(store, tmp_path / "three")
    assert report.counts["Volunteer"] == 3 * 2
    assert report.counts["Organization"] == 2 + 3 * 3  # the departments are shared
    assert report.counts["ShiftTemplate"] == 3 * 2
    assert report.counts["Segment"] == 3 * 3 + 2  # two streets join the copies
    assert len(load_network(store).components()) == 1


def test_one_copy_is_the_district_itself(store: GraphStore, two_streets: Path, tmp_path: Path) -> None:
    store.migrate()
    enlarge(two_streets, 1, tmp_path / "one")
    load_district(store, tmp_path / "one")
    assert load_district(store, two_streets).changed == 0
