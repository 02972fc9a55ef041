"""How often one may try: failed attempts in a sliding window, for a name and for an address."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from engine.errors import TooManyAttempts

MOST_KEPT = 20_000
"""Names and addresses that are remembered; the one unseen longest is forgotten first."""


@dataclass(frozen=True, slots=True)
class AttemptLimits:
    """So many attempts that failed within so many seconds are borne, then one waits."""

    per_name: int = 10
    per_address: int = 60
    seconds: float = 600.0


@dataclass(slots=True)
class Attempts:
    """Counts in this process; an attempt counts from its start, and no more once it has succeeded."""

    limits: AttemptLimits = AttemptLimits()
    now: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _times: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict, repr=False)

    def begin(self, name: str, address: str) -> None:
        """One more attempt. Raises ``TooManyAttempts``, which says how long to wait, and counts nothing then."""
        with self._lock:
            most = dict(self._keys(name, address))
            times = {key: self._recent(key) for key in most}
            full = [times[key][-most[key]] for key in most if len(times[key]) >= most[key]]
            if full:
                raise _wait(max(full) + self.limits.seconds - self.now(), self.limits)
            for recent in times.values():
                recent.append(self.now())

    def succeed(self, name: str, address: str) -> None:
        """The attempt was good: the name starts anew, the address has one attempt less."""
        with self._lock:
            (of_name, _), *of_address = self._keys(name, address)
            self._recent(of_name).clear()
            for key, _ in of_address:
                if recent := self._recent(key):
                    recent.pop()

    def _keys(self, name: str, address: str) -> Iterable[tuple[str, int]]:
        yield f"name {name}", self.limits.per_name
        if address:
            yield f"address {_network(address)}", self.limits.per_address

    def _recent(self, key: str) -> deque[float]:
        recent = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while recent and recent[0] <= self.now() - self.limits.seconds:
            recent.popleft()
        if len(self._times) > MOST_KEPT:
            self._times.popitem(last=False)
        return recent


def _wait(seconds: float, limits: AttemptLimits) -> TooManyAttempts:
    minutes = max(1, math.ceil(seconds / 60))
    window = f"{limits.seconds / 60:g}"
    return TooManyAttempts(
        f"尝试次数太多，请 {minutes} 分钟后再试"
        f"（{window} 分钟内，每个登录名至多 {limits.per_name} 次，每个来源至多 {limits.per_address} 次）"
    )


def _network(address: str) -> str:
    """The address; of IPv6 the network that one customer has."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if known.version == 6:
        return str(ipaddress.ip_network((int(known) >> 64 << 64, 64)))
    return str(known)
