"""A sorted question may be walked from either end, page by page: on every store the rows are the same."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.store import GraphStore, Match, Row, Transaction
from tests.engine.store.random_graphs import RandomGraph, Undone, empty, graphs
from tests.engine.store.random_questions import walks

SEVERAL = 3


def limited(request: pytest.FixtureRequest) -> Any:
    """A twentieth of the examples of ``test_agreement``: each question here is asked many times."""
    return settings(
        max_examples=max(1, request.config.getoption("examples") // 20),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def walked(tx: Transaction, question: Match, size: int) -> list[Row]:
    """The rows, page by page, each from the cursor of the last one."""
    rows: list[Row] = []
    page = tx.query(question.limit(size))
    while page:
        rows += page
        page = tx.query(question.after([page[-1][order.field] for order in question.orders]).limit(size))
    return rows


def test_pages_from_the_end_are_pages_from_the_beginning_in_reverse(
    stores: list[GraphStore], request: pytest.FixtureRequest
) -> None:
    @limited(request)
    @given(
        graph=graphs(), asked=st.lists(walks(keyset=True), min_size=SEVERAL, max_size=SEVERAL), size=st.integers(1, 5)
    )
    def are_so(graph: RandomGraph, asked: list[Match], size: int) -> None:
        for store in stores:
            with suppress(Undone), store.tx() as tx:
                graph.write(tx)
                for question in asked:
                    whole = tx.query(question)
                    assert walked(tx, question, size) == whole
                    assert walked(tx, question.flipped(), size) == whole[::-1]
                raise Undone

    are_so()
    assert all(map(empty, stores))


def test_what_is_missing_comes_at_the_other_end_of_a_flipped_question(
    stores: list[GraphStore], request: pytest.FixtureRequest
) -> None:
    @limited(request)
    @given(graph=graphs(), asked=st.lists(walks(keyset=False), min_size=SEVERAL, max_size=SEVERAL))
    def is_so(graph: RandomGraph, asked: list[Match]) -> None:
        for store in stores:
            with suppress(Undone), store.tx() as tx:
                graph.write(tx)
                for question in asked:
                    assert tx.query(question.flipped()) == tx.query(question)[::-1]
                raise Undone

    is_so()
    assert all(map(empty, stores))
