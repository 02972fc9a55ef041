"""Names segments by the cross streets at their ends: 福华街（大学路—京广路）."""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.roads.classes import RANK
from engine.roads.drawing import clean_name
from engine.roads.grouping import Roads
from engine.roads.pieces import Piece
from engine.roads.stored import Stored, StoredSegment

DEAD_END = "尽头"
NUMBERED = re.compile(r"(.*)第 (\d+) 段")


@dataclass(frozen=True, slots=True)
class _Streets:
    """Which named roads meet at a junction, and how one walks along each road."""

    crossing: Mapping[str, Sequence[str]]
    """Junction → the names of roads there, the greatest first."""
    along: Mapping[str, Mapping[str, Sequence[tuple[int, str, str]]]]
    """Road → junction → (metres, next junction, piece)."""
    names: Collection[str]
    """The names of all roads."""


def name_segments(
    pieces: Sequence[Piece], roads: Roads, kept: Mapping[str, StoredSegment], stored: Stored
) -> dict[str, str]:
    """A name for each piece, by its id; pieces that would share one are numbered, and keep the number they had."""
    streets = _streets(pieces, roads, kept, stored)
    labels: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        labels[_label(piece, roads, streets)].append(piece)
    taken = {str(segment.props["name"]) for segment in kept.values()}
    names: dict[str, str] = {}
    for label, group in labels.items():
        names |= _numbered(label, group, stored, taken)
    return names


def _streets(pieces: Sequence[Piece], roads: Roads, kept: Mapping[str, StoredSegment], stored: Stored) -> _Streets:
    ranks: dict[str, dict[str, int]] = defaultdict(dict)
    along: dict[str, dict[str, list[tuple[int, str, str]]]] = defaultdict(lambda: defaultdict(list))
    for piece in (piece for piece in pieces if piece.way.name):
        id = roads.of_piece[piece.id]
        for here, there in ((piece.start, piece.end), (piece.end, piece.start)):
            ranks[here][piece.way.name] = -RANK.index(roads.roads[id].road_class)
            along[id][here].append((piece.metres, there, piece.id))
    for segment in kept.values():
        if name := stored.named_road(segment):
            for here in (segment.start, segment.end):
                ranks[here].setdefault(name, 0)
    crossing = {here: sorted(names, key=lambda name: (names[name], name)) for here, names in ranks.items()}
    names = {piece.way.name for piece in pieces} | {str(road["name"]) for road in stored.roads.values()}
    return _Streets(crossing, along, names - {""})


def _label(piece: Piece, roads: Roads, streets: _Streets) -> str:
    road = roads.roads[roads.of_piece[piece.id]]
    if not piece.way.name:
        return road.name
    if piece.way.label:
        return piece.way.label
    said = [piece.way.start if piece.first else "", piece.way.end if piece.last else ""]
    said = [name if name in streets.names else "" for name in said]
    ends = [
        said[0] or _cross(piece, piece.start, road.id, streets),
        said[1] or _cross(piece, piece.end, road.id, streets),
    ]
    if not any(ends):
        return road.name
    if not any(said) and _backwards(piece):
        ends.reverse()
    return f"{clean_name(road.name, 50)}（{'—'.join(clean_name(end or DEAD_END, 24) for end in ends)}）"


def _backwards(piece: Piece) -> bool:
    """The piece was drawn from east to west or, where that is its lesser extent, from south to north."""
    (x, y), (u, v) = piece.line[0], piece.line[-1]
    return u < x if abs(u - x) >= abs(v - y) else v > y


def _cross(piece: Piece, junction: str, road: str, streets: _Streets) -> str:
    """The first street that one meets walking along the road, away from the piece; empty when there is none."""
    along, seen = streets.along[road], set()
    queue = [(0, junction)]
    while queue:
        metres, here = heapq.heappop(queue)
        if here in seen:
            continue
        seen.add(here)
        if other := next((name for name in streets.crossing[here] if name != piece.way.name), ""):
            return other
        for length, there, id in along[here]:
            if id != piece.id:
                heapq.heappush(queue, (metres + length, there))
    return ""


def _numbered(label: str, group: Sequence[Piece], stored: Stored, taken: set[str]) -> dict[str, str]:
    """The label for a piece that is alone with it; else 第 1 段, 第 2 段, … from west to east or north to south."""
    if len(group) == 1 and label not in taken:
        return {group[0].id: label}
    names: dict[str, str] = {}
    used = _numbers(label, taken)
    for piece in group:
        before = stored.segments.get(piece.id)
        mine = _numbers(label, [before.props["name"]] if before else []) - used
        used |= mine
        if mine:
            names[piece.id] = f"{label}第 {min(mine)} 段"
    free = (number for number in range(1, len(group) + len(used) + 1) if number not in used)
    rest = sorted((piece for piece in group if piece.id not in names), key=_position(group))
    return names | {piece.id: f"{label}第 {number} 段" for piece, number in zip(rest, free, strict=False)}


def _numbers(label: str, names: Iterable[str]) -> set[int]:
    matches = (NUMBERED.fullmatch(name) for name in names)
    return {int(match[2]) for match in matches if match and match[1] == label}


def _position(group: Sequence[Piece]) -> Callable[[Piece], tuple[float, str]]:
    """Sorts from west to east or, where the group's extent is greater that way, from north to south."""
    lons, lats = zip(*(piece.middle for piece in group), strict=True)
    if max(lons) - min(lons) >= max(lats) - min(lats):
        return lambda piece: (piece.middle[0], piece.id)
    return lambda piece: (-piece.middle[1], piece.id)
