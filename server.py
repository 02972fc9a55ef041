"""The composition root: settings → store → services → schema → Starlette."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from engine.access import Scopes
from engine.accounts import Entrance, Keys, keys_file
from engine.accounts.moments import utc_now
from engine.accounts.provider import ProviderSettings
from engine.accounts.welcome import welcome_code
from engine.errors import JiujinError
from engine.events import Events
from engine.jobs import Generate, Jobs, JobState, Pace
from engine.model import District
from engine.planning.at_hand import AtHand
from engine.planning.explain import Explanations
from engine.planning.generate import generate_plan
from engine.planning.watch import PlanWatch
from engine.planning.what_if import WhatIfs
from engine.settings import settings as environment
from engine.store import GraphStore, Match, open_store
from schema.app import build_schema
from schema.calendars import calendar_routes
from schema.context import Context
from schema.cursor import Cursors
from schema.elsewhere import ways
from schema.examples import examples
from schema.exports import Making, week_routes
from schema.headers import SecurityHeaders
from schema.http import BodyLimit, View
from schema.roster_template import template_route
from schema.watching import CHECK_EVERY

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "web"
GRAPHIQL = ROOT / "schema" / "graphiql"
GRACE = 3
"""Seconds for which running requests are waited for at the end; what streams would else never let it come."""
EVERYWHERE = ("0.0.0.0", "::", "")
"""Addresses to listen on that are none to go to."""
LOCAL = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the server runs; ``secret`` signs cursors, and without one they are good until the next start."""

    production: bool = False
    hosts: tuple[str, ...] = LOCAL
    """The names by which browsers may call the server; others are refused (DNS rebinding)."""
    trusted: Path | None = None
    """A folder of documents; no others are run then."""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    keys: Path | None = None
    """The file of the keys that sign tokens; without one, tokens are good until the next start."""
    provider: ProviderSettings | None = None
    """Where one may log in too."""

    @classmethod
    def from_environment(cls, *, host: str, port: int, production: bool, trusted: Path | None = None) -> Settings:
        """The settings with what the environment says."""
        names = [name for name in os.environ.get("JIUJIN_HOSTS", "").split(",") if name]
        secret = os.environ.get("JIUJIN_SECRET", "").encode() or secrets.token_bytes(32)
        return cls(
            production=production,
            trusted=trusted,
            hosts=tuple({*LOCAL, host, *names}),
            secret=secret,
            keys=keys_file(environment().store),
            provider=ProviderSettings.from_environment(_address(host, port)),
        )


def create_app(
    store: GraphStore,
    settings: Settings | None = None,
    generate: Generate = generate_plan,
    pace: Pace | None = None,
    entrance: Entrance | None = None,
    check_every: float = CHECK_EVERY,
) -> Starlette:
    """The application over an open store, which it does not close."""
    settings = settings or Settings()
    doors = entrance or Entrance(keys=Keys(settings.keys))
    events: Events[JobState] = Events()
    jobs = Jobs(store, events, generate, pace=pace)
    watch = PlanWatch(store, pace)
    cursors = Cursors(settings.secret)
    hand = AtHand()
    explanations = Explanations(hand)
    what_ifs = WhatIfs()
    scopes, making = Scopes(), Making()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        recovering = asyncio.create_task(jobs.keep_recovering())
        yield
        recovering.cancel()
        await asyncio.to_thread(watch.close)
        await asyncio.to_thread(jobs.close)

    def context() -> Context:
        return Context(
            store=store,
            jobs=jobs,
            cursors=cursors,
            hand=hand,
            explanations=explanations,
            what_ifs=what_ifs,
            watch=watch,
            entrance=doors,
            elsewhere=settings.provider is not None,
            scopes=scopes,
        )

    schema = build_schema(production=settings.production, trusted=settings.trusted)
    view = View(schema, context, open_profile=not settings.production, check_every=check_every)
    return Starlette(
        routes=[
            *(ways(store, doors, settings.provider) if settings.provider else ()),
            *week_routes(store, doors, scopes, making),
            *calendar_routes(store, doors, scopes, making),
            template_route(store, doors, scopes, making),
            *_routes(
                BodyLimit(view, schema.limits.body, schema.limits.files),
                view,
                store,
                open_profile=not settings.production,
            ),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False),
        ],
        lifespan=lifespan,
    )


def _routes(limited: ASGIApp, view: View, store: GraphStore, *, open_profile: bool) -> list[BaseRoute]:
    routes: list[BaseRoute] = [
        Route("/graphql", limited, methods=["GET", "POST"]),
        WebSocketRoute("/graphql", view),
        Route("/healthz", _alive),
        Route("/readyz", _ready(store)),
    ]
    if open_profile:
        routes += [
            Route("/graphiql/examples.json", _examples),
            Mount("/graphiql", StaticFiles(directory=GRAPHIQL, html=True)),
        ]
    return [*routes, Mount("/", StaticFiles(directory=WEB, html=True))]


def _address(host: str, port: int) -> str:
    """Where a browser on this machine finds the server."""
    name = "127.0.0.1" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


async def _alive(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _ready(store: GraphStore) -> Callable[[Request], Awaitable[Response]]:
    async def ready(_: Request) -> Response:
        try:
            await asyncio.to_thread(store.query, Match("d", District).select("d.id").limit(1))
        except JiujinError as error:
            return JSONResponse({"status": error.code}, status_code=503)
        return JSONResponse({"status": "ok"})

    return ready


async def _examples(_: Request) -> Response:
    return JSONResponse([{"query": document} for document in examples().values()])


def run(*, host: str = "127.0.0.1", port: int = 8000, production: bool = False, trusted: Path | None = None) -> None:
    """Serves until it is told to stop; running jobs are stopped then, and their best plans kept."""
    store = open_store(environment().store)
    try:
        settings = Settings.from_environment(host=host, port=port, production=production, trusted=trusted)
        Keys(settings.keys).signing()  # made, or found to be no use, now
        if code := welcome_code(store, utc_now()):
            sys.stdout.write("还没有管理员；请用此链接设立首位管理员（24 小时内有效，只能用一次）：\n")
            sys.stdout.write(f"  {_address(host, port)}/#welcome={code}\n")
            sys.stdout.flush()
        app = create_app(store, settings)
        uvicorn.run(
            app,
            host=host,
            port=port,
            ws_max_size=256 * 1024,
            log_level="info",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
    finally:
        store.close()
