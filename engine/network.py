"""The walking network of the store: junctions, and the segments between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import networkx as nx
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engine.model import Junction, Segment
from engine.store.port import Reader
from engine.store.question import Match


class StreetEdge(NamedTuple):
    """A segment, walked in either direction, between two junctions by their numbers."""

    a: int
    b: int
    metres: int
    segment: str


class Component(NamedTuple):
    """A part of the network in which every junction reaches every other: their numbers, and the metres of segment."""

    junctions: tuple[int, ...]
    metres: int


@dataclass(frozen=True, slots=True)
class StreetNetwork:
    """The streets on which people walk. Junctions are numbered as they stand in ``junctions``.

    Two segments between the same junctions are two edges, a loop is one; whoever measures ways takes the shorter.
    """

    junctions: tuple[str, ...] = ()
    lonlat: tuple[tuple[float, float], ...] = ()
    """Longitude and latitude of each junction, WGS-84 degrees."""
    edges: tuple[StreetEdge, ...] = ()
    numbers: dict[str, int] = field(init=False, repr=False, compare=False)
    """Junction's id → its number."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "numbers", {id: number for number, id in enumerate(self.junctions)})

    @property
    def metres(self) -> int:
        """The length of all segments together."""
        return sum(edge.metres for edge in self.edges)

    def components(self) -> list[Component]:
        """The connected parts, the one with the most metres first."""
        size = len(self.junctions)
        if not size:
            return []
        ends = np.array([(edge.a, edge.b) for edge in self.edges], dtype=np.int64).reshape(-1, 2)
        joined = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
        count, labels = connected_components(joined, directed=False)
        lengths = np.bincount(labels[ends[:, 0]], [edge.metres for edge in self.edges], count)
        members = np.split(np.argsort(labels, kind="stable"), np.cumsum(np.bincount(labels))[:-1])
        parts = [Component(tuple(m.tolist()), int(length)) for m, length in zip(members, lengths, strict=True)]
        return sorted(parts, key=lambda part: (-part.metres, -len(part.junctions), part.junctions))

    def to_networkx(self) -> nx.MultiGraph[str]:
        """Junction ids as nodes with ``lon`` and ``lat``, segment ids as edge keys with ``metres``."""
        graph: nx.MultiGraph[str] = nx.MultiGraph()
        for id, (lon, lat) in zip(self.junctions, self.lonlat, strict=True):
            graph.add_node(id, lon=lon, lat=lat)
        for a, b, metres, segment in self.edges:
            graph.add_edge(self.junctions[a], self.junctions[b], segment, metres=metres)
        return graph


def load_network(reader: Reader) -> StreetNetwork:
    """The network of everything in the store, in an order that depends on the ids alone; two questions."""
    rows = reader.query(Match("j", Junction).select("j.id", "j.lat", "j.lon"))
    places = sorted((row["j.id"], row["j.lon"], row["j.lat"]) for row in rows)
    numbers = {id: number for number, (id, _, _) in enumerate(places)}
    question = Match("s", Segment).hop("FROM", "a", Junction).hop("TO", "b", Junction, source="s")
    segments = reader.query(question.select("s.id", "s.metres", "a.id", "b.id"))
    edges = sorted(
        (StreetEdge(numbers[row["a.id"]], numbers[row["b.id"]], row["s.metres"], row["s.id"]) for row in segments),
        key=lambda edge: edge.segment,
    )
    return StreetNetwork(tuple(numbers), tuple((lon, lat) for _, lon, lat in places), tuple(edges))
