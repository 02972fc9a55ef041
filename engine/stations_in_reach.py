"""Stations within walking reach of a person, told so that nobody learns where the person lives or works.

Metres from three stations locate a home, and so does asking for one limit after another. So the answer is that of the
neighbourhood: of all junctions that have the same station nearest, within the walking limit. A station is in reach
when it is from each of them, and the metres told are the most of any. It never says more than which station is nearest,
and nothing at all of a neighbourhood with fewer than :data:`FEWEST` junctions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import Fault, InvalidInput, NotFound
from engine.model import District, Junction, Station, WalkFrom
from engine.nearest import junction_near
from engine.network import StreetNetwork, load_network
from engine.store import Match
from engine.store.port import Reader
from solver.distances import Metres, adjacency, reach
from solver.problem import Network

FEWEST = 5
"""Junctions of a neighbourhood of which something is told."""


@dataclass(frozen=True, slots=True)
class InReach:
    """A station, and how far it is at most from anywhere in the person's neighbourhood."""

    station: str
    at_most: int


def stations_in_reach(
    reader: Reader, volunteer: str, start: WalkFrom = WalkFrom.HOME, within: int | None = None
) -> list[InReach]:
    """The stations that are surely in reach from home or workplace, the nearest first; five questions.

    ``within`` narrows the district's walking limit. There are none when nothing is known of the place or its
    neighbourhood is too small. Raises ``NotFound``; ``InvalidInput`` for metres beyond the limit.
    """
    limit = _limit(reader)
    most = limit if within is None else within
    if not 0 <= most <= limit:
        raise InvalidInput("距离有误", [Fault("超出范围", "within", value=str(most), expected=f"0 到 {limit} 米")])
    junction = junction_near(reader, volunteer, start)
    near = Match("s", Station).hop("NEAR", "j", Junction).order("s.id").select("s.id", "j.id")
    stations = {row["s.id"]: row["j.id"] for row in reader.query(near)}
    network = load_network(reader)
    if junction is None or not stations:
        return []
    table = _walks(network, list(stations.values()), limit)
    around = _neighbourhood(table, network.numbers[junction], limit)
    if len(around) < FEWEST:
        return []
    farthest = table[:, around].max(axis=1).tolist()
    found = [InReach(id, metres) for id, metres in zip(stations, farthest, strict=True) if metres <= most]
    return sorted(found, key=lambda one: (one.at_most, one.station))


def _limit(reader: Reader) -> int:
    rows = reader.query(Match("d", District).order("d.id").limit(1).select("d.limit_metres"))
    if not rows:
        raise NotFound("还没有区划数据，请先载入")
    return int(rows[0]["d.limit_metres"])


def _walks(network: StreetNetwork, junctions: list[str], limit: int) -> Metres:
    """Walking metres [station, junction], beyond the limit more than it."""
    streets = adjacency(Network(network.lonlat, tuple((edge.a, edge.b, edge.metres) for edge in network.edges)))
    near = reach(streets, np.array([network.numbers[id] for id in junctions], dtype=np.int64), limit)
    table = np.full((len(junctions), len(network.junctions)), limit + 1, dtype=np.int64)
    table[np.repeat(np.arange(len(junctions)), np.diff(near.ptr)), near.node] = near.metres
    return table


def _neighbourhood(table: Metres, junction: int, limit: int) -> Metres:
    """The junctions that have the same station nearest as this one; none when it has none within the limit."""
    nearest = table.argmin(axis=0)
    same = (nearest == nearest[junction]) & (table.min(axis=0) <= limit)
    return np.flatnonzero(same) if same[junction] else np.empty(0, dtype=np.int64)
