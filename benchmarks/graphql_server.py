"""A server with compiled documents, or stock Strawberry: ``… ADDRESS compiled|stock``; prints its port and a token."""

from __future__ import annotations

import os
import socket
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from engine.accounts import CHEAP, Entrance, Keys, NewAccount, Passwords, add_account, log_in
from engine.model import Role
from engine.store import open_store
from schema.app import build_schema
from schema.context import Context
from schema.cursor import Cursors
from schema.http import BodyLimit, View

PASSWORD = "a-password-of-the-bench"


def main(address: str, kind: str) -> None:
    """Serves until it is told to end."""
    store = open_store(address, os.environ)
    schema = build_schema(compiled=kind == "compiled")
    cursors = Cursors(b"bench")

    doors = Entrance(keys=Keys(), passwords=Passwords(cost=CHEAP))
    name = f"bench-{kind}"
    add_account(store, doors.passwords, NewAccount(name=name, password=PASSWORD, role=Role.ADMIN), actor="console")
    token = log_in(store, doors, name, PASSWORD).access_token

    def context() -> Context:
        return Context(store=store, jobs=None, cursors=cursors, entrance=doors)  # type: ignore[arg-type]

    view = BodyLimit(View(schema, context, open_profile=False), schema.limits.body, schema.limits.files)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    print(listening.getsockname()[1], token, flush=True)  # noqa: T201 - whoever started it reads this
    config = uvicorn.Config(
        Starlette(routes=[Route("/graphql", view, methods=["GET", "POST"])]), log_level="error", access_log=False
    )
    uvicorn.Server(config).run(sockets=[listening])
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
