"""The empty roster over HTTP, for whoever may bring rosters in: the same tokens and refusals as GraphQL's."""

from __future__ import annotations

import tempfile
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine.access import Action, Scopes, Secured, permit
from engine.accounts import Entrance
from engine.errors import JiujinError
from engine.exports import Format
from engine.exports.week import MEDIA_TYPES
from engine.roster import write_template
from engine.store import GraphStore
from engine.store.port import Reader
from schema.entering import sender_by_headers
from schema.exports import Making, attached
from schema.http import refused


def template_route(store: GraphStore, entrance: Entrance, scopes: Scopes, making: Making) -> Route:
    """``GET /rosters/template.xlsx``: headings, remarks, an example, and what there is to choose from."""

    async def template(request: Request) -> Response:
        address = request.client.host if request.client else ""
        try:
            sender = await sender_by_headers(store, entrance, request.headers, address)
            reader = Secured(store, permit(sender.viewer, Action.IMPORT_ROSTER), scopes)
            made = await making(lambda: _written(reader))
        except JiujinError as error:
            return refused(error)
        headers = attached("名册模板.xlsx", "roster.xlsx")
        return Response(made, media_type=MEDIA_TYPES[Format.XLSX], headers=headers)

    return Route("/rosters/template.xlsx", template, methods=["GET"])


def _written(reader: Reader) -> bytes:
    with tempfile.TemporaryDirectory(prefix="jiujin-template-") as folder:
        path = Path(folder) / "template.xlsx"
        write_template(path, reader)
        return path.read_bytes()
