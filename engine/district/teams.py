"""teams.csv: the teams, and the roads that they serve."""

from __future__ import annotations

from pathlib import Path

from engine.district.draft import Draft
from engine.district.faults import FileFault
from engine.district.names import Names
from engine.district.table import named_rows, read_table
from engine.model import Road, Team


def read_teams(folder: Path, draft: Draft, names: Names, faults: list[FileFault]) -> None:
    """The draft holds the teams; who is in one is said by the rosters. A district need not have any."""
    rows = read_table(folder / "teams.csv", ("名称", "服务道路"), faults, optional=True)
    for row, name, id in named_rows(rows, names, "志愿服务队", "team"):
        roads = row.ids("服务道路", names.of("道路"), "道路")
        draft.add(row.build(Team, id=id, name=name))
        draft.link(("SERVES", Team, Road), id, roads)
