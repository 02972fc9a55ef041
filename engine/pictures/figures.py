"""The numbers behind each picture of a plan, and the table that says the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.access.fields import STEP, masked_metres
from engine.calendar import DAY, WEEKDAYS
from engine.contributions import LineContribution, contributions
from engine.model import Line, Plan, PlanStatus
from engine.planning.view import PlanView
from engine.store import Match, eq
from engine.store.port import Reader

HOUR = 60
WEEKS = 8
"""So many weeks of the lines' parts, the last of them that of the plan."""
Fill = tuple[int, int]
"""Seats filled, seats desired."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a picture shows, to be read: the first heading and the first word of each row name what follows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """How full each hour of each weekday is; a shift counts in every hour that it touches."""

    title: str
    cells: Mapping[tuple[int, int], Fill]
    """(day from 0, hour) → fill, where there is any shift."""

    name = "hours"

    @property
    def hours(self) -> range:
        """From the first hour with a shift to the last."""
        there = [hour for _, hour in self.cells]
        return range(min(there), max(there) + 1) if there else range(0)

    @property
    def sentence(self) -> str:
        """Where it is emptiest."""
        short = [(filled / seats, key) for key, (filled, seats) in self.cells.items() if filled < seats]
        if not short:
            return "每个时段期望的岗位都已填满。" if self.cells else "本周没有班次。"
        _, (day, hour) = min(short)
        filled, seats = self.cells[day, hour]
        return f"{len(short)} 个时段未填满，最缺的是周{WEEKDAYS[day]} {hour} 时：{filled}/{seats}。"

    def table(self) -> Table:
        """Hours × days: filled/desired."""
        days = range(7)
        rows = (
            (f"{hour} 时", *("/".join(map(str, self.cells.get((day, hour), ()))) or "·" for day in days))
            for hour in self.hours
        )
        return Table(("时段", *(f"周{WEEKDAYS[day]}" for day in days)), tuple(rows))


@dataclass(frozen=True, slots=True)
class Bars:
    """One number for each of a row of groups."""

    name: str
    title: str
    groups: str
    """What the groups are."""
    unit: str
    """What is counted."""
    bars: tuple[tuple[str, int], ...]
    sentence: str

    def table(self) -> Table:
        """Group, number."""
        return Table((self.groups, self.unit), tuple((label, str(count)) for label, count in self.bars))


@dataclass(frozen=True, slots=True)
class Parts:
    """What part of a week's assignments each line has, week by week; where a line is not told there is none."""

    title: str
    lines: tuple[str, ...]
    weeks: tuple[tuple[str, tuple[Fill | None, ...]], ...]
    """(week, of each line (assignments, of how many)), the oldest first."""

    name = "lines"

    @property
    def sentence(self) -> str:
        """The largest part of the last week."""
        last = [part for _, parts in self.weeks[-1:] for part in parts]
        told = [(part[0], line) for part, line in zip(last, self.lines, strict=True) if part] if last else []
        if not told:
            return "还没有已发布的计划。"
        count, line = max(told, key=lambda pair: pair[0])
        return f"{self.weeks[-1][0]} 人次最多的是{line}：{count} 人次。一人属几条线，各线都计。"

    def table(self) -> Table:
        """Weeks × lines: assignments and their part."""
        rows = ((week, *(_part(part) for part in parts)) for week, parts in self.weeks)
        return Table(("周", *self.lines), tuple(rows))


Figure = Hours | Bars | Parts


def figures(reader: Reader, view: PlanView) -> tuple[Hours, Bars, Bars, Parts]:
    """All four of a plan version."""
    return cover_by_hour(view), shifts_per_person(view), walks(view), parts_of_lines(reader, view.plan.week)


def cover_by_hour(view: PlanView) -> Hours:
    """Seats filled and desired by weekday and hour."""
    cells: defaultdict[tuple[int, int], Fill] = defaultdict(lambda: (0, 0))
    for shift in view.shifts:
        start, end, seats = shift.wanted.shift.start, shift.wanted.shift.end, PlanView.seats(shift)
        for hour in range(start // HOUR, -(-end // HOUR)):
            key = hour * HOUR // DAY % 7, hour % 24
            filled, wanted = cells[key]
            cells[key] = filled + min(len(shift.people), seats), wanted + seats
    return Hours("各时段到岗：填满／期望", dict(cells))


def shifts_per_person(view: PlanView) -> Bars:
    """How many people have one shift, how many two, …"""
    each = Counter(server.volunteer_id for shift in view.shifts for server in shift.people)
    counts = Counter(each.values())
    most = max(counts, default=0)
    bars = tuple((f"{shifts} 次", counts[shifts]) for shifts in range(1, most + 1))
    sentence = f"{len(each)} 人参加，每人至多 {most} 次。" if each else "还没有人派班。"
    return Bars("load", "每人班次", "班次", "人数", bars, sentence)


def walks(view: PlanView) -> Bars:
    """How many assignments have a walk of up to 200 m, up to 400 m, …; exact walks are in no picture."""
    counts = Counter(masked_metres(server.assignment.metres) for shift in view.shifts for server in shift.people)
    most = max(counts, default=0)
    bars = tuple((f"{upto - STEP}–{upto} 米", counts[upto]) for upto in range(STEP, most + 1, STEP))
    near = sum(count for upto, count in counts.items() if upto <= 2 * STEP)
    total = counts.total()
    told = f"{_percent(near, total)}的人次步行不超过 {2 * STEP} 米，最远的不超过 {most} 米。"
    return Bars("walks", "步行距离", "步行", "人次", bars, told if total else "还没有人派班。")


def parts_of_lines(reader: Reader, week: str) -> Parts:
    """Of the last weeks with a published plan, up to this one."""
    question = Match("p", Plan).where(eq("p.status", PlanStatus.PUBLISHED.value)).select("p.week")
    there = sorted({row["p.week"] for row in reader.query(question) if row["p.week"] <= week})[-WEEKS:]
    names = {row["l.id"]: row["l.name"] for row in reader.query(Match("l", Line).select("l.id", "l.name"))}
    order = sorted(names) if there else []
    told = tuple((one, _of_week(contributions(reader, one), order)) for one in there)
    return Parts("各条线占比（已发布的计划）", tuple(names[line] for line in order), told)


def _of_week(found: Iterable[LineContribution], order: Iterable[str]) -> tuple[Fill | None, ...]:
    whole = {part.line: part.whole.assignments for part in found if part.whole}
    total = sum(whole.values())
    return tuple((whole[line], total) if line in whole else None for line in order)


def _part(part: Fill | None) -> str:
    return f"{part[0]}（{_percent(*part)}）" if part else "—"


def _percent(count: int, total: int) -> str:
    """Halves go up, as in the page."""
    return f"{(200 * count + total) // (2 * total) if total else 0}%"
