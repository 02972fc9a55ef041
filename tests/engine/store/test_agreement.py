"""All stores and the naive reference give the same answer to any question on any graph: 2,000 of them in a run.

Every graph is written inside a transaction that is undone, so these tests also show that it sees its own writes.
More examples: ``pytest tests/engine/store/test_agreement.py --examples 20000``.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.store import GraphStore, Match, Row
from tests.engine.store.random_graphs import RandomGraph, Undone, empty, graphs
from tests.engine.store.random_questions import questions


def rounded(value: Any) -> Any:
    """The value with floats cut where the order of adding up no longer shows."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return value


def comparable(rows: list[Row], question: Match) -> list[str]:
    """The rows as text; in their order only where the question settles it."""
    texts = [json.dumps(rounded(row), sort_keys=True, ensure_ascii=False) for row in rows]
    nodes = {question.alias, *(hop.alias for hop in question.hops)}
    settled = {f"{alias}.id" for alias in nodes} <= {order.field for order in question.orders}
    return texts if settled else sorted(texts)


def test_stores_and_reference_agree(stores: list[GraphStore], request: pytest.FixtureRequest) -> None:
    @settings(
        max_examples=request.config.getoption("examples"),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        derandomize=False,
    )
    @given(graph=graphs(), asked=st.lists(questions(), min_size=8, max_size=8))
    def agree(graph: RandomGraph, asked: list[Match]) -> None:
        reference = graph.reference()
        right = [comparable(reference.query(question), question) for question in asked]
        for store in stores:
            with suppress(Undone), store.tx() as tx:
                graph.write(tx)
                for question, answer in zip(asked, right, strict=True):
                    assert comparable(tx.query(question), question) == answer
                raise Undone

    agree()
    assert all(map(empty, stores))
