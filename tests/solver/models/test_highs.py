"""HiGHS behind its one door."""

import gc
import weakref

import numpy as np
import pytest
from scipy.sparse import csc_array

from solver.models.highs import Linear, Program
from solver.progress import Clock, Stop


@pytest.mark.parametrize("stop", [None, lambda: False])
def test_a_program_gives_its_memory_back_without_a_search_for_garbage(stop: Stop | None) -> None:
    # highspy's object holds its events and they hold it: areas solved one after the other stayed in memory together
    one = np.ones(3)
    linear = Linear(Program(csc_array(np.eye(3)), one, 2 * one, 5 * one, one), Clock(None, stop))
    assert linear.run()
    held = weakref.ref(linear.highs)
    gc.disable()
    try:
        del linear
        assert held() is None
    finally:
        gc.enable()
