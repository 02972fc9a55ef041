"""Gathers pieces into roads.

Pieces of one name that lie in one neighbourhood are one road, so that two streets which happen to share a name stay
two. A piece without a name belongs to a road of its own kind beside the nearest named road, so that its name still says
where it is. Roads that the store has already keep their ids.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from engine.model import Road, RoadClass
from engine.roads.classes import RANK
from engine.roads.drawing import LonLat, clean_name
from engine.roads.measure import Floats, Ints, on_plane, sampled
from engine.roads.pieces import Piece
from engine.roads.stored import BESIDE, UNNAMED, Stored, StoredSegment

NEIGHBOURHOOD = 200.0
"""Metres between pieces of one name that still belong to one road: over a junction, or to the other carriageway."""
CLASS_SHARE = 0.25
"""The part of a road's length that must be of its class or a higher one: footways beside a street may have its name."""
BESIDE_TERMS: dict[RoadClass, str] = {
    RoadClass.MAIN: "无名主干道",
    RoadClass.SECONDARY: "无名次干道",
    RoadClass.BRANCH: "无名支路",
    RoadClass.LANE: "无名小路",
}


@dataclass(frozen=True, slots=True)
class Roads:
    """The roads by id, and the id of the road of each piece."""

    roads: dict[str, Road]
    of_piece: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Item:
    """A piece of the file (then ``piece`` is set) or a stored segment that stays, of a named road."""

    name: str
    line: Sequence[LonLat]
    road: str
    """The stored road it belongs to; empty when there is none."""
    piece: Piece | None = None


def group(pieces: Sequence[Piece], kept: Mapping[str, StoredSegment], stored: Stored) -> Roads:
    """The roads of the pieces; ``kept`` are the stored segments that stay beside them."""
    latitude = float(np.mean([piece.middle[1] for piece in pieces]))
    items = [_of_piece(piece, stored) for piece in pieces if piece.way.name]
    items += [_of_stored(segment, name) for segment in kept.values() if (name := stored.named_road(segment))]
    by_name: dict[str, list[_Item]] = defaultdict(list)
    for item in items:
        by_name[item.name].append(item)
    roads: dict[str, Road] = {}
    of_piece: dict[str, str] = {}
    taken = set(stored.roads)
    for name in sorted({piece.way.name for piece in pieces if piece.way.name}):
        empty = _roads_without_segments(name, stored)
        for id, cluster in _with_ids(name, _clusters(by_name[name], latitude), taken, empty):
            roads[id] = Road(id=id, name=name, road_class=_class(cluster, stored.roads.get(id)))
            of_piece |= {item.piece.id: id for item in cluster if item.piece}
    unnamed = [piece for piece in pieces if not piece.way.name]
    for piece, road in zip(unnamed, _roads_beside(unnamed, items, of_piece, latitude), strict=True):
        of_piece[piece.id] = road.id
        roads[road.id] = road
    return Roads(roads, of_piece)


def _of_piece(piece: Piece, stored: Stored) -> _Item:
    before = stored.segments.get(piece.id)
    road = before.road if before and stored.named_road(before) == piece.way.name else ""
    return _Item(piece.way.name, piece.line, road, piece)


def _of_stored(segment: StoredSegment, name: str) -> _Item:
    line = segment.props["line"]
    return _Item(name, list(zip(line[::2], line[1::2], strict=True)), segment.road)


def _roads_without_segments(name: str, stored: Stored) -> list[str]:
    used = {segment.road for segment in stored.segments.values()}
    return sorted(id for id, props in stored.roads.items() if props["name"] == name and id not in used)


def _clusters(items: list[_Item], latitude: float) -> list[list[_Item]]:
    """The items by neighbourhood, the longest road first."""
    points, owner = _points(items, latitude, NEIGHBOURHOOD / 2)
    pairs = owner[KDTree(points).query_pairs(NEIGHBOURHOOD, output_type="ndarray")].reshape(-1, 2)
    joined = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(items), len(items)))
    _, labels = connected_components(joined, directed=False)
    clusters: dict[int, list[_Item]] = defaultdict(list)
    for item, label in zip(items, labels.tolist(), strict=True):
        clusters[label].append(item)
    return sorted(clusters.values(), key=lambda cluster: -sum(item.piece.metres for item in cluster if item.piece))


def _points(items: Iterable[_Item], latitude: float, spacing: float) -> tuple[Floats, Ints]:
    """Points along all lines, and the number of the item of each."""
    lines = [on_plane(item.line, latitude) for item in items]
    starts, ends = (np.concatenate([line[cut] for line in lines]) for cut in (slice(None, -1), slice(1, None)))
    points, stretch = sampled(starts, ends, spacing)
    return points, np.repeat(np.arange(len(lines)), [len(line) - 1 for line in lines])[stretch]


def _with_ids(
    name: str, clusters: Iterable[list[_Item]], taken: set[str], empty: list[str]
) -> list[tuple[str, list[_Item]]]:
    """Each cluster that has pieces, with the id that most of it had, else an unused one."""
    given: dict[str, list[_Item]] = {}
    for cluster in clusters:
        if not any(item.piece for item in cluster):
            continue
        votes = Counter(item.road for item in cluster if item.road and item.road not in given)
        id = min(votes, key=lambda road: (-votes[road], road)) if votes else (empty.pop(0) if empty else "")
        given[id or _new_id(name, taken)] = cluster
    return list(given.items())


def _new_id(name: str, taken: set[str]) -> str:
    base = "road:" + "_".join(name.split())
    id, number = base, 1
    while id in taken:
        number += 1
        id = f"{base}:{number}"
    taken.add(id)
    return id


def _class(cluster: Iterable[_Item], stored: Mapping[str, str] | None) -> RoadClass:
    """The highest class that, with those above it, has a fair share of the length, of the pieces that say theirs.

    A part that stays as it was stored counts with the class of its road; so does the road when no piece says any.
    """
    pieces = [item.piece for item in cluster if item.piece]
    said = [piece for piece in pieces if piece.way.class_said]
    if stored and not said:
        return RoadClass(stored["road_class"])
    pieces = said or pieces
    needed = CLASS_SHARE * sum(piece.metres for piece in pieces)
    found = next(
        road_class
        for rank, road_class in reversed(list(enumerate(RANK)))
        if sum(piece.metres for piece in pieces if RANK.index(piece.way.road_class) >= rank) >= needed
    )
    if stored and any(item.piece is None for item in cluster):
        return max(found, RoadClass(stored["road_class"]), key=RANK.index)
    return found


def _roads_beside(
    unnamed: Sequence[Piece], items: Sequence[_Item], of_piece: Mapping[str, str], latitude: float
) -> list[Road]:
    """For each unnamed piece the road of its class beside the named road that is nearest to its middle."""
    if not unnamed or not items:
        classes = [piece.way.road_class for piece in unnamed]
        return [Road(id=UNNAMED + c.lower(), name=BESIDE_TERMS[c], road_class=c) for c in classes]
    points, owner = _points(items, latitude, 20.0)
    _, near = KDTree(points).query(on_plane([piece.middle for piece in unnamed], latitude))
    beside: list[Road] = []
    for piece, number in zip(unnamed, owner[near].tolist(), strict=True):
        item, road_class = items[number], piece.way.road_class
        id = of_piece[item.piece.id] if item.piece else item.road
        name = f"{clean_name(item.name, 70)}旁{BESIDE_TERMS[road_class]}"
        beside.append(Road(id=f"{id}{BESIDE}{road_class.lower()}", name=name, road_class=road_class))
    return beside
