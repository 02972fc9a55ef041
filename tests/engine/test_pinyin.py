"""Names sort as a Chinese reader expects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.pinyin import SURNAMES, sort_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("曾小单", "zeng xiao dan"),
        ("单小曾", "shan xiao ceng"),
        ("仇甲", "qiu jia"),
        ("解甲", "xie jia"),
        ("区甲", "ou jia"),
        ("查甲", "zha jia"),
        ("朴甲", "piao jia"),
        ("尉迟甲", "yu chi jia"),
        ("单于甲", "chan yu jia"),
        ("吕甲", "lv jia"),
        ("张甲", "zhang jia"),
    ],
)
def test_a_surname_is_read_as_a_surname(name: str, key: str) -> None:
    assert sort_key(name) == key


def test_a_short_syllable_comes_before_the_longer_one_it_begins() -> None:
    assert sorted(["连城", "李安", "梁甲"], key=sort_key) == ["李安", "连城", "梁甲"]


def test_blanks_and_dots_inside_a_name_do_not_matter() -> None:
    assert sort_key("曾 甲") == sort_key("曾甲")
    assert sort_key("阿卜杜·热合曼") == sort_key("阿卜杜热合曼")


def test_latin_names_sort_without_regard_to_case() -> None:
    assert sort_key("Anna") == sort_key("anna") == "anna"


@given(st.text(min_size=1))
def test_every_name_has_a_key_and_always_the_same(name: str) -> None:
    assert sort_key(name) == sort_key(name) != ""


def test_every_reading_is_plain_lower_case() -> None:
    assert all(part.isascii() and part.islower() for reading in SURNAMES.values() for part in reading.split())
