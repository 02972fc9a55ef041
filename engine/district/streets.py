"""streets.geojson: the segments of the roads; the junctions are the points where they begin and end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx

from engine.coordinates import metres_between
from engine.district.draft import Draft
from engine.district.faults import FileFault, in_file
from engine.district.names import Names
from engine.errors import Fault, InvalidNode
from engine.model import Junction, Road, Segment
from engine.roads.measure import length_and_middle
from engine.roster.cell import parts

FILE = "streets.geojson"
KEYS = ("id", "name", "road", "from", "to")
SAME_PLACE_METRES = 1.0
"""Ends of segments that name one junction lie no further apart than this."""
FAR_OFF = 1000
"""No coordinate, nor infinity or not-a-number, which JSON lets pass."""

LonLat = tuple[float, float]


@dataclass(slots=True)
class _Feature:
    """One segment of the file, by its number from 1."""

    number: int
    properties: Mapping[str, str]
    line: tuple[LonLat, ...]


def read_streets(folder: Path, draft: Draft, names: Names, faults: list[FileFault]) -> None:
    """The draft holds segments and junctions; the network hangs together."""
    before = len(faults)
    features = [feature for feature in _features(folder / FILE, faults) if _fits(feature, names, faults)]
    _add_junctions(features, draft, faults)
    for feature in features:
        _add_segment(feature, draft, names, faults)
    roads = {source for source, _ in draft.edges["HAS_SEGMENT", Road, Segment]}
    if len(faults) == before:
        faults += [
            FileFault("这条道路没有路段", "名称", value=name, expected=f"{FILE} 中至少一段", file="roads.csv")
            for name, id in names.of("道路").items()
            if id not in roads
        ]
        _check_connected(features, faults)


def _features(path: Path, faults: list[FileFault]) -> Iterator[_Feature]:
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        faults.append(FileFault("缺少这个文件", file=FILE, whole_file=True))
        return
    except UnicodeDecodeError:
        faults.append(FileFault("不是 UTF-8 文本", file=FILE, whole_file=True))
        return
    except json.JSONDecodeError as error:
        faults.append(FileFault(f"不是完整的 JSON：{error.msg}", row=error.lineno, file=FILE, whole_file=True))
        return
    except RecursionError:
        faults.append(FileFault("嵌套过深，不是 GeoJSON", file=FILE, whole_file=True))
        return
    found = content.get("features") if isinstance(content, dict) else None
    if not isinstance(found, list):
        expected = '{"type": "FeatureCollection", …}'
        faults.append(FileFault("不是 GeoJSON 要素集合", expected=expected, file=FILE, whole_file=True))
        return
    for number, feature in enumerate(found, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        line = _line(geometry if isinstance(geometry, dict) else {})
        if line is None:
            faults.append(_fault(number, "geometry", "须为 LineString，至少两点，每点 [经度, 纬度]"))
        texts = properties if isinstance(properties, dict) else {}
        yield _Feature(number, {key: str(texts.get(key) or "").strip() for key in KEYS}, line or ())


def _line(geometry: Mapping[str, Any]) -> tuple[LonLat, ...] | None:
    points = geometry.get("coordinates")
    if geometry.get("type") != "LineString" or not isinstance(points, list) or len(points) < 2:
        return None
    if not all(isinstance(point, list) and len(point) >= 2 for point in points):
        return None
    if not all(type(x) in (int, float) and abs(x) < FAR_OFF for point in points for x in point[:2]):
        return None
    return tuple((float(point[0]), float(point[1])) for point in points)


def _fault(number: int, field: str, message: str, expected: str = "", value: str = "") -> FileFault:
    return FileFault(f"第 {number} 个要素{message}", field, None, expected, value[:40], FILE)


def _fits(feature: _Feature, names: Names, faults: list[FileFault]) -> bool:
    """The feature's properties are there, its id and name are new, its road is known; faults are noted."""
    before, given = len(faults), feature.properties
    faults += [_fault(feature.number, key, "没有填") for key in KEYS if not given[key]]
    for key in KEYS:
        if len(given[key].split()) > 1 or len(parts(given[key])) > 1:
            faults.append(_fault(feature.number, key, "不能有空格、顿号、逗号、分号", value=given[key]))
    if given["road"] and given["road"] not in names.of("道路"):
        faults.append(_fault(feature.number, "road", "所属的道路没有登记", "roads.csv 中的名称", given["road"]))
    id = f"segment:{given['id']}"
    if given["id"] and not names.add("路段编号", given["id"], id):
        faults.append(_fault(feature.number, "id", "编号重复", value=given["id"]))
    if given["name"] and not names.add("路段", given["name"], id):
        faults.append(_fault(feature.number, "name", "名称重复", value=given["name"]))
    return len(faults) == before and bool(feature.line)


def _add_junctions(features: list[_Feature], draft: Draft, faults: list[FileFault]) -> None:
    placed: dict[str, LonLat] = {}
    for feature in features:
        for key, (lon, lat) in (("from", feature.line[0]), ("to", feature.line[-1])):
            name = feature.properties[key]
            first = placed.setdefault(name, (lon, lat))
            metres = metres_between(first[1], first[0], lat, lon)
            if metres > SAME_PLACE_METRES:
                faults.append(_fault(feature.number, key, f"与同名路口相距 {metres:.0f} 米", "同一坐标", name))
    for name, (lon, lat) in placed.items():
        _add(draft, faults, 0, Junction, id=f"junction:{name}", lon=lon, lat=lat)


def _add_segment(feature: _Feature, draft: Draft, names: Names, faults: list[FileFault]) -> None:
    given = feature.properties
    metres, (lon, lat) = length_and_middle(feature.line)
    id = f"segment:{given['id']}"
    flat = tuple(degree for point in feature.line for degree in point)
    length = round(metres)
    _add(draft, faults, feature.number, Segment, id=id, name=given["name"], metres=length, lat=lat, lon=lon, line=flat)
    draft.link(("HAS_SEGMENT", Road, Segment), names.of("道路")[given["road"]], [id])
    draft.link(("FROM", Segment, Junction), id, [f"junction:{given['from']}"])
    draft.link(("TO", Segment, Junction), id, [f"junction:{given['to']}"])


def _add(
    draft: Draft, faults: list[FileFault], number: int, kind: type[Junction] | type[Segment], **properties: Any
) -> None:
    try:
        draft.add(kind(**properties))
    except InvalidNode as error:
        where = f"第 {number} 个要素" if number else f"路口 {properties['id']} "
        faults += [
            in_file(FILE, Fault(f"{where}{fault.message}", fault.field, None, fault.expected, fault.value))
            for fault in error.faults
        ]


def _check_connected(features: list[_Feature], faults: list[FileFault]) -> None:
    graph = nx.Graph((feature.properties["from"], feature.properties["to"]) for feature in features)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    for part in parts[1:]:
        cut = "、".join(sorted(part)[:5])
        faults.append(
            FileFault(f"这 {len(part)} 个路口与其余路网不相连", "from/to", None, "全区路网连成一片", cut, FILE)
        )
