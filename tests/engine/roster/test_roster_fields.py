"""Single cells: phones, names, numbers, dates, points, partners, preferences, skills, headings."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.roster import fields
from engine.roster.cell import BadCell
from engine.roster.columns import COLUMNS, Column
from engine.roster.fields import Partner
from engine.roster.header import column_of, find_header, header_faults, letters
from engine.roster.skills import SKILLS, skill_tags

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    "text",
    [
        "10000000001",
        "100 0000 0001",
        "100-0000-0001",
        "+86 10000000001",
        "8610000000001",
        "１００００００００01",
        "(100)00000001",
    ],
)
def test_a_phone_is_eleven_digits_however_it_is_written(text: str) -> None:
    assert fields.phone(text) == "10000000001"


@pytest.mark.parametrize(
    "text", ["1000000001", "20000000001", "0371-60000000", "1.00E+10", "10000000001/10000000002", "无"]
)
def test_other_phones_are_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(BadCell) as bad:
        fields.phone(text)
    assert text not in str(bad.value)


def test_blanks_inside_a_chinese_name_do_not_count() -> None:
    assert fields.person_name("甲　一") == fields.person_name("甲 一") == "甲一"
    assert fields.person_name("阿依•古丽") == "阿依·古丽"
    assert fields.person_name("Anna Lee") == "Anna Lee"


@pytest.mark.parametrize("text", ["12345", "—", "长" * 61])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        fields.person_name(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-11-25", {25}),
        ("2026/11/25、2026年11月26日", {25, 26}),
        ("2026.11.25至2026.11.27", {25, 26, 27}),
        ("2026-11-25 ~ 2026-11-26", {25, 26}),
        ("46351", {25}),  # days since 1899-12-30, as a spreadsheet counts
        ("46351.0", {25}),
        ("20261125", {25}),
        ("2026-11-25 00:00:00", {25}),
    ],
)
def test_dates_are_read_as_text_or_as_serial_numbers(text: str, days: set[int]) -> None:
    assert {day.day for day in fields.dates(text)} == days
    assert all((day.year, day.month) == (2026, 11) for day in fields.dates(text))


@pytest.mark.parametrize(
    "text", ["11月25日", "2026-02-30", "2026-11-27至2026-11-25", "下周一", "2020-01-01至2026-01-01"]
)
def test_a_day_without_a_year_or_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        fields.dates(text)


@pytest.mark.parametrize(
    "text", ["113.65,34.74", "113.65，34.74", "113.65 34.74", "(113.65、34.74)", "东经113.65°,北纬34.74°"]
)
def test_a_point_gives_the_longitude_first(text: str) -> None:
    assert fields.point(text) == (34.74, 113.65)


def test_a_swapped_point_is_told_so() -> None:
    with pytest.raises(BadCell, match="写反"):
        fields.point("34.74,113.65")


@pytest.mark.parametrize("text", ["113.65", "113°39′,34°44′", "a,b", "500,34", "nan,inf"])
def test_what_is_no_point_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        fields.point(text)


def test_partners_are_phones_with_or_without_names() -> None:
    assert fields.partners("10000000001、甲二 10000000002，甲三（100 0000 0003）") == (
        Partner("10000000001"),
        Partner("10000000002", "甲二"),
        Partner("10000000003", "甲三"),
    )


def test_a_partner_without_a_phone_is_refused() -> None:
    with pytest.raises(BadCell):
        fields.partners("甲二")


@pytest.mark.parametrize(
    "text",
    ["文明交通劝导 -100", "文明交通劝导：-100米", "文明交通劝导-100", "文明交通劝导 −100", "文明交通劝导　－１００"],
)
def test_a_preference_is_a_name_and_metres(text: str) -> None:
    assert fields.preferences(text) == (("文明交通劝导", -100),)


def test_a_preferred_segment_may_end_with_a_number() -> None:
    assert fields.preferences("和顺大街1 -100、和顺大街2段 50") == (("和顺大街1", -100), ("和顺大街2段", 50))


@pytest.mark.parametrize("text", ["文明交通劝导", "-100", "文明交通劝导 99999"])
def test_a_preference_without_metres_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        fields.preferences(text)


@pytest.mark.parametrize(("text", "number"), [("2", 2), ("２次", 2), ("3.0", 3), ("0", 0)])
def test_numbers_are_whole(text: str, number: int) -> None:
    assert fields.whole_number(text, 0, 5) == number


@pytest.mark.parametrize("text", ["6", "-1", "1.5", "两次", ""])
def test_other_numbers_are_refused(text: str) -> None:
    with pytest.raises(BadCell):
        fields.whole_number(text, 0, 5)


def test_yes_and_no_have_their_signs() -> None:
    assert [fields.yes_or_no(text) for text in ("是", "Y", "√", "否", "无", "N")] == [True] * 3 + [False] * 3
    with pytest.raises(BadCell):
        fields.yes_or_no("也许")


@pytest.mark.parametrize(
    "parse", [fields.phone, fields.person_name, fields.dates, fields.point, fields.partners, fields.preferences]
)
@given(text=st.text(max_size=40))
def test_no_text_breaks_a_reader(parse: Callable[[str], object], text: str) -> None:
    with contextlib.suppress(BadCell):
        assert parse(text) is not None


def test_skills_become_tags_and_unknown_ones_stay_as_text() -> None:
    assert skill_tags(["带队", "红十字救护员", "AED", "舞狮"]) == (("first_aid", "leader", "舞狮"), 1)
    assert skill_tags(["无"]) == ((), 0)


def test_no_word_means_two_skills() -> None:
    names = [name for words in SKILLS.values() for name in words]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("姓 名", Column.NAME),
        ("*姓名", Column.NAME),
        ("手机号（必填）", Column.PHONE),
        ("手机号码(11位)", Column.PHONE),
        ("联系电话：", Column.PHONE),
        ("单位／支部", Column.ORGANIZATION),
        ("家庭住址【具体到小区】", Column.HOME),
        ("可服务\n时间", Column.FREE_HOURS),
        ("身份证号", None),
        ("", None),
    ],
)
def test_headings_are_recognised_with_remarks_and_blanks(title: str, column: Column | None) -> None:
    assert column_of(title) == column


def test_no_heading_means_two_columns() -> None:
    names = [name for rule in COLUMNS for name in (rule.column.value, *rule.synonyms.split())]
    assert len(names) == len(set(names))


def test_the_header_is_found_below_titles_and_its_faults_come_together() -> None:
    header = find_header([["名册"], [], ["姓名", "名字", "经度"], ["甲一", "", ""]])
    assert header is not None
    assert header.row == 2
    messages = [fault.message for fault in header_faults(header)]
    assert messages == [
        "缺少列：手机号、单位/支部、可服务时间、经度与纬度两列中的另一列",
        "A 列“姓名”、B 列“名字” 是同一项",
    ]


def test_columns_have_a_spreadsheet_s_letters() -> None:
    assert [letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
