"""The address where calendars are fetched, by programs that do not log in."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from engine.access import Action, Scopes, Secured, permit
from engine.accounts import Entrance, subscriber
from engine.calendar import BEIJING
from engine.errors import JiujinError, StoreUnavailable
from engine.exports import person_calendar, station_calendar
from engine.model import Volunteer
from engine.store import GraphStore
from schema.exports import Making

VOID = "没有这个日历，或者链接已经失效\n"
"""All that anybody learns from an address that is not good."""
BUSY = "暂时无法使用，请稍后再试\n"


def calendar_routes(store: GraphStore, entrance: Entrance, scopes: Scopes, making: Making) -> list[Route]:
    """``GET /calendar/TOKEN.ics``: the calendar as the account that made the link may see it now."""

    async def calendar(request: Request) -> Response:
        token = request.path_params["token"]
        try:
            made = await making(lambda: _calendar(store, entrance, scopes, token))
        except StoreUnavailable:
            return PlainTextResponse(BUSY, 503)
        except JiujinError:
            return PlainTextResponse(VOID, 404)
        tag = f'"{hashlib.sha256(made).hexdigest()[:32]}"'
        headers = {"cache-control": "private, no-cache", "etag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(made, media_type="text/calendar; charset=utf-8", headers=headers)

    return [Route("/calendar/{token}.ics", calendar, methods=["GET"])]


def _calendar(store: GraphStore, entrance: Entrance, scopes: Scopes, token: str) -> bytes:
    asked = subscriber(store, entrance, token)
    reader = Secured(store, permit(asked.viewer, Action.EXPORT), scopes)
    today = entrance.now().astimezone(BEIJING).date()
    make = person_calendar if asked.label == Volunteer.LABEL else station_calendar
    return make(reader, asked.id, today)
