"""Questions of one turn of the event loop share threads; each has its own answer, or its own error."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from engine.model import Line, Road
from engine.store import Match, Row, eq
from schema.asking import HOPS, Asking


class Reader:
    def __init__(self) -> None:
        self.threads: list[int] = []

    def query(self, question: Match) -> list[Row]:
        self.threads.append(threading.get_ident())
        if question.node is Road:
            raise ValueError("no roads")
        (condition,) = question.condition.parts
        return [{"id": condition.value}]  # type: ignore[union-attr]

    def get(self, *_: Any) -> None:
        return None


async def test_many_questions_share_few_threads_and_keep_their_answers() -> None:
    reader = Reader()
    asking = Asking(reader)
    questions = [Match("n", Line).where(eq("n.id", str(number))) for number in range(20)]
    found = await asyncio.gather(*(asking.ask(question) for question in questions))
    assert found == [[{"id": str(number)}] for number in range(20)]
    assert len(reader.threads) == 20
    assert len(set(reader.threads)) <= HOPS
    assert threading.get_ident() not in reader.threads


async def test_an_error_is_that_of_its_question_alone() -> None:
    asking = Asking(Reader())
    lines = [asking.ask(Match("n", Line).where(eq("n.id", "a"))) for _ in range(8)]
    road = asking.ask(Match("n", Road))
    *found, failed = await asyncio.gather(*lines, road, return_exceptions=True)
    assert found == [[{"id": "a"}]] * 8
    assert isinstance(failed, ValueError)


async def test_who_no_longer_waits_takes_nothing_from_the_others() -> None:
    asking = Asking(Reader())
    waiting = [asyncio.ensure_future(asking.ask(Match("n", Line).where(eq("n.id", "a")))) for _ in range(6)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting[0]
    assert await asyncio.gather(*waiting[1:]) == [[{"id": "a"}]] * 5
