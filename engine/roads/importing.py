"""Reads a road file into the store: one recipe for GeoJSON and OpenStreetMap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.coordinates import CoordinateSystem
from engine.errors import Fault, RoadFaults, UnreadableFile
from engine.nearest import JunctionIndex, link_near
from engine.network import Component, load_network
from engine.places import scope_id
from engine.roads import geojson, osm
from engine.roads.drawing import NO_ID, Drawing
from engine.roads.grouping import group
from engine.roads.joining import join
from engine.roads.naming import name_segments
from engine.roads.pieces import cut, way_of
from engine.roads.report import RoadReport
from engine.roads.stored import Stored, load_stored, recognized
from engine.roads.writing import write
from engine.store.port import GraphStore


def import_roads(
    store: GraphStore,
    path: Path | str,
    *,
    coordinates: CoordinateSystem | None = None,
    subdistrict: str = "",
    replace: bool = False,
) -> RoadReport:
    """The roads of the file are in the store, all or none of them; nothing changes where they are as they were.

    ``coordinates`` is the system of a GeoJSON file that does not name its own. ``subdistrict`` (name or id) is what the
    roads are part of. A way that is in the file is in the store as the file has it; with ``replace``, ways that came
    from such a file (GeoJSON or OpenStreetMap) before and are not in this one go. Ends are joined within the file and
    with junctions that exist already. Raises ``UnreadableFile``, ``RoadFaults`` with every fault, ``NotFound``.
    """
    path = Path(path)
    try:
        drawing, system, assumed = _read(path, coordinates)
    except OSError as error:
        raise UnreadableFile(f"无法打开文件“{path.name}”：{error.strerror}") from error
    with store.tx() as tx:
        area = scope_id(tx, subdistrict)
        stored = load_stored(tx)
        if not _is_osm(path):
            drawing = join(drawing, [(id, props["lon"], props["lat"]) for id, props in stored.junctions.items()])
        if not drawing.ways:
            raise RoadFaults(faults=[Fault("所有的线都短于 1 米")])
        pieces, warnings = cut(drawing)
        pieces = recognized(pieces, stored)
        new = {piece.id for piece in pieces}
        stale = _stale(stored, drawing, new, replace=replace, from_osm=_is_osm(path))
        kept = {id: segment for id, segment in stored.segments.items() if id not in new and id not in stale}
        roads = group(pieces, kept, stored)
        names = name_segments(pieces, roads, kept, stored)
        written = write(tx, stored, pieces, roads, names, stale, area)
        network = load_network(tx)
        linked = link_near(tx, JunctionIndex.of_network(network))
    parts = network.components()
    return RoadReport(
        file=path.name,
        coordinates=system,
        assumed=assumed,
        roads=written.roads,
        segments=written.segments,
        junctions=written.junctions,
        metres=sum(piece.metres for piece in pieces),
        components=len(parts),
        reach=parts[0].metres / network.metres,
        linked=linked,
        warnings=(*drawing.warnings, *warnings, *_unnamed(drawing), *written.warnings, *_apart(parts)),
    )


def _is_osm(path: Path) -> bool:
    return path.name.lower().endswith(osm.SUFFIXES)


def _read(path: Path, asked: CoordinateSystem | None) -> tuple[Drawing, CoordinateSystem, bool]:
    if not path.is_file():
        raise UnreadableFile(f"找不到文件“{path.name}”")
    if _is_osm(path):
        if asked not in (None, CoordinateSystem.WGS84):
            fault = Fault("OpenStreetMap 文件总是 WGS-84", "坐标系", value=str(asked), expected="不写，或写 WGS-84")
            raise RoadFaults(faults=[fault])
        return osm.read_osm(path), CoordinateSystem.WGS84, False
    if path.name.lower().endswith(geojson.SUFFIXES):
        return geojson.read_geojson(path, asked)
    expected = "、".join((*geojson.SUFFIXES, *osm.SUFFIXES))
    raise UnreadableFile(f"不认识的文件类型“{path.suffix}”", [Fault("不是路网文件", expected=expected)])


def _stale(stored: Stored, drawing: Drawing, new: set[str], *, replace: bool, from_osm: bool) -> set[str]:
    """The stored segments that the file has done away with."""
    ways = {way.id for way in drawing.ways} - {NO_ID}
    old = {id for id in stored.segments if id not in new}
    same_kind = {id for id in old if replace and id.startswith("osm:way:") == from_osm}
    return same_kind | {id for id in old if way_of(id) in ways}


def _unnamed(drawing: Drawing) -> Iterator[str]:
    if number := sum(not way.name for way in drawing.ways):
        yield f"{number} 条线没有名称，已归入最近的有名道路旁（如“福华街旁无名小路”）"


def _apart(parts: Sequence[Component]) -> Iterator[str]:
    if len(parts) > 1:
        metres = sum(part.metres for part in parts[1:])
        yield f"路网不连通：有 {len(parts) - 1} 片（共 {metres:,} 米）走不到最大的一片"
