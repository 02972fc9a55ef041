"""Walking distances for the check: Dijkstra with a heap, from the shifts' places, no further than is asked for."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import takewhile

from solver.problem import Network

FAR = 10_000  # metres that a place which cannot be reached counts


class Walking:
    """Shortest walking distances over one network; remembers what it was asked."""

    def __init__(self, network: Network) -> None:
        self._near: list[list[tuple[int, int]]] = [[] for _ in network.nodes]
        for a, b, metres in network.edges:
            self._near[a].append((b, metres))
            self._near[b].append((a, metres))
        self._known: dict[int, dict[int, int]] = {}
        self._around: dict[tuple[int, int], dict[int, int]] = {}

    def metres(self, person: int, place: int) -> int:
        """Metres between two nodes, FAR where no way leads from one to the other."""
        known = self._known.get(place)
        if known is None or person not in known:
            self.measure(place, (person,))
        return self._known[place][person]

    def measure(self, place: int, people: Iterable[int]) -> None:
        """Find the metres from the place to each of these nodes in one search, which ends at the last of them."""
        known = self._known.setdefault(place, {})
        wanted = {node for node in people if node not in known}
        for node, metres in self._outwards(place):
            if not wanted:
                break
            if node in wanted:
                wanted.discard(node)
                known[node] = metres
        known.update(dict.fromkeys(wanted, FAR))

    def around(self, place: int, limit: int) -> Mapping[int, int]:
        """Metres to every node within the limit."""
        if (place, limit) not in self._around:
            self._around[place, limit] = dict(takewhile(lambda found: found[1] <= limit, self._outwards(place)))
        return self._around[place, limit]

    def _outwards(self, place: int) -> Iterator[tuple[int, int]]:
        """Every node that can be reached with its metres, the nearest first (Dijkstra 1959)."""
        best, done, heap = {place: 0}, set[int](), [(0, place)]
        while heap:
            metres, node = heappop(heap)
            if node in done:
                continue
            done.add(node)
            yield node, metres
            for other, length in self._near[node]:
                further = metres + length
                if other not in best or further < best[other]:
                    best[other] = further
                    heappush(heap, (further, other))
