"""The whole model's matrices."""

import numpy as np
import pytest
from scipy.sparse import csc_array, random_array

from solver.models.whole import stacked


@pytest.mark.parametrize(("above", "below", "columns"), [(5, 3, 7), (1, 0, 4), (0, 2, 3), (50, 20, 0)])
def test_one_matrix_lies_above_the_other(above: int, below: int, columns: int) -> None:
    draw = np.random.default_rng(1)
    first, second = (csc_array(random_array((rows, columns), density=0.4, rng=draw)) for rows in (above, below))
    both = stacked(first, second)
    both.check_format()
    assert both.has_sorted_indices
    assert np.array_equal(both.toarray(), np.concatenate((first.toarray(), second.toarray())))
