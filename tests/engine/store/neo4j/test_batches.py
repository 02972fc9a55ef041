"""Rows to write, cut into batches."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.store.neo4j import batches as module
from engine.store.neo4j.batches import batches

ROWS = st.lists(st.fixed_dictionaries({"id": st.sampled_from("abcd"), "load": st.integers()}), max_size=20)


def cut(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return list(batches(rows, lambda row: row["id"]))


@given(ROWS)
def test_the_batches_are_the_rows_in_their_order(rows: list[dict[str, Any]]) -> None:
    assert [row for batch in cut(rows) for row in batch] == rows


@given(ROWS)
def test_no_batch_holds_a_key_twice_or_nothing(rows: list[dict[str, Any]]) -> None:
    for batch in cut(rows):
        assert len({row["id"] for row in batch}) == len(batch) > 0


def test_no_batch_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 2)
    assert [len(batch) for batch in cut([{"id": id} for id in "abcde"])] == [2, 2, 1]
