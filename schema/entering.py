"""How a request says who sends it: a token in a header or in the first message of a websocket, and why he asks."""

from __future__ import annotations

import asyncio
import dataclasses
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from engine.access import Viewer
from engine.accounts import Credential, Entrance, admit, present
from engine.errors import Fault, InvalidInput, Unauthenticated
from engine.store import GraphStore

SCHEME = "bearer"
PURPOSE = "Jiujin-Purpose"
LONGEST_PURPOSE = 200


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a request: nobody known, or a credential and a purpose; and from where."""

    credential: Credential | None = None
    purpose: str = ""
    address: str = ""

    @property
    def viewer(self) -> Viewer | None:
        """Who he is, with his purpose."""
        return dataclasses.replace(self.credential.viewer, purpose=self.purpose) if self.credential else None


async def sender_by_headers(store: GraphStore, entrance: Entrance, headers: Mapping[str, str], address: str) -> Sender:
    """The sender of an HTTP request. Raises ``Unauthenticated``, ``InvalidInput`` for a malformed purpose."""
    return await sender_of(
        store, entrance, headers.get("authorization", ""), unquoted(headers.get(PURPOSE.lower(), "")), address
    )


async def sender_by_payload(store: GraphStore, entrance: Entrance, payload: Mapping[str, Any], address: str) -> Sender:
    """The sender of a websocket, by its first message. Raises ``Unauthenticated``, ``InvalidInput``."""
    given = {key.lower(): value for key, value in payload.items() if isinstance(value, str)}
    purpose = given.get("purpose", "") or unquoted(given.get(PURPOSE.lower(), ""))
    return await sender_of(store, entrance, given.get("authorization", ""), purpose, address)


async def sender_of(store: GraphStore, entrance: Entrance, authorization: str, purpose: str, address: str) -> Sender:
    """The sender with this authorization, or nobody where there is none."""
    purpose = checked_purpose(purpose)
    if not authorization:
        return Sender(None, purpose, address)
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != SCHEME:
        raise Unauthenticated
    credential = await asyncio.to_thread(present, store, entrance.keys, token.strip(), entrance.now())
    return Sender(credential, purpose, address)


async def still(store: GraphStore, entrance: Entrance, sender: Sender) -> Sender:
    """The sender as he is now. Raises ``Unauthenticated`` when he may no longer come in."""
    if sender.credential is None:
        return sender
    credential = await asyncio.to_thread(admit, store, sender.credential.claims, entrance.now())
    return dataclasses.replace(sender, credential=credential)


def unquoted(text: str) -> str:
    """The text that was percent-encoded. Raises ``InvalidInput``."""
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise _malformed() from None


def checked_purpose(text: str) -> str:
    """The purpose, on one line. Raises ``InvalidInput``."""
    text = text.strip()
    if len(text) > LONGEST_PURPOSE or any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in text):
        raise _malformed()
    return text


def _malformed() -> InvalidInput:
    expected = f"百分号编码的 UTF-8 文字，一行，至多 {LONGEST_PURPOSE} 字"
    return InvalidInput("请求目的写法不对", [Fault("写法不对", PURPOSE, expected=expected)])
