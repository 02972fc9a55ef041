"""The segment of road at a place, by its stored centre line."""

from __future__ import annotations

import math
from itertools import pairwise

from engine.coordinates import EARTH_RADIUS
from engine.errors import Fault, InvalidInput, NotFound
from engine.model import Segment
from engine.store import Condition, Match, Op
from engine.store.port import Reader

REACH = 100
"""Metres from a place to the centre line of the segment that it may belong to, as the crow flies."""
DEGREE = math.radians(1) * EARTH_RADIUS
"""Metres."""


def nearest_segment(reader: Reader, lat: float, lon: float) -> tuple[str, float]:
    """The id of the segment nearest to the place (WGS-84 degrees), and the metres to it; of equally near ones the id
    that comes first. Two questions. Raises ``NotFound`` beyond :data:`REACH`; ``InvalidInput`` for no such place."""
    _check("latitude", lat, 90)
    _check("longitude", lon, 180)
    found = [(metres_to(lat, lon, line), id) for id, line in _around(reader, lat, lon)]
    metres, id = min(found, default=(math.inf, ""))
    if metres > REACH:
        raise NotFound(f"这个地点 {REACH} 米内没有路段（坐标须为 WGS-84）")
    return id, metres


def metres_to(lat: float, lon: float, line: list[float]) -> float:
    """Metres from the place to the line (longitude and latitude in turn), on a plane true to scale around the place."""
    across = DEGREE * math.cos(math.radians(lat))
    points = [((x - lon) * across, (y - lat) * DEGREE) for x, y in zip(line[::2], line[1::2], strict=True)]
    return min(_from_origin(*a, *b) for a, b in pairwise(points))


def _from_origin(x: float, y: float, x2: float, y2: float) -> float:
    """The distance of the stretch from (0, 0)."""
    dx, dy = x2 - x, y2 - y
    length = dx * dx + dy * dy
    part = max(0.0, min(1.0, -(x * dx + y * dy) / length)) if length else 0.0
    return math.hypot(x + part * dx, y + part * dy)


def _around(reader: Reader, lat: float, lon: float) -> list[tuple[str, list[float]]]:
    """The segments, with their lines, that may be in reach: no point of a line is further from its middle than half
    its length."""
    rows = reader.query(Match("s", Segment).order("-s.metres", "s.id").limit(1).select("s.metres"))
    far = (REACH + 1 + (rows[0]["s.metres"] / 2 if rows else 0)) / DEGREE
    wide = far / max(math.cos(math.radians(lat)), 1e-9)
    box = (
        Condition("s.lat", Op.GTE, lat - far),
        Condition("s.lat", Op.LTE, lat + far),
        Condition("s.lon", Op.GTE, lon - wide),
        Condition("s.lon", Op.LTE, lon + wide),
    )
    return [
        (row["s.id"], row["s.line"]) for row in reader.query(Match("s", Segment).where(*box).select("s.id", "s.line"))
    ]


def _check(name: str, degrees: float, most: int) -> None:
    if not -most <= degrees <= most:
        fault = Fault("超出范围", name, value=str(degrees), expected=f"-{most} 到 {most} 度，WGS-84")
        raise InvalidInput("坐标有误", [fault])
