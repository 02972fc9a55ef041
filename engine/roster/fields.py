"""What the text of one cell means: phone, number, yes or no, dates, a point, partners, preferences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from engine.coordinates import looks_swapped
from engine.roster.cell import BadCell, clean, fold, narrow, parts

PHONE_EXAMPLE = "11 位手机号，以 1 开头，一格一个"
DATE_EXAMPLE = "例如“2026-11-25”或“2026-12-01至2026-12-05”，须写年份"
POINT_EXAMPLE = "“经度,纬度”，例如“113.6501,34.7466”"
LONGEST_AWAY = 366
"""Days of one absence."""
LARGEST_PREFERENCE = 10_000
"""Metres: as far as a place that cannot be reached."""
_PREFERENCE = re.compile(r"(.+?)(?:[\s:=]+(?=[+-]?\d)|(?=[+-]\d))([+-]?\d{1,5})\s*米?", re.DOTALL)
_EXCEL_EPOCH = date(1899, 12, 30)
_YES = {"是", "y", "yes", "true", "1", "√", "✓", "对", "有"}
_NO = {"否", "n", "no", "false", "0", "×", "x", "不是", "无", "非", ""}


@dataclass(frozen=True, slots=True)
class Partner:
    """Another person, by phone, and by name where several share the phone."""

    phone: str
    name: str = ""


def phone(text: str) -> str:
    """Eleven digits, without country code and separators."""
    plain = narrow(text)
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", plain):
        raise BadCell("已被 Excel 改成科学计数法，位数丢失", "把这一列设为“文本”格式后重填手机号")
    digits = re.sub(r"[\s\-–—−()._]", "", plain)
    digits = re.sub(r"^(\+86|0086|86(?=\d{11}$))", "", digits)
    if not re.fullmatch(r"1\d{10}", digits, re.ASCII):
        raise BadCell("不是手机号", PHONE_EXAMPLE)
    return digits


def person_name(text: str) -> str:
    """The name with one kind of middle dot and, between Chinese characters, no blanks."""
    name = re.sub("[•‧・∙⋅]", "·", clean(narrow(text)).replace("\n", " "))
    name = re.sub(r"(?<=[⺀-鿿𠀀-𲎯·]) +(?=[⺀-鿿𠀀-𲎯·])", "", name)
    if len(name) > 60:
        raise BadCell("姓名过长", "不超过 60 字")
    if not fold(name) or re.fullmatch(r"[\d\s+.-]+", name):
        raise BadCell("不是姓名", "汉字或字母")
    return name


def whole_number(text: str, low: int, high: int) -> int:
    """A whole number within bounds; 次, 班, 个 after it do not matter."""
    expected = f"{low} 到 {high} 的整数"
    match = re.fullmatch(r"(\d{1,9})(?:\.0+)?\s*[次班个]?", narrow(text), re.ASCII)
    if not match or not low <= int(match[1]) <= high:
        raise BadCell("不是合适的数", expected)
    return int(match[1])


def yes_or_no(text: str) -> bool:
    """Whether the cell says yes."""
    word = narrow(text).casefold().strip()
    if word not in _YES | _NO:
        raise BadCell("不是“是”或“否”", "是、否")
    return word in _YES


def number(text: str) -> float:
    """A decimal number, with a degree sign or not."""
    try:
        return float(re.sub(r"[°度\s]|[NEne东经北纬]", "", narrow(text)))
    except ValueError:
        raise BadCell("不是小数形式的度数", "例如 113.6501") from None


def point(text: str) -> tuple[float, float]:
    """Latitude and longitude from text that gives the longitude first."""
    numbers = re.split(r"[,;、/\s]+", narrow(text).strip(" ()[]"))
    if len(numbers) != 2:
        raise BadCell("不是经纬度", POINT_EXAMPLE)
    lon, lat = number(numbers[0]), number(numbers[1])
    return checked_point(lat, lon)


def checked_point(lat: float, lon: float) -> tuple[float, float]:
    """The same point, if it can be one."""
    if looks_swapped(lat, lon):
        raise BadCell("经度与纬度写反了", f"{POINT_EXAMPLE}，经度在前")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadCell("不是经纬度", POINT_EXAMPLE)
    return lat, lon


def dates(text: str) -> tuple[date, ...]:
    """Single days and spans of days, sorted and single."""
    days: set[date] = set()
    for item in parts(re.sub(r"[~〜～–—]+|\s*(?:至|到)\s*|\s+-+\s+", "~", narrow(text))):
        ends = [_day(end) for end in item.split("~")]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or not first <= last or (last - first).days >= LONGEST_AWAY:
            raise BadCell("日期的起止不对", DATE_EXAMPLE)
        days |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return tuple(sorted(days))


def _day(text: str) -> date:
    plain = text.strip()
    try:
        if re.fullmatch(r"\d{5}(\.0+)?", plain, re.ASCII):
            return _EXCEL_EPOCH + timedelta(days=int(plain[:5]))
        match = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]00:00(?::00)?)?", plain, re.ASCII)
        return date(int(match[1]), int(match[2]), int(match[3])) if match else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> date:
    raise BadCell("不是日期", DATE_EXAMPLE)


def partners(text: str) -> tuple[Partner, ...]:
    """People named by phone, or by name and phone."""
    found = []
    for item in parts(text):
        match = re.fullmatch(r"(.*?)[\s:(]*(\+?[\d\s-]{11,})\)?", narrow(item), re.DOTALL)
        if not match:
            raise BadCell("不是手机号", f"{PHONE_EXAMPLE}，几个之间用顿号")
        found.append(Partner(phone(match[2]), person_name(match[1]) if match[1].strip() else ""))
    return tuple(dict.fromkeys(found))


def preferences(text: str) -> tuple[tuple[str, int], ...]:
    """Names with their cost in metres, negative for a wish."""
    found = []
    for item in parts(text):
        match = _PREFERENCE.fullmatch(re.sub("[−–—]", "-", narrow(item)))
        if not match or abs(int(match[2])) > LARGEST_PREFERENCE:
            raise BadCell("偏好看不明白", "“名称 米数”，例如“文明交通劝导 -100”，米数在 -10000 到 10000 之间")
        found.append((match[1], int(match[2])))
    return tuple(found)
