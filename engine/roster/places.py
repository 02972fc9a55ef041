"""Where an address roughly is: at the longest known name in it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.spatial import KDTree

from engine.coordinates import metres_between
from engine.roster.cell import BadCell, narrow

Point = tuple[float, float]
APART_METRES = 1000
"""Places of one name that lie further apart than this are not one place."""


@dataclass(frozen=True)
class Places:
    """Points (latitude, longitude) by name."""

    points: dict[str, tuple[Point, ...]]

    @classmethod
    def of(cls, named: Iterable[tuple[str, Point]]) -> Places:
        """The places with these names of at least two characters."""
        points: dict[str, list[Point]] = defaultdict(list)
        for name, point in named:
            if len(plain := _plain(name)) > 1:
                points[plain].append(point)
        return cls({name: tuple(found) for name, found in points.items()})

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        starts: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.points, key=lambda name: (-len(name), name)):
            starts[name[:2]].append(name)
        return starts

    def find(self, address: str) -> tuple[Point, str]:
        """The point of the longest name in the address, the first among equally long ones, and that name.

        Raises :class:`BadCell` when there is none, or when the name means places far apart.
        """
        plain = _plain(address)
        found = [
            name
            for start in range(len(plain) - 1)
            for name in self._by_start.get(plain[start : start + 2], ())
            if plain.startswith(name, start)
        ]
        if not found:
            raise BadCell(
                "不知道在哪里：其中没有已知的路、社区、服务站或单位", "写上已知的路名或社区名，或填经纬度和坐标系"
            )
        best = max(found, key=len)
        points = self.points[best]
        if any(metres_between(*points[0], *point) > APART_METRES for point in points[1:]):
            raise BadCell(f"有几处都叫“{best}”", "写得更具体，或填经纬度和坐标系")
        return centre(points), best


def centre(points: Sequence[Point], weights: Sequence[float] | None = None) -> Point:
    """That one of the points which lies nearest to their (weighted) mean, so that it is on the road itself."""
    parts = weights or [1.0] * len(points)
    total = sum(parts)
    lat = sum(point[0] * part for point, part in zip(points, parts, strict=True)) / total
    lon = sum(point[1] * part for point, part in zip(points, parts, strict=True)) / total
    return min(points, key=lambda point: (metres_between(lat, lon, *point), point))


def nearest(named: Mapping[str, Point], points: Sequence[Point]) -> list[str]:
    """For each point the id of the nearest of some named points, which lie within one city."""
    if not points:
        return []
    ids = sorted(named)
    east = math.cos(math.radians(named[ids[0]][0]))
    scale = np.array([1.0, east])
    _, places = KDTree(np.array([named[id] for id in ids]) * scale).query(np.array(points) * scale)
    return [ids[place] for place in np.atleast_1d(places)]


def _plain(text: str) -> str:
    return "".join(narrow(text).split())
