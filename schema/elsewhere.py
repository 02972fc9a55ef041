"""The way to the identity provider and back: two addresses that a browser goes to; tokens never pass through them."""

from __future__ import annotations

import asyncio
import re
import secrets

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from engine.accounts import Entrance
from engine.accounts.elsewhere import code_for
from engine.accounts.provider import CALLBACK, Journey, ProviderSettings, identity, way_there
from engine.accounts.tokens import Use, seal, unseal
from engine.errors import IdentityProviderFailed, InvalidInput, JiujinError
from engine.store import GraphStore
from schema.http import status_of

COOKIE = "jiujin_elsewhere"
LASTS = 600
"""Seconds that one has to log in there."""
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def ways(store: GraphStore, entrance: Entrance, provider: ProviderSettings) -> list[Route]:
    """``/oidc/start?challenge=…`` leads to the provider, who sends back to ``/oidc/callback``, which leads to the page
    with a code for the mutation ``logInWithCode``."""

    async def start(request: Request) -> Response:
        try:
            challenge = request.query_params.get("challenge", "")
            if not CHALLENGE.fullmatch(challenge):
                raise InvalidInput("请从登录页进入")
            journey, now = Journey(challenge=challenge), entrance.now()
            answer = RedirectResponse(await way_there(provider, journey), 303)
            kept = seal(entrance.keys, Use.ELSEWHERE, {**journey.to_json()}, int(now.timestamp()) + LASTS, now)
        except JiujinError as error:
            return _refused(error)
        secure = provider.public.startswith("https:")
        answer.set_cookie(COOKIE, kept, max_age=LASTS, path="/oidc", secure=secure, httponly=True, samesite="lax")
        return answer

    async def back(request: Request) -> Response:
        try:
            answer: Response = RedirectResponse(f"/#login={await _code(request)}", 303)
        except JiujinError as error:
            answer = _refused(error)
        answer.delete_cookie(COOKIE, path="/oidc")
        return answer

    async def _code(request: Request) -> str:
        given, now = request.query_params, entrance.now()
        journey = Journey.from_json(unseal(entrance.keys, Use.ELSEWHERE, request.cookies.get(COOKIE, ""), now))
        same = secrets.compare_digest(journey.state.encode(), given.get("state", "").encode())
        if not same or given.get("iss", provider.issuer) != provider.issuer or not given.get("code"):
            raise IdentityProviderFailed
        subject = await identity(provider, journey, given["code"], now)
        return await asyncio.to_thread(code_for, store, subject, journey.challenge, now)

    return [Route("/oidc/start", start), Route(CALLBACK, back)]


def _refused(error: JiujinError) -> Response:
    return PlainTextResponse(f"{error.message}\n", status_of(error))
