"""Every expected error can be told from the others, by machines and by readers of Chinese and English."""

from __future__ import annotations

import re

import pytest

from engine import errors
from engine.errors import ERRORS, Fault, InvalidInput, JiujinError

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_error_of_the_module_is_in_the_tuple() -> None:
    classes = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, JiujinError)}
    assert classes - {JiujinError} == set(ERRORS)
    assert len(ERRORS) == len(set(ERRORS))


def test_codes_are_unique_and_stable_in_shape() -> None:
    codes = [error.code for error in ERRORS]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", code) for code in codes)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_each_error_has_a_chinese_and_an_english_sentence_of_its_own(error: type[JiujinError]) -> None:
    assert {"code", "sentence", "english"} <= set(vars(error))
    assert CHINESE.search(error.sentence)
    assert error.english.isascii()
    assert error.english.endswith(".")
    assert [other for other in ERRORS if other.sentence == error.sentence] == [error]
    assert [other for other in ERRORS if other.english == error.english] == [error]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_an_error_reads_as_its_sentence_unless_told_more(error: type[JiujinError]) -> None:
    assert str(error()) == error.sentence
    assert str(error("名册有两处错误")) == "名册有两处错误"


def test_an_error_reads_with_all_its_faults() -> None:
    faults = [Fault("太小", "年龄", row=3, value="0", expected="不小于 16"), Fault("缺少表头")]
    error = InvalidInput("输入有误", iter(faults))
    assert error.faults == tuple(faults)
    assert str(error) == "输入有误\n  · 第 3 行「年龄」：太小（现为“0”）；应为：不小于 16\n  · 缺少表头"
