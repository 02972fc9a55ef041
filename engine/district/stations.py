"""stations.csv: volunteer service stations and kiosks, whom they serve and what they cover."""

from __future__ import annotations

from pathlib import Path

from engine.district.draft import Draft
from engine.district.faults import FileFault
from engine.district.names import Names
from engine.district.table import named_rows, one_of, read_table
from engine.model import Community, Segment, Station, StationKind
from engine.roster.cell import parts

COLUMNS = ("名称", "类型", "社区", "经度", "纬度", "覆盖路段", "功能")
KINDS = {"志愿服务站": StationKind.STATION, "服务亭": StationKind.KIOSK}


def read_stations(folder: Path, draft: Draft, names: Names, faults: list[FileFault]) -> None:
    """The draft holds the stations, the communities they serve, the segments they cover."""
    for row, name, id in named_rows(read_table(folder / "stations.csv", COLUMNS, faults), names, "服务站", "station"):
        kind = row.read("类型", one_of(KINDS), StationKind.STATION)
        communities = row.ids("社区", names.of("社区"), "社区", required=True)
        segments = row.ids("覆盖路段", names.of("路段"), "路段")
        functions = tuple(parts(row.text("功能")))
        lon, lat = row.degrees("经度"), row.degrees("纬度")
        draft.add(row.build(Station, id=id, name=name, kind=kind, lon=lon, lat=lat, functions=functions))
        draft.link(("SERVES", Station, Community), id, communities)
        draft.link(("COVERS", Station, Segment), id, segments)
