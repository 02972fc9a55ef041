"""Keyset cursors: the sort key and the id of a row, opaque, and refused when they were tampered with."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from engine.errors import Fault, InvalidInput

TAG_BYTES = 12


@dataclass(frozen=True, slots=True)
class Cursors:
    """Writes and reads cursors that only a holder of the same secret can make."""

    secret: bytes

    def write(self, kind: str, values: Sequence[Any]) -> str:
        """A cursor for rows of this kind (label and order), which stands behind these values."""
        body = json.dumps(list(values), ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._tag(kind, body) + body).decode().rstrip("=")

    def read(self, kind: str, text: str, field: str = "after") -> tuple[Any, ...]:
        """The values. Raises ``InvalidInput`` about the field when it was made for another kind, by someone else, or
        changed."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except ValueError:
            raw = b""
        tag, body = raw[:TAG_BYTES], raw[TAG_BYTES:]
        if not hmac.compare_digest(tag, self._tag(kind, body)):
            raise InvalidInput("游标有误", [Fault("游标已失效，或不是为这一列表和排序生成的", field)])
        return tuple(json.loads(body))

    def _tag(self, kind: str, body: bytes) -> bytes:
        return hashlib.blake2b(body, digest_size=TAG_BYTES, key=self.secret[:64], person=_person(kind)).digest()


@cache
def _person(kind: str) -> bytes:
    return hashlib.blake2b(kind.encode(), digest_size=16).digest()
