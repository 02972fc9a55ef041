"""GraphQL over HTTP, server-sent events and websockets, on one path."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.http.base import BaseRequestProtocol
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL

from schema.app import Schema
from schema.context import Context
from schema.negotiation import Negotiated


class View(Negotiated):
    """The endpoint; a browser that comes without a question is sent to GraphiQL in the open profile."""

    def __init__(self, schema: Schema, context: Callable[[], Context], *, open_profile: bool) -> None:
        self.trusted = schema.trusted
        super().__init__(
            schema,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            max_subscriptions_per_connection=20,
        )
        self._context, self._open_profile = context, open_profile

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        """A context for each request."""
        return self._context()

    def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:
        """Only for a browser, and only in the open profile."""
        wants_page = "text/html" in request.headers.get("accept", "")
        return self._open_profile and wants_page and super().should_render_graphql_ide(request)

    async def render_graphql_ide(self, request: Request) -> Response:
        """The page lies beside."""
        return RedirectResponse("/graphiql/")


class BodyLimit:
    """No request is read further than this many bytes; a longer one is refused with 413."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application sees the whole body at once, or is not called."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = await self._read(receive)
        if body is None:
            message = f"请求太大，上限 {self._most // 1024} KB"
            errors = [{"message": message, "extensions": {"code": "BODY_TOO_LARGE"}}]
            await JSONResponse({"errors": errors}, status_code=413)(scope, receive, send)
            return
        read: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        await self._app(scope, lambda: _next(read, receive), send)

    async def _read(self, receive: Receive) -> bytes | None:
        parts, size, more = [], 0, True
        while more:
            message = await receive()
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            more = message.get("more_body", False) and message["type"] == "http.request"
            if size > self._most:
                return None
        return b"".join(parts)


async def _next(read: list[Message], receive: Receive) -> Message:
    return read.pop() if read else await receive()
