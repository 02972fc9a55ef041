"""Cuts ways at their junctions into pieces, each of which becomes a segment."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from engine.roads.classes import RANK
from engine.roads.drawing import NO_ID, PIECE_MARK, Drawing, LonLat, Way
from engine.roads.measure import length_and_middle

LONGEST = 80
"""Signs of an id that two junctions may fill; longer ones are hashed."""
_Run = tuple[Way, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a way from one junction to the next."""

    id: str
    way: Way
    start: str
    end: str
    line: tuple[LonLat, ...]
    metres: int
    middle: LonLat
    first: bool
    """Begins where the way begins."""
    last: bool


def cut(drawing: Drawing) -> tuple[list[Piece], list[str]]:
    """The pieces of all ways, each with an id that is the same as long as its way and its ends are; and warnings.

    What was drawn twice, in either direction, is there once.
    """
    ways = _once([(way, way.nodes) for way in drawing.ways])
    uses = Counter(node for way, _ in ways for node in way.nodes)
    uses.update(node for way, _ in ways for node in (way.nodes[0], way.nodes[-1]))
    runs = [(way, run) for way, _ in ways for run in _runs(way.nodes, uses)]
    kept = set(_once(runs))
    ids = _ids(runs, drawing.points)
    pieces = [_piece(id, *run, drawing.points) for id, run in zip(ids, runs, strict=True) if run in kept]
    twice = len(drawing.ways) - len(ways) + len(runs) - len(pieces)
    return pieces, [f"{twice} 条线与别的线完全重合，只取一条"] if twice else []


def way_of(segment: str) -> str:
    """The id of the way from which the segment with this id was cut."""
    return segment.rsplit(PIECE_MARK, 1)[0]


def _once(runs: Iterable[_Run]) -> list[_Run]:
    """One run of those through the same nodes, in either direction: the named one, of the highest class."""
    best: dict[tuple[str, ...], _Run] = {}
    for way, nodes in sorted(runs, key=lambda run: (not run[0].name, -RANK.index(run[0].road_class), run[0].id)):
        best.setdefault(min(nodes, nodes[::-1]), (way, nodes))
    chosen = set(best.values())
    return [run for run in dict.fromkeys(runs) if run in chosen]


def _runs(nodes: tuple[str, ...], uses: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
    start = 0
    for place in range(1, len(nodes)):
        if uses[nodes[place]] > 1:
            yield nodes[start : place + 1]
            start = place


def _piece(id: str, way: Way, run: tuple[str, ...], points: Mapping[str, LonLat]) -> Piece:
    line = tuple(points[node] for node in run)
    metres, middle = length_and_middle(line)
    return Piece(
        id=id,
        way=way,
        start=run[0],
        end=run[-1],
        line=line,
        metres=max(1, round(metres)),
        middle=middle,
        first=run[0] == way.nodes[0],
        last=run[-1] == way.nodes[-1],
    )


def _ids(runs: list[_Run], points: Mapping[str, LonLat]) -> list[str]:
    """An id for each run: its way's own when the way is whole, else with its number or with both ends.

    Equal ids, of parallel runs, get a number in the order of their lines, whatever the order in the file.
    """
    parts = Counter(way.id for way, _ in runs)
    seen: Counter[str] = Counter()
    same: dict[str, list[int]] = defaultdict(list)
    for place, (way, run) in enumerate(runs):
        seen[way.id] += 1
        if way.by_ends:
            same[f"{way.id}{PIECE_MARK}{_between(way, run[0], run[-1])}"].append(place)
        else:
            same[way.id if parts[way.id] == 1 else f"{way.id}{PIECE_MARK}{seen[way.id]}"].append(place)
    ids = [""] * len(runs)
    for id, places in same.items():
        places.sort(key=lambda place: sorted(points[node] for node in runs[place][1]))
        for number, place in enumerate(places, start=1):
            ids[place] = id if number == 1 else f"{id}.{number}"
    return ids


def _between(way: Way, start: str, end: str) -> str:
    """Both ends in short; without regard to the direction where nothing but the place tells a way from others."""
    ends = sorted((start, end)) if way.id == NO_ID else [start, end]
    text = "-".join(re.sub(r"^(osm:node|at):", "", node) for node in ends)
    return text if len(text) <= LONGEST else blake2b(text.encode(), digest_size=12).hexdigest()
