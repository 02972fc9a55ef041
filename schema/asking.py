"""Questions that are asked in the same turn of the event loop share a few threads."""

from __future__ import annotations

import asyncio
from contextvars import copy_context
from functools import partial

from engine.store import Match, Row
from engine.store.port import Reader

HOPS = 4
"""So many threads at most: to go to one and come back costs more than many a question."""

Waiting = tuple[Match, "asyncio.Future[list[Row]]"]


class Asking:
    """For one request."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._waiting: list[Waiting] = []

    async def ask(self, question: Match) -> list[Row]:
        """The rows, without holding up the event loop. Raises what the reader raises."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._send, loop)
        answer: asyncio.Future[list[Row]] = loop.create_future()
        self._waiting.append((question, answer))
        return await answer

    def _send(self, loop: asyncio.AbstractEventLoop) -> None:
        waiting, self._waiting = self._waiting, []
        for number in range(min(HOPS, len(waiting))):
            part = waiting[number::HOPS]
            sent = loop.run_in_executor(None, copy_context().run, self._answer, part)
            sent.add_done_callback(partial(_tell, part))

    def _answer(self, part: list[Waiting]) -> list[list[Row] | Exception]:
        return [self._rows(question) if not answer.done() else [] for question, answer in part]

    def _rows(self, question: Match) -> list[Row] | Exception:
        try:
            return self._reader.query(question)
        except Exception as error:  # raised again where somebody waits for it
            return error


def _tell(part: list[Waiting], sent: asyncio.Future[list[list[Row] | Exception]]) -> None:
    if sent.cancelled():  # the server ends
        for _, answer in part:
            answer.cancel()
        return
    for (_, answer), found in zip(part, sent.result(), strict=True):
        if answer.done():  # nobody waits any more
            continue
        if isinstance(found, Exception):
            answer.set_exception(found)
        else:
            answer.set_result(found)
