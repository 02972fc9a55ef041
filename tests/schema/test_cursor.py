"""A cursor is opaque, and good only for the list and the order that it was made for."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidInput
from schema.cursor import Cursors

CURSORS = Cursors(b"secret")
VALUES = st.lists(st.text() | st.integers(), min_size=1, max_size=3)


@given(VALUES)
def test_a_cursor_gives_back_its_values(values: list[str | int]) -> None:
    assert CURSORS.read("Road/name", CURSORS.write("Road/name", values)) == tuple(values)


@given(VALUES)
def test_a_cursor_of_another_order_is_refused(values: list[str | int]) -> None:
    with pytest.raises(InvalidInput):
        CURSORS.read("Road/-name", CURSORS.write("Road/name", values))


@given(VALUES)
def test_a_cursor_of_another_secret_is_refused(values: list[str | int]) -> None:
    with pytest.raises(InvalidInput):
        CURSORS.read("Road/name", Cursors(b"other").write("Road/name", values))


@given(VALUES, st.integers(0, 10_000), st.integers(1, 255))
def test_a_cursor_with_one_changed_byte_is_refused(values: list[str | int], place: int, change: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(CURSORS.write("Road/name", values) + "==="))
    raw[place % len(raw)] ^= change
    with pytest.raises(InvalidInput):
        CURSORS.read("Road/name", base64.urlsafe_b64encode(raw).decode())


@given(st.text(max_size=60))
def test_any_text_that_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        CURSORS.read("Road/name", text)
