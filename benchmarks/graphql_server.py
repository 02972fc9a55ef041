"""A server with compiled documents, or stock Strawberry: ``… ADDRESS compiled|stock``; prints its port, then serves."""

from __future__ import annotations

import os
import socket
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from engine.access import CONSOLE
from engine.store import open_store
from schema.app import build_schema
from schema.context import Context
from schema.cursor import Cursors
from schema.http import BodyLimit
from schema.negotiation import Negotiated


def main(address: str, kind: str) -> None:
    """Serves until it is told to end."""
    store = open_store(address, os.environ)
    schema = build_schema(compiled=kind == "compiled")
    cursors = Cursors(b"bench")

    class Endpoint(Negotiated):
        async def get_context(self, request: object, response: object) -> Context:
            return Context(store=store, jobs=None, cursors=cursors, viewer=CONSOLE)  # type: ignore[arg-type]

    view = BodyLimit(Endpoint(schema), schema.limits.body, schema.limits.files)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    print(listening.getsockname()[1], flush=True)  # noqa: T201 - whoever started it reads this
    config = uvicorn.Config(
        Starlette(routes=[Route("/graphql", view, methods=["GET", "POST"])]), log_level="error", access_log=False
    )
    uvicorn.Server(config).run(sockets=[listening])
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
