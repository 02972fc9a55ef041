"""Joins hand-drawn lines that meet without sharing a point, and finds those that only cross."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from scipy.spatial import KDTree

from engine.roads.drawing import Drawing, LonLat, Way
from engine.roads.measure import Floats, on_plane, sampled

END_METRES = 1.0
"""Ends of lines this near to each other are one junction."""
SIDE_METRES = 2.0
"""The loose end of a line this near to the middle of another line lies on it."""
TIED_METRES = 0.1
"""The same for an end where lines meet already: what was drawn with care may pass close by, as footbridges do."""
SPACING = 10.0
Anchor = tuple[str, float, float]
"""A junction that exists already: id, longitude, latitude."""


@dataclass(slots=True)
class _Merged:
    """Which node has become part of which."""

    parent: dict[str, str] = field(default_factory=dict)

    def find(self, node: str) -> str:
        while node in self.parent:
            node = self.parent[node]
        return node

    def merge(self, node: str, into: str) -> None:
        node, into = self.find(node), self.find(into)
        if node != into:
            self.parent[node] = into


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A straight part of a way, between its nodes number ``place`` and ``place`` + 1."""

    way: int
    place: int
    a: str
    b: str


@dataclass(slots=True)
class _Sheet:
    """All straight stretches of a drawing, in metres on a plane."""

    drawing: Drawing
    latitude: float
    stretches: list[_Stretch] = field(init=False)
    starts: Floats = field(init=False)
    ends: Floats = field(init=False)

    def __post_init__(self) -> None:
        ways = enumerate(self.drawing.ways)
        self.stretches = [_Stretch(w, k, a, b) for w, way in ways for k, (a, b) in enumerate(pairwise(way.nodes))]
        self.starts = self.place([stretch.a for stretch in self.stretches])
        self.ends = self.place([stretch.b for stretch in self.stretches])

    def place(self, nodes: Iterable[str]) -> Floats:
        return on_plane([self.drawing.points[node] for node in nodes], self.latitude)


def join(drawing: Drawing, anchors: Sequence[Anchor] = ()) -> Drawing:
    """Ends within :data:`END_METRES` are one node; a loose end within :data:`SIDE_METRES` of a line is a node of it.

    A node near an anchor takes its id and place. Lines that cross without a common node stay apart (bridges do) and
    are counted in a warning.
    """
    latitude = float(np.mean([lat for _, lat in drawing.points.values()]))
    drawing = _join_ends(drawing, anchors, latitude)
    drawing = _join_sides(drawing, latitude)
    return replace(drawing, warnings=(*drawing.warnings, *_crossing_warning(drawing, latitude)))


def _join_ends(drawing: Drawing, anchors: Sequence[Anchor], latitude: float) -> Drawing:
    ends = _ends(drawing.ways)
    merged = _Merged()
    places = on_plane([drawing.points[node] for node in ends], latitude)
    for a, b in sorted(KDTree(places).query_pairs(END_METRES)):
        one, other = sorted((merged.find(ends[a]), merged.find(ends[b])))
        merged.merge(other, one)
    points = dict(drawing.points)
    if anchors:
        uses = Counter(node for way in drawing.ways for node in way.nodes)
        groups = sorted({merged.find(node) for node in (*ends, *(node for node in uses if uses[node] > 1))})
        tree = KDTree(on_plane([(lon, lat) for _, lon, lat in anchors], latitude))
        metres, near = tree.query(on_plane([points[node] for node in groups], latitude))
        for node, distance, number in zip(groups, np.atleast_1d(metres), np.atleast_1d(near), strict=True):
            id, lon, lat = anchors[int(number)]
            if distance <= END_METRES:
                points[id] = (lon, lat)
                merged.merge(node, id)
    return _renamed(drawing.ways, points, merged, drawing.warnings)


def _join_sides(drawing: Drawing, latitude: float) -> Drawing:
    merged = _Merged()
    inserted: dict[int, list[tuple[int, float, str]]] = {}
    sheet = _Sheet(drawing, latitude)
    for end, number, part in _touches(sheet):
        stretch = sheet.stretches[number]
        corner = stretch.a if part < 0.5 else stretch.b
        gap = float(np.hypot(*(sheet.place([end]) - sheet.place([corner]))[0]))
        if gap <= END_METRES:
            merged.merge(corner, end)
        elif 0 < part < 1 or corner not in (drawing.ways[stretch.way].nodes[0], drawing.ways[stretch.way].nodes[-1]):
            inserted.setdefault(stretch.way, []).append((stretch.place, part, end))
    ways = list(drawing.ways)
    for number, additions in inserted.items():
        nodes = list(ways[number].nodes)
        for place, _, end in sorted(additions, reverse=True):
            nodes.insert(place + 1, end)
        ways[number] = replace(ways[number], nodes=tuple(nodes))
    return _renamed(ways, drawing.points, merged, drawing.warnings)


def _touches(sheet: _Sheet) -> Iterator[tuple[str, int, float]]:
    """Each end that lies beside a way it is not part of: the end, the nearest stretch of that way, and how far along
    it (0 to 1)."""
    ways = sheet.drawing.ways
    members = [frozenset(way.nodes) for way in ways]
    samples, owner = sampled(sheet.starts, sheet.ends, SPACING)
    tree = KDTree(samples)
    ends = _ends(ways)
    ties = Counter(node for way in ways for node in (way.nodes[0], way.nodes[-1]))
    for end, here in zip(ends, sheet.place(ends), strict=True):
        numbers = np.unique(owner[tree.query_ball_point(here, SIDE_METRES + SPACING / 2)])
        best: dict[int, tuple[float, int, float]] = {}
        for number in numbers.tolist():
            way = sheet.stretches[number].way
            if end in members[way]:
                continue
            metres, part = _beside(here, sheet.starts[number], sheet.ends[number])
            if metres <= (SIDE_METRES if ties[end] == 1 else TIED_METRES):
                best[way] = min(best.get(way, (np.inf, 0, 0.0)), (metres, number, part))
        yield from ((end, number, part) for _, (_, number, part) in sorted(best.items()))


def _beside(point: Floats, start: Floats, end: Floats) -> tuple[float, float]:
    """The distance from the point to the stretch, and how far along the stretch (0 to 1) it comes nearest."""
    along = end - start
    part = float(np.clip(np.dot(point - start, along) / (np.dot(along, along) or 1), 0, 1))
    return float(np.hypot(*(point - start - part * along))), part


def _ends(ways: Iterable[Way]) -> list[str]:
    return sorted({node for way in ways for node in (way.nodes[0], way.nodes[-1])})


def _renamed(ways: Iterable[Way], points: dict[str, LonLat], merged: _Merged, warnings: tuple[str, ...]) -> Drawing:
    """The ways through the merged nodes; those that shrank to a point are gone, with a warning."""
    kept: list[Way] = []
    gone = 0
    for way in ways:
        nodes = [merged.find(node) for node in way.nodes]
        nodes = [node for node, before in zip(nodes, [None, *nodes], strict=False) if node != before]
        if len(nodes) > 1:
            kept.append(replace(way, nodes=tuple(nodes)))
        gone += len(nodes) < 2
    lost = (f"{gone} 条线的两端相距不到 {END_METRES:g} 米，已并入路口",) if gone else ()
    return Drawing(tuple(kept), points, (*warnings, *lost))


def _crossing_warning(drawing: Drawing, latitude: float) -> Iterator[str]:
    sheet = _Sheet(drawing, latitude)
    pairs = _crossings(sheet)
    if not pairs:
        return
    shown: dict[str, None] = {}
    for one, other in pairs:
        names = (drawing.ways[sheet.stretches[number].way].name or "无名路" for number in (one, other))
        shown[" × ".join(sorted(names))] = None
    examples = "、".join(list(shown)[:3]) + ("等" if len(shown) > 3 else "")
    yield f"{len(pairs)} 处道路相交而没有共同的点，未连通（桥和隧道如此；若是路口，请在两条线上加同一个点）：{examples}"


def _crossings(sheet: _Sheet) -> list[tuple[int, int]]:
    """The pairs of stretches that cross each other between their ends and have no node in common."""
    samples, owner = sampled(sheet.starts, sheet.ends, SPACING)
    near = owner[KDTree(samples).query_pairs(SPACING, output_type="ndarray")]
    near = np.unique(np.sort(near[near[:, 0] != near[:, 1]], axis=1), axis=0)
    a, b, c, d = sheet.starts[near[:, 0]], sheet.ends[near[:, 0]], sheet.starts[near[:, 1]], sheet.ends[near[:, 1]]
    crossing = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
    stretches = sheet.stretches
    return [
        (one, other)
        for one, other in near[crossing].tolist()
        if not {stretches[one].a, stretches[one].b} & {stretches[other].a, stretches[other].b}
    ]


def _side(start: Floats, end: Floats, point: Floats) -> Floats:
    """Positive for each point left of its line, negative right of it."""
    (x, y), (u, v) = (end - start).T, (point - start).T
    result: Floats = x * v - y * u
    return result
