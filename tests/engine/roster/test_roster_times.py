"""Weekly times: what people write is understood, and what is not clear is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.people import interval_faults
from engine.roster.cell import BadCell
from engine.roster.times import DAY, WEEK, format_times, merged, parse_times, without

MON, TUE, WED, THU, FRI, SAT, SUN = (day * DAY for day in range(7))
WEEKDAYS, WEEKEND, ALL = (MON, TUE, WED, THU, FRI), (SAT, SUN), tuple(range(0, WEEK, DAY))


def at(days: tuple[int, ...], start: float, end: float) -> tuple[int, ...]:
    """The same hours on each of the days."""
    return tuple(minute for day in days for minute in (day + round(start * 60), day + round(end * 60)))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("周一至周五 18:00-21:00；周六 8:00-12:00", at(WEEKDAYS, 18, 21) + at((SAT,), 8, 12)),
        ("工作日晚上", at(WEEKDAYS, 18, 21)),
        ("周末全天", at(WEEKEND, 8, 21)),
        ("每天 19点到21点半", at(ALL, 19, 21.5)),
        ("一三五 18-20", at((MON, WED, FRI), 18, 20)),
        ("周六日上午", at(WEEKEND, 8, 12)),
        ("周一三五晚上七点到九点半", at((MON, WED, FRI), 19, 21.5)),
        ("周１—周５ １８：３０至２０：３０", at(WEEKDAYS, 18.5, 20.5)),
        ("周一到五 18：00～21：00", at(WEEKDAYS, 18, 21)),
        ("周一至周五：18:00-21:00", at(WEEKDAYS, 18, 21)),
        ("周一至周五(18:00-21:00)", at(WEEKDAYS, 18, 21)),
        ("每周一至周五 1830-2030", at(WEEKDAYS, 18.5, 20.5)),
        ("周1-5 18-20", at(WEEKDAYS, 18, 20)),
        ("周1-5:18-20", at(WEEKDAYS, 18, 20)),
        ("周6 8-12", at((SAT,), 8, 12)),
        ("周六8-12", at((SAT,), 8, 12)),
        ("礼拜六、礼拜日 8.30-11.30", at(WEEKEND, 8.5, 11.5)),
        (
            "星期六、星期天 8:00-12:00,14:00-18:00",
            at((SAT,), 8, 12) + at((SAT,), 14, 18) + at((SUN,), 8, 12) + at((SUN,), 14, 18),
        ),
        ("周六 8:30-11:30；14:00-17:00", at((SAT,), 8.5, 11.5) + at((SAT,), 14, 17)),
        ("周六上午9点到11点、下午", at((SAT,), 9, 11) + at((SAT,), 14, 18)),
        ("周六上午 周日下午", at((SAT,), 8, 12) + at((SUN,), 14, 18)),
        ("工作日18:30-20:30\n周末8:00-12:00", at(WEEKDAYS, 18.5, 20.5) + at(WEEKEND, 8, 12)),
        ("周一 晚 六点到九点", at((MON,), 18, 21)),
        ("周一至周五晚上（18:00-20:00）", at(WEEKDAYS, 18, 20)),
        ("周一至周五晚上：7:00-9:00", at(WEEKDAYS, 19, 21)),
        ("周三下午12点半到2点", at((WED,), 12.5, 14)),
        ("周三中午12点到2点", at((WED,), 12, 14)),
        ("周五晚8点到12点", at((FRI,), 20, 24)),
        ("周末早上7点至9点一刻", at(WEEKEND, 7, 9.25)),
        ("周一三点到五点", at((MON,), 3, 5)),
        ("周五 22:00-2:00", (FRI + 22 * 60, FRI + 26 * 60)),
        ("周日 22:00-2:00", (0, 120, SUN + 22 * 60, WEEK)),
        ("周一 8-10、9-12", at((MON,), 8, 12)),
        ("二四六 8-9", at((TUE, THU, SAT), 8, 9)),
    ],
)
def test_what_people_write_is_understood(text: str, times: tuple[int, ...]) -> None:
    assert parse_times(text) == times


@pytest.mark.parametrize(
    "text",
    [
        "",
        "；",
        "随时",
        "周末",
        "晚上",
        "18:00-21:00",
        "周一 21:00-18:00",
        "周五至周一 8-9",
        "周一 25:00-26:00",
        "周一 8:70-9:00",
        "周一 8:00",
        "除周三外每天晚上",
        "周一至周五 18:00-21:00（节假日除外）",
        "周一下班后",
        "周三夜间1点到5点",
        "周三早上20:00-21:00",
        "周三晚 一三五",
        "单周周六上午",
        "10000000001",
    ],
)
def test_what_is_not_clear_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadCell) as bad:
        parse_times(text)
    assert bad.value.expected
    assert not text or text not in str(bad.value)


intervals = st.lists(st.tuples(st.integers(0, WEEK - 1), st.integers(1, 600)), max_size=12).map(
    lambda pairs: merged((start, start + length) for start, length in pairs)
)


@given(intervals.filter(bool))
def test_times_written_out_read_back_the_same(times: tuple[int, ...]) -> None:
    assert parse_times(format_times(times)) == times


@given(intervals, intervals)
def test_what_is_taken_away_is_gone_and_the_rest_stays(times: tuple[int, ...], taken: tuple[int, ...]) -> None:
    def minutes(flat: tuple[int, ...]) -> set[int]:
        return {minute for low, high in zip(flat[::2], flat[1::2], strict=True) for minute in range(low, high)}

    left = without(times, taken)
    assert minutes(left) == minutes(times) - minutes(taken)
    assert not [*interval_faults(left, "")]


@given(st.text(alphabet="周一三五日末至到-、；，:18 2点半晚上工作每天全", max_size=25))
def test_any_text_gives_valid_times_or_is_refused(text: str) -> None:
    try:
        times = parse_times(text)
    except BadCell:
        return
    assert times
    assert not [*interval_faults(times, "")]
