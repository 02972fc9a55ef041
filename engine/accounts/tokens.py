"""Tokens: what they claim, how they are signed, and that any other one is refused, always in the same words."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import GuestProtocol, OKPKey

from engine.accounts.keys import Keys
from engine.errors import Unauthenticated

ISSUER = "jiujin"
ALGORITHM = "Ed25519"
"""The only one: RFC 9864's name of what RFC 8037 called EdDSA over this curve."""
LEEWAY = 30
"""Seconds by which the clocks of two servers may differ."""
ACCESS_LASTS = timedelta(minutes=15)
REFRESH_LASTS = timedelta(days=14)
LONGEST = 4096
"""Characters of a token."""


class Use(StrEnum):
    """What a token is for, its audience."""

    ACCESS = "jiujin:access"
    REFRESH = "jiujin:refresh"
    ELSEWHERE = "jiujin:elsewhere"
    """Not a token, but what a browser keeps while its user logs in at an identity provider."""
    CALENDAR = "jiujin:calendar"
    """What a calendar is fetched with, by a program that does not log in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a token says: the account, in which grant and session, of which epoch, until when."""

    account: str
    grant: str
    session: str
    epoch: int
    expires: int
    """Seconds since 1970."""


def issue(keys: Keys, use: Use, claims: Claims, now: datetime) -> str:
    """The signed token. Raises ``StoreUnavailable`` without a key."""
    said = {"sub": claims.account, "gid": claims.grant, "sid": claims.session, "epoch": claims.epoch}
    return seal(keys, use, said, claims.expires, now)


def read(keys: Keys, use: Use, token: str, now: datetime) -> Claims:
    """What the token claims, if we signed it for this use and it has not expired. Raises ``Unauthenticated``."""
    said = unseal(keys, use, token, now)
    texts = [said.get(name) for name in ("sub", "gid", "sid")]
    numbers = [said.get(name) for name in ("epoch", "exp")]
    if not all(type(text) is str for text in texts) or not all(type(number) is int for number in numbers):
        raise Unauthenticated
    account, grant, session = map(str, texts)
    return Claims(account=account, grant=grant, session=session, epoch=said["epoch"], expires=said["exp"])


def seal(keys: Keys, use: Use, said: dict[str, Any], expires: int, now: datetime) -> str:
    """What is said, signed for this use until then."""
    key = keys.signing()
    ours = {
        "iss": ISSUER,
        "aud": use.value,
        "iat": int(now.timestamp()),
        "exp": expires,
        "jti": secrets.token_urlsafe(12),
    }
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, said | ours, key.key, algorithms=[ALGORITHM])


def unseal(keys: Keys, use: Use, token: str, now: datetime) -> dict[str, Any]:
    """What was said, if we signed it for this use and it has not expired. Raises ``Unauthenticated``."""

    def key_of(guest: GuestProtocol) -> OKPKey:
        known = keys.named(str(guest.headers().get("kid", "")))
        if known is None:
            raise InvalidKeyIdError
        return known.key

    try:
        if len(token) > LONGEST:
            raise ValueError("too long")
        said = jwt.decode(token, key_of, algorithms=[ALGORITHM]).claims
        _registry(use, now).validate(said)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Unauthenticated from None
    return said


def fingerprint(secret: str) -> str:
    """What the graph keeps of a refresh token or a code; these are long and random, so a plain hash does."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _registry(use: Use, now: datetime) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": ISSUER},
        aud={"essential": True, "value": use.value},
        exp={"essential": True},
        iat={"essential": True},
    )
