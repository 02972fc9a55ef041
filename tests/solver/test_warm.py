"""Making the solver ready leaves nothing to be compiled."""

from __future__ import annotations

from solver.models import prices, sweep, weeks
from solver.warm import warm_up


def test_every_compiled_function_of_the_search_is_ready_afterwards() -> None:
    warm_up()
    compiled = [f for module in (prices, sweep, weeks) for f in vars(module).values() if hasattr(f, "signatures")]
    assert compiled
    assert [function.__name__ for function in compiled if not function.signatures] == []
