"""The street in a store of its own, and the making of roster files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from roster_street import HEADER, seed

from engine.store.port import GraphStore
from engine.store.sqlite import SqliteStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    """The street in a file of its own."""
    store = SqliteStore(tmp_path / "graph.db")
    store.migrate()
    seed(store)
    yield store
    store.close()


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as an Excel file."""

    def write(*rows: Sequence[Any], header: Sequence[str] | None = HEADER, name: str = "名册.xlsx") -> Path:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in [header, *rows] if header else rows:
            sheet.append(list(row))
        book.save(tmp_path / name)
        return tmp_path / name

    return write
