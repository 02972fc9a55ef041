"""subdistricts.csv, communities.csv and roads.csv: what the district is divided into."""

from __future__ import annotations

from pathlib import Path

from engine.district.draft import Draft
from engine.district.faults import FileFault
from engine.district.names import Names
from engine.district.table import named_rows, read_table
from engine.model import Community, District, Road, RoadClass, Subdistrict
from engine.roads.classes import class_of
from engine.roster.cell import BadCell


def read_subdistricts(folder: Path, draft: Draft, names: Names, faults: list[FileFault]) -> None:
    """The draft holds the subdistricts, each part of the district."""
    rows = read_table(folder / "subdistricts.csv", ("名称",), faults)
    for row, name, id in named_rows(rows, names, "街道", "subdistrict"):
        draft.add(row.build(Subdistrict, id=id, name=name))
        draft.link(("PART_OF", Subdistrict, District), id, names.of("区").values())


def read_communities(folder: Path, draft: Draft, names: Names, faults: list[FileFault]) -> None:
    """The draft holds the communities, each part of a subdistrict."""
    rows = read_table(folder / "communities.csv", ("名称", "街道", "经度", "纬度"), faults)
    for row, name, id in named_rows(rows, names, "社区", "community"):
        subdistrict = row.id_of("街道", names.of("街道"), "街道", required=True)
        draft.add(row.build(Community, id=id, name=name, lon=row.degrees("经度"), lat=row.degrees("纬度")))
        draft.link(("PART_OF", Community, Subdistrict), id, [subdistrict] if subdistrict else [])


def read_roads(folder: Path, draft: Draft, names: Names, faults: list[FileFault]) -> None:
    """The draft holds the roads; a road without a subdistrict only connects."""
    rows = read_table(folder / "roads.csv", ("名称", "等级", "街道"), faults)
    for row, name, id in named_rows(rows, names, "道路", "road"):
        row.text("等级", required=True)
        road_class = row.read("等级", _road_class, RoadClass.BRANCH)
        subdistrict = row.id_of("街道", names.of("街道"), "街道")
        draft.add(row.build(Road, id=id, name=name, road_class=road_class))
        draft.link(("PART_OF", Road, Subdistrict), id, [subdistrict] if subdistrict else [])


def _road_class(text: str) -> RoadClass:
    found = class_of(text)
    if found is None:
        raise BadCell("不认识", "主干道、次干道、支路、背街小巷")
    return found
