"""What GraphQL over HTTP asks beyond what Strawberry does: the media type, the status, bodies that are no requests."""

from __future__ import annotations

import json
from typing import Any

import orjson
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.types import ExecutionResult

from schema.context import Context
from schema.trusted import Trusted

JSON, GRAPHQL = "application/json", "application/graphql-response+json"
STATUS = {"TIMEOUT": 503}
"""The status of an operation that was not run, or to no end, when it is not 400."""


def encoded(data: object) -> str:
    """The answer as JSON."""
    try:
        return orjson.dumps(data).decode()
    except TypeError:  # half of a character, as a client may send it; a number beyond 64 bits
        return json.dumps(data, separators=(",", ":"))


class Negotiated(GraphQL[Context, None]):
    """An endpoint that speaks ``application/graphql-response+json`` to those who ask for it."""

    trusted: Trusted | None = None

    async def get_sub_response(self, request: Request | WebSocket) -> Response:
        """Remembers in which media type the answer is wanted."""
        response = await super().get_sub_response(request)
        response.media_type = GRAPHQL if GRAPHQL in request.headers.get("accept", "") else JSON
        return response

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """The answer; for those who asked for the newer media type, one without data when the request was refused."""
        answer = await super().process_result(request, result)
        refused = result.data is None and not any(error.path for error in result.errors or ())
        if refused and GRAPHQL in request.headers.get("accept", ""):
            del answer["data"]
        return answer

    def create_response(
        self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: Response
    ) -> Response:
        """The answer in its media type; a refused request has its status there."""
        response = super().create_response(response_data, sub_response)
        media_type = sub_response.media_type or JSON
        response.headers["content-type"] = media_type + "; charset=utf-8" * (media_type == GRAPHQL)
        if media_type == GRAPHQL and "data" not in response_data and isinstance(response_data, dict):
            response.status_code = _status(response_data)
        return response

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData | list[GraphQLRequestData]:
        """The request. Raises ``HTTPException`` for what is none."""
        parsed = await super().parse_http_body(request)
        if not isinstance(parsed, list) and not isinstance(parsed.operation_name, str | None):
            raise HTTPException(400, "The GraphQL operation's `operationName` must be a string or null, if provided.")
        return parsed

    def parse_json(self, data: str | bytes) -> Any:
        """An object, or the list of a batch, which is refused later."""
        parsed = super().parse_json(data)
        if not isinstance(parsed, dict | list):
            raise HTTPException(400, "A GraphQL request must be a JSON object")
        return self._named(parsed) if isinstance(parsed, dict) else parsed

    def parse_query_params(self, params: Any) -> dict[str, Any]:
        """The same of an address."""
        return self._named(super().parse_query_params(params))

    def decode_json(self, data: str | bytes) -> object:
        """Raises ``JSONDecodeError`` for all that cannot be read: encodings, endless numbers, bottomless nests."""
        try:
            return json.loads(data)
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError("no JSON", "", 0) from error

    def encode_json(self, data: object) -> str:
        """Text, not bytes: websocket clients refuse binary frames."""
        return encoded(data)

    def _named(self, parsed: dict[str, Any]) -> dict[str, Any]:
        """The request with its document, when it named one of those that are trusted."""
        if self.trusted is None or not isinstance(name := parsed.get("documentId"), str):
            return parsed
        return {**parsed, "query": self.trusted.named(name)}


def _status(answer: GraphQLHTTPResponse) -> int:
    errors: list[Any] = answer.get("errors") or []
    codes = [error.get("extensions", {}).get("code") for error in errors]
    return next((STATUS[code] for code in codes if code in STATUS), 400)
