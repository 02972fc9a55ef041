"""What an identity provider says is believed only when it signed it, for us, for this journey, now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey, RSAKey

from engine.accounts import provider
from engine.accounts.provider import Journey, ProviderSettings, identity, way_there
from engine.errors import IdentityProviderFailed, InvalidInput
from tests.engine.accounts.lane import StandingClock

ISSUER = "https://id.example/realm"
OURS = ProviderSettings(
    issuer=ISSUER, client_id="jiujin", client_secret="a secret for us", public="https://jiujin.example/"
)
JOURNEY = Journey(challenge="c")
NOW = StandingClock()()
KEY = RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/auth?realm=1",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}
SAID = {
    "iss": ISSUER,
    "aud": "jiujin",
    "sub": "7",
    "exp": int(NOW.timestamp()) + 300,
    "iat": int(NOW.timestamp()),
    "nonce": JOURNEY.nonce,
}


def signed(said: dict[str, Any], key: Any = KEY, alg: str = "RS256", **header: Any) -> str:
    return jwt.encode({"alg": alg, "kid": KEY.kid, **header}, said, key, algorithms=[alg])


Answers = dict[str, httpx.Response]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[httpx.Request]]:
    """The provider gives these answers, and one for the token; what it was sent is noted."""

    def set_up(said: Any = None, **changed: httpx.Response) -> list[httpx.Request]:
        asked: list[httpx.Request] = []
        answers = {
            "openid-configuration": httpx.Response(200, json=METADATA),
            "token": httpx.Response(200, json={"id_token": signed(SAID) if said is None else said}),
            "keys": httpx.Response(200, json={"keys": [KEY.as_dict(private=False)]}),
        } | {name.replace("_", "-"): answer for name, answer in changed.items()}

        def answer(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return answers[request.url.path.rsplit("/", 1)[1]]

        monkeypatch.setattr(provider, "_client", lambda: httpx.AsyncClient(transport=httpx.MockTransport(answer)))
        return asked

    return set_up


async def test_an_identity_is_issuer_and_subject(answering: Callable[..., list[httpx.Request]]) -> None:
    asked = answering()
    assert await identity(OURS, JOURNEY, "code", NOW) == f"{ISSUER}|7"
    (sent,) = [request for request in asked if request.method == "POST"]
    assert JOURNEY.verifier in sent.content.decode()
    assert "a secret for us" not in sent.content.decode()
    assert sent.headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize("said", [{"aud": ["jiujin"]}, {"aud": ["jiujin", "other"], "azp": "jiujin"}])
async def test_several_may_be_meant_when_it_was_for_us(
    answering: Callable[..., list[httpx.Request]], said: dict[str, Any]
) -> None:
    answering(signed(SAID | said))
    assert await identity(OURS, JOURNEY, "code", NOW) == f"{ISSUER}|7"


FORGED = {
    "other issuer": signed(SAID | {"iss": "https://evil.example"}),
    "other audience": signed(SAID | {"aud": "other"}),
    "several, not for us": signed(SAID | {"aud": ["jiujin", "other"]}),
    "party of another": signed(SAID | {"azp": "other"}),
    "expired": signed(SAID | {"exp": int(NOW.timestamp()) - 61}),
    "other nonce": signed(SAID | {"nonce": "x"}),
    "no nonce": signed({name: value for name, value in SAID.items() if name != "nonce"}),
    "no subject": signed({name: value for name, value in SAID.items() if name != "sub"}),
    "another key": signed(SAID, RSAKey.generate_key(2048)),
    "unknown key": signed(SAID, kid="x"),
    "secret as key": signed(SAID, OctKey.import_key("a secret for us"), "HS256"),
    "other algorithm": signed(SAID, OKPKey.generate_key("Ed25519"), "Ed25519"),
    "none": signed(SAID).rsplit(".", 1)[0] + ".",
    "garbage": "x",
    "no text": 7,
}


@pytest.mark.parametrize("name", FORGED)
async def test_any_other_identity_is_refused(answering: Callable[..., list[httpx.Request]], name: str) -> None:
    answering(FORGED[name])
    with pytest.raises(IdentityProviderFailed):
        await identity(OURS, JOURNEY, "code", NOW)


FAILS: dict[str, Answers] = {
    "away": {"openid_configuration": httpx.Response(503)},
    "moved": {"openid_configuration": httpx.Response(302, headers={"location": "https://evil.example"})},
    "no JSON": {"openid_configuration": httpx.Response(200, text="<html>")},
    "a list": {"openid_configuration": httpx.Response(200, json=[])},
    "another one": {"openid_configuration": httpx.Response(200, json=METADATA | {"issuer": "https://evil.example"})},
    "not encrypted": {
        "openid_configuration": httpx.Response(200, json=METADATA | {"token_endpoint": "http://id.example/token"})
    },
    "no endpoint": {"openid_configuration": httpx.Response(200, json={"issuer": ISSUER})},
    "code refused": {"token": httpx.Response(400, json={"error": "invalid_grant"})},
    "no identity": {"token": httpx.Response(200, json={})},
    "no keys": {"keys": httpx.Response(200, json={"keys": []})},
    "broken keys": {"keys": httpx.Response(200, json={"keys": [{"kty": "RSA"}]})},
}


@pytest.mark.parametrize("name", FAILS)
async def test_a_provider_that_fails_is_one_error(answering: Callable[..., list[httpx.Request]], name: str) -> None:
    answering(**FAILS[name])
    with pytest.raises(IdentityProviderFailed):
        await identity(OURS, JOURNEY, "code", NOW)


async def test_the_way_there_tells_no_secret(answering: Callable[..., list[httpx.Request]]) -> None:
    answering()
    way = httpx.URL(await way_there(OURS, JOURNEY))
    assert way.params["realm"] == "1"
    assert way.params["redirect_uri"] == "https://jiujin.example/oidc/callback"
    assert JOURNEY.verifier not in str(way)
    assert "secret" not in str(way)


def test_the_settings_come_from_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("a secret for us\n", encoding="utf-8")
    given = {
        "JIUJIN_OIDC_ISSUER": ISSUER,
        "JIUJIN_OIDC_CLIENT_ID": "jiujin",
        "JIUJIN_OIDC_CLIENT_SECRET_FILE": str(file),
    }
    here = "http://127.0.0.1:8000"
    assert ProviderSettings.from_environment(here, {}) is None
    read = ProviderSettings.from_environment(here, given)
    assert read is not None
    assert (read.client_secret, read.redirect) == ("a secret for us", f"{here}/oidc/callback")
    assert "a secret for us" not in repr(read)
    public = ProviderSettings.from_environment(here, given | {"JIUJIN_PUBLIC": "https://jiujin.example"})
    assert public is not None
    assert public.redirect == "https://jiujin.example/oidc/callback"
    with pytest.raises(InvalidInput) as refused:
        ProviderSettings.from_environment(here, {"JIUJIN_OIDC_ISSUER": ISSUER})
    assert [fault.field for fault in refused.value.faults] == list(given)[1:]
    with pytest.raises(InvalidInput, match="文件无法读取"):
        ProviderSettings.from_environment(here, given | {"JIUJIN_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize(
    "address", ["http://id.example", "ftp://127.0.0.1", "id.example", "", "https://", "http://[::1"]
)
def test_a_provider_that_is_not_encrypted_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput, match="https"):
        ProviderSettings(issuer=address, client_id="x", client_secret="x", public=address)


def test_on_this_machine_it_need_not_be_encrypted() -> None:
    for address in ("http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"):
        assert ProviderSettings(issuer=address, client_id="x", client_secret="x", public=address)
