"""The town, and the jobs of one server on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.events import Events
from engine.jobs import Jobs, JobState
from engine.store import GraphStore
from tests.engine.jobs.slow_planner import SlowPlanner
from tests.schema import town


@pytest.fixture
def graph(store: GraphStore) -> GraphStore:
    town.build(store)
    return store


@pytest.fixture
def slow() -> SlowPlanner:
    return SlowPlanner()


@pytest.fixture
def jobs(graph: GraphStore, slow: SlowPlanner) -> Iterator[Jobs]:
    made = Jobs(graph, Events[JobState](), slow)
    yield made
    made.close()
