"""Global ids lead back to what they were made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidInput
from schema.ids import global_id, key_of, parse_id


@given(st.text(min_size=1))
def test_a_global_id_gives_back_label_and_id(key: str) -> None:
    assert parse_id(global_id("Road", key)) == ("Road", key)


@given(st.text())
def test_any_text_is_an_id_or_refused(text: str) -> None:
    try:
        label, key = parse_id(text)
    except InvalidInput:
        return
    assert label
    assert key


def test_the_id_of_another_noun_is_refused() -> None:
    with pytest.raises(InvalidInput):
        key_of(global_id("Road", "lantern"), "Plan")
