"""GraphQL over HTTP, server-sent events and websockets, on one path."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http.base import BaseRequestProtocol
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.unset import UNSET, UnsetType

from engine.errors import InvalidInput, JiujinError, NotFound, NotPermitted, StoreUnavailable, Unauthenticated
from schema.app import Schema
from schema.context import Context
from schema.entering import Sender, sender_by_headers, sender_by_payload
from schema.negotiation import Negotiated
from schema.watching import CHECK_EVERY, WatchedHandler, watched


class View(Negotiated):
    """The endpoint; a browser that comes without a question is sent to GraphiQL in the open profile.

    A request with a token that is not good is refused whole. What lasts, a websocket or a stream, ends with its token;
    every ``check_every`` seconds it is looked whether the token is still good.
    """

    graphql_transport_ws_handler_class = WatchedHandler

    def __init__(
        self,
        schema: Schema,
        context: Callable[[], Context],
        *,
        open_profile: bool,
        check_every: float = CHECK_EVERY,
    ) -> None:
        self.trusted = schema.trusted
        super().__init__(
            schema,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            max_subscriptions_per_connection=20,
            multipart_uploads_enabled=True,
        )
        self._context, self._open_profile = context, open_profile
        self.check_every = check_every

    async def run(self, request: Any, context: Any = UNSET, root_value: None = None) -> Any:
        """Asks first who sends the request; a websocket says so later."""
        made = self._context()
        address = request.client.host if request.client else ""
        made.sent_by(Sender(address=address))
        if request.scope["type"] == "http":
            if is_upload(request.headers) and UPLOADS not in request.headers:
                return refused(InvalidInput(f"上传文件的请求须带请求头 {UPLOADS}，值不限"))
            try:
                made.sent_by(await sender_by_headers(made.store, made.entrance, request.headers, address))
            except JiujinError as error:
                return refused(error)
            request.state.context = made
        try:
            return await super().run(request, made, root_value)
        finally:
            if isinstance(request, Request):
                await request.close()  # files that came with it

    async def on_ws_connect(self, context: Context) -> UnsetType | dict[str, object] | None:
        """The first message says who opened the websocket; it is closed when the token is not good."""
        try:
            given = context.connection_params or {}
            context.sent_by(await sender_by_payload(context.store, context.entrance, given, context.sender.address))
        except JiujinError:
            raise ConnectionRejectionError from None
        return await super().on_ws_connect(context)

    async def create_streaming_response(
        self,
        request: Request | WebSocket,
        stream: Callable[[], AsyncIterator[str]],
        sub_response: Response,
        headers: Mapping[str, str],
    ) -> Response:
        """The stream ends when its token does."""
        context = request.state.context

        def ending() -> AsyncIterator[str]:
            return watched(stream(), context, self.check_every, self.encode_json)

        return await super().create_streaming_response(request, ending, sub_response, headers)

    def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:
        """Only for a browser, and only in the open profile."""
        wants_page = "text/html" in request.headers.get("accept", "")
        return self._open_profile and wants_page and super().should_render_graphql_ide(request)

    async def render_graphql_ide(self, request: Request) -> Response:
        """The page lies beside."""
        return RedirectResponse("/graphiql/")


STATUS: dict[type[JiujinError], int] = {
    Unauthenticated: 401,
    NotPermitted: 403,
    NotFound: 404,
    InvalidInput: 400,
    StoreUnavailable: 503,
}


def status_of(error: JiujinError) -> int:
    """The HTTP status for an error of the request as a whole."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def refused(error: JiujinError) -> Response:
    """The answer to a request that is not even looked at."""
    status = status_of(error)
    faults = [str(fault) for fault in error.faults]
    told = {"message": error.message, "extensions": {"code": error.code, **({"faults": faults} if faults else {})}}
    headers = {"www-authenticate": 'Bearer error="invalid_token"'} if status == 401 else {}
    return JSONResponse({"errors": [told]}, status, headers)


UPLOADS = "jiujin-upload"
"""A page of another site cannot send this header without asking first, so it cannot make a browser upload here."""


def is_upload(headers: Mapping[str, str]) -> bool:
    """Whether a file comes with the request."""
    return headers.get("content-type", "").lower().startswith("multipart/")


class BodyLimit:
    """No request is read further than this many bytes, or so many with a file by somebody with a token; a longer one
    is refused with 413."""

    def __init__(self, app: ASGIApp, most: int, most_of_files: int) -> None:
        self._app, self._most, self._most_of_files = app, most, most_of_files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application sees the whole body at once, or is not called."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        most = self._most_of_files if is_upload(headers) and "authorization" in headers else self._most
        body = await self._read(receive, most)
        if body is None:
            message = f"请求太大，上限 {most // 1024} KB"
            errors = [{"message": message, "extensions": {"code": "BODY_TOO_LARGE"}}]
            await JSONResponse({"errors": errors}, status_code=413)(scope, receive, send)
            return
        read: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        await self._app(scope, lambda: _next(read, receive), send)

    @staticmethod
    async def _read(receive: Receive, most: int) -> bytes | None:
        parts, size, more = [], 0, True
        while more:
            message = await receive()
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            more = message.get("more_body", False) and message["type"] == "http.request"
            if size > most:
                return None
        return b"".join(parts)


async def _next(read: list[Message], receive: Receive) -> Message:
    return read.pop() if read else await receive()
