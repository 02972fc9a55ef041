"""The invented people: who they are, where they live and work, when they can serve, what they look after."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from making.places import COMMUNITIES
from making.town import Point, Stretch, Town, lonlat

SURNAMES = "赵钱孙李周吴郑王"
CYCLE = tuple("甲乙丙丁戊己庚辛壬癸"[i % 10] + "子丑寅卯辰巳午未申酉戌亥"[i % 12] for i in range(60))
"""The sixty terms of the calendar: names that nobody mistakes for a real person's."""

LINES = ("PARTY", "WORKERS", "YOUTH", "WOMEN", "SOCIAL_WORK")
HEADERS = (
    "姓名 手机号 单位/支部 住址 经纬度 坐标系 工作地点 工作经纬度 工作时间 可服务时间 技能 备注 服务站 认领路段 "
    "每周最多班次 每日最多班次 近期班次 未成年人 陪同人 同班人 请假 偏好 志愿服务队"
).split()


@dataclass
class Life:
    """A way of living: working hours, and for each part of the day the days on which one may offer to serve."""

    share: int
    work: str
    am: str = ""
    noon: str = ""
    pm: str = ""
    eve: str = ""
    weekend: str = "67"


LIVES: dict[str, Life] = {
    "office": Life(34, "周一至周五 8:30-11:45；周一至周五 13:30-17:15", "12345", "12345", "12345", "12345"),
    "company": Life(24, "周一至周五 9:00-12:00；周一至周五 13:00-18:00", am="12345", eve="12345"),
    "shop": Life(10, "周三至周日 10:00-20:00", am="12345", noon="12", pm="12", eve="12", weekend=""),
    "early": Life(8, "周一至周五 6:30-11:30；周六 6:30-11:30", "", "12345", "12345", "12345", "7"),
    "retired": Life(24, "", "12345", "12345", "12345", "12345", "67"),
}
SCHOOL = Life(0, "周一至周五 7:40-11:50；周一至周五 13:50-17:20", eve="135", weekend="67")

WINDOWS = {
    "am": "6:45-8:30",
    "noon": "11:45-13:30",
    "pm": "17:15-19:00",
    "eve": "18:30-20:45",
    "late": "17:15-20:45",
    "weekend": "8:00-11:30",
}


@dataclass
class Person:
    """One row of a roster, and the line and second line it stands in."""

    line: str
    area: str
    unit: str
    row: dict[str, str] = field(default_factory=dict)
    second: tuple[str, str] | None = None
    life: Life | None = None
    free: dict[str, str] = field(default_factory=dict)
    """Part of the day → the days (1 to 7) on which the person can serve then."""


class Crowd:
    """Makes people one by one, always the same for the same seed."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town = town
        self.random = random.Random(seed)
        names = [surname + term for surname in SURNAMES for term in CYCLE]
        self.random.shuffle(names)
        self.names = iter(names)
        self.numbers = count(1)
        self.people: list[Person] = []

    def add(self, line: str, area: str, unit: str, plot: Stretch | None = None, life: str = "") -> Person:
        """One more person, living near ``plot`` when there is one."""
        person = Person(line, area, unit)
        home_stretch = plot or self.random.choice(self.town.of_area(area))
        home = self.beside(home_stretch)
        community = nearest_community(home, area)
        person.row = dict.fromkeys(HEADERS, "") | {
            "姓名": next(self.names),
            "手机号": f"1000000{next(self.numbers):04d}",
            "单位/支部": unit.format(community=community),
            "住址": f"{community}{self.random.randint(1, 40)}号院",
            "经纬度": text(home),
            "坐标系": "WGS-84",
            "服务站": f"{community}志愿服务站",
            "认领路段": plot.name if plot else "",
            "每日最多班次": "1",
            "近期班次": str(self.random.choice((0, 0, 1, 2, 3, 4, 6))),
        }
        person.unit = person.row["单位/支部"]
        self._live(person, SCHOOL if life == "school" else self._life(life), area)
        self.people.append(person)
        return person

    def _life(self, life: str) -> Life:
        if life:
            return LIVES[life]
        return self.random.choices(list(LIVES.values()), [each.share for each in LIVES.values()])[0]

    def _live(self, person: Person, life: Life, area: str) -> None:
        row, retired, person.life = person.row, not life.work, life
        if not retired:
            row["工作时间"] = life.work
            away = self.random.random() < 0.45
            stretch = self.random.choice(self.town.stretches if away else self.town.of_area(area))
            row["工作经纬度"] = text(self.beside(stretch))
            row["工作地点"] = f"{stretch.street.name}{self.random.randint(1, 200)}号"
        person.free = dict(self._free(life))
        if self.random.random() < 0.12:
            row["偏好"] = self.random.choice(("市容文明劝导 -100", "公共文明素养提升 -150", "文明交通劝导 200"))
        row["每周最多班次"] = str(self.random.choice((3, 4, 4, 5) if retired else (2, 3, 3, 3)))
        if retired and self.random.random() < 0.25:
            row["每日最多班次"] = "2"

    def _free(self, life: Life) -> Iterator[tuple[str, str]]:
        """What a person offers: two or three parts of the day, most of the days on which they are possible."""
        parts = [part for part in ("am", "noon", "pm", "eve") if getattr(life, part)]
        for part in sorted(self.random.sample(parts, min(len(parts), self.random.choice((2, 2, 3)))), key=parts.index):
            yield part, self._some(getattr(life, part))
        if life.weekend and self.random.random() < 0.8:
            yield "weekend", self._some(life.weekend)

    def _some(self, days: str) -> str:
        size = max(1, len(days) - self.random.choice((0, 0, 1, 2)))
        return "".join(sorted(self.random.sample(days, min(size, len(days)))))

    def beside(self, stretch: Stretch) -> Point:
        """A point 20 to 60 metres off the middle part of the stretch, on either side."""
        (x1, y1), (x2, y2) = stretch.line[1], stretch.line[3]
        along, off = self.random.uniform(0, 1), self.random.uniform(20, 60) * self.random.choice((-1, 1))
        length = math.dist((x1, y1), (x2, y2))
        return (
            x1 + (x2 - x1) * along - (y2 - y1) / length * off,
            y1 + (y2 - y1) * along + (x2 - x1) / length * off,
        )


def weekdays(days: str) -> str:
    """``12345`` → 周一至周五, ``135`` → 周一、周三、周五."""
    names = ["周" + "一二三四五六日"[int(day) - 1] for day in days]
    run = len(days) > 2 and int(days[-1]) - int(days[0]) == len(days) - 1
    return f"{names[0]}至{names[-1]}" if run else "、".join(names)


def nearest_community(home: Point, area: str) -> str:
    """The community of the area whose middle is nearest."""
    return min(COMMUNITIES[area], key=lambda name: math.dist(COMMUNITIES[area][name], home))


def text(point: Point) -> str:
    """``longitude,latitude``"""
    return "{:.6f},{:.6f}".format(*lonlat(point))


def fuhua(crowd: Crowd) -> None:
    """63 volunteers, mainly party members of the communities' branches, each with a plot of his own."""
    plots = _plots(crowd, "fh", 63)
    for index, plot in enumerate(plots):
        person = crowd.add("PARTY", "fh", "{community}党支部", plot)
        if index % 6 == 0:
            person.row["技能"] = "带队"
        elif index % 9 == 4:
            person.row["技能"] = "急救"
        if index % 8 == 3:
            person.second = ("WOMEN", "福华街街道妇联巾帼志愿队")
        elif index % 12 == 5:
            person.second = ("WORKERS", "福华街街道总工会")


def offer(person: Person, days: str, part: str) -> bool:
    """The person also offers this part of the day on these days, where his life allows; whether it does."""
    possible = {day for day in days if person.life and day in getattr(person.life, part)}
    if possible:
        person.free[part] = "".join(sorted(possible | set(person.free.get(part, ""))))
    return bool(possible)


def times(free: dict[str, str]) -> str:
    """The parts of the day as rosters write them; late afternoon and evening of one day are one span."""
    both = "".join(day for day in free.get("pm", "") if day in free.get("eve", ""))
    days = {
        "am": free.get("am", ""),
        "noon": free.get("noon", ""),
        "late": both,
        "pm": "".join(day for day in free.get("pm", "") if day not in both),
        "eve": "".join(day for day in free.get("eve", "") if day not in both),
        "weekend": free.get("weekend", ""),
    }
    return "；".join(f"{weekdays(on)} {WINDOWS[part]}" for part, on in days.items() if on)


def _plots(crowd: Crowd, area: str, size: int) -> list[Stretch]:
    """Stretches of the area, each once, from its roads in turn."""
    roads: dict[str, list[Stretch]] = {}
    for stretch in crowd.town.of_area(area):
        roads.setdefault(stretch.street.name, []).append(stretch)
    for own in roads.values():
        crowd.random.shuffle(own)
    turns = [own[turn] for turn in range(20) for own in roads.values() if turn < len(own)]
    return turns[:size]


def yima(crowd: Crowd) -> None:
    """Seven teams of 29, one road each; 160 party members claim, mostly on their team's road, some in the lanes."""
    roads = list(dict.fromkeys(s.street.name for s in crowd.town.of_area("ym") if s.street.road_class != "LANE"))
    lanes = [stretch for stretch in crowd.town.of_area("ym") if stretch.street.road_class == "LANE"]
    helpers = (
        ("WORKERS", "一马路街道总工会"),
        ("WOMEN", "一马路街道妇联巾帼志愿队"),
        ("SOCIAL_WORK", "站前社会工作服务中心"),
    )
    for turn, road in enumerate(roads):
        own = crowd.town.of_road(road)
        party = 22 if turn == len(roads) - 1 else 23
        for index in range(29):
            if index < party:
                plot = lanes[(turn + index) % len(lanes)] if index % 11 == 10 else own[index % len(own)]
                person = crowd.add("PARTY", "ym", "{community}党支部", plot)
            else:
                line, unit = helpers[(index + turn) % 3]
                person = crowd.add(line, "ym", unit)
            person.row["志愿服务队"] = f"{road}志愿服务队"
            if index % 10 == 0:
                person.row["技能"] = "带队"
            elif index % 14 == 5:
                person.row["技能"] = "急救"


def jianzhong(crowd: Crowd) -> None:
    """130 people of all five lines, fourteen of them minors with somebody to escort them, and six pairs."""
    plots = iter(_plots(crowd, "jz", 35))
    for index in range(35):
        person = crowd.add("PARTY", "jz", "{community}党支部", next(plots))
        person.row["技能"] = "带队" if index % 5 == 0 else ""
    for index in range(30):
        unit = ("建中街街道总工会", "长虹商场工会", "铁英电器厂工会")[index % 3]
        crowd.add("WORKERS", "jz", unit).row["技能"] = "带队" if index % 10 == 0 else ""
    adults = [crowd.add("YOUTH", "jz", "建中街街道团工委") for _ in range(10)]
    adults += [crowd.add("YOUTH", "jz", "星光示例中学", life="office") for _ in range(6)]
    for index in range(14):
        minor = crowd.add("YOUTH", "jz", "星光示例中学", life="school")
        escorts = [adults[index % 16], adults[(index + 5) % 16]]
        minor.row |= {
            "未成年人": "是",
            "每周最多班次": "1",
            "备注": "监护人已书面同意",
            "陪同人": "、".join(escort.row["手机号"] for escort in escorts),
        }
        _grant(escorts[0], minor)
    for index in range(20):
        crowd.add("WOMEN", "jz", "建中街街道妇联巾帼志愿队").row["技能"] = "急救" if index % 4 == 0 else ""
    for index in range(15):
        crowd.add("SOCIAL_WORK", "jz", ("建中社会工作服务中心", "灯笼巷邻里互助社")[index % 2]).row["技能"] = (
            "急救" if index % 5 == 0 else ""
        )
    _pair(crowd, "jz", 6)


def _grant(adult: Person, minor: Person) -> None:
    """The first escort offers at least the weekend mornings that the minor offers."""
    adult.free["weekend"] = minor.free.get("weekend") or "67"


def _pair(crowd: Crowd, area: str, size: int) -> None:
    """Neighbouring rows of one unit who only serve together, with the same hours."""
    own = [p for p in crowd.people if p.area == area and p.line in ("WOMEN", "SOCIAL_WORK")]
    for a, b in list(zip(own[1::5], own[2::5]))[:size]:
        a.row["同班人"], b.row["同班人"] = b.row["手机号"], a.row["手机号"]
        b.life, b.free = a.life, a.free
        for column in ("工作时间", "工作地点", "工作经纬度", "每周最多班次", "每日最多班次"):
            b.row[column] = a.row[column]


def make(town: Town, seed: int) -> list[Person]:
    """Everybody, subdistrict by subdistrict."""
    crowd = Crowd(town, seed)
    fuhua(crowd)
    yima(crowd)
    jianzhong(crowd)
    leave = crowd.random.sample(crowd.people, 12)
    for index, person in enumerate(leave):
        person.row["请假"] = f"2026-11-{23 + index % 7}"
    return crowd.people

