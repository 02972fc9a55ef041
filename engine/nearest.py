"""The junction nearest to a place, and the edges that keep it for volunteers and stations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import KDTree

from engine.coordinates import EARTH_RADIUS
from engine.errors import NotFound
from engine.model import Junction, Node, Station, Volunteer, WalkFrom
from engine.network import StreetNetwork, load_network
from engine.store.port import Edge, Reader, Transaction
from engine.store.question import Match, eq, is_in

PLACES: tuple[tuple[str, type[Node], str, str], ...] = (
    ("LIVES_NEAR", Volunteer, "home_lat", "home_lon"),
    ("WORKS_NEAR", Volunteer, "work_lat", "work_lon"),
    ("NEAR", Station, "lat", "lon"),
)
"""Edge, label, and where the place stands: all that is kept near a junction."""

NEAR = {WalkFrom.HOME: "LIVES_NEAR", WalkFrom.WORK: "WORKS_NEAR"}
"""The edge from a person to the junction near home or workplace."""

FRAGMENT_SHARE = 0.1
"""A part of the network with less of its length than this, against the greatest part, is a fragment."""
DETOUR_METRES = 300.0
"""Somebody beside a fragment of the network is taken to the rest of it when that is no further than this."""


@dataclass(frozen=True, slots=True)
class JunctionIndex:
    """All junctions, ready to be asked which is nearest. Among equally near ones the answer is always the same.

    A junction of a fragment, from which one gets nowhere, gives way to one of the rest of the network that is at most
    :data:`DETOUR_METRES` further away.
    """

    ids: tuple[str, ...]
    tree: KDTree | None
    """Points on the sphere, in metres from its centre: the chord orders as the great circle does, everywhere."""
    connected: NDArray[np.int64]
    """The numbers of the junctions that are in no fragment."""
    connected_tree: KDTree | None

    @classmethod
    def load(cls, reader: Reader) -> Self:
        """The index of every junction in the store; two questions."""
        return cls.of_network(load_network(reader))

    @classmethod
    def of_network(cls, network: StreetNetwork) -> Self:
        """The index of every junction of the network."""
        parts = network.components()
        whole = [part for part in parts if part.metres >= FRAGMENT_SHARE * parts[0].metres]
        connected = np.sort(np.array([number for part in whole for number in part.junctions], dtype=np.int64))
        points = _on_sphere([lat for _, lat in network.lonlat], [lon for lon, _ in network.lonlat])
        trees = [KDTree(some) if len(some) else None for some in (points, points[connected])]
        return cls(network.junctions, trees[0], connected, trees[1])

    def nearest(self, lat: float, lon: float) -> tuple[str, float]:
        """The id of the nearest junction and the metres to it as the crow flies. Raises ``NotFound`` without any."""
        ids, metres = self.nearest_many([lat], [lon])
        return ids[0], float(metres[0])

    def nearest_many(self, lats: ArrayLike, lons: ArrayLike) -> tuple[list[str], NDArray[np.float64]]:
        """For each place the id of the nearest junction and the metres to it. Raises ``NotFound`` without junctions."""
        if self.tree is None or self.connected_tree is None:
            raise NotFound("还没有路网；请先导入道路（jiujin import roads 文件）")
        points = _on_sphere(lats, lons)
        chords, numbers = (np.atleast_1d(found) for found in self.tree.query(points))
        others, places = (np.atleast_1d(found) for found in self.connected_tree.query(points))
        metres, detours = _arc(chords), _arc(others)
        led = detours - metres <= DETOUR_METRES
        chosen = np.where(led, self.connected[places], numbers)
        return [self.ids[number] for number in chosen], np.where(led, detours, metres)


def link_near(tx: Transaction, index: JunctionIndex | None = None, *, only: Collection[str] | None = None) -> int:
    """Every volunteer and station has an edge to the junction nearest to each of its places, and no other such edge.

    ``only`` limits this to volunteers and stations with these ids. Edges that are right already are left alone; for
    how many places there is another edge than before. Without junctions there are no edges.
    """
    known = JunctionIndex.load(tx) if index is None else index
    return sum(_link(tx, known, place, only) for place in PLACES)


def junction_near(reader: Reader, volunteer: str, start: WalkFrom) -> str | None:
    """The junction near the person's home or workplace, if one is known. Raises ``NotFound``."""
    question = Match("v", Volunteer).where(eq("v.id", volunteer)).hop(NEAR[start], "j", Junction, optional=True)
    rows = reader.query(question.select("j.id"))
    if not rows:
        raise NotFound("没有这名志愿者")
    junction: str | None = rows[0]["j.id"]
    return junction


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
    return len({source for source, _ in stale | missing})


def _nearest_of(index: JunctionIndex, places: Sequence[tuple[str, float, float]]) -> set[tuple[str, str]]:
    if not places or not index.ids:
        return set()
    ids, _ = index.nearest_many([lat for _, lat, _ in places], [lon for _, _, lon in places])
    return {(source, junction) for (source, _, _), junction in zip(places, ids, strict=True)}


def _on_sphere(lats: ArrayLike, lons: ArrayLike) -> NDArray[np.float64]:
    phi, theta = np.radians(np.asarray(lats, dtype=float)), np.radians(np.asarray(lons, dtype=float))
    return EARTH_RADIUS * np.column_stack((np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)))


def _arc(chords: NDArray[np.float64]) -> NDArray[np.float64]:
    """The great-circle metres that belong to chords through the earth."""
    arcs: NDArray[np.float64] = 2 * EARTH_RADIUS * np.arcsin(np.minimum(chords / (2 * EARTH_RADIUS), 1.0))
    return arcs
