"""The lane, on every store, and a clock that stands."""

from __future__ import annotations

import pytest

from engine.accounts import Entrance
from engine.store import GraphStore
from tests.engine.accounts import lane
from tests.engine.accounts.lane import StandingClock


@pytest.fixture
def graph(store: GraphStore) -> GraphStore:
    lane.build(store)
    return store


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def entrance(clock: StandingClock) -> Entrance:
    return lane.entrance(clock)
