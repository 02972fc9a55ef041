"""An operation that takes too long is given up, with a code; one that says how long it may wait is given that time."""

from __future__ import annotations

import asyncio
import time

import pytest

from engine.access import CONSOLE
from engine.store import Match, Row
from schema.app import Schema, build_schema
from schema.context import Context
from schema.cursor import Cursors
from schema.limits import Limits
from tests.schema.conftest import CountingStore


@pytest.fixture
def hurried() -> Schema:
    made = build_schema()
    made.limits = Limits(seconds=0.2)
    return made


async def test_a_question_that_takes_too_long_is_given_up(
    hurried: Schema, counted: CountingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_: Match) -> list[Row]:
        time.sleep(1)
        return []

    monkeypatch.setattr(counted, "query", slow)
    context = Context(store=counted, jobs=None, cursors=Cursors(b"test"), viewer=CONSOLE)  # type: ignore[arg-type]
    result = await hurried.execute("{roads{nodes{name}}}", context_value=context)
    assert result.errors is not None
    assert result.errors[0].extensions == {"code": "TIMEOUT"}
    assert "0.2 秒" in result.errors[0].message


async def test_the_time_can_be_lengthened_while_it_runs(counted: CountingStore) -> None:
    context = Context(store=counted, jobs=None, cursors=Cursors(b"test"), viewer=CONSOLE)  # type: ignore[arg-type]
    async with asyncio.timeout(0.05) as context.clock:
        context.allow(10)
        await asyncio.sleep(0.1)  # longer than the first limit
