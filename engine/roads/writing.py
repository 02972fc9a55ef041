"""Writes pieces and roads into the store: what is new or other than before, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.coordinates import metres_between
from engine.model import EDGES, NODES, Junction, Node, Props, Road, Segment, Subdistrict
from engine.roads.drawing import NO_ID
from engine.roads.grouping import Roads
from engine.roads.pieces import Piece, way_of
from engine.roads.report import Tally
from engine.roads.stored import Stored
from engine.store.port import Edge, Transaction
from engine.store.question import Match, is_in

STREET_EDGES = frozenset({"HAS_SEGMENT", "FROM", "TO"})


@dataclass(frozen=True, slots=True)
class Written:
    """What has been done."""

    roads: Tally
    segments: Tally
    junctions: Tally
    warnings: tuple[str, ...]


def write(
    tx: Transaction,
    stored: Stored,
    pieces: Sequence[Piece],
    roads: Roads,
    names: Mapping[str, str],
    stale: Collection[str],
    subdistrict: str,
) -> Written:
    """The store holds the pieces as segments of their roads; the ``stale`` segments are gone, and with them the roads
    and junctions that nothing needs any more. What hung on a stale segment hangs on the nearest new piece of its way.
    """
    junctions = _write(tx, Junction, _junctions(pieces), stored.junctions)
    written_roads = _write(tx, Road, roads.roads.values(), stored.roads)
    before = {id: segment.props for id, segment in stored.segments.items()}
    moved = {piece.id for piece in pieces if _place(piece, roads) != _stored_place(stored, piece.id)}
    segments = _write(tx, Segment, [_segment(piece, names[piece.id]) for piece in pieces], before, moved)
    _attach(tx, [piece for piece in pieces if piece.id in moved], roads, before)
    if subdistrict:
        tx.upsert_edges("PART_OF", Road, Subdistrict, [Edge(id, subdistrict) for id in roads.roads])
    warnings = _carry_over(tx, stored, pieces, stale)
    tx.delete_nodes(Segment, is_in("id", sorted(stale)))
    lost_roads, lost_junctions = _unneeded(stored, pieces, roads, stale)
    tx.delete_nodes(Road, is_in("id", sorted(lost_roads)))
    tx.delete_nodes(Junction, is_in("id", sorted(lost_junctions)))
    return Written(
        replace(written_roads, removed=len(lost_roads)),
        replace(segments, removed=len(stale)),
        replace(junctions, removed=len(lost_junctions)),
        warnings,
    )


def _write(
    tx: Transaction, label: type[Node], nodes: Iterable[Node], before: Mapping[str, Props], moved: Collection[str] = ()
) -> Tally:
    """The nodes are stored; those in ``moved`` count as changed even where their properties have stayed."""
    known = list(nodes)
    new = [node for node in known if node.id not in before]
    other = [node for node in known if node.id in before and node.to_props() != before[node.id]]
    tx.upsert_nodes([*new, *other])
    changed = len({node.id for node in other} | {id for id in moved if id in before})
    return Tally(added=len(new), changed=changed, unchanged=len(known) - len(new) - changed)


def _junctions(pieces: Iterable[Piece]) -> list[Junction]:
    places = {id: place for p in pieces for id, place in ((p.start, p.line[0]), (p.end, p.line[-1]))}
    return [Junction(id=id, lon=lon, lat=lat) for id, (lon, lat) in places.items()]


def _segment(piece: Piece, name: str) -> Segment:
    lon, lat = piece.middle
    line = tuple(part for point in piece.line for part in point)
    return Segment(id=piece.id, name=name, metres=piece.metres, lat=lat, lon=lon, line=line)


def _place(piece: Piece, roads: Roads) -> tuple[str, str, str]:
    return roads.of_piece[piece.id], piece.start, piece.end


def _stored_place(stored: Stored, id: str) -> tuple[str, str, str] | None:
    segment = stored.segments.get(id)
    return (segment.road, segment.start, segment.end) if segment else None


def _attach(tx: Transaction, pieces: Sequence[Piece], roads: Roads, before: Collection[str]) -> None:
    """Each of these pieces belongs to its road and to the junctions at its ends, and to no others."""
    here = is_in("id", sorted(piece.id for piece in pieces if piece.id in before))
    tx.delete_edges("HAS_SEGMENT", Road, Segment, targets=here)
    tx.delete_edges("FROM", Segment, Junction, sources=here)
    tx.delete_edges("TO", Segment, Junction, sources=here)
    tx.upsert_edges("HAS_SEGMENT", Road, Segment, [Edge(roads.of_piece[piece.id], piece.id) for piece in pieces])
    tx.upsert_edges("FROM", Segment, Junction, [Edge(piece.id, piece.start) for piece in pieces])
    tx.upsert_edges("TO", Segment, Junction, [Edge(piece.id, piece.end) for piece in pieces])


def _carry_over(tx: Transaction, stored: Stored, pieces: Sequence[Piece], stale: Collection[str]) -> tuple[str, ...]:
    """Claims, covers, shifts and wishes of a stale segment are those of its successor; says what has none."""
    if not stale:
        return ()
    successors = _successors(stored, pieces, stale)
    labels = {node.LABEL: node for node in NODES}
    carried = lost = 0
    for kind in (kind for kind in EDGES if "Segment" in kind.targets and kind.name not in STREET_EDGES):
        for source in (labels[label] for label in kind.sources):
            question = (
                Match("n", source).hop(kind.name, "s", Segment, edge_alias="e").where(is_in("s.id", sorted(stale)))
            )
            rows = tx.query(question)
            edges = [
                Edge(row["n"]["id"], successors[row["s"]["id"]], row["e"])
                for row in rows
                if row["s"]["id"] in successors
            ]
            tx.upsert_edges(kind.name, source, Segment, edges)
            carried, lost = carried + len(edges), lost + len(rows) - len(edges)
    told = ((carried, "项认领、覆盖、班次等已移到重新划分后的路段"), (lost, "项认领、覆盖、班次等随路段一并删去"))
    return tuple(f"{number} {text}" for number, text in told if number)


def _successors(stored: Stored, pieces: Sequence[Piece], stale: Collection[str]) -> dict[str, str]:
    """Stale segment → the piece of the same way whose middle is nearest to its own."""
    of_way: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        of_way[piece.way.id].append(piece)
    successors = {}
    for id in stale:
        props = stored.segments[id].props
        candidates = [
            (metres_between(props["lat"], props["lon"], piece.middle[1], piece.middle[0]), piece.id)
            for piece in of_way.get(way_of(id), ())
        ]
        if candidates and way_of(id) != NO_ID:
            successors[id] = min(candidates)[1]
    return successors


def _unneeded(
    stored: Stored, pieces: Sequence[Piece], roads: Roads, stale: Collection[str]
) -> tuple[set[str], set[str]]:
    """The roads and junctions that lost their last segment now. Roads that did not come from a file stay."""
    rewritten = {piece.id for piece in pieces} | set(stale)
    gone = [stored.segments[id] for id in rewritten if id in stored.segments]
    kept = [segment for id, segment in stored.segments.items() if id not in rewritten]
    lost_roads = {s.road for s in gone} - {s.road for s in kept} - set(roads.roads)
    used = {end for s in kept for end in (s.start, s.end)} | {end for p in pieces for end in (p.start, p.end)}
    lost_junctions = {end for s in gone for end in (s.start, s.end)} - used - {""}
    return {id for id in lost_roads if id.startswith("road:")}, lost_junctions
