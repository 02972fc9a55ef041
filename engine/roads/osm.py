"""Reads OpenStreetMap files: .osm, .osm.pbf, .pbf and what osmium unpacks besides."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import osmium

from engine.errors import Fault, RoadFaults, UnreadableFile
from engine.roads.classes import walked
from engine.roads.drawing import Drawing, LonLat, Way, clean_name

SUFFIXES = (".osm", ".pbf", ".osm.gz", ".osm.bz2")


def read_osm(path: Path) -> Drawing:
    """The ways of the file that people walk on, with ``osm:way:…`` and ``osm:node:…`` as ids.

    Raises ``UnreadableFile`` when osmium cannot read it to its end, ``RoadFaults`` when nobody can walk there.
    """
    points: dict[str, LonLat] = {}
    ways: list[Way] = []
    cut = 0
    try:
        for way in _ways(path):
            tags = dict(way.tags)
            if (road_class := walked(tags)) is None:
                continue
            parts = list(_parts(way, points))
            cut += sum(map(len, parts)) < len(way.nodes)
            name = clean_name(tags.get("name") or tags.get("name:zh") or tags.get("ref") or "")
            id = f"osm:way:{way.id}"
            ways += [Way(id=id, name=name, road_class=road_class, nodes=part) for part in parts if len(part) > 1]
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        raise UnreadableFile(
            f"无法读取 OpenStreetMap 文件“{path.name}”：不完整、已损坏或不是这种格式", [Fault(str(error))]
        ) from error
    if not ways:
        raise RoadFaults(faults=[Fault("文件里没有可以步行的道路", expected="带 highway 标签的 way")])
    warning = f"{cut} 条道路在文件边缘被截断（缺少坐标的点已略去）"
    return Drawing(tuple(ways), points, (warning,) if cut else ())


def _ways(path: Path) -> Iterator[osmium.osm.Way]:
    """The ways with a ``highway`` tag, each node with its place where the file has it."""
    entities = osmium.osm.NODE | osmium.osm.WAY
    with_places = osmium.FileProcessor(str(path), entities, osmium.io.ThreadPool(1)).with_locations()
    yield from with_places.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(
        osmium.filter.KeyFilter("highway")
    )  # type: ignore[misc]


def _parts(way: osmium.osm.Way, points: dict[str, LonLat]) -> Iterator[tuple[str, ...]]:
    """The runs of nodes whose places are known; the places go into ``points``."""
    for known, run in groupby(way.nodes, lambda node: node.location.valid()):
        if not known:
            continue
        nodes = [(f"osm:node:{node.ref}", (round(node.lon, 7), round(node.lat, 7))) for node in run]
        points.update(nodes)
        yield tuple(node for node, _ in nodes)
