"""A place, an activity, a time and a headcount in one week (班次)."""

from __future__ import annotations

import datetime
from typing import ClassVar

import strawberry

from engine import calendar, model
from schema.edges import against, along, to_many, to_one
from schema.fields import computed
from schema.node import Node


@strawberry.type(description="A place, an activity, a time and a headcount in one week (班次).")
class Shift(Node):
    MODEL: ClassVar[type[model.Node]] = model.Shift

    week: str = strawberry.field(description="The ISO week, for instance 2026-W48 (周).")
    start: int = strawberry.field(description="Start in minutes since Monday 00:00 (开始).")
    end: int = strawberry.field(description="End in minutes since Monday 00:00 (结束).")
    min: int = strawberry.field(description="People needed at least (最少人数).")
    desired: int = strawberry.field(description="People wanted (期望人数).")
    max: int = strawberry.field(description="People at most (最多人数).")
    priority: int = strawberry.field(description="1 to 3; 3 counts most (优先级).")
    all_have: list[str] = strawberry.field(description="Tags that everyone there needs (人人须有).")
    none_have: list[str] = strawberry.field(description="Tags that nobody there may have (不得有).")
    some_have: list[str] = strawberry.field(description="Tag=count: at least so many with the tag (至少几人有).")
    for_teams: bool = strawberry.field(description="Whether a team takes it as a whole (由志愿服务队承担).")
    by_hand: bool = strawberry.field(
        description="Whether its headcount was set by hand, whatever the template says (人数由人工所定)."
    )
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    segment = to_one(along("AT", "Segment"), description="The segment where it is (路段).")
    station = to_one(along("AT", "Station"), description="The station where it is (服务站).")
    road = to_one(along("AT", "Segment"), against("HAS_SEGMENT", "Road"), description="The road where it is (道路).")
    category = to_one(along("FOR", "Category"), description="What is done there (活动类别).")
    template = to_one(
        along("FROM_TEMPLATE", "ShiftTemplate"), description="The template that it was made from (班次模板)."
    )
    teams = to_many(along("OPEN_TO", "Team"), description="The teams that may take it (可承担的队伍).")
    assignments = to_many(
        against("TO_SHIFT", "Assignment"), description="Who is assigned, over all plan versions (派班)."
    )
    shortfalls = to_many(against("TO_SHIFT", "Shortfall"), description="What it lacks, over all plan versions (缺口).")

    @computed("The day (日期).")
    def date(self) -> datetime.date:
        return calendar.date_of(self.week, self.start)

    @computed("The weekday, for instance 周一 (星期).")
    def weekday(self) -> str:
        return calendar.weekday_term(self.start)

    @computed("The start by the day's clock, for instance 07:00 (开始时刻).")
    def start_time(self) -> str:
        return calendar.clock(self.start)

    @computed("The end by the day's clock, for instance 08:30 (结束时刻).")
    def end_time(self) -> str:
        return calendar.clock(self.end)
