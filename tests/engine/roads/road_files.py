"""Features for small road files. One step of 0.001° is 111.2 m northwards, 91.4 m eastwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

LON, LAT = 113.65, 34.74
Feature = dict[str, Any]
WriteGeojson = Callable[..., Path]
WriteOsm = Callable[..., Path]


def at(east: float, north: float) -> list[float]:
    """The point so many thousandths of a degree east and north of the origin."""
    return [round(LON + east / 1000, 7), round(LAT + north / 1000, 7)]


def road(name: str | None, *points: tuple[float, float], **properties: Any) -> Feature:
    """A feature with one line through points in thousandths of a degree; ``id`` is among the properties."""
    line = {"type": "LineString", "coordinates": [at(*point) for point in points]}
    given = {"name": name, "class": "residential", **properties}
    return {"type": "Feature", "properties": given, "geometry": line}
