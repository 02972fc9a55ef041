"""A lane with one of each that a role can be over, a clock that stands still, and accounts cheap to log in to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from engine.accounts import CHEAP, Entrance, Keys, NewAccount, Passwords, add_account
from engine.model import (
    District,
    Node,
    Organization,
    Road,
    RoadClass,
    Role,
    Station,
    Subdistrict,
    Volunteer,
)
from engine.store import GraphStore

PASSWORD = "correct-horse-9"
CHEAPLY = Passwords(cost=CHEAP)
NODES: tuple[Node, ...] = (
    District(id="district:lane", name="巷区"),
    Subdistrict(id="subdistrict:east", name="东街街道"),
    Subdistrict(id="subdistrict:west", name="西街街道"),
    Organization(id="organization:women", name="巷区妇联"),
    Organization(id="organization:twin1", name="双生社"),
    Organization(id="organization:twin2", name="双生社"),
    Station(id="station:well", name="水井站", lat=34.75, lon=113.65),
    Road(id="road:lane", name="长巷", road_class=RoadClass.LANE),
    Volunteer(id="volunteer:1", name="甲一", pinyin="jia yi", phone="13800008000", home_lat=34.75, home_lon=113.65),
    Volunteer(id="volunteer:2", name="甲一", pinyin="jia yi", phone="13800008001", home_lat=34.75, home_lon=113.65),
)


@dataclass
class StandingClock:
    """Moves only when told."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 26, 8, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **time: float) -> None:
        self.moment += timedelta(**time)


def build(store: GraphStore) -> None:
    """The store holds the lane."""
    with store.tx() as tx:
        tx.upsert_nodes(NODES)


def entrance(clock: StandingClock) -> Entrance:
    """A way in whose clock is this."""
    return Entrance(keys=Keys(), passwords=CHEAPLY, now=clock)


def add(store: GraphStore, name: str, role: Role | None = None, *over: str, **more: object) -> str:
    """An account with the password of all."""
    new = NewAccount(name=name, password=PASSWORD, role=role, over=over, **more)  # type: ignore[arg-type]
    return add_account(store, CHEAPLY, new, actor="console")
