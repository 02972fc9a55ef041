"""Charts: round ticks, and drawings that stay on their sheet."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.charts import Chart, Series, write_svg
from engine.pictures.sheet import ticks


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0, 7, [0, 2, 4, 6, 8]), (-3, 4, [-4, -2, 0, 2, 4])],
)
def test_ticks_are_round_and_hold_all_values(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == expected


def test_a_chart_is_well_formed_and_stays_on_its_sheet(tmp_path: Path) -> None:
    chart = Chart(title="a < b", x="week", y="Gini", series=(Series("one", ((4, 0.2), (26, 0.9)), steps=True),))
    write_svg(tmp_path / "chart.svg", [chart, chart])
    drawn = ElementTree.parse(tmp_path / "chart.svg").getroot()
    points = [
        tuple(map(float, point.split(",")))
        for line in drawn.iter("{http://www.w3.org/2000/svg}polyline")
        for point in line.attrib["points"].split()
    ]
    assert len(points) == 6  # two panels, each with the step between two points
    assert all(0 <= x <= 760 and 0 <= y <= 360 for x, y in points)
