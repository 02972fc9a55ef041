"""Two towns in a store, and what each role gets of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.access import Secured
from engine.exports import Roster, Selection, read_roster
from engine.model import Role
from engine.store import GraphStore
from tests.schema import two_towns

Read = Callable[..., Roster]


@pytest.fixture
def towns(store: GraphStore) -> GraphStore:
    two_towns.build(store)
    return store


@pytest.fixture
def secured(towns: GraphStore) -> Callable[..., Secured]:
    """The towns as the role over East sees them."""
    return lambda role=Role.ADMIN, purpose="": Secured(towns, two_towns.viewer(role, purpose))


@pytest.fixture
def read(secured: Callable[..., Secured]) -> Read:
    """The roster of a plan as the role gets it."""

    def roster(role: Role = Role.ADMIN, plan: str = "pub", purpose: str = "", **chosen: str) -> Roster:
        return read_roster(secured(role, purpose), plan, Selection(**chosen))

    return roster
