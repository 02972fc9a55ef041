"""The town in a real store, and a way to ask it through the schema that counts the store's questions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from strawberry.types import ExecutionResult

from engine.access import CONSOLE, Viewer
from engine.events import Events
from engine.jobs import Jobs, JobState
from engine.planning.generate import generate_plan
from engine.store import GraphStore, Match, Row, open_store
from schema.app import Schema, build_schema
from schema.context import Context
from schema.cursor import Cursors
from tests.schema import town, two_towns


@dataclass
class CountingStore:
    """A store that notes every question."""

    store: GraphStore
    questions: list[Match] = field(default_factory=list)

    def query(self, question: Match) -> list[Row]:
        self.questions.append(question)
        return self.store.query(question)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


Ask = Callable[..., Awaitable[ExecutionResult]]
AskAs = Callable[..., Awaitable[ExecutionResult]]


@pytest.fixture(scope="session")
def schema() -> Schema:
    return build_schema()


@pytest.fixture(scope="session")
def standing_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """The town for all tests that only read."""
    opened = open_store(str(tmp_path_factory.mktemp("town") / "graph.db"))
    town.build(opened)
    yield opened
    opened.close()


@pytest.fixture
def graph(standing_town: GraphStore) -> GraphStore:
    """The town; a file whose tests write says ``graph`` anew, with a town of its own for each test."""
    return standing_town


@pytest.fixture
def counted(graph: GraphStore) -> CountingStore:
    """The town, its questions noted."""
    return CountingStore(graph)


@pytest.fixture
def jobs(counted: CountingStore) -> Iterator[Jobs]:
    events: Events[JobState] = Events()
    made = Jobs(counted, events, generate_plan)
    yield made
    made.close()


@pytest.fixture
def ask(schema: Schema, counted: CountingStore, jobs: Jobs) -> Ask:
    """Runs a document; the questions counted are those of the last one."""

    async def run(document: str, **variables: Any) -> ExecutionResult:
        counted.questions.clear()
        context = Context(store=counted, jobs=jobs, cursors=Cursors(b"test"), viewer=CONSOLE)
        return await schema.execute(document, variable_values=variables, context_value=context)

    return run


@pytest.fixture
def answer(ask: Ask) -> Callable[..., Awaitable[dict[str, Any]]]:
    """The data of a document that has no errors."""

    async def run(document: str, **variables: Any) -> dict[str, Any]:
        result = await ask(document, **variables)
        assert result.errors is None, [error.message for error in result.errors]
        assert result.data is not None
        return result.data

    return run


@pytest.fixture
def towns(store: GraphStore) -> GraphStore:
    """Two towns in a store of each kind, for those who see only a part of them."""
    two_towns.build(store)
    return store


@pytest.fixture
def town_jobs(towns: GraphStore) -> Iterator[Jobs]:
    events: Events[JobState] = Events()
    made = Jobs(towns, events, generate_plan)
    yield made
    made.close()


@pytest.fixture
def ask_as(schema: Schema, towns: GraphStore, town_jobs: Jobs) -> AskAs:
    """Runs a document as somebody."""

    async def run(who: Viewer | None, document: str, **variables: Any) -> ExecutionResult:
        context = Context(store=towns, jobs=town_jobs, cursors=Cursors(b"test"), viewer=who)
        return await schema.execute(document, variable_values=variables, context_value=context)

    return run


def plural_of(label: str) -> str | None:
    """The root field with all nodes of the label."""
    special = {"District": None, "Community": "communities", "Category": "categories"}
    return special.get(label, label[0].lower() + label[1:] + "s")
