"""All that a roster's words may mean, read from the graph once per import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from engine.model import (
    LINE_TERMS,
    Category,
    Community,
    Line,
    LineId,
    Organization,
    Road,
    Segment,
    Station,
    Team,
)
from engine.nearest import JunctionIndex
from engine.roster.cell import BadCell, parts
from engine.roster.names import LISTED, Names
from engine.roster.places import Places, Point, centre
from engine.store.port import Reader
from engine.store.question import Match, Row

PATH_DEPTH = 4
"""An organization may be written with so many of those above it."""


@dataclass(frozen=True, slots=True)
class Known:
    """Names of the graph, and where they are."""

    line: LineId
    organizations: Names
    others: dict[str, frozenset[LineId]]
    """Organization's name → its lines, for those of other lines."""
    stations: Names
    station_points: dict[str, Point]
    segments: Names
    road_segments: dict[str, list[str]]
    """Road's id → its segments."""
    roads: Names
    teams: Names
    categories: Names
    places: Places
    junctions: JunctionIndex

    def organization(self, text: str) -> str:
        """The organization of this line. Raises :class:`BadCell`."""
        if not self.organizations.ids(text):
            for name in (text, *text.split("/")[-1:]):
                if lines := self.others.get(name):
                    terms = "、".join(LINE_TERMS[line] for line in sorted(lines)) or "其他"
                    raise BadCell(
                        f"这个单位属于{terms}条线，不属于{LINE_TERMS[self.line]}条线", "本条线的单位，或换 --line"
                    )
        return self.organizations.find(text)

    def claimed(self, text: str) -> tuple[str, ...]:
        """The segments that are named. Raises :class:`BadCell`."""
        if self.segments.ids(text):
            return (self.segments.find(text),)
        return tuple(dict.fromkeys(self._segment(item) for item in parts(text)))

    def _segment(self, text: str) -> str:
        if not self.segments.ids(text) and len(roads := self.roads.ids(text)) == 1:
            segments = self.road_segments.get(next(iter(roads)), [])
            if len(segments) == 1:
                return segments[0]
            names = "、".join(self.segments.shown[id] for id in segments[:LISTED])
            raise BadCell(f"这条路有 {len(segments)} 段", f"写路段名称，例如：{names}")
        return self.segments.find(text)

    def preferred(self, text: str) -> tuple[type[Category] | type[Segment] | type[Station], str]:
        """The category, segment or station with this name. Raises :class:`BadCell`."""
        if self.categories.ids(text):
            return Category, self.categories.find(text)
        if self.stations.ids(text):
            return Station, self.stations.find(text)
        if self.segments.ids(text):
            return Segment, self.segments.find(text)
        raise BadCell("没有这个活动类别、服务站或路段", self.categories.near(text))


def load_known(reader: Reader, line: LineId, within: Collection[str] | None = None) -> Known:
    """What the graph knows now; of the organizations only these, if they are given."""
    stations = reader.query(Match("s", Station).select("s.id", "s.name", "s.lat", "s.lon"))
    segments = reader.query(Match("s", Segment).select("s.id", "s.name", "s.lat", "s.lon", "s.metres"))
    roads = reader.query(
        Match("r", Road).hop("HAS_SEGMENT", "s", Segment).select("r.id", "r.name", "s.id", "s.lat", "s.lon", "s.metres")
    )
    communities = reader.query(Match("c", Community).select("c.name", "c.lat", "c.lon"))
    organizations, others = _organizations(reader, line, within)
    road_segments: dict[str, list[str]] = defaultdict(list)
    for row in sorted(roads, key=lambda row: str(row["s.id"])):
        road_segments[row["r.id"]].append(row["s.id"])
    return Known(
        line=line,
        organizations=organizations,
        others=others,
        stations=Names("服务站", [(row["s.name"], row["s.id"]) for row in stations]),
        station_points={row["s.id"]: (row["s.lat"], row["s.lon"]) for row in stations},
        segments=Names("路段", [(row["s.name"], row["s.id"]) for row in segments]),
        road_segments=dict(road_segments),
        roads=Names("道路", {(row["r.name"], row["r.id"]) for row in roads}),
        teams=Names("志愿服务队", _named(reader, Team)),
        categories=Names("活动类别", _named(reader, Category)),
        places=Places.of(
            [
                *((row["s.name"], (row["s.lat"], row["s.lon"])) for row in (*stations, *segments)),
                *((row["c.name"], (row["c.lat"], row["c.lon"])) for row in communities if row["c.lat"] is not None),
                *_centres(roads, "r.id", "r.name"),
                *_claimed_centres(reader),
            ]
        ),
        junctions=JunctionIndex.load(reader),
    )


def _named(reader: Reader, node: type[Team] | type[Category]) -> list[tuple[str, str]]:
    return [(row["n.name"], row["n.id"]) for row in reader.query(Match("n", node).select("n.id", "n.name"))]


def _centres(rows: list[Row], id: str, name: str) -> list[tuple[str, Point]]:
    """The middle of each thing's segments."""
    found: dict[tuple[str, str], list[tuple[Point, float]]] = defaultdict(list)
    for row in rows:
        found[str(row[id]), str(row[name])].append(((row["s.lat"], row["s.lon"]), row["s.metres"]))
    return [
        (name, centre([point for point, _ in pieces], [metres for _, metres in pieces]))
        for (_, name), pieces in found.items()
    ]


def _claimed_centres(reader: Reader) -> list[tuple[str, Point]]:
    question = Match("o", Organization).hop("CLAIMS", "s", Segment)
    rows = reader.query(question.select("o.id", "o.name", "s.id", "s.lat", "s.lon", "s.metres"))
    return _centres(rows, "o.id", "o.name")


def _organizations(
    reader: Reader, line: LineId, within: Collection[str] | None
) -> tuple[Names, dict[str, frozenset[LineId]]]:
    """The names of this line's organizations, also with those above them in front; and the lines of the others."""
    names = {row["o.id"]: row["o.name"] for row in reader.query(Match("o", Organization).select("o.id", "o.name"))}
    above: dict[str, list[str]] = defaultdict(list)
    for row in reader.query(Match("o", Organization).hop("PART_OF", "p", Organization).select("o.id", "p.id")):
        above[row["o.id"]].append(row["p.id"])
    own: dict[str, set[LineId]] = defaultdict(set)
    for row in reader.query(Match("o", Organization).hop("IN_LINE", "l", Line).select("o.id", "l.id")):
        own[row["o.id"]].add(LineId(row["l.id"]))

    def lines(id: str, depth: int = 0) -> frozenset[LineId]:
        if own[id] or depth > 10:
            return frozenset(own[id])
        return frozenset[LineId]().union(*(lines(parent, depth + 1) for parent in above[id]))

    def paths(id: str, depth: int) -> list[str]:
        longer = [path for parent in above[id] if depth for path in paths(parent, depth - 1)]
        return [names[id], *(f"{path}/{names[id]}" for path in longer)]

    of_line = {id for id in names if line in lines(id)}
    inside = of_line if within is None else of_line.intersection(within)
    spellings = [(path, id) for id in inside for path in paths(id, PATH_DEPTH)]
    others: dict[str, frozenset[LineId]] = {}
    for id in names.keys() - of_line:
        others[names[id]] = others.get(names[id], frozenset()) | lines(id)
    named = [(names[id], id) for id in sorted(inside)]
    return Names("单位", named, spellings, tell_apart="写“上级/本级”"), others
