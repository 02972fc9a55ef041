"""Lengths, middles and near points of lines on the ground."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.coordinates import EARTH_RADIUS, metres_between
from engine.roads.drawing import LonLat

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def length_and_middle(line: Sequence[LonLat]) -> tuple[float, LonLat]:
    """The metres along the line, and the point halfway along it."""
    steps = [metres_between(lat, lon, lat2, lon2) for (lon, lat), (lon2, lat2) in pairwise(line)]
    total, walked = sum(steps), 0.0
    for ((lon, lat), (lon2, lat2)), step in zip(pairwise(line), steps, strict=True):
        if step and walked + step >= total / 2:
            part = (total / 2 - walked) / step
            return total, (round(lon + part * (lon2 - lon), 7), round(lat + part * (lat2 - lat), 7))
        walked += step
    return total, line[0]


def on_plane(points: ArrayLike, latitude: float) -> Floats:
    """Degrees (longitude, latitude) as metres on a plane that is true to scale along the given latitude."""
    degree = math.radians(1) * EARTH_RADIUS
    return np.asarray(points, dtype=float).reshape(-1, 2) * (degree * math.cos(math.radians(latitude)), degree)


def sampled(starts: Floats, ends: Floats, spacing: float) -> tuple[Floats, Ints]:
    """Points along straight stretches, both ends among them, at most ``spacing`` apart, and the stretch of each.

    Stretches and points are rows of x, y in metres; the second array numbers the stretch on which a point lies.
    """
    counts = np.maximum(1, np.ceil(np.hypot(*(ends - starts).T) / spacing)).astype(np.int64)
    owner = np.repeat(np.arange(len(starts)), counts + 1)
    first = np.repeat(np.cumsum(counts + 1) - (counts + 1), counts + 1)
    part = ((np.arange(len(owner)) - first) / counts[owner])[:, None]
    return starts[owner] * (1 - part) + ends[owner] * part, owner
