"""What services ask, each time about something else: each question is a call on a reader, as the service makes it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.store.town import SUBDISTRICTS, WEEKS, Town, plan_id, shift_id, subdistrict_id, volunteer_id
from engine.calendar import date_of
from engine.model import Assignment, AssignmentStatus, Organization, Plan, Segment, Shift, Station, Volunteer
from engine.planning.cover import covers
from engine.planning.facts import wanted_shifts
from engine.planning.seats import NOT_SERVING
from engine.planning.view import view_plan
from engine.store import Match, Not, Row, eq, has, is_in
from engine.store.port import Reader
from engine.store.question import AllOf, Condition, Op

PEOPLE = Match("v", Volunteer)
BY_NAME = PEOPLE.order("v.pinyin", "v.id").limit(20)
SERVED = eq("a.status", AssignmentStatus.ACCEPTED.value)
SERVING = Not(is_in("a.status", [status.value for status in NOT_SERVING]))


@dataclass(frozen=True, slots=True)
class Subject:
    """What one asking is about."""

    town: Town
    chance: random.Random

    def volunteer(self) -> str:
        return volunteer_id(self.chance.randrange(self.town.sizes.volunteers))

    def department(self) -> str:
        return f"department:{self.chance.randrange(self.town.departments)}"

    def branch(self) -> str:
        return f"branch:{self.chance.randrange(self.town.branches)}"

    def station(self) -> str:
        return f"station:{self.chance.randrange(self.town.stations)}"

    def week(self) -> str:
        return self.chance.choice(WEEKS)

    def subdistrict(self) -> int:
        return self.chance.randrange(SUBDISTRICTS)

    def plan(self) -> str:
        return plan_id(self.week(), self.subdistrict())

    def shifts(self, count: int) -> list[str]:
        """So many shifts of one week, some of them perhaps twice."""
        week, numbers = self.week(), range(self.town.sizes.plan_shifts)
        return [shift_id(week, self.subdistrict(), self.chance.choice(numbers)) for _ in range(count)]

    def sound(self) -> str:
        """Somewhere in the list of names."""
        return f"{self.chance.choice(('bing', 'geng', 'ren', 'xin'))} {self.chance.randrange(10**5):06d}"


Ask = Callable[[Reader, Subject], Any]
NESTED = "部门嵌套：下属单位的人本周的班和路段"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its name."""

    name: str
    ask: Ask


def one(question: Callable[[Subject], Match]) -> Ask:
    """The asking of one pattern."""
    return lambda reader, subject: reader.query(question(subject))


def below(organization: str) -> Match:
    """The members of the organization and of all that are part of it."""
    return (
        Match("o", Organization)
        .where(eq("o.id", organization))
        .hop("PART_OF", "u", Organization, reverse=True, depth=(0, 6))
        .hop("MEMBER_OF", "v", Volunteer, reverse=True)
    )


def nested(organization: str, week: str) -> Match:
    """Who of the organization serves this week, when, and where."""
    return (
        below(organization)
        .hop("ASSIGNED", "a", Assignment, AllOf((eq("a.week", week), SERVING)))
        .hop("TO_SHIFT", "s", Shift)
        .hop("AT", "g", Segment)
        .order("v.pinyin", "v.id", "s.start", "s.id")
        .select("u.name", "v.id", "v.name", "a.status", "s.id", "s.start", "s.end", "g.id", "g.name")
    )


def coverage(plan: str) -> Match:
    """How many serve on each segment by this plan."""
    return (
        Match("p", Plan)
        .where(eq("p.id", plan))
        .hop("IN_PLAN", "a", Assignment, SERVING, reverse=True)
        .hop("TO_SHIFT", "s", Shift)
        .hop("AT", "g", Segment)
        .select("g.id", "g.name")
        .count("people", "a.id")
        .order("g.id")
    )


def served_times(served: Match) -> Match:
    """How many served at each time of each week, for a pattern with assignments ``a`` and shifts ``s``."""
    return served.select("s.week", "s.start", "s.end").count("people", "a.id")


def hours_by_month(rows: Iterable[Row]) -> Mapping[str, float]:
    """Month → hours served; a shift belongs to the month of the day on which it starts."""
    minutes: Counter[str] = Counter()
    for row in rows:
        month = f"{date_of(row['s.week'], row['s.start']):%Y-%m}"
        minutes[month] += row["people"] * (row["s.end"] - row["s.start"])
    return {month: minutes[month] / 60 for month in sorted(minutes)}


def hours_of(reader: Reader, organization: str) -> Mapping[str, float]:
    """The hours of an organization and all that are part of it."""
    served = below(organization).hop("ASSIGNED", "a", Assignment, SERVED).hop("TO_SHIFT", "s", Shift)
    return hours_by_month(reader.query(served_times(served)))


def hours_of_all(reader: Reader) -> Mapping[str, float]:
    """The hours of the whole town."""
    served = Match("s", Shift).where(is_in("s.week", WEEKS)).hop("TO_SHIFT", "a", Assignment, SERVED, reverse=True)
    return hours_by_month(reader.query(served_times(served)))


QUESTIONS: tuple[Question, ...] = (
    Question("点查：一名志愿者", lambda reader, x: reader.get(Volunteer, x.volunteer())),
    Question("按手机号找人", one(lambda x: PEOPLE.where(eq("v.phone", f"138{x.volunteer()[10:]:0>8}")))),
    Question("名单中间一页（按拼音）", one(lambda x: BY_NAME.after([x.sound(), "v"]))),
    Question("按姓名找人", one(lambda x: BY_NAME.where(Condition("v.name", Op.CONTAINS, str(x.chance.randrange(99)))))),
    Question("一个站的人，一页", one(lambda x: BY_NAME.exists("v", "BASED_AT", Station, eq("id", x.station())))),
    Question(
        "不属于某单位的人，一页", one(lambda x: BY_NAME.lacks("v", "MEMBER_OF", Organization, eq("id", x.branch())))
    ),
    Question(
        "一页人和单位、服务站",
        one(
            lambda x: (
                BY_NAME.after([x.sound(), "v"])
                .hop("MEMBER_OF", "o", Organization)
                .hop("BASED_AT", "s", Station, source="v", optional=True)
            )
        ),
    ),
    Question(NESTED, one(lambda x: nested(x.department(), x.week()))),
    Question("部门及下属的人数", one(lambda x: below(x.department()).count("people", "v.id"))),
    Question("部门的每月服务时数", lambda reader, x: hours_of(reader, x.department())),
    Question("全区的每月服务时数", lambda reader, x: hours_of_all(reader)),
    Question("一份计划各路段的人数", one(lambda x: coverage(x.plan()))),
    Question("二十份计划的满足率", lambda reader, x: covers(reader, sorted({x.plan() for _ in range(20)}))),
    Question("一周一街道的班次", lambda reader, x: wanted_shifts(reader, x.week(), subdistrict_id(x.subdistrict()))),
    Question("打开一份计划", lambda reader, x: view_plan(reader, x.plan())),
    Question(
        "一个人的班",
        one(
            lambda x: (
                PEOPLE.where(eq("v.id", x.volunteer()))
                .hop("ASSIGNED", "a", Assignment)
                .hop("TO_SHIFT", "s", Shift)
                .order("s.week", "s.start", "s.id")
            )
        ),
    ),
    Question(
        "一百个班次的人",
        one(
            lambda x: (
                Match("s", Shift)
                .where(is_in("s.id", x.shifts(100)))
                .hop("TO_SHIFT", "a", Assignment, reverse=True)
                .hop("ASSIGNED", "v", Volunteer, reverse=True)
                .select("s.id", "a", "v.name")
            )
        ),
    ),
    Question(
        "没人来的班次，一页",
        one(
            lambda x: (
                Match("s", Shift)
                .where(eq("s.week", x.week()))
                .lacks("s", "TO_SHIFT", Assignment, reverse=True)
                .order("s.start", "s.id")
                .limit(20)
            )
        ),
    ),
    Question(
        "各站人数",
        one(lambda x: Match("s", Station).hop("BASED_AT", "v", Volunteer, reverse=True).select("s.id").count("n", "v")),
    ),
    Question("没有带队技能的人数", one(lambda x: PEOPLE.where(Not(has("v.skills", "leader"))).count())),
)
