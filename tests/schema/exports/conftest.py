"""A server over two towns, and people in each role who ask it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from engine.accounts import Entrance
from engine.model import Role
from engine.store import GraphStore
from server import create_app
from tests.entering import bearer, cheap_entrance, token
from tests.schema import two_towns

As = Callable[..., dict[str, str]]


@pytest.fixture
def towns(store: GraphStore) -> GraphStore:
    two_towns.build(store)
    return store


@pytest.fixture
def entrance() -> Entrance:
    return cheap_entrance()


@pytest.fixture
async def client(towns: GraphStore, entrance: Entrance) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(towns, entrance=entrance))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as made:
        yield made


@pytest.fixture
def acting(towns: GraphStore, entrance: Entrance) -> As:
    """The header of somebody in the role, over what is in East."""

    def header(role: Role) -> dict[str, str]:
        over = (two_towns.OVER[role],) if role not in (Role.ADMIN, Role.SERVICE) else ()
        return bearer(token(towns, entrance, role, over))

    return header
