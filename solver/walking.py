"""Walking distances for the check: Dijkstra with a heap, from the shifts' places, no further than is asked for."""

from collections.abc import Iterable
from heapq import heappop, heappush

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
        best, done, heap = {place: 0}, set[int](), [(0, place)]
        while heap and wanted:
            metres, node = heappop(heap)
            if node in done:
                continue
            done.add(node)
            if node in wanted:
                wanted.discard(node)
                known[node] = metres
            for other, length in self._near[node]:
                further = metres + length
                if other not in best or further < best[other]:
                    best[other] = further
                    heappush(heap, (further, other))
        known.update(dict.fromkeys(wanted, FAR))
