"""The invented town: roads drawn on a grid in metres, cut where they cross, and bent into an old town's shape."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

Point = tuple[float, float]

ORIGIN = (113.65, 34.74)
"""Longitude and latitude (WGS-84) of the middle of the grid."""
MIDDLE = (1550.0, 900.0)
METRES_PER_DEGREE = (111_320 * math.cos(math.radians(ORIGIN[1])), 110_950.0)
LONGEST = {"fh": 240, "ym": 190, "jz": 240, "": 1000}
"""By area: longer stretches between two crossings get a gate in the middle, so that nobody's plot is too long."""


@dataclass(frozen=True)
class Street:
    """A road on the grid; ``area`` is the subdistrict's code, or empty for a street that only connects."""

    name: str
    road_class: str
    area: str
    points: tuple[Point, ...]


@dataclass
class Stretch:
    """A segment of a road between two junctions."""

    id: str
    name: str
    street: Street
    start: str
    end: str
    line: list[Point]
    """Bent points in metres."""


@dataclass
class Town:
    """Junctions (id → bent point in metres) and stretches."""

    junctions: dict[str, Point] = field(default_factory=dict)
    stretches: list[Stretch] = field(default_factory=list)

    def of_road(self, name: str) -> list[Stretch]:
        return [stretch for stretch in self.stretches if stretch.street.name == name]

    def of_area(self, area: str) -> list[Stretch]:
        return [stretch for stretch in self.stretches if stretch.street.area == area]


def _street(name: str, road_class: str, area: str, *points: Point) -> Street:
    return Street(name, road_class, area, points)


def _across(name: str, road_class: str, area: str, y: float, west: float, east: float) -> Street:
    return _street(name, road_class, area, (west, y), (east, y))


def _along(name: str, road_class: str, area: str, x: float, south: float, north: float) -> Street:
    return _street(name, road_class, area, (x, south), (x, north))


STREETS: tuple[Street, ...] = (
    # 福华街街道, west of the railway: 4 main, 4 secondary, 12 branch
    _across("和顺大街", "MAIN", "fh", 1600, 100, 1650),
    _across("丰收大街", "MAIN", "fh", 800, 100, 1650),
    _along("长风路", "MAIN", "fh", 850, 0, 1600),
    _along("平安路", "MAIN", "fh", 1450, 0, 1600),
    _across("福华街", "SECONDARY", "fh", 1200, 100, 1650),
    _across("永宁街", "SECONDARY", "fh", 400, 100, 1650),
    _along("瑞云路", "SECONDARY", "fh", 450, 0, 1600),
    _along("安泰路", "SECONDARY", "fh", 1150, 0, 1600),
    _across("立春街", "BRANCH", "fh", 1430, 100, 850),
    _across("雨水街", "BRANCH", "fh", 1380, 850, 1650),
    _across("惊蛰街", "BRANCH", "fh", 1000, 100, 1300),
    _across("春分街", "BRANCH", "fh", 590, 450, 1650),
    _across("谷雨街", "BRANCH", "fh", 200, 100, 1150),
    _across("立夏街", "BRANCH", "fh", 0, 100, 1650),
    _along("小满路", "BRANCH", "fh", 100, 0, 1600),
    _along("芒种路", "BRANCH", "fh", 280, 400, 1200),
    _along("夏至路", "BRANCH", "fh", 650, 400, 1600),
    _along("白露路", "BRANCH", "fh", 1000, 0, 800),
    _along("霜降路", "BRANCH", "fh", 1300, 800, 1600),
    _along("小雪路", "BRANCH", "fh", 1650, 0, 1600),
    # 一马路街道, between railway and centre: 7 main and secondary, 3 lanes
    _along("一马路", "MAIN", "ym", 2000, 950, 2150),
    _across("大同路", "MAIN", "ym", 1600, 2000, 3050),
    _across("陇海路", "MAIN", "ym", 950, 2000, 3050),
    _along("操场街", "SECONDARY", "ym", 2350, 950, 2150),
    _along("钱塘路", "SECONDARY", "ym", 2750, 950, 2150),
    _street("敦睦路", "SECONDARY", "ym", (2350, 1250), (2545, 1600), (2750, 1930), (3050, 1960)),
    _across("站前横街", "SECONDARY", "ym", 1250, 2000, 2750),
    _across("甲字巷", "LANE", "ym", 1830, 2000, 2350),
    _along("乙字巷", "LANE", "ym", 2180, 1250, 1600),
    _across("丙字巷", "LANE", "ym", 1400, 2750, 3050),
    # 建中街街道, south of it: 2 main, 3 secondary, 5 branch, 2 lanes
    _across("建中街", "MAIN", "jz", 500, 2000, 3050),
    _along("长虹路", "MAIN", "jz", 2600, -250, 950),
    _across("铁英街", "SECONDARY", "jz", 150, 2000, 3050),
    _along("星光路", "SECONDARY", "jz", 2200, -250, 950),
    _across("云锦街", "SECONDARY", "jz", -250, 2000, 3050),
    _along("月华路", "BRANCH", "jz", 2400, -250, 500),
    _along("松涛路", "BRANCH", "jz", 2830, -250, 950),
    _along("竹影路", "BRANCH", "jz", 3050, -250, 950),
    _across("石榴街", "BRANCH", "jz", 720, 2200, 3050),
    _across("杏花街", "BRANCH", "jz", -60, 2000, 2830),
    _across("灯笼巷", "LANE", "jz", 330, 2200, 2600),
    _along("井台巷", "LANE", "jz", 2090, 150, 500),
    # streets that only connect: no volunteers are asked there
    _street("大同涵洞", "SECONDARY", "", (1650, 1600), (2000, 1600)),
    _street("陇海立交", "MAIN", "", (1650, 800), (2000, 950)),
    _street("南涵洞", "BRANCH", "", (1650, 0), (2000, -60)),
    _along("沿铁路", "BRANCH", "", 2000, -250, 950),
    _along("二七路", "MAIN", "", 3050, 950, 2560),
    _across("解放路", "MAIN", "", 2150, 2000, 3050),
    _street("解放路立交", "MAIN", "", (1650, 1900), (2000, 2150)),
    _across("益民路", "BRANCH", "", 2340, 2480, 3050),
    _along("民主路", "SECONDARY", "", 2480, 2150, 2560),
    _along("二马路", "BRANCH", "", 2230, 2150, 2560),
    _street("铭功路", "SECONDARY", "", (2000, 2150), (2020, 2560), (3050, 2560)),
    _street("北环路", "MAIN", "", (-150, 1900), (1650, 1900)),
    _street("西环路", "MAIN", "", (-150, -420), (-150, 1900)),
    _street("南环路", "MAIN", "", (-150, -420), (3050, -420)),
    _along("瑞云北路", "SECONDARY", "", 450, 1600, 1900),
    _along("长风北路", "MAIN", "", 850, 1600, 1900),
    _along("平安北路", "MAIN", "", 1450, 1600, 1900),
    _along("长风南路", "MAIN", "", 850, -420, 0),
    _along("安泰南路", "SECONDARY", "", 1150, -420, 0),
    _along("长虹南路", "MAIN", "", 2600, -420, -250),
    _along("竹影南路", "BRANCH", "", 3050, -420, -250),
    _across("丰收西街", "MAIN", "", 800, -150, 100),
    _across("福华西街", "SECONDARY", "", 1200, -150, 100),
)


def build() -> Town:
    """The town: every crossing is a junction, every road is cut at its junctions."""
    cuts = {street.name: _cuts(street) for street in STREETS}
    corners = sorted({point for points in cuts.values() for point in points}, key=lambda p: (p[1], p[0]))
    ids = {point: f"J{number:03d}" for number, point in enumerate(corners, 1)}
    town = Town(junctions={ids[point]: bend(point) for point in corners})
    numbers: Counter[str] = Counter()
    for street in STREETS:
        for index, (a, b) in enumerate(zip(cuts[street.name], cuts[street.name][1:]), 1):
            prefix = street.area or "wl"
            numbers[prefix] += 1
            line = [bend(point) for point in _between(street, a, b)]
            id = f"{prefix}-{numbers[prefix]:03d}"
            town.stretches.append(Stretch(id, f"{street.name}{index}段", street, ids[a], ids[b], line))
    return town


def bend(point: Point) -> Point:
    """Grid metres to town metres: turned a little, and pushed about smoothly, as streets that grew are."""
    x, y = point[0] - MIDDLE[0], point[1] - MIDDLE[1]
    x, y = (
        x + 26 * math.sin(y / 310 + 0.7) + 13 * math.sin(x / 170 + y / 240),
        y + 24 * math.sin(x / 350 + 1.1) + 12 * math.sin(y / 150 - x / 260),
    )
    turn = math.radians(-5)
    return x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)


def lonlat(point: Point) -> Point:
    """Town metres to degrees, six decimals (about 0.1 m)."""
    return (
        round(ORIGIN[0] + point[0] / METRES_PER_DEGREE[0], 6),
        round(ORIGIN[1] + point[1] / METRES_PER_DEGREE[1], 6),
    )


def _cuts(street: Street) -> list[Point]:
    """The junctions of a street in order: its ends, its crossings with others, gates on long stretches."""
    found: dict[float, Point] = {0.0: street.points[0], _length(street.points): street.points[-1]}
    walked = 0.0
    for a, b in zip(street.points, street.points[1:]):
        for other in STREETS:
            if other is not street:
                for c, d in zip(other.points, other.points[1:]):
                    if (hit := _crossing(a, b, c, d)) is not None:
                        found[round(walked + math.dist(a, hit), 1)] = hit
        walked += math.dist(a, b)
    places: dict[Point, float] = {}
    for along, point in sorted(found.items()):
        places.setdefault((round(point[0], 1), round(point[1], 1)), along)
    ordered = list(places)
    gates = _gates(street, ordered)
    return [p for pair in zip(ordered, gates + [None]) for p in pair if p is not None]


def _gates(street: Street, ordered: list[Point]) -> list[Point | None]:
    gates: list[Point | None] = []
    for a, b in zip(ordered, ordered[1:]):
        middle = _between(street, a, b)[2]
        gates.append((round(middle[0], 1), round(middle[1], 1)) if math.dist(a, b) > LONGEST[street.area] else None)
    return gates


def _between(street: Street, a: Point, b: Point) -> list[Point]:
    """Five points of the street from a to b, by its own course."""
    starts, walked = [], 0.0
    for p, q in zip(street.points, street.points[1:]):
        starts.append((walked, p, q))
        walked += math.dist(p, q)
    low, high = _position(starts, a), _position(starts, b)
    return [a, *(_at(starts, low + (high - low) * step / 4) for step in (1, 2, 3)), b]


def _position(starts: list[tuple[float, Point, Point]], point: Point) -> float:
    def off(part: tuple[float, Point, Point]) -> float:
        _, p, q = part
        return math.dist(p, point) + math.dist(point, q) - math.dist(p, q)

    walked, p, _ = min(starts, key=off)
    return walked + math.dist(p, point)


def _at(starts: list[tuple[float, Point, Point]], along: float) -> Point:
    walked, p, q = [part for part in starts if part[0] <= along + 1e-9][-1]
    share = (along - walked) / math.dist(p, q)
    return p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share


def _length(points: tuple[Point, ...]) -> float:
    return sum(math.dist(a, b) for a, b in zip(points, points[1:]))


def _crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where two stretches meet, ends included; None when they are parallel or miss each other."""
    r, s = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    cross = r[0] * s[1] - r[1] * s[0]
    if abs(cross) < 1e-9:
        return None
    t = ((c[0] - a[0]) * s[1] - (c[1] - a[1]) * s[0]) / cross
    u = ((c[0] - a[0]) * r[1] - (c[1] - a[1]) * r[0]) / cross
    if not (-1e-9 <= t <= 1 + 1e-9 and -1e-9 <= u <= 1 + 1e-9):
        return None
    return round(a[0] + t * r[0], 1), round(a[1] + t * r[1], 1)


def neighbours(town: Town) -> dict[str, list[str]]:
    """Junction → junctions one stretch away."""
    found: dict[str, list[str]] = defaultdict(list)
    for stretch in town.stretches:
        found[stretch.start].append(stretch.end)
        found[stretch.end].append(stretch.start)
    return found
