"""Reading OpenStreetMap files."""

from __future__ import annotations

from pathlib import Path

import osmium
import pytest
from road_files import WriteOsm, at

from engine.errors import RoadFaults, UnreadableFile
from engine.roads.osm import read_osm

CROSS = {1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (1, 1)}


def test_ways_that_can_be_walked_are_read_with_their_numbers(osm_xml: WriteOsm) -> None:
    path = osm_xml(
        CROSS,
        (10, [1, 2, 3], {"highway": "primary", "name": "大学路"}),
        (11, [2, 4], {"highway": "motorway"}),
        (12, [3, 4], {"building": "yes"}),
    )
    (way,) = read_osm(path).ways
    assert (way.id, way.name, way.nodes) == ("osm:way:10", "大学路", ("osm:node:1", "osm:node:2", "osm:node:3"))
    assert read_osm(path).points["osm:node:2"] == tuple(at(1, 0))


def test_the_chinese_name_or_the_number_stands_in_for_a_missing_name(osm_xml: WriteOsm) -> None:
    path = osm_xml(
        CROSS,
        (10, [1, 2], {"highway": "primary", "ref": "G107"}),
        (11, [2, 3], {"highway": "primary", "ref": "G107", "name:zh": "京广路"}),
    )
    assert [way.name for way in read_osm(path).ways] == ["G107", "京广路"]


def test_a_way_is_cut_where_the_extract_lacks_its_nodes(osm_xml: WriteOsm) -> None:
    path = osm_xml(CROSS, (10, [1, 2, 98, 3, 4, 99], {"highway": "primary"}), (11, [97, 1], {"highway": "primary"}))
    drawing = read_osm(path)
    assert [way.nodes for way in drawing.ways] == [("osm:node:1", "osm:node:2"), ("osm:node:3", "osm:node:4")]
    assert drawing.warnings == ("2 条道路在文件边缘被截断（缺少坐标的点已略去）",)


def test_the_packed_format_says_the_same(osm_xml: WriteOsm, tmp_path: Path) -> None:
    plain = osm_xml(CROSS, (10, [1, 2, 3], {"highway": "primary", "name": "大学路"}))
    packed = tmp_path / "streets.osm.pbf"
    with osmium.SimpleWriter(str(packed)) as writer:
        for thing in osmium.FileProcessor(str(plain)):
            writer.add(thing)
    assert read_osm(packed) == read_osm(plain)


def test_a_file_without_walkable_ways_is_a_fault(osm_xml: WriteOsm) -> None:
    with pytest.raises(RoadFaults, match="没有可以步行的道路"):
        read_osm(osm_xml(CROSS, (10, [1, 2], {"highway": "motorway"})))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.osm", b""),
        ("a.osm", b"<gpx></gpx>"),
        ("a.osm", b"<osm version='0.6'><node id='1' lat='34.7"),
        ("a.osm", b"<osm version='0.6'><node id='1' lat='north' lon='3'/></osm>"),
        ("a.osm.pbf", b""),
        ("a.pbf", b'{"type": "FeatureCollection"}'),
    ],
)
def test_a_broken_or_foreign_file_cannot_be_read(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="不完整、已损坏或不是这种格式"):
        read_osm(path)


def test_a_truncated_packed_file_cannot_be_read(osm_xml: WriteOsm, tmp_path: Path) -> None:
    nodes = {number: (number / 100, number % 7) for number in range(1, 500)}
    plain = osm_xml(nodes, (10, list(nodes), {"highway": "primary"}))
    packed = tmp_path / "whole.osm.pbf"
    with osmium.SimpleWriter(str(packed)) as writer:
        for thing in osmium.FileProcessor(str(plain)):
            writer.add(thing)
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(packed.read_bytes()[:-200])
    with pytest.raises(UnreadableFile):
        read_osm(cut)
