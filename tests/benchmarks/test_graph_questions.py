"""The measure of the graph questions has a row for each, and one for each rounding of distances."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from rich.console import Console

from benchmarks.graph_questions import ROUNDED_TO, main
from tests.engine.district.conftest import ERQI


def test_each_question_and_each_rounding_has_a_row(tmp_path: Path) -> None:
    printed = StringIO()
    main(Console(file=printed, width=200), ERQI, str(tmp_path / "graph.db"), questions=1)
    rows = [line.split("|")[1].strip() for line in printed.getvalue().splitlines() if line.startswith("| ")]
    asked, rounded = rows[1 : -len(ROUNDED_TO) - 1], rows[-len(ROUNDED_TO) :]
    assert {name.split()[0] for name in asked} == {
        "whoAnswers",
        "fragility",
        "shortestChain",
        "stationsInReach",
        "thinRoads",
    }
    assert rounded == [f"{metres} m" for metres in ROUNDED_TO]
