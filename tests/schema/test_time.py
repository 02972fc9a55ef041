"""An operation that takes too long is given up, with a code; one that says how long it may wait is given that time."""

from __future__ import annotations

import asyncio
import time

import pytest

from engine.access import CONSOLE
from engine.errors import OutOfTime
from engine.model import Organization, Volunteer
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


async def test_the_store_ends_its_work_with_the_operation(
    hurried: Schema, counted: CountingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread goes on, since no thread can be stopped, but not in the store."""
    ended: asyncio.Queue[type[BaseException]] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    endless = Match("o", Organization)
    for number in range(28):  # each member beside each, 2 ** 28 rows
        endless = endless.hop("MEMBER_OF", f"v{number}", Volunteer, source="o", reverse=True)

    def slow(_: Match) -> list[Row]:
        try:
            return counted.store.query(endless.select("v1.name", "v26.name").count("count", "v27.id"))
        except BaseException as error:
            loop.call_soon_threadsafe(ended.put_nowait, type(error))
            raise

    monkeypatch.setattr(counted, "query", slow)
    context = Context(store=counted, jobs=None, cursors=Cursors(b"test"), viewer=CONSOLE)  # type: ignore[arg-type]
    result = await hurried.execute("{roads{nodes{name}}}", context_value=context)
    assert result.errors is not None
    assert result.errors[0].extensions == {"code": "TIMEOUT"}
    assert await asyncio.wait_for(ended.get(), 60) is OutOfTime


async def test_the_time_can_be_lengthened_while_it_runs(counted: CountingStore) -> None:
    context = Context(store=counted, jobs=None, cursors=Cursors(b"test"), viewer=CONSOLE)  # type: ignore[arg-type]
    async with asyncio.timeout(0.05) as context.clock:
        context.allow(10)
        await asyncio.sleep(0.1)  # longer than the first limit
