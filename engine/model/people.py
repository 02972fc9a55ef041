"""People and what they belong to: lines, organizations, volunteers, teams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from engine.errors import Fault
from engine.model.node import Node, prop
from engine.model.terms import OrganizationKind

WEEK_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Node):
    """One of the five lines (条线); ``id`` is a value of :class:`LineId`. Shares are per mille of all assignments."""

    LABEL: ClassVar[str] = "Line"
    TERM: ClassVar[str] = "条线"

    name: str = prop("名称", pattern=r"\S.{0,19}")
    part: int | None = prop("应占比例（千分之）", default=None, at_least=0, at_most=1000)
    tolerance: int = prop("容许偏差（千分之）", default=1000, at_least=0, at_most=1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Node):
    """A department, unit, party branch, school or social organization."""

    LABEL: ClassVar[str] = "Organization"
    TERM: ClassVar[str] = "单位"

    name: str = prop("名称", indexed=True, pattern=r"\S.{0,79}")
    kind: OrganizationKind = prop("类型", default=OrganizationKind.UNIT)


MOST_LEVELS = 6
"""Organizations are part of one another so many levels deep at most."""


def interval_faults(minutes: tuple[int, ...], field: str) -> Iterator[Fault]:
    """What is wrong with a flat list [from, to, from, to, …] of minutes since Monday 00:00."""
    pairs = list(zip(minutes[::2], minutes[1::2], strict=False))
    ends = [0, *(end for _, end in pairs)]
    ordered = all(last <= start < end for last, (start, end) in zip(ends, pairs, strict=False))
    if len(minutes) % 2 or not ordered or (minutes and minutes[-1] > WEEK_MINUTES):
        yield Fault("时段须成对、递增、互不重叠，且在一周之内", field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer(Node):
    """A person who serves. Times: minutes since Monday 00:00, flat pairs [from, to, …]; places: WGS-84 degrees."""

    LABEL: ClassVar[str] = "Volunteer"
    TERM: ClassVar[str] = "志愿者"

    name: str = prop("姓名", indexed=True, sensitive=True, pattern=r"\S.{0,59}")
    pinyin: str = prop("姓名拼音（排序用）", indexed=True, sensitive=True)
    phone: str = prop("手机号", indexed=True, sensitive=True, pattern=r"1\d{10}")
    minor: bool = prop("未成年人", default=False, sensitive=True)
    skills: tuple[str, ...] = prop("技能", default=())
    """Tags of the plan, for instance ``leader`` (带队) or ``first_aid`` (急救)."""
    home_lat: float = prop("住址纬度", sensitive=True, at_least=-90, at_most=90)
    home_lon: float = prop("住址经度", sensitive=True, at_least=-180, at_most=180)
    home_address: str = prop("住址", default="", sensitive=True)
    work_lat: float | None = prop("工作地点纬度", default=None, sensitive=True, at_least=-90, at_most=90)
    work_lon: float | None = prop("工作地点经度", default=None, sensitive=True, at_least=-180, at_most=180)
    work_address: str = prop("工作地点", default="", sensitive=True)
    work_hours: tuple[int, ...] = prop("工作时间", default=())
    free_hours: tuple[int, ...] = prop("可服务时间", default=())
    away: tuple[date, ...] = prop("请假日期", default=())
    max_week: int = prop("每周最多班次", default=2, at_least=0, at_most=21)
    max_day: int = prop("每日最多班次", default=1, at_least=0, at_most=5)
    max_minutes: int = prop("每周最多分钟", default=10080, at_least=0, at_most=10080)
    load: int = prop("近期已服务班次", default=0, at_least=0)
    note: str = prop("备注", default="", sensitive=True)

    def own_faults(self) -> Iterator[Fault]:
        yield from interval_faults(self.work_hours, "工作时间")
        yield from interval_faults(self.free_hours, "可服务时间")
        if (self.work_lat is None) != (self.work_lon is None):
            yield Fault("经度与纬度须同时给出", "工作地点")


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Node):
    """People who serve together (志愿服务队), one road at a time."""

    LABEL: ClassVar[str] = "Team"
    TERM: ClassVar[str] = "志愿服务队"

    name: str = prop("名称", indexed=True, pattern=r"\S.{0,59}")
