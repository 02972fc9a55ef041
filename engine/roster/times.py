"""Weekly times as people write them: a small grammar, and nothing guessed.

    times  = group { ("；" | line break) group }
    group  = [ days ] span { ["、"] span } { days span … }      without days: those of the group before
    days   = day { "、" day }
    day    = 工作日 | 周末 | 双休日 | 每天 | 周一至周五 | 周一三五 | 周六日 | 一三五 | 周1-5
    span   = clock "-" clock | part    part = 上午 | 中午 | 下午 | 晚上 | 全天 | …
    clock  = [part] hour [":" minutes | 点 [半 | 一刻 | 三刻 | minutes 分]]

Hours are those of the 24-hour clock unless a part of the day stands before them (晚上7点 is 19:00); that part also
holds for the end of the span (下午2点到5点). A span that ends before it starts must begin at 18:00 or later and end by
6:00, and then runs into the next day. "-" is any of - – — ～ ~ 至 到. Full-width signs, 星期 and 礼拜, and Chinese
numerals are understood. Everything else is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from engine.roster.cell import BadCell, narrow

DAY = 24 * 60
WEEK = 7 * DAY
EXAMPLE = "例如“周一至周五 18:30-20:30；周六 8:00-12:00”“工作日晚上”“周末全天”"

PARTS: dict[str, tuple[int, int]] = {
    "凌晨": (0, 6),
    "清晨": (6, 8),
    "早晨": (6, 8),
    "早上": (6, 8),
    "上午": (8, 12),
    "中午": (12, 14),
    "午间": (12, 14),
    "下午": (14, 18),
    "傍晚": (17, 19),
    "晚上": (18, 21),
    "晚间": (18, 21),
    "夜间": (18, 21),
    "白天": (8, 18),
    "全天": (8, 21),
    "整天": (8, 21),
    "晚": (18, 21),
    "早": (6, 8),
}
"""What a part of the day means when it stands alone: from and to, in hours."""

_EARLY = {"凌晨", "清晨", "早晨", "早上", "早", "上午"}
_EVENING = {"晚上", "晚间", "夜间", "晚"}
_AFTERNOON = {"下午", "傍晚", "中午", "午间"}
_WHOLE_WORDS = {
    "工作日": range(5),
    "双休日": (5, 6),
    "双休": (5, 6),
    "周末": (5, 6),
    "每天": range(7),
    "每日": range(7),
    "天天": range(7),
}
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}
_WEEKDAYS = {
    sign: day for day, signs in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7")) for sign in signs
}

_WEEK = r"(?:周|星期|礼拜)"
_NOT_HOUR = r"(?![点时十])"
_WORD = re.compile("|".join(_WHOLE_WORDS))
_RANGE = re.compile(
    rf"(?:{_WEEK}([一二三四五六日天1-7])-{_WEEK}?([一二三四五六日天1-7])|([一二三四五六日天])-([一二三四五六日天])){_NOT_HOUR}"
    r"(?!\d|:\d\d(?![\d:点-]))"
)
_LIST = re.compile(rf"(?:{_WEEK}([一二三四五六日天]+|[1-7]+(?![\d:点时-]))|([一二三四五六日天]{{1,7}})){_NOT_HOUR}")
_PART = "|".join(PARTS)
_HOUR = r"\d{1,2}|[二两]?十[一二三四五六七八九]?|[零〇一二三四五六七八九两]"
_MINUTE = r"\d{1,2}|[一二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九]"


def _clock(n: int) -> str:
    return (
        rf"(?:(?P<part{n}>{_PART})[\s:(\[]*)?(?:(?P<four{n}>\d{{4}})|(?P<hour{n}>{_HOUR})"
        rf"(?:[:.](?P<digits{n}>\d{{2}})(?!\d)|[点时](?:(?P<word{n}>半|一刻|三刻|整|钟)|(?P<minute{n}>{_MINUTE})分?)?)?)"
    )


_SPAN = re.compile(rf"(?:从|自)?{_clock(1)}-{_clock(2)}(?:止|为止)?")
_ALONE = re.compile(_PART)
_HOUR_NEXT = re.compile(rf"[\s:(\[]*(?:\d|{_HOUR})(?!-{_WEEK})")
_BETWEEN = re.compile(rf"(?:[\s,、.:()\[\]和及与逢的]|每(?=逢|{_WEEK}))+")
_SEPARATOR = re.compile(r"[;\n]+")


@lru_cache(maxsize=4096)
def parse_times(text: str) -> tuple[int, ...]:
    """Flat pairs of minutes since Monday 00:00, ascending, apart from each other. Raises :class:`BadCell`."""
    plain = re.sub(r"\s*(?:--?|–|—+|―|−|~|〜|至|到)\s*", "-", narrow(text))
    pairs: list[tuple[int, int]] = []
    days: tuple[int, ...] = ()
    for number, group in enumerate((item for item in _SEPARATOR.split(plain) if item.strip()), start=1):
        found, days = _read_group(group, days, number)
        pairs += found
    if not pairs:
        raise BadCell("没有写出时间", EXAMPLE)
    return merged(pairs)


def _read_group(text: str, days: tuple[int, ...], number: int) -> tuple[list[tuple[int, int]], tuple[int, ...]]:
    """The pairs of one group and the days it ends with."""
    pairs: list[tuple[int, int]] = []
    place, fresh, spanned = 0, False, False
    while place < len(text):
        if gap := _BETWEEN.match(text, place):
            place = gap.end()
        elif read := _read_days(text, place):
            days = tuple(sorted({*days, *read[0]})) if fresh and not spanned else read[0]
            place, fresh, spanned = read[1], True, False
        elif span := _SPAN.match(text, place):
            pairs += _on(days, *_span(span), number)
            place, spanned = span.end(), True
        elif (part := _ALONE.match(text, place)) and not _HOUR_NEXT.match(text, part.end()):
            low, high = PARTS[part.group()]
            pairs += _on(days, low * 60, high * 60, number)
            place, spanned = part.end(), True
        else:
            raise BadCell(f"第 {number} 组时间看不明白", EXAMPLE)
    if not spanned:
        raise BadCell(f"第 {number} 组时间没有写几点到几点", EXAMPLE)
    return pairs, days


def _read_days(text: str, place: int) -> tuple[tuple[int, ...], int] | None:
    if word := _WORD.match(text, place):
        return tuple(_WHOLE_WORDS[word.group()]), word.end()
    if match := _RANGE.match(text, place):
        first, last = (_WEEKDAYS[sign] for sign in match.groups() if sign)
        if first >= last:
            raise BadCell("星期的起止颠倒了", EXAMPLE)
        return tuple(range(first, last + 1)), match.end()
    if match := _LIST.match(text, place):
        return tuple(sorted({_WEEKDAYS[sign] for sign in match.group(1) or match.group(2)})), match.end()
    return None


def _on(days: tuple[int, ...], start: int, end: int, number: int) -> list[tuple[int, int]]:
    if not days:
        raise BadCell(f"第 {number} 组时间没有写是哪几天", EXAMPLE)
    return [(day * DAY + start, day * DAY + end) for day in days]


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Minutes since midnight of the start and the end; the end may lie in the next day."""
    part = match["part1"] or ""
    start = _minutes(match, 1, part)
    end = _minutes(match, 2, match["part2"] or "")
    if not match["part2"] and part in _EVENING | _AFTERNOON and end <= 12 * 60 and end + 12 * 60 > start:
        end += 12 * 60
    if end <= start and start >= 18 * 60 and end <= 6 * 60:
        end += DAY
    if not start < end:
        raise BadCell("结束时间须晚于开始时间", EXAMPLE)
    return start, end


def _minutes(match: re.Match[str], n: int, part: str) -> int:
    if four := match[f"four{n}"]:
        hour, minute = int(four[:2]), int(four[2:])
    else:
        hour = _number(match[f"hour{n}"])
        quarter = {"半": 30, "一刻": 15, "三刻": 45}.get(match[f"word{n}"] or "", 0)
        minute = quarter or _number(match[f"digits{n}"] or match[f"minute{n}"] or "0")
    if (part in _EARLY and hour > 12) or (part in _EVENING and hour < 5):
        raise BadCell(f"“{part}”与钟点不合", EXAMPLE)
    if (part in _AFTERNOON and hour < 10) or (part in _EVENING and hour <= 12):
        hour += 12
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise BadCell("没有这个钟点", "0:00 到 24:00")
    return hour * 60 + minute


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "十" not in text:
        return _DIGITS[text[-1]]
    tens, ones = text.split("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def merged(pairs: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """The union of half-open intervals as flat ascending pairs; what runs past Sunday goes on from Monday."""
    inside = [
        piece for start, end in pairs for piece in ((start, min(end, WEEK)), (0, end - WEEK)) if piece[0] < piece[1]
    ]
    flat: list[int] = []
    for start, end in sorted(inside):
        if flat and start <= flat[-1]:
            flat[-1] = max(flat[-1], end)
        else:
            flat += [start, end]
    return tuple(flat)


@lru_cache(maxsize=4096)
def without(times: tuple[int, ...], taken: tuple[int, ...]) -> tuple[int, ...]:
    """The times less what is taken; both flat ascending pairs."""
    left = list(zip(times[::2], times[1::2], strict=True))
    for low, high in zip(taken[::2], taken[1::2], strict=True):
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, low)), (max(start, high), end))
            if piece[0] < piece[1]
        ]
    return merged(left)


def format_times(times: tuple[int, ...]) -> str:
    """The times in the words of the grammar, which read back give the same times."""
    groups = []
    for start, end in zip(times[::2], times[1::2], strict=True):
        while start < end:
            day = start // DAY
            stop = min(end, (day + 1) * DAY)
            groups.append(f"周{'一二三四五六日'[day]} {_shown(start - day * DAY)}-{_shown(stop - day * DAY)}")
            start = stop
    return "；".join(groups)


def _shown(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
