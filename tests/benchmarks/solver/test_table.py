"""The table's gaps, bold costs and troubles."""

from benchmarks.solver.measure import Result
from benchmarks.solver.table import gap, head, rows

TITLES = {"ours": "jiujin", "cpsat2": "CP-SAT", "greedy": "nearest first"}


def test_the_gap_is_that_of_the_first_part_that_differs() -> None:
    assert gap((0, 8, 5, 900), (0, 6, 0, 100), metres=400) == "part 2: 25.00 %"  # (8 - 6) / 8


def test_the_gap_of_the_last_part_is_relative_to_the_metres_walked() -> None:
    assert gap((0, 8, 5, 110), (0, 8, 5, 100), metres=400) == "part 4: 2.50 %"  # (110 - 100) / 400


def test_there_is_no_gap_where_the_cost_is_proved_and_none_is_told_without_a_bound() -> None:
    assert gap((0, 0, 0, 7), (0, 0, 0, 7), metres=7) == "0"
    assert gap((0, 0, 0, 7), None, metres=7) == "–"


def test_the_best_sound_cost_is_bold_and_every_gap_is_told_to_the_best_bound_too() -> None:
    results = [
        Result(peer="ours", first=0.1, seconds=1, cost=(0, 0, 2, 50), bound=(0, 0, 1, 0), metres=9),
        Result(peer="cpsat2", cost=(0, 0, 0, 1), bound=(0, 0, 2, 0), trouble="breaks rest"),
        Result(peer="greedy", cost=(0, 0, 4, 9), metres=9),
    ]
    ours, broken, greedy = rows("S", TITLES, results)
    assert "| **0, 0, 2, 50** | 0, 0, 1, 0 | part 3: 50.00 % | part 3: 50.00 % |" in ours
    assert "| 0, 0, 0, 1 (breaks rest) |" in broken
    assert "| 0, 0, 4, 9 | – | – | part 3: 75.00 % |" in greedy
    assert {line.count("|") for line in (*head(), ours, broken, greedy)} == {10}


def test_a_run_without_a_plan_says_why() -> None:
    assert "| no plan | – | – | – |" in next(rows("L", TITLES, [Result(peer="cpsat2", trouble="no plan")]))
