"""Reading GeoJSON: what is accepted, and that everything wrong is told at once."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from road_files import WriteGeojson, at, road

from engine.coordinates import CoordinateSystem, from_wgs84
from engine.errors import RoadFaults, UnreadableFile
from engine.model import RoadClass
from engine.roads.geojson import read_geojson


def geometry(kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}}


def test_a_line_keeps_its_name_class_id_and_points(geojson: WriteGeojson) -> None:
    path = geojson(road("福华街", (0, 0), (1, 0), id="fh-1") | {"id": "unused"} | {"id": "fh-9"})
    drawing, system, assumed = read_geojson(path, None)
    (way,) = drawing.ways
    assert (way.id, way.name, way.road_class, way.by_ends) == ("fh-9", "福华街", RoadClass.BRANCH, False)
    assert [drawing.points[node] for node in way.nodes] == [tuple(at(0, 0)), tuple(at(1, 0))]
    assert system is CoordinateSystem.WGS84
    assert assumed


def test_each_line_of_a_multi_line_is_a_way_of_the_same_feature(geojson: WriteGeojson) -> None:
    feature = geometry("MultiLineString", [[at(0, 0), at(1, 0)], [at(2, 0), at(3, 0)]]) | {"id": 7}
    drawing, _, _ = read_geojson(geojson(feature), None)
    assert [way.id for way in drawing.ways] == ["7", "7"]


def test_a_single_feature_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / "one.geojson"
    path.write_text(json.dumps(road("福华街", (0, 0), (1, 0))), encoding="utf-8-sig")
    assert len(read_geojson(path, None)[0].ways) == 1


def test_the_road_s_name_stands_beside_the_segment_s_own(geojson: WriteGeojson) -> None:
    (way,) = read_geojson(geojson(road("福华街一段", (0, 0), (1, 0), road="福华街")), None)[0].ways
    assert (way.name, way.label) == ("福华街", "福华街一段")


@pytest.mark.parametrize("name", [["红荔路", "红荔西路"], "['红荔路', '红荔西路']", '["红荔路"]', " 红荔路\n"])
def test_of_several_names_the_first_is_taken(geojson: WriteGeojson, name: Any) -> None:
    assert read_geojson(geojson(road(name, (0, 0), (1, 0))), None)[0].ways[0].name == "红荔路"


def test_heights_and_repeated_points_are_left_away(geojson: WriteGeojson) -> None:
    line = [[*at(0, 0), 104.5], [*at(0, 0), 104.5], [*at(1, 0), 104.2]]
    (way,) = read_geojson(geojson(geometry("LineString", line)), None)[0].ways
    assert len(way.nodes) == 2


@pytest.mark.parametrize(
    "crs",
    [
        "WGS-84",
        "EPSG:4326",
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
    ],
)
def test_the_file_names_its_own_system(geojson: WriteGeojson, crs: Any) -> None:
    _, system, assumed = read_geojson(geojson(road("福华街", (0, 0), (1, 0)), crs=crs), None)
    assert (system, assumed) == (CoordinateSystem.WGS84, False)


@pytest.mark.parametrize("system", [CoordinateSystem.GCJ02, CoordinateSystem.BD09])
@pytest.mark.parametrize("said", ["in the file", "by the user"])
def test_chinese_map_coordinates_become_wgs84(geojson: WriteGeojson, system: CoordinateSystem, said: str) -> None:
    (lon, lat), (lon2, lat2) = at(0, 0), at(1, 0)
    shown = [list(reversed(from_wgs84(y, x, system))) for x, y in ((lon, lat), (lon2, lat2))]
    crs = {"crs": str(system)} if said == "in the file" else {}
    drawing, _, assumed = read_geojson(geojson(geometry("LineString", shown), **crs), None if crs else system)
    assert not assumed
    for node, (x, y) in zip(drawing.ways[0].nodes, ((lon, lat), (lon2, lat2)), strict=True):
        assert drawing.points[node] == pytest.approx((x, y), abs=2e-7)


def test_two_answers_on_the_system_are_a_fault(geojson: WriteGeojson) -> None:
    with pytest.raises(RoadFaults, match="GCJ02"):
        read_geojson(geojson(road("福华街", (0, 0), (1, 0)), crs="GCJ-02"), CoordinateSystem.BD09)


def test_an_unknown_system_is_a_fault(geojson: WriteGeojson) -> None:
    with pytest.raises(RoadFaults, match="EPSG:3857"):
        read_geojson(geojson(road("福华街", (0, 0), (1, 0)), crs="EPSG:3857"), None)


FAULTY: dict[str, Any] = {
    "几何类型不对": geometry("Point", at(0, 0)),
    "没有几何": geometry("LineString", []) | {"geometry": None},
    "线是空的": geometry("LineString", []),
    "线不足两个不同的点": geometry("LineString", [at(0, 0), at(0, 0)]),
    "经度与纬度写反了": geometry("LineString", [[34.74, 113.65], [34.75, 113.65]]),
    "坐标不是有限的数": geometry("LineString", [at(0, 0), [math.nan, 34.7]]),
    "坐标超出范围": geometry("LineString", [[181.0, 34.7], at(0, 0)]),
    "坐标写法不对": geometry("LineString", [["113.65", "34.74"], at(0, 0)]),
    "不是要素": {"type": "LineString"},
    "属性不对": geometry("LineString", [at(0, 0), at(1, 0)]) | {"properties": [1]},
    "编号写法不对": road("福华街", (0, 0), (1, 0), id="a b"),
}


@pytest.mark.parametrize("message", FAULTY)
def test_each_fault_says_which_feature_what_and_what_would_be_right(geojson: WriteGeojson, message: str) -> None:
    with pytest.raises(RoadFaults) as caught:
        read_geojson(geojson(road("好路", (5, 5), (6, 5)), FAULTY[message]), None)
    (fault,) = caught.value.faults
    assert message in fault.message
    assert fault.field.startswith("第 2 个要素")
    assert fault.expected


def test_all_faults_are_told_at_once(geojson: WriteGeojson) -> None:
    with pytest.raises(RoadFaults) as caught:
        read_geojson(geojson(*FAULTY.values()), None)
    assert [fault.message for fault in caught.value.faults] == list(FAULTY)


def test_the_same_id_twice_is_a_fault(geojson: WriteGeojson) -> None:
    with pytest.raises(RoadFaults, match="编号重复"):
        read_geojson(geojson(road("甲路", (0, 0), (1, 0), id="a"), road("乙路", (0, 1), (1, 1), id="a")), None)


def test_no_feature_is_a_fault(geojson: WriteGeojson) -> None:
    with pytest.raises(RoadFaults, match="没有任何道路"):
        read_geojson(geojson(), None)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\x50\x4b\x03\x04\xff\xfe",
        "道路".encode("gb18030"),
        b"[1, 2]",
        b'{"type": "Topology"}',
        b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": {}}',
        b"[" * 100_000,
    ],
    ids=["empty", "cut off", "zip", "GB18030", "list", "TopoJSON", "no features", "features no list", "too deep"],
)
def test_what_is_not_geojson_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.geojson"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"other\.geojson"):
        read_geojson(path, None)
