"""The keys that sign tokens: one signs, older ones verify until what they signed has expired.

The file holds private keys as a JWK set and is only its owner's to read. Servers that share it accept each other's
tokens, and see at the next token when it was rotated.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from engine.accounts.moments import stamp
from engine.errors import StoreUnavailable
from engine.settings import ROOT
from engine.store.opening import file_of

CURVE: Literal["Ed25519"] = "Ed25519"
UNREADABLE = "签名密钥文件无法使用（JIUJIN_KEYS 所指，或数据库旁的 keys.json）"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key, and until when it may be needed: the end of the last token that it signed, once it signs no more."""

    key: OKPKey = field(repr=False)
    until: str = ""

    @property
    def kid(self) -> str:
        """What a token's header calls it."""
        return str(self.key.kid)

    def to_json(self) -> dict[str, Any]:
        """As it stands in the file."""
        return {**self.key.as_dict(private=True), "kid": self.kid, "until": self.until}

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> SigningKey:
        """What stood in the file."""
        known = {name: entry[name] for name in ("kty", "crv", "x", "d", "kid")}
        if known["crv"] != CURVE:
            raise ValueError(CURVE)
        return cls(OKPKey.import_key(known), str(entry.get("until", "")))

    @classmethod
    def new(cls) -> SigningKey:
        """A new key."""
        return cls(OKPKey.generate_key(CURVE, auto_kid=True))


@dataclass(slots=True)
class Keys:
    """The first key signs; without a file the keys are good until the process ends."""

    path: Path | None = None
    _keys: tuple[SigningKey, ...] = field(default=(), repr=False)
    _seen: tuple[int, int, int] = field(default=(0, 0, 0), repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def signing(self) -> SigningKey:
        """The key that signs now. Raises ``StoreUnavailable``."""
        return self._all()[0]

    def named(self, kid: str) -> SigningKey | None:
        """The key of this name. Raises ``StoreUnavailable``."""
        return next((one for one in self._all() if one.kid == kid), None)

    def rotate(self, now: datetime, until: datetime, *, forget: bool = False) -> str:
        """Another key signs; the one before verifies at least ``until`` then, or not at all. The new key's name."""
        with self._written():
            older = [one for one in self._keys if one.until > stamp(now) or one is self._keys[0]]
            first = replace(older[0], until=max(older[0].until, stamp(until)))
            self._keys = (SigningKey.new(), *(() if forget else (first, *older[1:])))
        return self.signing().kid

    def keep(self, until: datetime) -> None:
        """The key that signs now is needed until then, also after others sign."""
        if self.signing().until < stamp(until):
            with self._written():
                first, *older = self._keys
                self._keys = (replace(first, until=max(first.until, stamp(until))), *older)

    def _all(self) -> tuple[SigningKey, ...]:
        with self._lock:
            if self.path is None:
                self._keys = self._keys or (SigningKey.new(),)
            elif _mark(self.path) != self._seen or not self._keys:
                self._read(self.path)
            return self._keys

    def _read(self, path: Path) -> None:
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                _create(path, _text((SigningKey.new(),)))
            seen = _mark(path)
            entries = json.loads(path.read_text(encoding="utf-8"))["keys"]
            self._keys = tuple(SigningKey.from_json(entry) for entry in entries)
            self._seen = seen
            if not self._keys:
                raise ValueError("no key")
        except (OSError, ValueError, KeyError, TypeError, JoseError) as error:
            raise StoreUnavailable(UNREADABLE) from error

    @contextmanager
    def _written(self) -> Iterator[None]:
        """What the block makes of the keys stands in the file afterwards; other programs wait their turn."""
        with self._lock:
            self._all()
            if self.path is None:
                yield
                return
            with _turn(self.path):
                self._read(self.path)
                yield
                _replace(self.path, _text(self._keys))
                self._seen = _mark(self.path)


def keys_file(store: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the keys are: as ``JIUJIN_KEYS`` says, else ``keys.json`` beside the store's file, else in ``var``."""
    if named := environment.get("JIUJIN_KEYS", "").strip():
        return Path(named)
    beside = file_of(store)
    return (beside.parent if beside else ROOT / "var") / "keys.json"


def _text(keys: tuple[SigningKey, ...]) -> str:
    return json.dumps({"keys": [one.to_json() for one in keys]}, indent=1) + "\n"


def _mark(path: Path) -> tuple[int, int, int]:
    """Another one whenever the file was replaced."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_ino, found.st_mtime_ns, found.st_size)


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _create(path: Path, text: str) -> None:
    """The file exists, whole; when another program was quicker, its file stays."""
    draft = _draft(path, text)
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _replace(path: Path, text: str) -> None:
    try:
        os.replace(_draft(path, text), path)
    except OSError as error:
        raise StoreUnavailable(UNREADABLE) from error


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    """One program at a time; where the system has no such locks, the last one wins."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        folder = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        raise StoreUnavailable(UNREADABLE) from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
