"""What both kinds of road file come to: ways through named points, not yet cut at the junctions."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model import RoadClass

LonLat = tuple[float, float]
"""Longitude and latitude in WGS-84 degrees."""

NO_ID = "geo"
"""The id of every way to which its file gives none."""
PIECE_MARK = "#"
"""Stands between a way's id and what tells its pieces apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A line as the file has it. Each node is the id that its point would have as a junction."""

    id: str
    """Several ways of one id are parts of one feature."""
    name: str
    """Empty when the file gives none."""
    road_class: RoadClass
    class_said: bool = True
    """False when the file says nothing of the class, and ``road_class`` is only what such ways mostly are."""
    nodes: tuple[str, ...]
    label: str = ""
    """What the file calls this very stretch of the road, when it says so."""
    start: str = ""
    """What the file says of the first node: the cross street there, or something else."""
    end: str = ""
    by_ends: bool = True
    """Pieces are told apart by the junctions at their ends; otherwise they are numbered along the feature."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Ways, where their nodes lie, and what the reader found worth telling."""

    ways: tuple[Way, ...]
    points: dict[str, LonLat]
    warnings: tuple[str, ...] = ()


def clean_name(text: str, longest: int = 80) -> str:
    """The name on one line, without what cannot be printed, and cut with … when it is too long."""
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
