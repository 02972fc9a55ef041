"""The benchmark of GraphQL runs to its end, the two executors agree, and compiled is the quicker of the two."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks import graphql
from engine.store import open_store
from schema.app import build_schema


async def test_the_list_is_quicker_compiled(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "graph.db"))
    graphql.fill(store)
    schemas = {"stock": build_schema(compiled=False), "compiled": build_schema()}
    found = await graphql.measured(store, schemas, graphql.LIST, runs=3)
    store.close()
    assert 2 * found["above compiled"] < found["above stock"]


def test_it_prints_its_tables(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphql, "SECONDS", 0.3)
    graphql.main(Console(width=200), stores=["sqlite"], runs=1, environment=os.environ)
    printed = capsys.readouterr().out
    assert "| sqlite | list 1,000 × 10 | compiled |" in printed
    assert printed.count("| sqlite | compiled |") == 1
