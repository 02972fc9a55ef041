"""Columns in groups."""

import numpy as np

from solver.columns import grouped, ranges, starts


def test_groups_begin_where_the_ones_before_end() -> None:
    assert starts(np.array([2, 0, 3])).tolist() == [0, 2, 2, 5]


def test_the_rows_of_some_groups_follow_each_other() -> None:
    # group 2 owns 2:5, group 1 nothing, group 0 owns 0:2
    assert ranges(np.array([0, 2, 2, 5]), np.array([2, 1, 0])).tolist() == [2, 3, 4, 0, 1]


def test_rows_are_grouped_ascending() -> None:
    ptr, rows = grouped(np.array([1, 0, 1, 3], dtype=np.int32), 4)
    assert ptr.tolist() == [0, 1, 3, 3, 4]
    assert rows.tolist() == [1, 0, 2, 3]
