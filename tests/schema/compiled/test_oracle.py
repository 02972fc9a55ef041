"""The compiled executor answers as graphql-core's: the same data in the same order, the same errors, calls, batches."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Iterator
from typing import Any

import pytest
import strawberry
from graphql import parse, validate
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strawberry.types import ExecutionResult

from engine.access import CONSOLE
from engine.jobs import Jobs
from engine.store import GraphStore
from schema.app import Schema, build_schema
from schema.compiled import compiled_executor
from schema.context import Context
from schema.cursor import Cursors
from schema.ids import global_id
from tests.schema import town
from tests.schema.compiled import trouble
from tests.schema.compiled.documents import documents

pytestmark = [  # graphql-core gives up what runs beside a field that failed, and what that would have awaited
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True, scope="module")
def nothing_left() -> Iterator[None]:
    """What graphql-core gave up is collected here: elsewhere its warnings would come in the midst of other things."""
    yield
    gc.collect()


PARTS: dict[str, Any] = {
    "query": trouble.Query,
    "mutation": trouble.Mutation,
    "subscription": trouble.Subscription,
    "types": (trouble.Cat, trouble.Dog, trouble.Stone),
}


class Quiet(strawberry.Schema):
    """Says nothing of errors, which these schemas are full of."""

    def process_errors(self, *_: Any) -> None:
        return


STOCK = Quiet(**PARTS)
COMPILED = Quiet(**PARTS, execution_context_class=compiled_executor())
LITERALS = {"further": ["1", "2", "3"], "first": ["0", "2"], "times": ["1", "9"], "loud": ["true"], "words": ['["a"]']}
UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much]}


def told(result: ExecutionResult) -> tuple[str, list[Any]]:
    """The answer as text, so that the order of its fields counts, and its errors in their order."""
    errors = [
        (error.message, error.path, error.locations, type(error.original_error).__name__, error.extensions)
        for error in result.errors or []
    ]
    return json.dumps(result.data, ensure_ascii=False), errors


async def run(schema: Quiet, document: str, variables: dict[str, Any], seed: int) -> tuple[Any, ...]:
    notes = trouble.Notes()
    result = await schema.execute(document, variables, context_value=notes, root_value=seed)
    return (*told(result), notes.calls, notes.batches)


def fits(schema: strawberry.Schema, document: str) -> bool:
    return not validate(schema._schema, parse(document))


@given(st.data(), st.integers(0, 10**6), st.sampled_from(["query", "query", "mutation"]))
@settings(max_examples=100, **UNHURRIED)  # type: ignore[arg-type]
def test_trouble_is_told_alike(data: st.DataObject, seed: int, operation: str) -> None:
    document, variables = data.draw(documents(STOCK._schema, operation=operation, literals=LITERALS, deepest=4))
    assume(fits(STOCK, document))
    expected = asyncio.run(run(STOCK, document, variables, seed))
    for switched in (variables, {name: not value for name, value in variables.items()}, variables):
        if switched != variables:
            asyncio.run(run(COMPILED, document, switched, seed))
        else:
            assert asyncio.run(run(COMPILED, document, switched, seed)) == expected


async def listen(schema: Quiet, document: str, variables: dict[str, Any], seed: int) -> list[Any]:
    stream: Any = await schema.subscribe(document, variables, context_value=trouble.Notes(), root_value=seed)
    return [told(result) async for result in stream]


@given(st.data(), st.integers(0, 10**6))
@settings(max_examples=20, **UNHURRIED)  # type: ignore[arg-type]
def test_events_are_told_alike(data: st.DataObject, seed: int) -> None:
    document, variables = data.draw(documents(STOCK._schema, operation="subscription", literals=LITERALS, deepest=3))
    assume(fits(STOCK, document))
    expected = asyncio.run(listen(STOCK, document, variables, seed))
    assert asyncio.run(listen(COMPILED, document, variables, seed)) == expected


IDS = [global_id(type(node).LABEL, node.id) for node in town.NODES]
TOWN_LITERALS = {
    "first": ["1", "2", "20", "0", "101"],
    "last": ["1", "2", "null", "101"],
    "after": ['"forged"', "null"],
    "before": ['"forged"', "null"],
    "id": [json.dumps(id) for id in IDS] + ['"nothing"', f'"{global_id("Road", "none")}"'],
    "ids": [json.dumps(IDS[:3]), json.dumps(IDS[3:]), '["nothing"]', "[]"],
    "a": [f'"{global_id("Plan", "p1")}"'],
    "b": [f'"{global_id("Plan", "p1")}"', '"nothing"'],
    "segmentId": [f'"{global_id("Segment", "a")}"'],
}
SLOW = frozenset({"whyEmpty", "standIns", "whatWouldHelp", "bottleneck", "fragility", "thinRoads"})
"""What is worked out of a whole plan; the examples ask for it."""


@pytest.fixture(scope="module")
def both() -> tuple[Schema, Schema]:
    return build_schema(compiled=False), build_schema()


@given(st.data())
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[*UNHURRIED["suppress_health_check"], HealthCheck.function_scoped_fixture],  # type: ignore[misc]
)
def test_the_town_is_told_alike(
    both: tuple[Schema, Schema], graph: GraphStore, jobs: Jobs, data: st.DataObject
) -> None:
    """Errors come in the order in which threads end, so here their order does not count."""
    document, variables = data.draw(
        documents(both[0]._schema, literals=TOWN_LITERALS, deepest=4, leave_out=SLOW | {"where"})
    )
    assume(fits(both[0], document))
    found = []
    for schema in both:
        context = Context(store=graph, jobs=jobs, cursors=Cursors(b"test"), viewer=CONSOLE)
        result = asyncio.run(schema.execute(document, variables, context_value=context))
        data_told, errors = told(result)
        found.append((data_told, sorted(map(repr, errors))))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "document",
    [
        "{__schema{types{name kind fields{name type{name ofType{name}}}}} leaf{name}}",
        '{__type(name:"Thing"){name possibleTypes{name}} start{__typename}}',
        "{start{...{...{name}}} start{maybeName ...on Cat{name friend{name}} ...on Dog{either{__typename}}}}",
        "query One{leaf{name}} query Two{start{name}}",
        "{start{crowd{crowd{crowd{name leaf{name}}}}}}",
        "{" + "start{enemy{" * 60 + "name" + "}}" * 60 + "}",
    ],
)
@pytest.mark.parametrize("seed", range(5))
async def test_known_documents_are_told_alike(document: str, seed: int) -> None:
    assert await run(COMPILED, document, {}, seed) == await run(STOCK, document, {}, seed)


LEAF = "__typename name maybeName key number maybeNumber ratio sure colour size day words maybeWords grid"
THING = f"""name maybeName number maybeNumber colour leaf {{{LEAF}}} maybeLeaf {{{LEAF}}} leaves {{{LEAF}}}
  maybeLeaves {{name key}} bushes {{number}} called maybeCalled(times: 2) late maybeLate(words: ["a"]) __typename"""
WHOLE = f"""{{
  start {{ ...T enemy {{...T}} maybeEnemy {{...T ...on Cat {{ friend {{name late}} lateFriend {{name}} }} }}
    crowd {{ ...on Dog {{ lateEither {{ ...on Cat {{name late}} }} }} ...T }} maybeCrowd {{name}} pairs {{late name}}
    loaded {{ ...T loadedCrowd {{name loaded {{late}}}} }} loadedCrowd {{ ...T }}
    ...on Cat {{ either {{...T}} eithers {{ ...on Thing {{number late}} }} }} }}
  lateStart {{ ...T }} many(first: 4) {{ ...T loaded {{number}} }} leaf {{{LEAF}}} animal {{ ...T }}
}} fragment T on Thing {{ {THING} }}"""


@pytest.mark.parametrize("seed", range(60))
async def test_everything_at_once_is_told_alike(seed: int) -> None:
    for document in (WHOLE, *WHOLE_PARTS):
        expected = await run(STOCK, document, {}, seed)
        assert await run(COMPILED, document, {}, seed) == expected


WHOLE_PARTS = [f"{{many(first:9){{{field}}}}}" for field in THING.replace("{" + LEAF + "}", "{name}").splitlines()] + [
    f"{{many(first:9){{{name}{{name {below}}}}}}}"
    for name in ("enemy", "maybeEnemy", "crowd", "maybeCrowd", "pairs", "loaded", "loadedCrowd")
    for below in ("number", "late")
]
"""The same in pieces, so that an error does not hide all others."""


async def test_a_document_keeps_few_plans_however_it_is_switched() -> None:
    names = [f"v{number}" for number in range(6)]
    fields = " ".join(f"{name}:number @include(if:${name})" for name in names)
    document = f"query({' '.join(f'${name}:Boolean!' for name in names)}){{leaf{{key {fields}}}}}"
    for number in range(2**6):
        variables = {name: bool(number >> place & 1) for place, name in enumerate(names)}
        assert await run(COMPILED, document, variables, 3) == await run(STOCK, document, variables, 3)
