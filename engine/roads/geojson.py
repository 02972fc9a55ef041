"""Reads GeoJSON: a collection of lines, checked whole before anything is made of it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.coordinates import CoordinateSystem, looks_swapped, to_wgs84
from engine.errors import Fault, InvalidInput, RoadFaults, UnreadableFile
from engine.model import RoadClass
from engine.roads.classes import class_of
from engine.roads.drawing import NO_ID, PIECE_MARK, Drawing, LonLat, Way, clean_name

SUFFIXES = (".geojson", ".json")
ROADS = ("road", "道路", "路名", "道路名称")
NAMES = ("name", "名称")
"""The name of the road or, beside one of :data:`ROADS`, of the very segment."""
CLASSES = ("class", "hw", "highway", "road_class", "等级", "道路等级")
STARTS, ENDS = ("from", "起点"), ("to", "终点", "止点")
ID_PATTERN = rf"[^\s{PIECE_MARK}]{{1,100}}"
PAIR = "[经度, 纬度]，例如 [113.65, 34.74]"


@dataclass(slots=True)
class _Reading:
    """What has been read so far; ``faults`` non-empty means that nothing will come of it."""

    system: CoordinateSystem
    ways: list[Way] = field(default_factory=list)
    points: dict[str, LonLat] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    unclassed: int = 0


def read_geojson(path: Path, asked: CoordinateSystem | None) -> tuple[Drawing, CoordinateSystem, bool]:
    """The lines of the file in WGS-84, the system in which it was written, and whether that was only assumed.

    A point's key is its place, so lines with a common point share a node. Raises ``UnreadableFile`` when it is not
    GeoJSON, ``RoadFaults`` with everything that is wrong in it.
    """
    collection = _collection(path)
    written, fault = _system(collection.get("crs"))
    faults = [fault] if fault else []
    if written and asked and written is not asked:
        faults.append(Fault(f"文件写明 {written}，而导入时指定 {asked}", "crs", expected="两者一致，或只给其一"))
    reading = _Reading(asked or written or CoordinateSystem.WGS84, faults=faults)
    for number, feature in enumerate(collection["features"], start=1):
        _read_feature(reading, f"第 {number} 个要素", feature)
    if not collection["features"]:
        reading.faults.append(Fault("文件里没有任何道路", "features", expected="至少一条 LineString"))
    if reading.faults:
        raise RoadFaults(f"“{path.name}”有 {len(reading.faults)} 处错误，没有写入任何内容", reading.faults)
    warning = f"{reading.unclassed} 条线没有写明或写错等级：已登记的道路等级不变，新道路按支路处理"
    drawing = Drawing(tuple(reading.ways), reading.points, (warning,) if reading.unclassed else ())
    return drawing, reading.system, not (asked or written)


def _collection(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"“{path.name}”不是 UTF-8 文本", [Fault(f"第 {error.start} 字节无法解码")]) from error
    except json.JSONDecodeError as error:
        fault = Fault(f"第 {error.lineno} 行第 {error.colno} 列：{error.msg}")
        raise UnreadableFile(f"“{path.name}”不是完整的 JSON", [fault]) from error
    except RecursionError as error:
        raise UnreadableFile(f"“{path.name}”嵌套过深，不是 GeoJSON") from error
    if isinstance(content, dict) and content.get("type") == "Feature":
        content = {**content, "type": "FeatureCollection", "features": [content]}
    if not (isinstance(content, dict) and content.get("type") == "FeatureCollection"):
        raise UnreadableFile(f"“{path.name}”不是 GeoJSON", [Fault("最外层不对", "type", expected="FeatureCollection")])
    if not isinstance(content.get("features"), list):
        raise UnreadableFile(f"“{path.name}”不是 GeoJSON", [Fault("缺少列表", "features", expected="要素的列表")])
    return content


def _system(crs: Any) -> tuple[CoordinateSystem | None, Fault | None]:
    """The system that the file itself names: as plain text, or as GeoJSON wrote it in 2008."""
    if crs is None:
        return None, None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "") if isinstance(properties, dict) else crs)
    plain = re.sub(r"^urn:ogc:def:crs:", "", name, flags=re.IGNORECASE).upper()
    if re.fullmatch(r"OGC:[\d.]*:CRS84|EPSG:[\d.]*:?(4326|4490)", plain):
        return CoordinateSystem.WGS84, None
    try:
        return CoordinateSystem.parse(name), None
    except InvalidInput:
        expected = "WGS-84（EPSG:4326）、CGCS2000（EPSG:4490）、GCJ-02 或 BD-09"
        return None, Fault("不认识的坐标系", "crs", value=name[:60], expected=expected)


def _read_feature(reading: _Reading, where: str, feature: Any) -> None:
    before = len(reading.faults)
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        reading.faults.append(Fault("不是要素", where, expected="type 为 Feature 的对象"))
        return
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        reading.faults.append(Fault("属性不对", where, expected="properties 为对象"))
        return
    id = _id(reading, where, feature.get("id", properties.get("id")))
    lines = [_line(reading, where, line) for line in _lines(reading, where, feature.get("geometry"))]
    if len(reading.faults) > before:
        return
    name, road, road_class = _text(properties, NAMES), _text(properties, ROADS), class_of(_text(properties, CLASSES))
    reading.unclassed += road_class is None
    for number, nodes in enumerate(lines):
        way = Way(
            id=id or NO_ID,
            name=clean_name(road or name),
            label=clean_name(name, 109) if road and name else "",
            road_class=road_class or RoadClass.BRANCH,
            class_said=road_class is not None,
            nodes=nodes,
            start=clean_name(_text(properties, STARTS)) if number == 0 else "",
            end=clean_name(_text(properties, ENDS)) if number == len(lines) - 1 else "",
            by_ends=not id,
        )
        reading.ways.append(way)


def _id(reading: _Reading, where: str, id: Any) -> str:
    if id is None or id == "":
        return ""
    text = str(id)
    if isinstance(id, bool | dict | list) or not (text.isprintable() and re.fullmatch(ID_PATTERN, text)):
        reading.faults.append(Fault("编号写法不对", f"{where} id", expected=f"不含空格与 {PIECE_MARK}，最长 100 字"))
    elif text in reading.ids:
        reading.faults.append(Fault("编号重复", f"{where} id", value=text, expected="每个要素各有编号"))
    reading.ids.add(text)
    return text


def _text(properties: dict[str, Any], keys: tuple[str, ...]) -> str:
    """The first of these properties that says something; of a list, written as JSON or as Python does, its first."""
    for key in keys:
        value = properties.get(key)
        if isinstance(value, list):
            value = next((item for item in value if item), None)
        if isinstance(value, str) and (listed := re.match(r"\[\s*(['\"])(.+?)\1", value)):
            value = listed.group(2)
        if value is not None and (text := str(value).strip()):
            return text
    return ""


def _lines(reading: _Reading, where: str, geometry: Any) -> Iterator[list[Any]]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if geometry is None:
        reading.faults.append(Fault("没有几何", where, expected="LineString 或 MultiLineString"))
    elif kind not in ("LineString", "MultiLineString"):
        expected = "LineString 或 MultiLineString"
        reading.faults.append(Fault("几何类型不对", where, value=str(kind)[:40], expected=expected))
    elif not isinstance(coordinates, list) or not coordinates:
        reading.faults.append(Fault("线是空的", where, expected="至少两个点"))
    elif kind == "LineString":
        yield coordinates
    elif all(isinstance(line, list) for line in coordinates):
        yield from coordinates
    else:
        reading.faults.append(Fault("坐标写法不对", where, expected=f"每条线是 {PAIR} 的列表"))


def _line(reading: _Reading, where: str, line: list[Any]) -> tuple[str, ...]:
    """The nodes of the line, each once in a row; the first point that is wrong is a fault and ends it."""
    nodes: list[str] = []
    for number, point in enumerate(line, start=1):
        if fault := _point_fault(f"{where} 第 {number} 点", point):
            reading.faults.append(fault)
            return ()
        lat, lon = to_wgs84(float(point[1]), float(point[0]), reading.system)
        place = (round(lon, 7), round(lat, 7))
        key = f"at:{place[0]:.7f},{place[1]:.7f}"
        reading.points[key] = place
        if not nodes or nodes[-1] != key:
            nodes.append(key)
    if len(nodes) < 2:
        reading.faults.append(Fault("线不足两个不同的点", where, expected="至少两个不同的点"))
    return tuple(nodes)


def _point_fault(where: str, point: Any) -> Fault | None:
    if not isinstance(point, list) or len(point) < 2 or not all(_is_number(part) for part in point[:2]):
        return Fault("坐标写法不对", where, value=str(point)[:40], expected=PAIR)
    lon, lat = float(point[0]), float(point[1])
    shown = f"[{lon:g}, {lat:g}]"
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return Fault("坐标不是有限的数", where, value=shown, expected=PAIR)
    if looks_swapped(lat, lon) or (abs(lat) > 90 >= abs(lon)):
        return Fault("经度与纬度写反了", where, value=shown, expected="经度在前、纬度在后")
    if abs(lon) > 180 or abs(lat) > 90:
        return Fault("坐标超出范围", where, value=shown, expected="经度 -180～180，纬度 -90～90")
    return None


def _is_number(value: Any) -> bool:
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) < 10**9
    return isinstance(value, float)
