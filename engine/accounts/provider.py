"""An identity provider (OpenID Connect): the authorization code flow with PKCE, state and nonce, and nothing more."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from engine.errors import Fault, IdentityProviderFailed, InvalidInput

ALGORITHMS = ("RS256", "PS256", "ES256", "Ed25519")
"""With which an identity may be signed: none of them with a shared secret."""
LEEWAY = 60
SECONDS = 10.0
CALLBACK = "/oidc/callback"
NAMES = ("JIUJIN_OIDC_ISSUER", "JIUJIN_OIDC_CLIENT_ID", "JIUJIN_OIDC_CLIENT_SECRET_FILE")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """Which provider, as whom, and where it sends people back to."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    public: str
    """This server's address as browsers see it."""

    def __post_init__(self) -> None:
        faults = [
            Fault("须为 https 地址（本机除外）", name, value=address[:80])
            for name, address in (("JIUJIN_OIDC_ISSUER", self.issuer), ("JIUJIN_PUBLIC", self.public))
            if not _is_safe(address)
        ]
        if faults:
            raise InvalidInput("统一身份认证的设置有误", faults)

    @property
    def redirect(self) -> str:
        """Where people come back to; the provider must know it."""
        return self.public.rstrip("/") + CALLBACK

    @classmethod
    def from_environment(cls, address: str, environment: Mapping[str, str] = os.environ) -> ProviderSettings | None:
        """The settings, or ``None`` without any. Raises ``InvalidInput`` for half of them, or a file not readable."""
        issuer, client, file = (environment.get(name, "").strip() for name in NAMES)
        if not (issuer or client or file):
            return None
        faults = [Fault("没有设置", name) for name in NAMES if not environment.get(name, "").strip()]
        try:
            secret = Path(file).read_text(encoding="utf-8").strip() if file else ""
        except (OSError, UnicodeDecodeError):
            faults.append(Fault("文件无法读取", NAMES[2], value=file))
        if faults:
            raise InvalidInput("统一身份认证的设置有误", faults)
        public = environment.get("JIUJIN_PUBLIC", "").strip() or address
        return cls(issuer=issuer, client_id=client, client_secret=secret, public=public)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What a browser keeps while its user is at the provider."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)
    challenge: str
    """Of the page that will end the log-in: only it knows what this is the hash of."""

    def to_json(self) -> dict[str, str]:
        """To be signed and kept."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Journey:
        """What was kept."""
        return cls(**{each.name: str(said.get(each.name, "")) for each in fields(cls)})


def challenge_of(verifier: str) -> str:
    """The S256 challenge of RFC 7636."""
    digest = hashlib.sha256(verifier.encode("utf-8", "surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


async def way_there(settings: ProviderSettings, journey: Journey) -> str:
    """The address at which the user logs in. Raises ``IdentityProviderFailed``."""
    async with _client() as client:
        endpoint = (await _metadata(client, settings))["authorization_endpoint"]
    asked = {
        "response_type": "code",
        "client_id": settings.client_id,
        "redirect_uri": settings.redirect,
        "scope": "openid",
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": challenge_of(journey.verifier),
        "code_challenge_method": "S256",
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


async def identity(settings: ProviderSettings, journey: Journey, code: str, now: datetime) -> str:
    """Who came back with this code: issuer and subject, as accounts keep it. Raises ``IdentityProviderFailed``."""
    async with _client() as client:
        known = await _metadata(client, settings)
        answered = await _sent(
            client.post(
                known["token_endpoint"],
                data={
                    "grant_type": "authorization_code",
                    "code": code,
                    "redirect_uri": settings.redirect,
                    "code_verifier": journey.verifier,
                },
                auth=(quote(settings.client_id, safe=""), quote(settings.client_secret, safe="")),
                headers={"accept": "application/json"},
            )
        )
        keys = await _sent(client.get(known["jwks_uri"]))
    return f"{settings.issuer}|{_subject(settings, journey, answered, keys, now)}"


def _subject(
    settings: ProviderSettings, journey: Journey, answered: dict[str, Any], keys: dict[str, Any], now: datetime
) -> str:
    """The subject that the identity token names, if it is for us, for this journey, and signed by the provider."""
    try:
        signers = KeySet.import_key_set({"keys": keys["keys"]})
        said = jwt.decode(answered["id_token"], signers, algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": settings.issuer},
            aud={"essential": True, "value": settings.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": journey.nonce},
        ).validate(said)
        others = isinstance(said["aud"], list) and len(said["aud"]) > 1
        if (others or "azp" in said) and said.get("azp") != settings.client_id:
            raise ValueError("for another client")
        return str(said["sub"])
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise IdentityProviderFailed from None


async def _metadata(client: httpx.AsyncClient, settings: ProviderSettings) -> dict[str, Any]:
    """What the provider says of itself."""
    known = await _sent(client.get(settings.issuer.rstrip("/") + "/.well-known/openid-configuration"))
    endpoints = [known.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if known.get("issuer") != settings.issuer or not all(isinstance(one, str) and _is_safe(one) for one in endpoints):
        raise IdentityProviderFailed
    return known


async def _sent(request: Any) -> dict[str, Any]:
    try:
        answered = await request
        answered.raise_for_status()
        told = answered.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        raise IdentityProviderFailed from None
    if not isinstance(told, dict):
        raise IdentityProviderFailed
    return told


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=SECONDS, follow_redirects=False)


def _is_safe(address: str) -> bool:
    """Encrypted, or on this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host)))
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
