"""A district n times as large: the same files laid side by side, under new names, joined by streets.

``python -m benchmarks.enlarge data/erqi 10 FOLDER`` writes a folder that ``./jiujin import district`` reads.
"""

from __future__ import annotations

import csv
import json
import math
import re
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial import KDTree

SPACING = 1.03
"""Tiles lie so many widths and heights apart."""
PHONES = 400
"""Each tile's telephone numbers begin so many after those of the tile before; at least as many as people."""

NAMES: dict[str, tuple[str, ...]] = {
    "subdistricts.csv": ("名称",),
    "communities.csv": ("名称", "街道"),
    "roads.csv": ("名称", "街道"),
    "organizations.csv": ("名称", "上级", "认领路段"),
    "stations.csv": ("名称", "社区", "覆盖路段"),
    "teams.csv": ("名称", "服务道路"),
    "templates.csv": ("名称", "志愿服务队", "地点"),
    "responsibilities.csv": ("地点",),
    "volunteers": ("单位/支部", "服务站", "认领路段", "志愿服务队"),
}
"""The columns that hold names of the tile."""
PHONE_COLUMNS = ("手机号", "陪同人", "同班人")
POINT_COLUMNS = ("经纬度", "工作经纬度")

Features = list[dict[str, Any]]


@dataclass(frozen=True)
class Tile:
    """One copy: its number from 0, how far it is moved, and the names that all copies share."""

    number: int
    east: float
    north: float
    shared: frozenset[str]

    def name(self, text: str) -> str:
        """The names of a list, each with the tile's mark; the first tile keeps its names."""
        if not self.number:
            return text
        return re.sub(r"[^；、]+", lambda m: m[0] if m[0] in self.shared else f"{m[0]}@{self.number + 1}", text)

    def phone(self, text: str) -> str:
        """The numbers of a list, moved on."""
        return re.sub(r"\d{11}", lambda m: str(int(m[0]) + PHONES * self.number), text)

    def lon(self, text: str) -> str:
        """The longitude, moved."""
        return f"{float(text) + self.east:.6f}"

    def lat(self, text: str) -> str:
        """The latitude, moved."""
        return f"{float(text) + self.north:.6f}"

    def point(self, text: str) -> str:
        """``longitude,latitude``, moved; blank stays blank."""
        return ",".join((self.lon(text.split(",")[0]), self.lat(text.split(",")[1]))) if text else ""


def enlarge(source: Path, times: int, target: Path) -> None:
    """The folder ``target`` holds ``times`` copies of the district in ``source``, all connected."""
    (target / "volunteers").mkdir(parents=True, exist_ok=True)
    shutil.copy(source / "district.toml", target / "district.toml")
    features: Features = json.loads((source / "streets.geojson").read_text(encoding="utf-8"))["features"]
    tiles = list(_tiles(source, times, features))
    for file in NAMES:
        for path in sorted((source / file).glob("*.csv")) if file == "volunteers" else [source / file]:
            _copy_table(path, target / path.relative_to(source), NAMES[file], tiles)
    copies = [[_moved(feature, tile) for feature in features] for tile in tiles]
    links = list(_links(tiles, copies, math.ceil(math.sqrt(times))))
    with (target / "roads.csv").open("a", encoding="utf-8", newline="") as file_:
        csv.writer(file_, lineterminator="\n").writerows([link["properties"]["road"], "支路", ""] for link in links)
    collection = {"type": "FeatureCollection", "features": [*(f for copy in copies for f in copy), *links]}
    (target / "streets.geojson").write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def _tiles(source: Path, times: int, features: Features) -> Iterable[Tile]:
    settings = tomllib.loads((source / "district.toml").read_text(encoding="utf-8"))
    shared = frozenset(name for line in settings["lines"] for name in line["departments"])
    points = np.array([point for feature in features for point in feature["geometry"]["coordinates"]])
    width, height = (points.max(axis=0) - points.min(axis=0)) * SPACING
    columns = math.ceil(math.sqrt(times))
    for number in range(times):
        yield Tile(number, number % columns * width, number // columns * height, shared)


def _copy_table(source: Path, target: Path, names: tuple[str, ...], tiles: list[Tile]) -> None:
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for tile in tiles:
            change: dict[str, Callable[[str], str]] = {
                **dict.fromkeys(names, tile.name),
                **dict.fromkeys(PHONE_COLUMNS, tile.phone),
                **dict.fromkeys(POINT_COLUMNS, tile.point),
                "经度": tile.lon,
                "纬度": tile.lat,
            }
            writer.writerows(
                {key: change[key](text) if key in change else text for key, text in row.items()} for row in rows
            )


def _moved(feature: dict[str, Any], tile: Tile) -> dict[str, Any]:
    line = [[round(lon + tile.east, 6), round(lat + tile.north, 6)] for lon, lat in feature["geometry"]["coordinates"]]
    properties = {key: tile.name(text) for key, text in feature["properties"].items()}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "LineString", "coordinates": line}}


def _links(tiles: list[Tile], copies: list[Features], columns: int) -> Iterable[dict[str, Any]]:
    """A street from each tile to the one west of it, and to the one south of it."""
    for tile in tiles:
        others = [tile.number - 1] if tile.number % columns else []
        others += [tile.number - columns] if tile.number >= columns else []
        for other in others:
            yield _link(f"{other + 1}-{tile.number + 1}", copies[other], copies[tile.number])


def _link(mark: str, a: Features, b: Features) -> dict[str, Any]:
    """The street between the two nearest junctions of two tiles."""
    ends_a, ends_b = _ends(a), _ends(b)
    distances, nearest = KDTree(np.array(list(ends_a.values()))).query(np.array(list(ends_b.values())))
    closest = int(np.argmin(distances))
    start, end = list(ends_a)[int(np.asarray(nearest)[closest])], list(ends_b)[closest]
    properties = {"id": f"link-{mark}", "name": f"连接路{mark}", "road": f"连接路{mark}", "from": start, "to": end}
    geometry = {"type": "LineString", "coordinates": [ends_a[start], ends_b[end]]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _ends(features: Features) -> dict[str, list[float]]:
    """Junction → place."""
    found: dict[str, list[float]] = {}
    for feature in features:
        line = feature["geometry"]["coordinates"]
        found[feature["properties"]["from"]], found[feature["properties"]["to"]] = line[0], line[-1]
    return found


if __name__ == "__main__":
    enlarge(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
