"""Files of a week's roster over HTTP, for whoever may see it: the same tokens, purposes and refusals as GraphQL's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TypeVar
from urllib.parse import quote

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine.access import Action, Scopes, Secured, Viewer, permit
from engine.accounts import Entrance
from engine.errors import Fault, InvalidInput, JiujinError, OutOfTime
from engine.exports import By, Format, Selection, file_name, read_roster, record_export, week_file
from engine.exports.week import MEDIA_TYPES
from engine.store import GraphStore
from engine.store.deadline import within
from schema.entering import sender_by_headers
from schema.http import refused
from schema.ids import key_of

T = TypeVar("T")

AT_ONCE = 2
"""So many files are made at a time; others wait, and give up at their deadline."""
SECONDS = 30.0
CHOICES = {"road": "Road", "station": "Station", "line": "Line"}
PARAMETERS = ("plan", *CHOICES, "by")


class Making:
    """Work that takes a while, in few threads of its own and not for long."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="export")
        self._seconds = seconds

    async def __call__(self, work: Callable[[], T]) -> T:
        """What the work gives. Raises ``OutOfTime`` when it is not done in time; a store's question then ends too."""
        loop = asyncio.get_running_loop()
        with within(self._seconds):
            asked = loop.run_in_executor(self._threads, partial(copy_context().run, work))
            try:
                return await asyncio.wait_for(asked, self._seconds)
            except TimeoutError:
                raise OutOfTime from None


def week_routes(store: GraphStore, entrance: Entrance, scopes: Scopes, making: Making) -> list[Route]:
    """``GET /exports/week.xlsx``, ``week.pdf``, ``week.csv`` with ``plan``, and perhaps ``road``, ``station``,
    ``line``, ``by``; phones are in it where the request has a purpose and the role may see them."""

    def route(form: Format) -> Route:
        async def week(request: Request) -> Response:
            address = request.client.host if request.client else ""
            try:
                sender = await sender_by_headers(store, entrance, request.headers, address)
                viewer = permit(sender.viewer, Action.EXPORT)
                plan, selection, by = asked_for(request.query_params)
                return await making(lambda: _week(store, scopes, viewer, plan, selection, form, by))
            except JiujinError as error:
                return refused(error)

        return Route(f"/exports/week.{form}", week, methods=["GET"])

    return [route(form) for form in Format]


def asked_for(given: QueryParams) -> tuple[str, Selection, By]:
    """The plan's key, what of it, and in which parts. Raises ``InvalidInput`` with every parameter that is wrong."""
    faults = [Fault("没有这个参数", name[:40]) for name in sorted(set(given) - set(PARAMETERS))]
    faults += [Fault("只能写一次", name) for name in PARAMETERS if len(given.getlist(name)) > 1]
    if not given.get("plan"):
        faults.append(Fault("没有写", "plan", expected="计划的全局编号"))
    if given.get("by", By.ROAD) not in tuple(By):
        faults.append(Fault("写法不对", "by", value=given["by"][:40], expected="、".join(By)))
    if faults:
        raise InvalidInput("导出的参数有误", faults)
    chosen = {name: key_of(given[name], label) for name, label in CHOICES.items() if given.get(name)}
    return key_of(given["plan"], "Plan"), Selection(**chosen), By(given.get("by", By.ROAD))


def _week(
    store: GraphStore, scopes: Scopes, viewer: Viewer, plan: str, selection: Selection, form: Format, by: By
) -> Response:
    reader = Secured(store, viewer, scopes)
    roster = read_roster(reader, plan, selection)
    made = week_file(reader, roster, form, by)
    record_export(store, viewer, roster)
    return Response(made, media_type=MEDIA_TYPES[form], headers=attached(file_name(roster, form), f"week.{form}"))


def attached(name: str, plain: str) -> dict[str, str]:
    """The headers of a file to keep, under its name or a plain one; no cache keeps it."""
    return {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "cache-control": "private, no-store",
    }
