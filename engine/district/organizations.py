"""organizations.csv: what stands below the departments; the line of each is that of the department above it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.district.draft import Draft
from engine.district.faults import FileFault
from engine.district.names import Names
from engine.district.table import Row, named_rows, one_of, read_table
from engine.model import Line, Organization, OrganizationKind, Segment

KINDS = {
    "单位": OrganizationKind.UNIT,
    "支部": OrganizationKind.BRANCH,
    "社会组织": OrganizationKind.SOCIAL,
    "学校": OrganizationKind.SCHOOL,
}
IN_LINE = ("IN_LINE", Organization, Line)


def read_organizations(folder: Path, draft: Draft, names: Names, faults: list[FileFault]) -> None:
    """The draft holds the organizations as a tree below the departments, and what they claim."""
    rows = read_table(folder / "organizations.csv", ("名称", "类型", "上级", "认领路段"), faults)
    named = named_rows(rows, names, "单位", "organization")
    above: dict[str, tuple[Row, str]] = {}
    for row, name, id in named:
        kind = row.read("类型", one_of(KINDS), OrganizationKind.UNIT)
        parent = row.id_of("上级", names.of("单位"), "单位", required=True)
        claims = row.ids("认领路段", names.of("路段"), "路段")
        draft.add(row.build(Organization, id=id, name=name, kind=kind))
        draft.link(("PART_OF", Organization, Organization), id, [parent] if parent else [])
        draft.link(("CLAIMS", Organization, Segment), id, claims)
        if parent:
            above.setdefault(id, (row, parent))
    lines = dict(draft.edges[IN_LINE].keys())
    for id, (row, _) in above.items():
        if (line := _line_of(id, above, lines)) is not None:
            draft.link(IN_LINE, id, [line])
        elif _circles(id, above):
            row.complain("上级绕成了圈", "上级", value=row.text("上级")[:40])


def _line_of(id: str, above: Mapping[str, tuple[Row, str]], lines: Mapping[str, str]) -> str | None:
    """The line of the department at the top; ``None`` when the way up does not end at one."""
    seen: set[str] = set()
    while id not in lines and id in above and id not in seen:
        seen.add(id)
        id = above[id][1]
    return lines.get(id)


def _circles(id: str, above: Mapping[str, tuple[Row, str]]) -> bool:
    start, seen = id, set[str]()
    while id in above and id not in seen:
        seen.add(id)
        id = above[id][1]
        if id == start:
            return True
    return False
