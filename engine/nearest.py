"""The junction nearest to a place, and the edges that keep it for volunteers and stations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import KDTree

from engine.errors import NotFound
from engine.model import Junction, Node, Station, Volunteer
from engine.store.port import Edge, Reader, Transaction
from engine.store.question import Match, is_in

EARTH_METRES = 6_371_008.8
"""Mean radius of the earth (IUGG)."""

PLACES: tuple[tuple[str, type[Node], str, str], ...] = (
    ("LIVES_NEAR", Volunteer, "home_lat", "home_lon"),
    ("WORKS_NEAR", Volunteer, "work_lat", "work_lon"),
    ("NEAR", Station, "lat", "lon"),
)
"""Edge, label, and where the place stands: all that is kept near a junction."""


@dataclass(frozen=True, slots=True)
class JunctionIndex:
    """All junctions, ready to be asked which is nearest. Among equally near ones the answer is always the same."""

    ids: tuple[str, ...]
    tree: KDTree | None
    """Points on the sphere, in metres from its centre: the chord orders as the great circle does, everywhere."""

    @classmethod
    def load(cls, reader: Reader) -> Self:
        """The index of every junction in the store; one question."""
        rows = reader.query(Match("j", Junction).select("j.id", "j.lat", "j.lon"))
        return cls.of((row["j.id"], row["j.lat"], row["j.lon"]) for row in rows)

    @classmethod
    def of(cls, junctions: Iterable[tuple[str, float, float]]) -> Self:
        """The index of these junctions: id, latitude, longitude."""
        ordered = sorted(junctions)
        points = _on_sphere([lat for _, lat, _ in ordered], [lon for _, _, lon in ordered])
        return cls(tuple(id for id, _, _ in ordered), KDTree(points) if ordered else None)

    def __len__(self) -> int:
        return len(self.ids)

    def nearest(self, lat: float, lon: float) -> tuple[str, float]:
        """The id of the nearest junction and the metres to it as the crow flies. Raises ``NotFound`` without any."""
        ids, metres = self.nearest_many([lat], [lon])
        return ids[0], float(metres[0])

    def nearest_many(self, lats: ArrayLike, lons: ArrayLike) -> tuple[list[str], NDArray[np.float64]]:
        """For each place the id of the nearest junction and the metres to it. Raises ``NotFound`` without junctions."""
        if self.tree is None:
            raise NotFound("还没有路网；请先导入道路（jiujin import roads 文件）")
        chords, places = self.tree.query(_on_sphere(lats, lons))
        metres = 2 * EARTH_METRES * np.arcsin(np.minimum(chords / (2 * EARTH_METRES), 1.0))
        return [self.ids[place] for place in np.atleast_1d(places)], metres


def link_near(tx: Transaction, index: JunctionIndex | None = None, *, only: Collection[str] | None = None) -> int:
    """Every volunteer and station has an edge to the junction nearest to each of its places, and no other such edge.

    ``only`` limits this to volunteers and stations with these ids. Edges that are right already are left alone; how
    many were put or taken away. Without junctions there are no edges.
    """
    known = JunctionIndex.load(tx) if index is None else index
    return sum(_link(tx, known, place, only) for place in PLACES)


def _link(
    tx: Transaction, index: JunctionIndex, place: tuple[str, type[Node], str, str], only: Collection[str] | None
) -> int:
    edge, label, lat, lon = place
    chosen = [] if only is None else [is_in("n.id", tuple(only))]
    rows = tx.query(Match("n", label).where(*chosen).select("n.id", f"n.{lat}", f"n.{lon}"))
    rows = [row for row in rows if row[f"n.{lat}"] is not None]
    wanted = _nearest_of(index, [(row["n.id"], row[f"n.{lat}"], row[f"n.{lon}"]) for row in rows])
    question = Match("n", label).where(*chosen).hop(edge, "j", Junction).select("n.id", "j.id")
    present = {(row["n.id"], row["j.id"]) for row in tx.query(question)}
    stale, missing = present - wanted, wanted - present
    if stale:
        moved = {source for source, _ in stale}
        tx.delete_edges(edge, label, Junction, sources=is_in("id", sorted(moved)))
        missing |= {pair for pair in wanted if pair[0] in moved}
    tx.upsert_edges(edge, label, Junction, [Edge(*pair) for pair in sorted(missing)])
    return len(stale | missing)


def _nearest_of(index: JunctionIndex, places: Sequence[tuple[str, float, float]]) -> set[tuple[str, str]]:
    if not places or not len(index):
        return set()
    ids, _ = index.nearest_many([lat for _, lat, _ in places], [lon for _, _, lon in places])
    return {(source, junction) for (source, _, _), junction in zip(places, ids, strict=True)}


def _on_sphere(lats: ArrayLike, lons: ArrayLike) -> NDArray[np.float64]:
    phi, theta = np.radians(np.asarray(lats, dtype=float)), np.radians(np.asarray(lons, dtype=float))
    return EARTH_METRES * np.column_stack((np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)))
