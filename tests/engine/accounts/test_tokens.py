"""Only a token that we signed, for this use, not expired, is read; every other one is refused in the same words."""

from __future__ import annotations

import base64
import dataclasses
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from engine.accounts import Keys
from engine.accounts.tokens import ALGORITHM, LEEWAY, Claims, Use, issue, read
from engine.errors import Unauthenticated
from tests.engine.accounts.lane import StandingClock

KEYS = Keys()
NOW = StandingClock()()
CLAIMS = Claims(
    account="account:wang",
    grant="grant:1",
    session="session:1",
    epoch=3,
    expires=int(NOW.timestamp()) + 900,
)
GOOD = issue(KEYS, Use.ACCESS, CLAIMS, NOW)


def part(data: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


def opened(token: str, index: int) -> dict[str, Any]:
    text = token.split(".")[index]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return found


SAID = opened(GOOD, 1)
KID = KEYS.signing().kid


def signed(claims: dict[str, Any], key: Any = None, **header: Any) -> str:
    """A token with our key and header, unless told."""
    key = key or KEYS.signing().key
    head = {"alg": ALGORITHM, "kid": KID, **header}
    return jwt.encode({k: v for k, v in head.items() if v is not None}, claims, key, algorithms=[head["alg"]])


def by_hand(claims: dict[str, Any], **header: Any) -> str:
    """A token that our library would not make, well signed by our key."""
    text = f"{part({'alg': ALGORITHM, 'kid': KID} | header)}.{part(claims)}"
    signature = KEYS.signing().key.get_op_key("sign").sign(text.encode())  # type: ignore[union-attr]
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in SAID.items() if key != name}


def test_our_own_token_says_what_it_was_given() -> None:
    assert read(KEYS, Use.ACCESS, GOOD, NOW) == CLAIMS
    assert opened(GOOD, 0) == {"typ": "JWT", "alg": "Ed25519", "kid": KID}
    assert {"iss", "aud", "sub", "gid", "sid", "epoch", "iat", "exp"} <= set(SAID)
    assert read(KEYS, Use.ACCESS, by_hand(SAID), NOW) == CLAIMS
    assert read(KEYS, Use.ACCESS, signed(SAID), NOW) == CLAIMS, "the forgeries below fail for their one fault alone"


PUBLIC = KEYS.signing().key.as_dict(private=False)["x"]
FORGED = {
    "nothing": "",
    "no token": "abc",
    "none": f"{part({'alg': 'none', 'kid': KID})}.{part(SAID)}.",
    "none in capitals": f"{part({'alg': 'NONE', 'kid': KID})}.{part(SAID)}.",
    "good signature dropped": GOOD.rsplit(".", 1)[0] + ".",
    "another key by our name": signed(SAID, OKPKey.generate_key("Ed25519")),
    "unknown key": signed(SAID, kid="elsewhere"),
    "no key named": signed(SAID, kid=None),
    "HS256 with our public key": signed(SAID, OctKey.import_key(base64.urlsafe_b64decode(PUBLIC + "=")), alg="HS256"),
    "alg changed": f"{part({'alg': 'EdDSA', 'kid': KID, 'typ': 'JWT'})}.{GOOD.split('.', 1)[1]}",
    "claims changed": f"{GOOD.split('.')[0]}.{part(SAID | {'sub': 'account:admin'})}.{GOOD.split('.')[2]}",
    "key in the header": signed(
        SAID, OKPKey.import_key(evil := OKPKey.generate_key("Ed25519").as_dict(private=True)), jwk={"x": evil["x"]}
    ),
    "critical header": by_hand(SAID, crit=["moon"], moon=1),
    "other issuer": signed(SAID | {"iss": "elsewhere"}),
    "other audience": signed(SAID | {"aud": "elsewhere"}),
    "refresh token": issue(KEYS, Use.REFRESH, CLAIMS, NOW),
    "expired": signed(SAID | {"exp": int(NOW.timestamp()) - LEEWAY}),
    "from the future": signed(SAID | {"iat": int(NOW.timestamp()) + LEEWAY + 1}),
    "not yet": signed(SAID | {"nbf": int(NOW.timestamp()) + LEEWAY + 1}),
    **{f"without {name}": signed(without(name)) for name in ("iss", "aud", "sub", "gid", "sid", "epoch", "iat", "exp")},
    "epoch as text": signed(SAID | {"epoch": "3"}),
    "epoch as truth": signed(SAID | {"epoch": True}),
    "subject as list": signed(SAID | {"sub": ["account:wang"]}),
    "grant as number": signed(SAID | {"gid": 1}),
    "endless": signed(SAID | {"exp": 1e400}),
    "no claims": f"{part({'alg': ALGORITHM, 'kid': KID})}.{part([])}.x",
    "header is no object": f"{part([])}.{part(SAID)}.x",
    "very long": GOOD + "A" * 100_000,
    "no ASCII": "é.é.é",
    "half a pair": "\ud800",
}


@pytest.mark.parametrize("name", FORGED)
def test_any_other_token_is_refused_in_the_same_words(name: str) -> None:
    with pytest.raises(Unauthenticated) as refused:
        read(KEYS, Use.ACCESS, FORGED[name], NOW)
    assert str(refused.value) == Unauthenticated.sentence
    assert refused.value.code == "UNAUTHENTICATED"
    assert refused.value.faults == ()
    assert refused.value.__context__ is None or refused.value.__suppress_context__, (
        "a log that prints the cause would print what was wrong"
    )


@given(st.text() | st.tuples(st.integers(0, len(GOOD) - 1), st.characters(codec="ascii")))
def test_nothing_but_a_refusal_comes_of_garbage(garbage: str | tuple[int, str]) -> None:
    text = garbage if isinstance(garbage, str) else GOOD[: garbage[0]] + garbage[1] + GOOD[garbage[0] + 1 :]
    if text != GOOD:
        with pytest.raises(Unauthenticated):
            read(KEYS, Use.ACCESS, text, NOW)


def test_clocks_may_differ_a_little() -> None:
    end = dataclasses.replace(CLAIMS, expires=int(NOW.timestamp()) - LEEWAY + 1)
    assert read(KEYS, Use.ACCESS, issue(KEYS, Use.ACCESS, end, NOW), NOW) == end
    assert read(KEYS, Use.ACCESS, GOOD, NOW - timedelta(seconds=LEEWAY)) == CLAIMS


def test_a_token_outlives_a_rotation_but_not_a_leak() -> None:
    keys = Keys()
    token = issue(keys, Use.ACCESS, CLAIMS, NOW)
    keys.rotate(NOW, NOW + timedelta(days=14))
    assert read(keys, Use.ACCESS, token, NOW) == CLAIMS
    keys.rotate(NOW, NOW + timedelta(days=14), forget=True)
    with pytest.raises(Unauthenticated):
        read(keys, Use.ACCESS, token, NOW)
