"""templates.csv: what is wanted each week, where, and of whom."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from engine.district.draft import Draft
from engine.district.faults import FileFault
from engine.district.names import Names
from engine.district.table import Row, named_rows, read_table
from engine.model import LINE_TERMS, Category, Segment, ShiftTemplate, Station, Team
from engine.roster.cell import BadCell, parts
from engine.roster.skills import SKILLS, skill_tags
from engine.roster.times import DAY, parse_times

COLUMNS = (
    *("名称", "时间", "最少", "期望", "最多", "优先级", "类别"),
    *("人人须有", "不得有", "至少几人有", "志愿服务队", "地点"),
)
TAGS = {"成年": "adult", "未成年": "minor", **{term: f"line:{line.value}" for line, term in LINE_TERMS.items()}}
"""Words for what people are; words for what they can are those of the rosters."""

NOBODY: tuple[str, ...] = ()


class Hours(NamedTuple):
    """The same span on some weekdays (0 = Monday), in minutes of the day."""

    weekdays: tuple[int, ...]
    start: int
    end: int


def read_templates(folder: Path, draft: Draft, names: Names, faults: list[FileFault]) -> None:
    """The draft holds the shift templates with their places, categories and teams."""
    rows = read_table(folder / "templates.csv", COLUMNS, faults)
    for row, name, id in named_rows(rows, names, "班次模板", "template"):
        row.text("时间", required=True)
        hours = row.read("时间", parse_hours, Hours((), 0, 1))
        category = row.id_of("类别", names.of("活动类别"), "活动类别", required=True)
        teams = row.ids("志愿服务队", names.of("志愿服务队"), "志愿服务队")
        low, desired, high = (row.number_of(column) for column in ("最少", "期望", "最多"))
        draft.add(
            row.build(
                ShiftTemplate,
                id=id,
                name=name,
                weekdays=hours.weekdays,
                start=hours.start,
                end=hours.end,
                min=low,
                desired=desired,
                max=high,
                priority=row.number_of("优先级", 1),
                all_have=row.read("人人须有", parse_tags, NOBODY),
                none_have=row.read("不得有", parse_tags, NOBODY),
                some_have=row.read("至少几人有", parse_needs, NOBODY),
                for_teams=bool(teams),
            )
        )
        draft.link(("FOR", ShiftTemplate, Category), id, [category] if category else [])
        draft.link(("OPEN_TO", ShiftTemplate, Team), id, teams)
        _link_places(row, id, draft, names)


def _link_places(row: Row, id: str, draft: Draft, names: Names) -> None:
    stations = names.of("服务站")
    for place in row.ids("地点", {**names.of("路段"), **stations}, "路段或服务站", required=True):
        kind = Station if place in stations.values() else Segment
        draft.link(("AT", ShiftTemplate, kind), id, [place])


def parse_hours(text: str) -> Hours:
    """``周一至周五 7:00-8:30`` and the like: one span, the same on each day named."""
    flat = parse_times(text)
    pairs = list(zip(flat[::2], flat[1::2], strict=True))
    spans = {(start % DAY, end - start) for start, end in pairs}
    if len(spans) > 1:
        raise BadCell("各天的时段不同", "每个模板一个时段；不同的时段另写一行")
    start, length = spans.pop()
    return Hours(tuple(start // DAY for start, _ in pairs), start, start + length)


def parse_tags(text: str) -> tuple[str, ...]:
    """The plan's tags for these words."""
    return tuple(_tag(word) for word in parts(text))


def parse_needs(text: str) -> tuple[str, ...]:
    """``带队=1`` and the like, as the plan's ``leader=1``."""
    needs = []
    for item in parts(text):
        match = re.fullmatch(r"(\S+?)[=＝](\d{1,3})", item)
        if match is None:
            raise BadCell("写法不对", "带队=1")
        needs.append(f"{_tag(match[1])}={int(match[2])}")
    return tuple(needs)


def _tag(word: str) -> str:
    if word in TAGS:
        return TAGS[word]
    tags, unknown = skill_tags([word])
    if unknown or not tags:
        raise BadCell("没有这个词", "、".join((*TAGS, *(names[0] for names in SKILLS.values()))))
    return tags[0]
