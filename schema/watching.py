"""What lasts ends with its token: websockets and streams look again and again whether it is good."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.subscriptions.protocols.graphql_transport_ws.types import ConnectionInitMessage, SubscribeMessage

from engine.errors import StoreUnavailable, Unauthenticated
from schema.context import Context
from schema.entering import still

CHECK_EVERY = 60.0
"""Seconds."""
ENDED = 4403
"""The code with which a websocket is closed: clients then connect anew, with a new token."""


async def is_over(context: Context) -> bool:
    """Whether the sender may no longer come in; if he may, the context knows his rights as they are now.

    When the store cannot be asked, the last answer stands.
    """
    try:
        context.sent_by(await still(context.store, context.entrance, context.sender))
    except Unauthenticated:
        return True
    except StoreUnavailable:
        return _seconds_left(context) <= 0
    return False


def _seconds_left(context: Context) -> float:
    credential = context.sender.credential
    return credential.seconds_left(context.entrance.now()) if credential else float("inf")


def _pause(context: Context, every: float) -> float:
    """How long until it is time to look again."""
    return max(0.05, min(every, _seconds_left(context)))


class WatchedHandler(BaseGraphQLTransportWSHandler[Context, None]):
    """A websocket whose sender is looked at before each operation, and while it is open."""

    watch: asyncio.Task[None] | None = None

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """From here on it is watched."""
        await super().handle_connection_init(message)
        if self.connection_acknowledged and self.watch is None and self.context.sender.credential:
            self.watch = asyncio.create_task(self._watch())

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Each operation is that of a sender who may still come in."""
        if await is_over(self.context):
            await self._end()
            return
        await super().handle_subscribe(message)

    async def shutdown(self) -> None:
        """Nobody watches any more."""
        if self.watch:
            self.watch.cancel()
        await super().shutdown()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_pause(self.context, getattr(self.view, "check_every", CHECK_EVERY)))
            if await is_over(self.context):
                await self._end()
                return

    async def _end(self) -> None:
        for id in list(self.operations):
            await self.cleanup_operation(id)
        with suppress(WebSocketDisconnected, RuntimeError):
            await self.websocket.close(code=ENDED, reason=Unauthenticated.code)


async def watched(
    parts: AsyncIterator[str], context: Context, every: float, encode: Callable[[object], str]
) -> AsyncIterator[str]:
    """The parts of a stream of server-sent events, until its sender may no longer come in; then one that says so."""
    loop = asyncio.get_running_loop()
    look = loop.time() + _pause(context, every)
    coming: asyncio.Future[Any] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(parts))
            await asyncio.wait({coming}, timeout=max(0.0, look - loop.time()))
            if loop.time() >= look:
                if await is_over(context):
                    error = {"message": Unauthenticated.sentence, "extensions": {"code": Unauthenticated.code}}
                    yield f"event: next\r\ndata: {encode({'errors': [error]})}\r\n\r\nevent: complete\r\ndata: \r\n\r\n"
                    return
                look = loop.time() + _pause(context, every)
            if coming.done():
                done, coming = coming, None
                try:
                    part = done.result()
                except StopAsyncIteration:
                    return
                yield part
    finally:
        if coming is not None:
            coming.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration, Exception):
                await coming
        await parts.aclose()  # type: ignore[attr-defined]
