"""A plan version on the map, as SVG: every street, the planned segments coloured by how well they are covered.

No home and no workplace is drawn: the picture may be shown to anyone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from engine.model import Road, RoadClass, Segment, ShortfallKind, Station
from engine.planning.view import PlanView, ShiftView
from engine.reports.plan_text import proof_sentence, week_term
from engine.store import Match
from engine.store.port import Reader

WIDTH = 1200
MARGIN, HEADER = 24, 96
STROKE = {RoadClass.MAIN: 7.0, RoadClass.SECONDARY: 5.0, RoadClass.BRANCH: 3.4, RoadClass.LANE: 2.4}
COLOURS = {
    "full": ("#1a7f4b", "期望人数全部到位"),
    "short": ("#d99a00", "达到最少人数，未到期望"),
    "bare": ("#c62828", "有班次低于最少人数或缺必备人员"),
    "none": ("#cfd6dc", "本周没有班次"),
}
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Street:
    """One segment to draw: its road and its line of (longitude, latitude)."""

    segment: str
    road: str
    road_class: RoadClass
    line: tuple[Point, ...]


def plan_map(reader: Reader, view: PlanView) -> str:
    """The SVG text, 1,200 px wide."""
    streets = _streets(reader)
    cover = _cover(view)
    focus = [point for street in streets if street.segment in cover for point in street.line]
    project, height = _projection(focus or [point for street in streets for point in street.line])
    stations = reader.query(Match("s", Station).order("s.id").select("s.name", "s.lat", "s.lon"))
    parts = [
        *_canvas(view, height),
        '<g fill="none" stroke-linecap="round" stroke-linejoin="round">',
        *(_line(street, cover.get(street.segment, "none"), project) for street in _painted(streets, cover)),
        "</g>",
        *_stations(stations, project),
        *_labels(streets, cover, project),
        *_heading(view),
        *_legend(height),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _streets(reader: Reader) -> list[Street]:
    question = (
        Match("r", Road)
        .hop("HAS_SEGMENT", "s", Segment)
        .order("s.id", "r.id")
        .select("s.id", "s.line", "r.name", "r.road_class")
    )
    return [
        Street(
            row["s.id"],
            row["r.name"],
            RoadClass(row["r.road_class"]),
            tuple(zip(row["s.line"][::2], row["s.line"][1::2], strict=True)),
        )
        for row in reader.query(question)
    ]


def _cover(view: PlanView) -> dict[str, str]:
    """Segment → the state of the worst of its shifts."""
    shifts: defaultdict[str, list[ShiftView]] = defaultdict(list)
    for shift in view.shifts:
        shifts[shift.wanted.place.id].append(shift)
    return {place: _state(there) for place, there in shifts.items()}


def _state(shifts: Iterable[ShiftView]) -> str:
    kinds = {fall.kind for shift in shifts for fall in shift.shortfalls}
    if kinds - {ShortfallKind.DESIRED}:
        return "bare"
    return "short" if kinds else "full"


class _Projection:
    """Longitude and latitude to pixels; equirectangular, which is true to scale over a few kilometres."""

    def __init__(self, west: float, north: float, scale: float, shrink: float) -> None:
        self.west, self.north, self.scale, self.shrink = west, north, scale, shrink

    def __call__(self, point: Point) -> Point:
        x = MARGIN + (point[0] - self.west) * self.shrink * self.scale
        y = HEADER + (self.north - point[1]) * self.scale
        return round(x, 1), round(y, 1)


def _projection(points: list[Point]) -> tuple[_Projection, int]:
    lons, lats = [lon for lon, _ in points] or [0.0], [lat for _, lat in points] or [0.0]
    pad = 0.0012
    west, east, south, north = min(lons) - pad, max(lons) + pad, min(lats) - pad, max(lats) + pad
    shrink = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * shrink)
    return _Projection(west, north, scale, shrink), round(HEADER + (north - south) * scale + MARGIN + 40)


def _painted(streets: list[Street], cover: dict[str, str]) -> list[Street]:
    """Streets without shifts below, the worst covered on top."""
    order = {"none": 0, "full": 1, "short": 2, "bare": 3}
    return sorted(streets, key=lambda street: (order[cover.get(street.segment, "none")], street.segment))


def _line(street: Street, state: str, project: _Projection) -> str:
    path = " ".join(f"{x:g},{y:g}" for x, y in map(project, street.line))
    width = STROKE[street.road_class]
    return f'<polyline points="{path}" stroke="{COLOURS[state][0]}" stroke-width="{width}"/>'


def _stations(rows: Iterable[dict[str, object]], project: _Projection) -> Iterator[str]:
    yield '<g fill="#1f4fa3" stroke="#fff" stroke-width="1.5">'
    for row in rows:
        x, y = project((float(str(row["s.lon"])), float(str(row["s.lat"]))))
        name = escape(str(row["s.name"]))
        yield f'<rect x="{x - 6:g}" y="{y - 6:g}" width="12" height="12"><title>{name}</title></rect>'
    yield "</g>"


def _labels(streets: list[Street], cover: dict[str, str], project: _Projection) -> Iterator[str]:
    """One name per road that has shifts, at the middle of its longest such segment."""
    best: dict[str, tuple[float, list[Point]]] = {}
    for street in streets:
        line = [project(point) for point in street.line]
        length = sum(math.dist(a, b) for a, b in pairwise(line))
        if street.segment in cover and length > best.get(street.road, (0.0, line))[0]:
            best[street.road] = (length, line)
    yield '<g font-size="15" fill="#1c2733" text-anchor="middle" stroke="#fff" stroke-width="4" paint-order="stroke">'
    for road, (length, line) in sorted(best.items()):
        x, y = _along(line, length / 2)
        (x1, y1), (x2, y2) = line[0], line[-1]
        angle = (math.degrees(math.atan2(y2 - y1, x2 - x1)) + 90) % 180 - 90
        turn = f"rotate({angle:.1f} {x:.1f} {y:.1f})"
        yield f'<text x="{x:.1f}" y="{y:.1f}" dy="-6" transform="{turn}">{escape(road)}</text>'
    yield "</g>"


def _along(line: list[Point], distance: float) -> Point:
    """The point of the line at that distance from its start."""
    for a, b in pairwise(line):
        length = math.dist(a, b)
        if distance <= length and length:
            part = distance / length
            return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
        distance -= length
    return line[-1]


def _canvas(view: PlanView, height: int) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" font-family="Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif">'
    )
    yield f"<title>{escape(_title(view))}</title>"
    yield f'<rect width="{WIDTH}" height="{height}" fill="#fbfcfd"/>'


def _title(view: PlanView) -> str:
    return f"{view.scope_name} {week_term(view.plan.week)}志愿服务周计划"


def _heading(view: PlanView) -> Iterator[str]:
    plan = view.plan
    mean = plan.metres / max(1, plan.assigned)
    line = (
        f"{plan.assigned} 人次 · 期望岗位填满 {view.cover:.1%} · 平均步行 {mean:.0f} 米，最远 {plan.longest} 米 · "
        f"{proof_sentence(plan)}"
    )
    yield f'<rect width="{WIDTH}" height="{HEADER - 8}" fill="#fff" opacity="0.92"/>'
    yield f'<text x="{MARGIN}" y="42" font-size="26" font-weight="bold" fill="#1c2733">{escape(_title(view))}</text>'
    yield f'<text x="{MARGIN}" y="72" font-size="17" fill="#44525f">{escape(line)}</text>'


def _legend(height: int) -> Iterator[str]:
    yield f'<rect y="{height - 46}" width="{WIDTH}" height="46" fill="#fff" opacity="0.9"/>'
    yield '<g font-size="15" fill="#44525f">'
    x = MARGIN
    for colour, term in COLOURS.values():
        yield f'<rect x="{x}" y="{height - 28}" width="26" height="8" rx="4" fill="{colour}"/>'
        yield f'<text x="{x + 34}" y="{height - 19}">{term}</text>'
        x += 52 + 15 * len(term)
    yield f'<rect x="{x}" y="{height - 30}" width="12" height="12" fill="#1f4fa3"/>'
    yield f'<text x="{x + 20}" y="{height - 19}">志愿服务站</text>'
    yield "</g>"
