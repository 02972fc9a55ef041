"""The picture of cost and bound over time."""

from benchmarks.curve import charts
from solver.plan import Cost
from solver.progress import Progress


def test_a_curve_has_a_panel_for_each_part_that_was_open() -> None:
    told = [
        Progress("first", Cost(3, 0, 9, 900), Cost(1, 0, 0, 0), 0.5),
        Progress("cover", Cost(2, 0, 5, 800), Cost(2, 0, 4, 0), 1.0),
        Progress("walks", Cost(2, 0, 5, 700), Cost(2, 0, 5, 650), 2.0),
    ]
    # parts 2 and 3 cannot be compared while part 1 is open; walks have a bound once part 3 is proved, in kilometres
    minimum, desired, walks = charts("town", told)
    assert [line.points[-1] for line in minimum.series] == [(2.0, 2.0), (2.0, 2.0)]
    assert desired.title.startswith("town: below_desired")
    assert [line.points for line in walks.series] == [((1.0, 0.8), (2.0, 0.7)), ((2.0, 0.65),)]
