"""With trusted documents the server answers these and no others, by their text or by its hash, over each transport."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets

from engine.errors import InvalidInput
from schema.app import build_schema
from schema.page_documents import FOLDER, page_documents
from schema.trusted import id_of
from server import Settings
from tests.test_server import NAMES, Served, serve

ROOT = Path(__file__).resolve().parents[2]
ROADS = "query Roads($n: Int) {\n  roads(first: $n) { nodes { name } }\n}\n"
OTHER = "{ roads { nodes { name } } }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("trusted")
    (made / "roads.graphql").write_text(ROADS, encoding="utf-8")
    (made / "below").mkdir()
    (made / "below" / "lines.graphql").write_text("{ lines { nodes { name } } }", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def trusting(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("graph"), Settings(production=True, trusted=folder))


def post(served: Served, **body: Any) -> Any:
    return httpx.post(f"http://{served.address}/graphql", json=body, headers=served.headers, timeout=60).json()


def refused(answer: Any) -> bool:
    return bool(answer.get("data") is None and answer["errors"][0]["extensions"]["code"] == "NOT_TRUSTED")


@pytest.mark.parametrize("name", [id_of(ROADS), id_of(ROADS).removeprefix("sha256:"), id_of(ROADS).upper().lower()])
def test_a_trusted_document_is_answered_by_its_id(trusting: Served, name: str) -> None:
    assert post(trusting, documentId=name) == NAMES
    assert post(trusting, documentId=name, variables={"n": 1})["data"]["roads"]["nodes"] == [{"name": "灯笼路"}]


def test_and_by_get(trusting: Served) -> None:
    asked = {"documentId": id_of(ROADS), "variables": '{"n": 1}'}
    answered = httpx.get(
        f"http://{trusting.address}/graphql", params=asked, headers=trusting.headers, timeout=60
    ).json()
    assert answered["data"]["roads"]["nodes"] == [{"name": "灯笼路"}]


def test_and_by_its_text_to_the_letter(trusting: Served) -> None:
    assert post(trusting, query=ROADS) == NAMES
    assert refused(post(trusting, query=ROADS + " "))


@pytest.mark.parametrize("body", [{"query": OTHER}, {"documentId": id_of(OTHER)}, {"documentId": "x", "query": OTHER}])
def test_no_other_document_is(trusting: Served, body: dict[str, str]) -> None:
    for _ in range(2):
        assert refused(post(trusting, **body))


def test_a_refusal_says_nothing_of_the_schema(trusting: Served) -> None:
    answer = post(trusting, query="{ rode { nodes { name } } }")
    assert refused(answer)
    assert len(answer["errors"]) == 1


def test_the_limits_hold_for_trusted_documents_too(trusting: Served, tmp_path: Path) -> None:
    assert post(trusting, query=ROADS, variables={"n": 10**6})["errors"][0]["extensions"]["code"] == "QUERY_TOO_LARGE"


async def test_the_websocket_refuses_them_too(trusting: Served) -> None:
    address = f"ws://{trusting.address}/graphql"
    async with websockets.connect(address, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
        await socket.send(json.dumps({"type": "connection_init"}))
        await socket.recv()
        for query, expected in ((OTHER, "error"), (ROADS, "next")):
            await socket.send(json.dumps({"id": expected, "type": "subscribe", "payload": {"query": query}}))
            assert json.loads(await socket.recv())["type"] == expected


def test_a_folder_that_does_not_fit_the_schema_is_refused_with_all_faults(tmp_path: Path) -> None:
    (tmp_path / "a.graphql").write_text("{ rode { nodes { name } } }", encoding="utf-8")
    (tmp_path / "b.graphql").write_text("{ roads {", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        build_schema(trusted=tmp_path)
    assert {fault.field for fault in caught.value.faults} == {"a.graphql", "b.graphql"}
    for empty in (tmp_path / "none", ROOT / "web" / "vendor"):
        with pytest.raises(InvalidInput):
            build_schema(trusted=empty)


def test_the_page_asks_nothing_but_the_documents_in_its_folder() -> None:
    """For ``./jiujin serve --trusted web/documents``."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.graphql")}
    assert kept == page_documents(), "run: python -m schema.page_documents"
    trusted = build_schema(trusted=FOLDER).trusted
    assert trusted is not None
    assert all(trusted.holds(text) for text in page_documents().values())
