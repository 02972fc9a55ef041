"""`week_cap`, `day_cap`, `minutes_cap`: at most so many shifts in a week and in a day (by the start), so many minutes.

Team shifts count like any other. Pins may break a cap, and then leave no room beside them: what a person serves is at
most the cap, or the pins alone where these are more.
"""

from collections.abc import Iterator

from solver.rules.rule import Rule, Violation
from solver.rules.week import Duty, Week


def over(total: int, pinned: int, cap: int) -> bool:
    """Whether the total is above the cap, and above what the pins alone come to."""
    return total > max(cap, pinned)


def _week(week: Week) -> Iterator[Violation]:
    for name, duties in week.duties.items():
        cap = week.volunteers[name].max_week
        if over(len(duties), sum(d.pinned for d in duties), cap):
            yield WEEK_CAP.broken(name, count=len(duties), cap=cap)


def _day(week: Week) -> Iterator[Violation]:
    for name, duties in week.duties.items():
        cap = week.volunteers[name].max_day
        days: dict[int, list[Duty]] = {}
        for duty in duties:
            days.setdefault(duty.day, []).append(duty)
        for day, there in days.items():
            if over(len(there), sum(d.pinned for d in there), cap):
                yield DAY_CAP.broken(name, there[-1].shift.id, day="一二三四五六日"[day], count=len(there), cap=cap)


def _minutes(week: Week) -> Iterator[Violation]:
    for name, duties in week.duties.items():
        cap = week.volunteers[name].max_minutes
        total = sum(d.minutes for d in duties)
        if cap is not None and over(total, sum(d.minutes for d in duties if d.pinned), cap):
            yield MINUTES_CAP.broken(name, total=total, cap=cap)


WEEK_CAP = Rule(
    name="week_cap",
    title="超过每周班次上限",
    sentence="{volunteer} 本周 {count} 班，上限 {cap} 班",
    violations=_week,
)
DAY_CAP = Rule(
    name="day_cap",
    title="超过每天班次上限",
    sentence="{volunteer} 周{day} {count} 班，上限 {cap} 班",
    violations=_day,
)
MINUTES_CAP = Rule(
    name="minutes_cap",
    title="超过每周时长上限",
    sentence="{volunteer} 本周 {total} 分钟，上限 {cap} 分钟",
    violations=_minutes,
)
